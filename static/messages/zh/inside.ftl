# 一次迭代的内部：各个阶段、沿时间的和、门与图。

## 阶段的名称。$at 是作为下标的时间步，$t 是作为数的时间步。

phase-picture = 图片决定 h₀
phase-x = 读入 x{ $at }
phase-h = 计算 h{ $at }
phase-pass = 传递 h{ $at }
phase-probs = 预测 ŷ{ $at }
phase-loss = t = { $t } 的损失
phase-total = 损失相加
phase-dlogits = ∂L/∂y{ $at }
phase-dh = ∂L/∂h{ $at }
phase-da = { $gated ->
    [yes] 反向穿过 t = { $t } 的门
   *[no] ∂L/∂a{ $at }
 }
phase-gradients = t = { $t } 的贡献
phase-start = ∂L/∂h₀
phase-from_picture = W_ph 的梯度
phase-clip = 裁剪
phase-update = 更新

## 一个阶段中发生了什么。$token 是引号中的字母或词，$word 说明是哪一种；$read 是
## 到目前为止读入的内容。

# $black 数的是像素。
caption-picture = 网络在读入任何内容之前，先看一次图片：它的 { $rows } × { $columns } 个像素中有 { $black } 个是黑的。h₀ = tanh(W_ph p + b_ph) 就是网络对图片所知的一切。

# $groups 数的是独热向量，$others 数的是等于 0 的分量。
caption-x-vector = { $groups ->
    [1] x{ $at } 在{ $token }处是 1，在其余 { $others } 个词元处是 0
   *[other] x{ $at } 由 { $groups } 个独热向量拼接而成：{ $token }，以及在它之前读入的内容
 }
caption-x-encoder = 编码器读入第一个词元：{ $vector }。
caption-x-decoder = 从这里起由解码器写出，它有自己的权重。它从{ $token }开始：{ $vector }。训练时，无论它自己预测了什么，每个时间步读入的都是正确的词元（强制教学）。
caption-x-unshared = 时间步 { $t } 有自己的输入权重 W_xh{ $mark }，其他时间步都不使用它们：{ $vector }。
caption-x-first = 网络读入第一个词元：{ $vector }。
caption-x = 时间步 { $t } 照此进行，权重也相同：{ $vector }。

caption-h = h{ $at } 把输入{ $token }与{ $past ->
    [encoder] 编码器的最终状态 h{ $before } 结合起来：对于{ $read }，解码器知道的只有它
    [remembered] 网络对{ $read }的记忆结合起来
    [picture] 网络从图片中看到的 h₀ 结合起来
    [empty] 空的记忆结合起来，因为 h₀ 全是 0
   *[given] 初始状态 h₀ 结合起来
 }。
caption-h-window = h{ $at } 只取决于{ $count ->
    [1] 输入{ $token }
   *[other] 最后 { $count } 个输入
 }：更早的内容都到不了这里。
# 除 $unit 以外，每个字母都是一个等式：f₂[1] = 0.70。
caption-most = 单元 { $unit } 的反应最强：{ $cell ->
    [gru] 更新门按比例 { $z } 保留 { $past }，其余来自候选隐状态 { $n }，于是 { $h }
    [lstm] 遗忘门按比例 { $f } 保留{ $first ->
        [yes] 等于 0 的 c₀
       *[no] {" "}{ $past }
     }，输入门按比例 { $i } 加上 { $g }，得到 { $c }。输出门按比例 { $o } 让它的 tanh 通过，于是 { $h }
   *[other] { $h }
 }。
# $more 数的是其余的单元。
caption-h-held = 单元 { $unit } 被固定为 { $value }{ $more ->
    [0] {""}
   *[other] ，另外还有 { $more } 个
 }。

# $units 数的是一个状态中的数，$next 是一个时间步。
caption-pass = h{ $at } 传递下去：在时间步 { $next } 它就是 hₜ₋₁，也就是过去。网络对{ $read }的记忆，全在它的 { $units } 个数里。
caption-pass-lstm = h{ $at } 和记忆元 c{ $at } 传递下去：在时间步 { $next } 它们就是 hₜ₋₁ 和 cₜ₋₁，也就是过去。网络对{ $read }的记忆，全在它们各自的 { $units } 个数里。

