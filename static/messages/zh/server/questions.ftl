# 实验页面提出的问题，以及梯度实验室的预设。
# 实验之前说的是问题和方法，从不说结果。

asked-recurrence = 需要循环吗？
asked-recurrence-beforehand = 在“hello”中，l 的后面一次是 l，一次是 o。只看得到这个字母的网络无法知道是哪一个：它最多只能给两者各 ½ 的概率，损失为 2 · ln 2 ≈ 1.386。窗口更宽够不够？有了循环状态，一个字母够不够？
asked-sharing = 为什么要共享权重？
asked-sharing-beforehand = 如果不共享权重，即每个时间步各有一组权重，网络可以拟合用来训练它的文本。那么，在连写两遍的文本（更长的文本）上，以及在去掉第一个字母的文本（移位的文本）上，它的表现如何？
asked-counting = 计数用普通循环神经网络还是 LSTM？
asked-counting-beforehand = aaabbb：数清了 a 的网络，在第一个 b 之后就什么都知道了。训练最多到 n = 9。哪些网络在计数，哪些只是记住了各种长度？更长的序列（n = 10 到 15）会给出答案。
asked-remembering = 哪个网络能记住 30 个时间步？
asked-remembering-beforehand = 一个字母，后面是三十个无关紧要的字母：最先出现的是哪个？有两个网络，保持状态的门（LSTM 的遗忘门 f 和 GRU 的更新门 z）的偏置从 4 开始，所以门是打开的：σ(4) ≈ 0.98。另一个 LSTM 的遗忘门一开始是半开的，σ(0) = 0.5；而普通循环神经网络没有门。

preset-vanish = 消失
preset-explode = 爆炸
preset-clipping = 对策：裁剪
preset-orthogonal = 对策：正交
preset-gates = 对策：门
