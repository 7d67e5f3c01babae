# 一次迭代计算什么，写在方程旁边；以及各图的说明。
# $xh、$hh 和 $hy 是带有各自颜色的权重矩阵。

equations-heading = 一次迭代计算什么

## 前向传播

equations-forward = 前向：读入、记忆、预测
equations-picture = 图片的像素 <var>p</var> 决定第一个词之前的状态；此后网络再也看不到图片。
equations-mix-next = 在时间步 <var>t</var>，循环单元把读入的内容与记住的内容混合起来，并预测接下来是什么。
equations-mix-verdict = 在时间步 <var>t</var>，循环单元把读入的内容与记住的内容混合起来，并预测一个答案；只有最后一个时间步的预测有目标。
equations-past = 过去的内容只能通过 <var>h</var><sub>t−1</sub> 传到这里。
equations-past-lstm = 过去的内容只能通过 <var>h</var><sub>t−1</sub> 和记忆元 <var>c</var><sub>t−1</sub> 传到这里。
equations-window = 在时间步 <var>t</var>，网络只看到最后几个词元，它们的独热向量拼接成 <var>x</var><sub>t</sub>，此外什么都没有：不传递状态，所以更早的时间步没有任何内容传到这里。
equations-halves = 编码器和解码器各有自己的 { $xh }、{ $hh } 和 <var>b</var><sub>h</sub>。解码器从编码器的最终状态开始；只有解码器写出内容。
equations-unshared = 每个时间步都有自己的权重：<var>t</var> = 3 处的 { $xh } 指的是时间步 3 的 { $xh }。
equations-output = 输出层，即 { $hy } 和 <var>b</var><sub>y</sub>，在每个时间步都相同；其他权重每个时间步各有自己的：<var>t</var> = 3 处的 { $xh } 指的是时间步 3 的 { $xh }。
equations-gates-gru = 重置门 <var>r</var> 决定候选隐状态 <var>n</var> 看到过去的多少，更新门 <var>z</var> 决定保留旧状态的多少。对每个单元，每个门都是 0 到 1 之间的一个数；u[r] 和 v[r] 表示 u 和 v 中属于门 r 的行。
equations-gates-lstm = 遗忘门 <var>f</var> 决定保留记忆元的多少，输入门 <var>i</var> 决定把候选记忆元 <var>g</var> 的多少写入其中，输出门 <var>o</var> 决定其中多少输出为 <var>h</var>。对每个单元，每个门都是 0 到 1 之间的一个数；a[f] 表示 a 中属于门 f 的行。

## 损失

equations-loss = 损失：正确答案有多出乎意料？
equations-loss-added = 确信而且正确，损失是 0；给正确答案 ½ 的概率，损失是 0.69。所有时间步的损失是相加，不是平均。
equations-loss-added-some = 确信而且正确，损失是 0；给正确答案 ½ 的概率，损失是 0.69。所有时间步的损失是相加，不是平均；没有目标的时间步没有损失。

## 反向传播

equations-backward = 随时间反向传播
equations-gradient-window = 梯度只通过 <var>h</var><sub>t</sub> 自己的预测传到它：时间步之间没有联系，所以没有什么沿时间反向流动。
equations-gradient = 梯度通过两条路传到 <var>h</var><sub>t</sub>：通过它自己的预测，以及从时间步 <var>t</var>+1 传来。在最后一个时间步，第二部分是 0。
equations-gradient-lstm = 梯度还沿着记忆元从 <var>c</var><sub>t+1</sub> 传到 <var>c</var><sub>t</sub>，只乘以遗忘门：<var>f</var> 接近 1 的地方，它不会减弱。
equations-gradient-gru = 更新门 <var>z</var> 接近 1 的地方，梯度从 <var>h</var><sub>t+1</sub> 直接传到 <var>h</var><sub>t</sub>：它不会减弱。

## 梯度与更新

