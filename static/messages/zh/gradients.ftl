# 梯度实验室。

gradients-title = 梯度能传多远？
gradients-page-title = RNN Explainer：梯度能传多远？
gradients-description = 循环神经网络的梯度随距离消失或爆炸：测量它，并比较各种对策。
gradients-results = 测量结果
gradients-unreachable = { $told }它还在运行吗？

## 引导：每组预设讲的是什么

gradients-presets = 预设：每个都会填好设置
gradients-guide-own = 对每个状态 <var>h</var><sub>t</sub>，训练都要问：如果它稍有不同，损失会有多大的不同？答案 ∂<var>L</var>/∂<var>h</var><sub>t</sub> 是反向计算出来的。每往回一步，都要乘以同一个 <weights></weights>，再乘以激活函数的导数，而这个导数最大是 1。许多略小于 1 的因子会让它消失，许多大于 1 的因子会让它爆炸。上面的按钮会填好设置；之后请自己动手改变它们。
gradients-guide-vanish = <weights></weights> 的特征值，绝对值一开始都不超过 0.5，而 tanh 的导数最大是 1。只有第一个字母重要：往回二十个时间步，到了那里，梯度还剩多少？各种对策又能改变什么？这里开着裁剪：它会缩小过大的梯度，但从不放大过小的梯度。
gradients-guide-explode = 现在，有些特征值一开始远在单位圆之外，最大到 3。tanh 的导数会抵消一部分，所以梯度不一定沿着虚线走。这里没有什么限制 SGD 的更新：看看训练中范数会变得多大，再看看损失。纯靠猜测的损失是 ln 4 ≈ 1.39。
gradients-guide-clipping = 与“爆炸”中的网络相同，迭代 0 的梯度也完全一样：裁剪不会改变梯度能传多远。每次更新之前，如果梯度的范数大于 1，裁剪就把它缩小到范数 1，方向不变。请比较“按所选设置”和“不裁剪”两条损失曲线。
gradients-guide-orthogonal = 正交的 <weights></weights> 的所有特征值都在单位圆上，所有奇异值都是 1：矩阵本身不改变任何向量的范数。使梯度变小的是 tanh 的导数：只要状态不是 0，它就小于 1。训练之后，矩阵还会是正交的吗？请增大“测量时的迭代”，观察特征值。
gradients-guide-gates = LSTM 带有第二个状态 <var>c</var><sub>t</sub> = <var>f</var><sub>t</sub> ⊙ <var>c</var><sub>t−1</sub> + …：这条沿时间返回的路，乘的是遗忘门，而不是 <weights></weights>。只有 <var>f</var> 接近 1 的地方，它才畅通；这里遗忘门的偏置从 4 开始，所以 <var>f</var> 一开始约为 0.98。“半开”是同样的 LSTM，偏置为 0，<var>f</var> 一开始约为 0.5：那时梯度还剩多少？

## 控件

gradients-controls = 设置
gradients-problems = { $problems }改用默认值。
gradients-unreadable = 地址中的 { $name } 无效（应为：{ $allowed }）。
gradients-enter = 请输入：{ $allowed }。
gradients-data = 数据
gradients-network = 网络
gradients-training = 训练
gradients-new-seed = 换一个种子
gradients-label-task = 任务
gradients-label-distance = 距离
gradients-label-text = 文本
gradients-label-cell = 循环单元
gradients-label-hidden_size = 隐藏单元数
gradients-label-initialization = 权重
gradients-label-spectral_radius = 谱半径 <var>ρ</var>
gradients-label-keep_bias = { $cell ->
    [gru] 更新门偏置
   *[other] 遗忘门偏置
 }
gradients-label-seed = 随机种子
gradients-label-iteration = 测量时的迭代
gradients-label-iterations = 训练的迭代次数
gradients-label-optimizer = 优化器
gradients-label-learning_rate = 学习率 <var>η</var>
gradients-label-clip_norm = 裁剪到范数
gradients-choice-remembering = 记住第一个字母
gradients-choice-next_character = 下一个字符
gradients-choice-tanh = tanh
gradients-choice-gru = GRU
gradients-choice-lstm = LSTM
gradients-choice-normal = 正态
gradients-choice-uniform = 均匀
gradients-choice-orthogonal = 正交
gradients-untrained = 0（未训练）
# 滑块关闭时显示的内容。
gradients-off-spectral_radius = 不缩放
gradients-off-clip_norm = 不裁剪
gradients-off-keep_bias = 没有门
gradients-box-spectral_radius = 初始化后不缩放
gradients-box-clip_norm = 裁剪梯度

## 读数