# $first 和 $second 是概率最大的字母及其概率，共有 $letters 个字母。
caption-probs = 网络仅凭 h{ $at } 预测{ $role ->
    [next] 每个词元是下一个的概率
    [answer] 每个答案的概率
   *[unasked] 每个答案的概率，尽管这个时间步没有目标
 }：{ $letters ->
    [1] { $first }。
    [2] { $first }，其次是 { $second }。
   *[other] { $first }，其次是 { $second }……
 }
caption-exploded = ŷ{ $at } 已经不再是一组概率：这次运行爆炸了。
caption-loss = 目标是{ $target }：它得到的概率是 { $p }，所以损失是 −log { $p } = { $loss }。{ $verdict ->
    [right] 它是网络的首选。
    [wrong] 网络的首选是{ $guess }。
   *[none] {""}
 }
caption-total = { $all ->
    [yes] 全部 { $count } 个时间步
   *[no] { $count } 个有目标的时间步
 }的损失加在一起：L = { $sum }。训练的目标就是让它变小。
caption-total-only = 只有时间步 { $t } 有目标，所以它的损失就是这次迭代的损失：L = { $loss }。它之前的时间步，只通过传递下去的状态起作用。
caption-total-one = 只有一个时间步，所以它的损失就是这次迭代的损失：L = { $loss }。

# $other 是目标之外导数最大的词元，$slope 是那个导数。
caption-dlogits = { $start ->
    [only] 时间步 { $t } 的损失只与这个时间步有关：没有什么沿时间反向流动。
    [first] 现在反向进行，从最后一个时间步到第一个。
   *[next] 反向传播到时间步 { $t }。
 }∂L/∂y{ $at } 是 ŷ{ $at } 减去独热目标：{ $target }处是 { $difference }，所以它的 logit 大一些，损失就会小一些{ $more ->
    [yes] ；{ $other }处是 { $slope }，它的 logit 小一些，损失也会小一些
   *[no] {""}
 }。
caption-dh = 两个梯度在 h{ $at } 汇合：一个来自它自己的预测（范数 { $own }），一个来自时间步 { $next }（范数 { $later }）。它们的和就是 ∂L/∂h{ $at }，范数为 { $norm }。范数不能直接相加，因为两个向量的方向可能不同。
caption-dh-window = 只有它自己的预测使用 h{ $at }，所以整个梯度都来自那里：‖∂L/∂h{ $at }‖ = { $norm }。后面的时间步都没有读过它。
caption-dh-last = h{ $at } 之后再没有别的状态，所以它的梯度只来自它自己的预测：‖∂L/∂h{ $at }‖ = { $norm }。
caption-dh-unasked = { $writes ->
    [yes] 时间步 { $t } 没有目标
   *[no] 时间步 { $t } 什么都不写出
 }，所以它的状态得不到来自输出的梯度：整个梯度（范数 ‖∂L/∂h{ $at }‖ = { $norm }）都来自时间步 { $next }{ $through ->
    [decoder] ，经过解码器的 W_hh：编码器就是这样学习的
   *[same] {""}
 }。
caption-da = 反向穿过 tanh：∂L/∂h{ $at } 按元素乘以 tanh 的导数。单元的值越接近 −1 或 +1，通过的就越少。
caption-da-through = 单元 { $unit } 的值是 { $h }，{ $dh } 中有 { $da } 通过。
caption-da-gru = ∂L/∂h{ $at } 按比例 z{ $at } 直接传到 h{ $before }。传到一个门的梯度，要乘以这个门所乘的那个量，再乘以 σ 或 tanh 的导数。
caption-da-lstm = ∂L/∂h{ $at } 穿过 o{ $at } 和 tanh，到达记忆元 c{ $at }{ $last ->
    [yes] {""}
   *[no] ，在那里与从 c{ $after } 回来、乘以 f{ $after } 的梯度汇合（后者范数 { $later }，和的范数 { $sum }）
 }。传到一个门的梯度，要乘以这个门所乘的那个量，再乘以 σ 或 tanh 的导数。
# $shares 列出每个门及其导数。
caption-da-unit = 单元 { $unit } 处是 { $dh }{ $cell ->
    [lstm] ，c{ $at } 中是 { $dc }
   *[other] {""}
 }：{ $shares }。

caption-gradients-list = W_xh 的贡献用到{ $token }{ $recurrent ->
    [yes] ，W_hh 的贡献用到 h{ $before }
   *[no] {""}
 }{ $asked ->
    [yes] ，W_hy 的贡献用到 h{ $at }
   *[no] {""}
 }，各个偏置也各有一份
