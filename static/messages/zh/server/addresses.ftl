# 一个数怎么称呼，以及对它的说明。

address-token = “{ $token }”
address-pixel = 第 { $row } 行第 { $column } 列
address-unit = 单元 { $unit }
address-gate = 单元 { $unit } 的门 { $gate }

# $first 和 $second 是它的下标所指：单元、词元、像素。
address-one = { $name ->
    [W_xh] 从输入{ $second }到{ $first } 的权重
    [W_hh] 从{ $second }（在 t − 1）到{ $first } 的权重
    [W_hy] 从{ $second } 到{ $first }的 logit 的权重
    [W_ph] 从{ $second }的像素到初始状态的{ $first } 的权重
    [b_h] { $first } 的偏置
    [b_y] { $first }的 logit 的偏置
    [b_ph] 初始状态的{ $first } 的偏置
    [b_hn] { $first } 的候选隐状态中，状态输入在经过重置门之前的偏置
    [x] 独热输入在{ $first }处的数
    [p] { $first }的像素（1 = 黑）
    [h] { $first } 的隐状态
    [c] { $first } 的记忆元
    [logits] { $first }的 logit
    [probs] { $first }的概率
   *[dlogits] 损失对{ $first }的 logit 的梯度
 }
address-of-part = { $part ->
    [encoder] 编码器中{ $number }
    [decoder] 解码器中{ $number }
   *[timestep] 时间步 { $part } 上{ $number }
 }
address-at = 时间步 { $t }，{ $number }

# 由参数得来的，以及对应参数中的哪一个数。
address-derived = { $group ->
    [gradients] { $parameter } 的梯度
    [clipped_gradients] { $parameter } 裁剪之后的梯度
    [gradient_square_sums] { $parameter } 的梯度逐行的平方和
    [gradient_square_sum] { $parameter } 的梯度的平方和
    [updates] 下一步给 { $parameter } 加上的数
    [next_parameters] 更新之后的 { $parameter }
   *[optimizer_state] 优化器为 { $parameter } 保存的 { $slot }
 }
address-derived-for = { $what }：{ $number }

address-norm = { $what }的范数
address-what = { $name ->
    [h_0] 初始状态
    [c_0] 初始记忆元
    [a_0] 像素的加权和
    [a] tanh 之前的加权和
    [a_gates] 各个门的加权和
    [from_input] 加权和中来自输入的部分
    [from_state] 加权和中来自状态的部分
    [m] 候选隐状态的状态输入，在经过重置门之前
    [loss] 这个时间步的损失
    [whole_loss] 这次迭代的损失，即各时间步之和
    [dh_from_output] 隐状态的梯度中，来自这个时间步的输出的部分
    [dh_from_future] 隐状态的梯度中，来自后面时间步的部分
    [dh_through] 隐状态的梯度中，穿过状态的计算的部分
    [dh] 损失对隐状态的梯度
    [dc_from_future] 记忆元的梯度中，来自后面时间步的部分
    [dc] 损失对记忆元的梯度
    [da] 损失对 tanh 之前的加权和的梯度
    [da_gates] 损失对各个门的加权和的梯度
    [dfrom_state] 损失对加权和中来自状态的部分的梯度
    [dh_0] 损失对初始状态的梯度
    [dc_0] 损失对初始记忆元的梯度
    [da_0] 损失对像素的加权和的梯度
    [gradient_norm] 全部梯度合在一起的范数，裁剪之前
    [clip_scale] 裁剪时梯度所乘的因子
    [clipped_gradient_norm] 裁剪之后全部梯度的范数
    [learning_rate] 学习率
    [clip_norm] 允许的最大梯度范数
    [optimizer_step] 这是优化器的第几次更新
   *[other] { $name }
 }
address-what-at = { $what }，时间步 { $t }
address-what-place = { $what }，{ $place }

## 说明

remark-target = { $yes ->
    [yes] t = { $t } 的目标
   *[no] 不是 t = { $t } 的目标
 }
remark-input = { $yes ->
    [yes] t = { $t } 的输入
   *[no] 不是 t = { $t } 的输入
 }
remark-nothing-read = 在 t = 1 之前什么也没有读入
remark-nothing-follows = 最后一个时间步之后什么都没有
remark-nothing-collected = 在这个优化器第一次更新之前是空的
remark-no-recurrence = 没有什么往回传：各个时间步互不相连
remark-read = 时间步 { $t } 读入的{ $kind ->
    [letter] 字母
   *[token] 词元
 }是“{ $token }”{ $yes ->
    [yes] {""}
   *[no] ，不是“{ $this }”
 }
remark-no-target = 等于零：这个时间步没有目标
remark-not-used = 等于零：这个样本中没有时间步使用这些权重
remark-held = 干预把它固定在这个值
remark-held-back = 等于零：干预固定了状态，所以没有梯度穿过它
remark-given = 由配置给出
remark-zero-state = 初始状态是零
remark-zero-cell-state = 初始记忆元是零
remark-pixel = 图片的一个像素（1 = 黑）
remark-counts-updates = 从 1 起数这个优化器的更新
remark-hyperparameter = 超参数，为这次迭代选定
remark-set = 在迭代 { $iteration } 由干预设为这个值
remark-given-weight = 由配置给出的初始权重
remark-keeping-bias = { $gate ->
    [forget-gate] 遗忘门
    [update-gate] 更新门
   *[other] { $gate }
 }的偏置从 { $bias } 开始
remark-zero-bias = 偏置从零开始
remark-random-weight = 随机初始权重：{ $initialization ->
    [uniform] 均匀分布
    [orthogonal] 正交
    [normal] 正态分布
   *[other] { $initialization }
 }，尺度 { $scale }，随机种子 { $seed }