equations-gradients = 每个矩阵一个梯度
equations-summed = 每个时间步上的矩阵都相同，所以各时间步的梯度相加。
equations-summed-halves = 编码器的矩阵在它的所有时间步上都相同，所以这些时间步的梯度相加；解码器的矩阵也是如此。
equations-summed-unshared = 每个时间步都有自己的矩阵，所以没有什么要相加：每个和都只剩下那个时间步的一项。在一个时间步上学到的，不会带到其他时间步。
equations-summed-output = { $hy } 在每个时间步都相同，所以各时间步的梯度相加。其他矩阵各属于一个时间步，它们的梯度不相加：每个和都只剩下那个时间步的一项。
equations-update = 更新
equations-parameters = <var>θ</var> 是任意一个参数，<var>g</var> 是全部梯度，<var>g</var><sub>θ</sub> 是裁剪之后 <var>θ</var> 的梯度。“单步”把 Δ<var>θ</var> 加上一次。
# $norm 和 $scale 是作为按钮的数。
equations-clipped = 这里 ‖<var>g</var>‖ = { $norm }，每个梯度都乘以 { $scale }。

## 折叠与展开

equations-folding = 折叠与展开
equations-folding-window = 没有什么可以展开：每个时间步上都是同一个网络，各用一次。
equations-folding-unshared = 没有什么可以折叠：任意两个时间步的权重都不同，所以有多少个时间步，图中就有多少个网络。
equations-folding-output = 没有什么可以折叠：各时间步相同的只有 { $hy } 和 <var>b</var><sub>y</sub>，所以有多少个时间步，图中就有多少个循环单元。
equations-folding-shared = 折叠起来，网络就是一个带环的循环单元：它的状态 <var>h</var> 又回到它自己。展开后，每读入一个内容，就把同一个循环单元画一次，时间从左向右。
equations-folding-shared-lstm = 折叠起来，网络就是一个带环的循环单元：它的状态 <var>h</var> 连同记忆元 <var>c</var> 又回到它自己。展开后，每读入一个内容，就把同一个循环单元画一次，时间从左向右。
equations-folding-halves = 图中有两个循环单元，每读入一个内容就画一次，时间从左向右：解码器从编码器的最终状态开始。
equations-folding-halves-window = 图中有两个循环单元，每读入一个内容就画一次，时间从左向右。
equations-copies = 这些拷贝共享权重：{ $xh }、{ $hh } 和 { $hy } 在整个页面上颜色都相同，因为它们在各处都是同样的数。
equations-copies-window = 这些拷贝共享权重：{ $xh } 和 { $hy } 在整个页面上颜色都相同，因为它们在各处都是同样的数。
equations-differs-tanh = 不同的只是读入、记住和预测的内容：<var>x</var><sub>t</sub>、<var>h</var><sub>t</sub> 和 <var>ŷ</var><sub>t</sub>。
equations-differs-gru = 不同的只是读入、记住和预测的内容：<var>x</var><sub>t</sub>、各个门、<var>h</var><sub>t</sub> 和 <var>ŷ</var><sub>t</sub>。
equations-differs-lstm = 不同的只是读入、记住和预测的内容：<var>x</var><sub>t</sub>、各个门、<var>c</var><sub>t</sub>、<var>h</var><sub>t</sub> 和 <var>ŷ</var><sub>t</sub>。
equations-differs-window = 不同的只是读入、记住和预测的内容。

## 各图

figures-label = 权重、状态与损失
figures-sum-title = 梯度：各时间步的贡献之和
figures-sum = { $parameter } 的梯度：各时间步的贡献之和
figures-W_xh = 输入 → 单元
figures-W_xh-gated = 输入 → 单元的门
figures-W_hh = 单元 → 下一个时间步的单元
figures-W_hh-gated = 单元 → 下一个时间步的门
figures-W_hy = 单元 → 输出
figures-W_ph = 像素 → <var>h</var><sub>0</sub> 的单元
figures-b_h = 单元的偏置
figures-b_h-gated = 门的偏置
figures-b_y = 输出的偏置
figures-hidden_states = 隐状态 <var>h</var><sub>t</sub>
figures-hidden_states-axes = 单元 × 时间步
figures-loss_per_timestep = 每个时间步的损失
figures-loss_history = 损失随迭代的变化