# $count 个时间步中有 $done 个已经加上贡献，$left 个还没有。
caption-gradients = 时间步 { $t } 给{ $part ->
    [encoder] 编码器的
    [decoder] 解码器的
   *[all] {""}
 }梯度加上自己的贡献：{ $list }。{ $count ->
    [1] 它是{ $part ->
        [encoder] 编码器
        [decoder] 解码器
       *[all] {""}
     }唯一的时间步，所以这就是整个梯度。
   *[other] { $left ->
        [0] { $part ->
            [encoder] 编码器的
            [decoder] 解码器的
           *[all] {""}
         }全部 { $count } 个时间步都加上了自己的贡献：梯度完整了。
       *[other] { $part ->
            [encoder] 编码器的{" "}
            [decoder] 解码器的{" "}
           *[all] {""}
         }{ $count } 个时间步中，已有 { $done } 个加上了自己的贡献。
     }
 }
caption-gradients-unshared = 这是时间步 { $t } 的那一份梯度：{ $list }。{ $extent ->
    [none] 它的权重只属于它自己，所以没有什么沿时间步相加；在这里学到的，不会带到其他时间步。
   *[some] { $own } 只属于它自己，所以它们的梯度已经完整。{ $shared } 由所有时间步共享，所以它们的梯度沿时间步相加。
 }
caption-start = { $picture ->
    [yes] 梯度到达由图片决定的 h₀，还要从那里继续往回走。
   *[no] 梯度到达固定不变的 h₀：反向传播到此为止。
 }从 h{ $at } 到 h₀，一路上它的范数是：{ $way }。
caption-from-picture = 最后，反向穿过 tanh 回到图片：W_ph 中每个权重的梯度，等于所属单元的 ∂L/∂a₀ 乘以对应的像素，所以白色像素（等于 0）的权重得不到梯度。
caption-from-picture-most = 单元 { $unit } 得到的最多：每个黑色像素 { $value }。
caption-clip = 所有梯度合在一起的范数是 { $norm }{ $does ->
    [off] 。这次运行不做裁剪：梯度原样使用。
    [nothing] ，没有超过上限 { $limit }：不做裁剪。
   *[scale] ，超过了上限 { $limit }：每个梯度都乘以 { $scale }，方向保持不变。
 }
caption-update = { $optimizer } 按学习率 η = { $rate }，由梯度算出每个权重的一次更新。
caption-update-most = 改变最大的是 { $name }：改变 { $by }，原来是 { $was }。
caption-update-next = 下一步应用这次更新，迭代 { $iteration } 随之开始。

## 阶段条与播放

phases-heading = 这次迭代的内部
phases-steps = 一次迭代的各个阶段
phases-chapter_1 = 读入 <i>x<sub>t</sub></i>
phases-chapter_1-title = 停在读入词元的地方
phases-chapter_2 = 计算 <i>h<sub>t</sub></i>
phases-chapter_2-title = 停在计算状态的地方
phases-chapter_3 = 传递 <i>h<sub>t</sub></i>
phases-chapter_3-title = 停在状态传给下一个时间步的地方
phases-chapter_4 = 预测 <i>ŷ<sub>t</sub></i>
phases-chapter_4-title = 停在预测下一个词元的地方
phases-chapter_5 = 损失
phases-chapter_5-title = 停在比较预测与目标的地方
phases-chapter_6 = 反向传播 <bptt></bptt>
phases-chapter_6-title = 停在梯度沿时间往回传的地方
phases-chapter_7 = 更新
phases-chapter_7-title = 停在改变权重的地方
phases-bptt = (BPTT)
phases-bptt-title = 随时间反向传播
phases-leave = 显示全部
phases-leave-title = 显示整次迭代（Esc）
phases-back = 上一个阶段
phases-next = 下一个阶段
# 在最后一个阶段。
phases-step = 应用这次更新：进入下一次迭代
phases-play = 播放
phases-pause = 暂停
phases-play-title = 慢速播放各个阶段（A）
phases-pace = 每个阶段的秒数
phases-pace-each = 每个 { $seconds } 秒
phases-slider = 迭代的阶段
phases-half-forward = 前向
phases-half-backward = 反向
phases-forward = 前向 <i>t</i> = 1 … { $T }
phases-backward = 反向 <i>t</i> = { $T } … 1
phases-jumps = 跳到
phases-timestep = 下一个 <i>t</i>
phases-timestep-title = 下一个时间步（>）
phases-turn = 反向
phases-turn-title = 反向传播开始的地方
phases-update = 更新
phases-update-title = 权重的更新
phases-stream-own = 来自它自己的预测
phases-stream-future = 来自后面的时间步
phases-stream-sum = 和
phases-stream-before = ∂<i>L</i>/∂<i>h</i>
phases-stream-after = ∂<i>L</i>/∂<i>a</i>
phases-unknown = 这次运行的迭代没有名为“{ $phase }”的阶段。

