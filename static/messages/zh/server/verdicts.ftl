# 结果说明什么：由测得的数构成的句子。

## 句子的部分

verdict-seeds = { $which ->
    [only] 用这一个随机种子
    [not-the-only] 用这一个随机种子时没有
    [all] 用所有随机种子
    [none] { $seeds } 个随机种子中一个也没有
   *[some] 用 { $seeds } 个随机种子中的 { $count } 个
 }
verdict-unshown = { $seeds ->
    [1] 一个随机种子无法说明
   *[other] 这些随机种子没有说明
 }
verdict-no-result = 没有结果
verdict-spread = { $median }（{ $least }–{ $greatest }）
verdict-value = “{ $name }” { $value }
verdict-one-seed = 只有一个随机种子：它说明可能发生什么，而不是总会发生什么。
verdict-diverged = “{ $name }”发散（{ $seeds }）：发散的运行算作最差。

## 实验的条件

verdict-too-early = 还没有结论：并非每个网络都用每个随机种子评估过。
verdict-all-diverged = 每个网络用每个随机种子都发散了：没有什么可比较的。
verdict-so-far = 到目前为止：{ $sentence }
verdict-stopped = 实验提前停止了：这里描述的是迭代 { $iteration }（共 { $iterations }），还可能改变。
verdict-condition = 测量条件：{ $seeds } 个随机种子，{ $optimizer ->
    [none] { "" }
   *[other] { $optimizer }{ " " }
 }迭代 { $iterations } 次之后。
verdict-median = 每个数都是各随机种子的中位数，括号中是范围。

## 窗口的下界

verdict-floor = “{ $name }”最终的损失为 { $loss }。只看得到这个窗口的网络，损失都不可能低于 { $floor }。
verdict-below = “{ $name }”最终的损失为 { $loss }；低于 { $floor } 的情况：{ $seeds }。
verdict-no-loss = “{ $name }”没有可比较的有限损失。
verdict-past-both = { $all }，窗口更宽的网络损失低于 { $floor }（{ $windows }），有循环状态的网络也是如此（{ $states }）：过去在这里有帮助，两种办法都能带来过去。
verdict-past-state = { $all }，{ $states }{ $count ->
   *[other] 的损失
 }低于 { $floor }：循环状态带来的过去比窗口容纳的更多。
verdict-past-window = { $all }，窗口更宽的网络损失低于 { $floor }（{ $windows }）。
verdict-past-window-alone = { $all }，窗口更宽的网络损失低于 { $floor }（{ $windows }）。在这些迭代之内，没有循环神经网络做到；但这并不说明它们都做不到。
verdict-past-unshown = 没有哪个网络用每个随机种子都能使损失低于 { $floor }：这个结果没有说明更多的过去有帮助。
verdict-floor-limit = 需要多少个字母取决于数据；这个结果适用于{ $task ->
    [next_character] 文本“{ $text }”
   *[other] 这些样本
 }。

## 其他文本与不共享的权重

verdict-others = { $split ->
    [longer] { $task ->
        [next_character] 更长的文本
       *[other] 更长的序列
     }
    [shifted] { $task ->
        [next_character] 移位的文本
       *[other] 移位的序列
     }
   *[test] { $task ->
        [next_character] 测试文本
       *[other] 测试序列
     }
 }
verdict-scores-on = 在{ $others }上的得分：{ $scores }。
verdict-score-on = 在{ $others }上 { $score }
verdict-untrained = 不再训练，“{ $name }”的得分为：{ $scores }。
verdict-parameters = 参数个数：{ $numbers }。
verdict-unread = { $names }在时间步 { $last } 之后{ $count ->
   *[other] 没有权重
 }，无法处理{ $others }，而“{ $shared }”在那里的得分为 { $score }。
verdict-sharing-ahead = “{ $shared }”把在一个时间步上学到的用于每个时间步：在{ $others }上，它的得分高于{ $names }（{ $seeds }）。
verdict-sharing-behind = { $all }，在{ $others }上，{ $names }{ $count ->
   *[other] 的得分
 }高于“{ $shared }”：共享在那里没有帮助。