gradients-measuring = 正在测量……
gradients-stale = 下面的结果属于之前的设置。
# $end：训练到达预定的位置了吗？$words：梯度怎么样。
gradients-verdict = { $iteration ->
    [0] 初始化时
   *[other] 经过 { $iteration } 次迭代
 }{ $end ->
    [time] （训练停在那里：服务器给它的时间用完了）
    [diverged] （训练停在那里：它发散了）
   *[reached] {""}
 }，{ $words }
gradients-retry = 重试
gradients-reading-spectral_radius = 谱半径，现在
gradients-reading-spectral_norm = 最大奇异值
gradients-reading-first_gradient = ‖∂<var>L</var><sub>T</sub>/∂<var>h</var><sub>1</sub>‖，最前
gradients-reading-last_gradient = ‖∂<var>L</var><sub>T</sub>/∂<var>h</var><sub>T</sub>‖，最后
gradients-reading-ratio = 最前 ÷ 最后
gradients-reading-gradient_norm = 梯度范数

## 几个随机种子

gradients-seeds = 用几个随机种子
gradients-seeds-ask = 用 5 个随机种子训练
gradients-seeds-hint = 用这些设置和每种对策训练，随机种子从 1 到 5。
gradients-seeds-training = 正在训练……
gradients-seeds-done = { $seeds } 个随机种子，{ $seconds } 秒。
gradients-seeds-seen = 测量到了什么

## 图

gradients-figure-loss_gradients = 损失的梯度有多少传到每个状态
gradients-figure-jacobians = 每个状态如何影响最后一个
gradients-figure-eigenvalues = <weights></weights> 的特征值
gradients-figure-singular_values = <weights></weights> 的奇异值
gradients-figure-losses = 损失：你的设置与每种对策
gradients-figure-gradient_norms = 裁剪之前的梯度范数
gradients-note-loss_gradients = ‖∂<var>L</var>/∂<var>h</var><sub>t</sub>‖，对数刻度。{ $task ->
    [next_character] 这里每个时间步都有损失，处处给梯度加上一份；虚点线只属于最后一个损失。
   *[other] 只有最后一个时间步有损失。
 }
gradients-note-jacobians = ‖∂<var>h</var><sub>T</sub>/∂<var>h</var><sub>t</sub>‖，雅可比矩阵的最大奇异值。{ $cell ->
    [lstm] 对 <var>h</var><sub>t</sub> 求导时，<var>c</var><sub>t</sub> 保持不变；对 <var>c</var><sub>t</sub> 求导时，由它引起的一切都算在内。
   *[other] {""}
 }虚线：<var>ρ</var><sup>T−t</sup>，不是测量结果。
gradients-note-eigenvalues = 在复平面上，连同单位圆。{ $cell ->
    [tanh] {""}
   *[other] 每个门一个方块。
 }
gradients-note-singular_values = <weights></weights> 在 <var>H</var> 个方向上把向量缩放多少。{ $cell ->
    [tanh] {""}
   *[other] 每个门一个方块。
 }
gradients-note-losses = 每次的随机种子都相同。{ $over ->
    [1] {""}
   *[other] { $over } 次迭代的平均值。
 }
gradients-note-gradient_norms = 所有参数合在一起，对数刻度。{ $over ->
    [1] {""}
   *[other] { $over } 次迭代中的最大值。
 }{ $isClipped ->
    [yes] 虚点线：裁剪到的范数，{ $norm }。
   *[no] {""}
 }
gradients-plot-loss_gradients = 损失的梯度范数在各时间步上的变化
gradients-plot-jacobians = 最后一个状态的雅可比矩阵范数在各时间步上的变化
gradients-plot-eigenvalues = 复平面上 W_hh 的特征值
gradients-plot-singular_values = W_hh 的奇异值
gradients-plot-losses = 损失随迭代的变化
gradients-plot-gradient_norms = 梯度范数随迭代的变化

## 各次训练

gradients-trainings = 训练之后
gradients-column-name = 训练
gradients-column-iterations = 迭代次数
gradients-column-norm = 最大梯度范数
gradients-column-loss = 损失
gradients-column-right = { $judgedOn ->
    [test] 正确数（测试集）
   *[train] 正确数（训练文本）
 }
gradients-iterations = { $end ->
    [diverged] { $count }，发散
    [time] { $count }，到达时间上限
   *[iterations] { $count }
 }
gradients-right = { $right } / { $of }
gradients-one-seed = 只有一个随机种子：它说明可能发生什么，而不是总会发生什么。
gradients-keep = 页面的网址包含这些设置。在终端中：
gradients-open = 在工作台中打开