## 作为各时间步之和的梯度。$name 是一个权重的梯度：∂L/∂W_hh[2,0]。

sums-about = 是各时间步的贡献之和：权重是共享的，梯度就要相加
sums-alone = 只属于一个时间步：没有什么要相加
sums-of = 梯度属于
sums-close = 关闭
sums-row = 每个时间步一幅热图；方向键选择权重，回车键解释它的梯度
sums-timestep = 时间步 { $t }：{ $known ->
    [yes] 范数 { $norm }
   *[no] 尚未计算
 }
sums-total = 和：{ $known ->
    [yes] 范数 { $norm }
   *[no] 尚未计算
 }
sums-sum = 和
sums-scale = ；和从 −{ $bound } 到 +{ $bound }
sums-hint = 单击另一个权重，查看它的和。
sums-ahead = 在反向传播中，每个时间步都在这里加上自己的贡献。
sums-largest = 最大的一项，
sums-not-finite = { $name } 不是有限数：没有什么可以相加
sums-nothing-yet = { $name }：还没有加上任何内容
sums-so-far = { $name }：到目前为止 { $sum }

## 带门的循环单元内部

gates-heading = 循环单元的内部
# $units 数的是所有单元，$shown 是其中有一行的单元数。
gates-note = { $cell ->
    [lstm] 保留什么、写入什么、输出什么
   *[gru] 看到什么、保留什么、替换什么
 }{ $more ->
    [yes] ；{ $units } 个单元中的前 { $shown } 个
   *[no] {""}
 }
gates-at = 在 <var>t</var> =
gates-timestep = { $t }，读入 { $token }
gates-unit = 单元
gates-lstm-c_before = 先前
gates-lstm-f = 保留
gates-lstm-i = 写入
gates-lstm-g = 候选记忆元
gates-lstm-c = 记忆元
gates-lstm-o = 输出
gates-lstm-h = 状态
gates-gru-h_before = 先前
gates-gru-r = 看到的过去
gates-gru-n = 候选隐状态
gates-gru-z = 保留
gates-gru-h = 状态
gates-ahead = 尚未计算
# $number 是带名称的数：f₂[1] = 0.7031。
gates-why = { $number }：为什么？
gates-zero = { $number }：记忆元从零开始
gates-lstm = 每一行从左往右读。遗忘门 <var>f</var> 保留记忆元 <var>c</var><sub>t−1</sub> 的一部分，输入门 <var>i</var> 加上候选记忆元 <var>g</var> 的一部分：合起来就是 <var>c</var><sub>t</sub>。输出门 <var>o</var> 让 tanh(<var>c</var><sub>t</sub>) 的一部分通过，这就是 <var>h</var><sub>t</sub>。
gates-gru = 每一行从左往右读。候选隐状态 <var>n</var> 由输入和重置门 <var>r</var> 放行的那一部分过去算出。更新门 <var>z</var> 保留旧状态的一部分，其余的 1 − <var>z</var> 来自候选隐状态：合起来就是 <var>h</var><sub>t</sub>。
gates-hint = 横条从 0（关闭）到 1（打开）。颜色从 −1 到 +1，超出的值用最深的颜色。单击一个数，看它从何而来。

## 图

figure-label = { $title }。方向键在各个数之间移动，回车键解释一个数。
figure-missing = 绘图库没有加载成功。
figure-again = 重试
figure-loading = 正在加载绘图库……

## 按键

inside-key-next = 迭代内部：下一个阶段
inside-key-back = 上一个阶段
inside-key-timestep = 阶段：下一个时间步
inside-key-timestep-back = 阶段：上一个时间步
inside-key-play = 播放各个阶段，或暂停
inside-key-leave = 显示整次迭代