verdict-sharing-level = 在{ $others }上，{ $unshown }“{ $shared }”比{ $names }更好还是更差。
verdict-fits = { $all }，它们在训练数据上的得分都达到 100%，所以那里的得分看不出共享的作用。
verdict-mistakes = { $seeds ->
    [1] 用这一个随机种子
   *[other] 用某些随机种子
 }，{ $names }{ $count ->
   *[other] 即使
 }在训练数据上也会出错。

## 没有用来学习的样本

verdict-judged = { $task ->
    [counting] 比训练中的都长的序列里完全正确的
    [remembering] 回忆出第一个字母的测试序列
    [sentiment] 分类正确的测试句子
    [captioning] 描述完全一致的测试图片
   *[translation] 翻译完全一致的测试短语
 }：{ $scores }。
verdict-single = 表中的得分计算的则是单个预测：{ $scores }。
verdict-guessing = 总是猜测最常见的答案，得分为 { $share }。
verdict-share-whole = { $median }（{ $least }–{ $greatest }；100%：{ $seeds }）
verdict-only-one = 只有一个网络，没有什么可以与它比较。
verdict-equal = 所有网络表现相同：这个结果无法区分它们。
verdict-overlap = 各随机种子的结果互相重叠：由此看不出哪个网络更好。
verdict-leading = { $all }，{ $first }{ $better ->
    [sequences] { $count ->
       *[other] 完全正确的序列多于
     }
    [loss] { $count ->
       *[other] 最终的损失低于
     }
   *[score] { $count ->
       *[other] 的得分高于
     }
 }{ $rest }。
verdict-range = “{ $name }”（中位数 { $median }，从 { $least } 到 { $greatest }）
verdict-unranked = { $ranges }与{ $leaders ->
   *[other] 领先者
 }重叠：这些随机种子无法给{ $count ->
    [one] 它
   *[other] 它们
 }排名。
verdict-twins = { $found ->
    [ahead] 两个 { $cell } 的不同之处只在于{ $gate ->
        [forget] 遗忘门
       *[update] 更新门
     }从何值开始：{ $seeds }，从 { $starts } 开始的得分高于从 { $instead } 开始的。门一开始就打开，造成了这个差别。
    [behind] 两个 { $cell } 的不同之处只在于{ $gate ->
        [forget] 遗忘门
       *[update] 更新门
     }从何值开始：{ $seeds }，从 { $starts } 开始的得分低于从 { $instead } 开始的。
   *[open] { $unshown } { $cell } 从 { $starts } 还是从 { $instead } 开始更好。
 }
verdict-settings = 测量时的设置：{ $task ->
    [remembering] 距离 { $distance }
    [counting] n 最大为 { $distance }
   *[other] { $examples } 个样本
 }、{ $units ->
    [0] 这些大小
   *[other] { $units } 个单元
 }和这个学习率；其他设置可能给出其他结果。
verdict-training-loss = 训练损失：{ $losses }。
verdict-training-limit = 训练损失不能说明其他数据上的情况。

## 计数

verdict-states-unmeasured = 状态要在训练结束时测量，而训练没有进行到底。
verdict-carried = “{ $name }”：在 { $marks } 个 { $letter } 之后，最大的 |{ $state }| 是 { $sizes }。第 2 个字母使 { $state } 改变 { $second }，第 { $mark } 个字母使它改变 { $last }。
verdict-adding = { $adds ->
    [yes] “{ $name }”的记忆元 c 随计数不断增大：它通过累加来计数。
   *[no] “{ $name }”的记忆元 c 并非用每个随机种子都不断增大：它不只是通过累加来计数。
 }
verdict-bounded = { $cell ->
    [gru] GRU 的状态是它先前的状态与一个 tanh 的加权平均，
   *[tanh] 普通循环神经网络的状态是一个 tanh，
 }所以它保持在 −1 和 1 之间（“{ $name }”达到 { $most }）：没有余地不断累加。
verdict-bounded-moves = 第 { $mark } 个字母只使它改变 { $last }，而第 2 个字母使它改变 { $second }。
verdict-bounded-even-so = 尽管如此，直到 n = { $mark }，没有一个累加的网络用每个随机种子都胜过它。

## 梯度实验室

