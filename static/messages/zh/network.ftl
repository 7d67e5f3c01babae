# 网络的图。

network-timesteps = { $T } 个时间步
# 网络读入和写出的东西。
# 分成两半的网络中的一半。
network-part = { $part ->
    [encoder] 编码器
   *[decoder] 解码器
 }

## 标题旁边

network-counting = 时间步从 1 开始计数，单元从 0 开始。
network-note-shared = { $folded ->
    [yes] 一个循环单元，它的状态在下一个时间步反馈给它自己
   *[no] 同一个循环单元，共 { network-timesteps }。颜色相同，权重就相同。{ network-counting }
 }
network-note-memoryless = { $folded ->
    [yes] 一个不带环的网络：没有状态反馈
   *[no] 同一个网络，共 { network-timesteps }。彼此之间不传递状态。{ network-counting }
 }
network-note-halves = 两个循环单元，一个读、一个写，各有自己的权重。{ network-counting }
network-note-unshared = { network-timesteps }{ $extent ->
    [none] ，各有自己的权重。颜色不同，权重就不同。
   *[some] 。它们共享 { $shared }；{ $own } 则各有各的。
 }{ network-counting }

## 整个网络，读给屏幕阅读器

network-sizes = { $H } 个隐藏单元和 { $V } 个可能的输出
network-overview-shared = 在 { network-timesteps }上展开的网络，有 { network-sizes }。
network-overview-memoryless = 共 { network-timesteps }的网络，有 { network-sizes }。时间步之间不传递状态。
network-overview-halves = 在 { network-timesteps }上展开的网络，有 { network-sizes }：编码器读入 { $reads } 个词元，解码器写出 { $writes } 个。
network-overview-unshared = 在 { network-timesteps }上展开的网络，有 { network-sizes }。{ $extent ->
    [none] 每个时间步都有自己的权重。
   *[some] 各时间步共享 { $shared }；{ $own } 则各有各的。
 }

## 一个时间步，读给屏幕阅读器

network-summary-timestep = 时间步 { $t }{ $part ->
    [encoder] ，编码器
    [decoder] ，解码器
   *[none] { "" }
 }
network-no-token = 什么都没有
network-summary = { $known ->
    [nothing] { network-summary-timestep }：尚未到达。
    [input] { network-summary-timestep }：读入 { $input }。
    [unasked] { network-summary-timestep }：读入 { $input }，预测 { $guess }。这个时间步没有目标。
    [prediction] { network-summary-timestep }：读入 { $input }，预测 { $guess }。
    [right] { network-summary-timestep }：读入 { $input }，预测 { $guess }，正确。损失 { $loss }。
   *[wrong] { network-summary-timestep }：读入 { $input }，预测 { $guess }，错误：目标是 { $target }。损失 { $loss }。
 }

## 一个数的提示。$at 是作为下标的时间步，$before 是它之前的一个。

network-not-computed = 尚未计算
network-h0 = 第一个词元之前的状态。
network-h0-of-picture = tanh(W_ph p + b_ph)：图片决定初始状态。
network-c0 = 第一个词元之前的记忆元。
network-pixel = 图片的一个像素：1 是黑，0 是白。
network-held = 手动固定为这个值；单元本来算出的值不起作用。
network-made-by-gru = = (1 − z{ $at }) · n{ $at } + z{ $at } · h{ $before }，都取这个单元的值
network-c = = f{ $at } · c{ $before } + i{ $at } · g{ $at }，都取这个单元的值
network-softmax = logit 向量 y{ $at } 的 softmax；y{ $at }[{ $token }] = { $logit }
network-predicted = 概率最大的词元：预测。
network-target = 目标：这里的正确答案。
network-adds-no-loss = 这个时间步没有目标，所以不增加损失。
# 一个门做什么；这里不认识的门，只有它的字母。
network-gate-name = { $gate ->
    [r] 重置门：看到过去的多少
    [z] 更新门：保留多少
    [n] 候选隐状态：可能写入的内容
    [i] 输入门：写入多少
    [f] 遗忘门：保留多少
    [g] 候选记忆元：可能写入的内容
    [o] 输出门：输出多少
   *[other] 门 { $gate }
 }
network-gate = 从 0（关闭）到 1（打开）。
network-candidate = 从 −1 到 +1。
network-gate-reads = 它通过 { $through } 看到过去。

network-sum = 损失对这个状态的梯度范数。
network-sum-output = 来自它自己的预测 y{ $at }（范数 { $output }）
network-sum-future = 来自时间步 { $next }（范数 { $future }）
network-sum-of = { $streams ->
    [both] 这个梯度是两个向量的和：一个{ network-sum-output }，一个{ network-sum-future }。
    [output] 它全部{ network-sum-output }。
    [future] 它全部{ network-sum-future }。
   *[none] 损失与这个状态无关，所以它是 0。
 }
network-state = { $letter ->
    [c] 记忆元
   *[h] 状态
 }
network-flow-to-start = 损失对初始{ network-state }的梯度范数。它全部来自时间步 1。
network-flow = 从时间步 { $next } 传回这个{ network-state }的梯度范数。
network-flow-of = 整个梯度 ∂L/∂{ $letter }{ $at } 的范数是 { $sum }。

network-one-hot = x{ $at } 是“{ $token }”的独热向量
network-one-hots = x{ $at } 由 { $groups } 个独热向量拼接而成：当前词元的，以及它之前各词元的。{ $before ->
    [0] 这一个属于当前词元
   *[other] 这一个属于 { $before } 个时间步之前的词元
 }
network-one-hot-at = { $hot ->
    [none] { $what }；那时还什么都没有读入，所以全是 0。
   *[index] { $what }：下标 { $hot } 处是 1，其余 { $others } 处是 0。
 }

network-matrix = 矩阵 { $name } 有 { $rows } 行、{ $columns } 列
network-matrix-W_xh = 从输入到{ $gated ->
    [yes] 各个门。
   *[no] 状态。
 }
network-matrix-W_hh = 从上一个状态到{ $gated ->
    [yes] 各个门。
   *[no] 这一个状态。
 }
network-matrix-W_hy = 从状态到各个 logit。
network-matrix-W_ph = 从图片到初始状态 h₀。
network-matrix-rows = 它的行属于门 { $gates }，每个门 { $rows } 行。
network-matrix-reach = { $reach ->
    [unshared] 只用于 t = { $t }：每个时间步都有自己的矩阵。
    [halves] 在{ network-part }的每个时间步上都是同一个矩阵。
   *[shared] 在每个时间步上都是同一个矩阵。
 }

## 一个参数何时被使用

network-used-start = 在第一个时间步之前
network-used-always = 在每个时间步上
network-used-writing = 在每个写出内容的时间步上
network-used-once = 只在时间步 { $part } 上
network-used-part = 在{ network-part }的每个时间步上

## 一行属于什么

network-row = { $gate ->
    [none] 单元 { $unit }
    [r] 单元 { $unit } 的重置门
    [z] 单元 { $unit } 的更新门
    [n] 单元 { $unit } 的候选隐状态
    [i] 单元 { $unit } 的输入门
    [f] 单元 { $unit } 的遗忘门
    [g] 单元 { $unit } 的候选记忆元
    [o] 单元 { $unit } 的输出门
   *[other] 单元 { $unit } 的门 { $gate }
 }

## 图中

network-start = h_0，初始状态
network-picture = 图片 p
network-unasked = 这里没有目标
network-unasked-short = 无目标
network-loss-name = 损失{ $at }
network-flow-name = ‖∂L/∂{ $letter }{ $at } 来自 { $next }‖
network-no-prediction = 没有预测
# 在预测之后。
network-not-target = ，而不是{ $target }
network-half = { $does ->
    [writes] { network-part }写出
   *[reads] { network-part }读入
 }

## 图的周围

network-label = { $overview }方向键在各个数之间移动。
network-label-folded = 折叠的循环单元。{ $summary }
network-unfoldable-unshared = 这里没有什么可以折叠：每个时间步都有自己的 { $own }。每个时间步都使用相同权重的网络，才是一个带环的循环单元。
network-unfoldable-halves = 这个网络不能折叠成一个循环单元：编码器和解码器的权重是分开的，所以会是两个循环单元，各带一个环。

network-first = 第一个时间步
network-last = 最后一个时间步
network-previous = { $folded ->
    [yes] 上一个时间步
   *[no] 前面的时间步
 }
network-next = { $folded ->
    [yes] 下一个时间步
   *[no] 后面的时间步
 }
network-shown = { $folded ->
    [yes] t = { $first } 的数，共 { $T }
   *[no] t = { $first }，共 { $T }
 }
network-shown-range = t = { $first }–{ $last }，共 { $T }

# 各行的名称；terse 时只放得下符号。
network-row-symbol = { $row ->
    [loss] <i>L<sub>t</sub></i>
    [prediction] <i>ŷ<sub>t</sub></i>
    [state] <i>h<sub>t</sub></i>
    [layer] <i>h<sub>t</sub></i>
    [cell] <i>c<sub>t</sub></i>
   *[input] <i>x<sub>t</sub></i>
 }
network-row-name = { $row ->
    [loss] 损失
    [prediction] 预测
    [state] 状态
    [layer] 隐藏层
    [cell] 记忆元
   *[input] 输入
 }
network-row-label = { $terse ->
    [yes] { network-row-symbol }
   *[no] { network-row-name } { network-row-symbol }
 }
network-before = { $before ->
    [0] 当前
   *[other] { $terse ->
        [yes] −{ $before }
       *[no] 前 { $before } 个
    }
 }

network-ask = 单击：为什么？

network-units = 隐藏单元，打开与关闭
network-unit = { $state ->
    [held] 单元 { $unit }，固定为 { $value }
   *[other] 单元 { $unit }
 }
network-unit-title = { $state ->
    [on] 关闭单元 { $unit }：在每个时间步上固定为 0
   *[other] 重新打开单元 { $unit }
 }
network-unit-off = 关

## 图例

network-legend-state = <i>h<sub>t</sub></i>
network-legend-cell-state = <i>c<sub>t</sub></i>，没有界限
network-legend-gate = 门 0
network-legend-predicted = 预测
network-legend-target = 目标
network-legend-held = 手动固定
network-legend-gradient = 来自 <i>t</i> + 1 的梯度，标有范数（粗细取对数）

## 读给屏幕阅读器的表格

network-table = 网络的各个时间步及其梯度范数
network-table-gate = { $gate }，{ network-gate-name }
network-table-head = { $head ->
    [t] t
    [input] 输入
    [prediction] 预测
    [target] 目标
    [probability] 目标的概率
   *[loss] 损失
 }
network-table-ahead = 尚未到达
network-table-none = 无
network-table-unasked = 没有目标
network-table-reads = 只读入
network-table-start = 初始状态
network-table-from-output = 来自自身输出的梯度
network-table-from-next = { $letter ->
    [c] 来自下一个记忆元的梯度
   *[h] 来自下一个时间步的梯度
 }
network-table-sum = { $letter ->
    [c] 损失对记忆元的梯度
   *[h] 损失对状态的梯度
 }

## 遮住若干行

network-covered = { $covered ->
    [losses] 损失已遮住。
   *[predictions] 预测和损失已遮住。
 }
network-uncover = 揭示