course-as_chosen = 按所选设置
course-orthogonal = 正交
course-clipping = 裁剪
course-no_clipping = 不裁剪
course-gates = 门
course-half_closed = 半开
course-words = { $name ->
    [as_chosen] 你的设置
    [orthogonal] 正交矩阵，不缩放
    [clipping] 梯度裁剪到范数 { $norm }
    [no_clipping] 不裁剪梯度
   *[gates] { $cell }，{ $bias }
 }
verdict-fate = { $fate ->
    [vanishes] 消失
    [fades] 减弱
    [arrives] 基本传到
    [explodes] 爆炸
   *[infinite] 不是有限数
 }
verdict-bounds = { $fate ->
    [vanishes] 低于 { $vanishes }
    [fades] 在 { $vanishes } 和 { $fades } 之间
    [arrives] 在 { $fades } 和 { $arrives } 之间
   *[explodes] 高于 { $arrives }
 }
verdict-no-gradients = 没有可比较的梯度：有的数不是有限数，或者全都是零。
verdict-ratio = 最后一个损失的梯度，其范数在 t = 1 处是 t = { $T } 处的 { $times } 倍。梯度{ $fate ->
    [arrives] { "" }
   *[other] 在往回的路上
 }{ verdict-fate }（比值{ verdict-bounds }）。
verdict-measured = 用 { $seeds } 个随机种子测量。
verdict-measured-seeds = 用 { $seeds } 个随机种子测量。每个数都是各随机种子的中位数，括号中是范围。
verdict-ratios = 初始化时 t = 1 处的梯度范数除以 t = { $T } 处的：{ $ratios }。
verdict-correct = { $iterations } 次迭代之后，{ $counted } 次预测中正确的次数：{ $rights }。
verdict-losses = { $iterations } 次迭代之后的损失：{ $losses }。
verdict-norms = 训练中裁剪之前最大的梯度范数：{ $norms }。
verdict-chosen = 按所选设置，{ $seeds }，梯度都会{ verdict-fate }：t = 1 处与最后一个时间步处的梯度范数之比{ verdict-bounds }。
verdict-chosen-infinite = 按所选设置，{ $seeds }，梯度都不是有限数。
verdict-chosen-split = 按所选设置，结果取决于随机种子，梯度的情况是：{ $fates }。
verdict-fate-seeds = { verdict-fate }（{ $seeds }）
verdict-reach = { $found ->
    [ahead] { $all }，{ $names }{ $count ->
       *[other] 保持梯度范数的能力
     }比“{ $chosen }”强。
    [behind] { $all }，{ $names }{ $count ->
       *[other] 保持梯度范数的能力
     }比“{ $chosen }”弱。
    [same] { $all }，{ $names }{ $count ->
       *[other] 保持梯度范数的能力
     }与“{ $chosen }”相同。
   *[overlap] { $unshown }{ $names }{ $count ->
       *[other] 保持梯度范数的能力
     }比“{ $chosen }”强还是弱。
 }
verdict-loss-same = “{ $name }”最终的损失与“{ $chosen }”相同（{ $seeds }）。
verdict-loss-never = 用同一个随机种子，“{ $name }”最终的损失从不低于“{ $chosen }”，所以没有迹象表明它有帮助。
verdict-loss-overlap = 逐个随机种子比较，“{ $name }”最终的损失低于“{ $chosen }”的情况：{ $seeds }；但它们的范围重叠{ $doubt ->
    [yes] ，所以这没有说明它有帮助
   *[no] { "" }
 }。
verdict-loss-apart = { $all }，“{ $name }”最终的损失{ $found ->
    [ahead] 低于
   *[behind] 高于
 }“{ $chosen }”{ $seeds ->
    [1] { "" }
   *[other] 用任何随机种子的损失
 }。
verdict-accuracy = 它在 { $counted } 次预测中对了 { $ours } 次，“{ $chosen }”对了 { $theirs } 次{ $overlap ->
    [yes] ；这些范围重叠
   *[no] { "" }
 }。
verdict-cut-short = “{ $name }”提前停止了（{ $seeds }）：到了服务器的时间上限。
verdict-fates-limit = 我们比较 t = 1 处与最后一个时间步处的梯度范数：低于 { $vanishes } 倍就是“消失”，低于 { $fades } 倍就是“减弱”，不超过 { $arrives } 倍就是“基本传到”，再高就是“爆炸”。初始化时梯度能传多远，并不决定网络学得多好，因为训练会改变每个权重。
