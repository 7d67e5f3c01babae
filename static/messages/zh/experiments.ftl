# 实验页面，以及它与梯度实验室共有的内容。

page-no-script = 这个页面需要 JavaScript。<a href="/docs">/docs</a> 中的 API 不需要它。
findings-so = 结论
keep-heading = 保存与分享
keep-command = 重复这一切的命令
keep-copy-link = 复制链接
keep-copy-command = 复制命令
keep-copied = { $what ->
    [link] 链接已复制。
    [command] 命令已复制。
   *[nothing] 这里不允许复制。
 }

## 引导

experiments-page-title = RNN Explainer：{ $title }
experiments-description = 有循环与没有循环、共享权重与不共享权重的网络，用同样的数据并排比较。
experiments-own = 自己的实验
experiments-guide = 用相同的样本、相同的随机种子训练几个网络，再作比较。每个问题都会填好表单并开始实验：
experiments-questions = 问题：每个都会填好表单并运行

## 表单

experiments-form = 实验
experiments-data = 数据
experiments-networks = 网络
experiments-training = 训练
experiments-label-task = 任务
experiments-label-text = 文本
experiments-label-distance = 距离
experiments-label-hidden_size = 隐藏单元数 <var>H</var>
experiments-label-keep_bias = 遗忘门／更新门的偏置
experiments-label-optimizer = 优化器
experiments-label-learning_rate = 学习率 <var>η</var>
experiments-label-iterations = 迭代次数
experiments-label-evaluations = 评估次数
experiments-label-seeds = 随机种子
experiments-hint-keep_bias = LSTM 遗忘门 <var>f</var> 或 GRU 更新门 <var>z</var> 的初始偏置
experiments-hint-seeds = 随机种子的个数：1、2、3……
experiments-model-window_1 = 窗口多层感知机，k = 1
experiments-model-window_2 = 窗口多层感知机，k = 2
experiments-model-window_3 = 窗口多层感知机，k = 3
experiments-model-tanh = 普通循环神经网络
experiments-model-tanh_output = 普通循环神经网络，只共享输出权重
experiments-model-tanh_none = 普通循环神经网络，不共享权重
experiments-model-gru = GRU
experiments-model-gru_open = GRU{ $isBiased ->
    [yes] ，更新门偏置 { $bias }
   *[no] {""}
 }
experiments-model-lstm = LSTM
experiments-model-lstm_open = LSTM{ $isBiased ->
    [yes] ，遗忘门偏置 { $bias }
   *[no] {""}
 }
experiments-run = 运行
experiments-cancel = 取消
experiments-unreadable = { $field ->
    [seeds] 请输入随机种子的个数，1 到 100 的整数。
   *[other] 请输入一个数。
 }

## 进行到哪里

experiments-progress = 目前的评估
experiments-nothing = 还没有结果。请在上面选一个问题，或填写表单并运行：你会看到每个网络如何学习，不同随机种子的结果相差多少，以及它在更长的、移位的序列上表现如何。
experiments-starting = 正在开始……
experiments-cancelling = 正在取消……
experiments-refused = 按这些设置无法运行这个实验：请看表单。
experiments-unreachable = { $message }显示的是目前的结果。
experiments-measured = 评估 { $measured } / { $of }：{ $name }，随机种子 { $seed }，迭代 { $iteration }。
experiments-ended = { $end ->
    [finished] 完成：
    [cancelled] 已取消；显示的是目前的结果：
   *[failed] { $message }
 }{ $end ->
    [finished] { $measured } 次评估
   *[other] { $of } 次评估中的 { $measured } 次
 }，用时 { $seconds } 秒。

## 发现了什么

experiments-results = 结果
experiments-seen = 测量到了什么
experiments-split = 数据
experiments-log = 对数
experiments-log-title = 损失轴取对数
experiments-band = 线是各随机种子的中位数；色带从最小值到最大值。
experiments-figure-loss = 损失
experiments-figure-score = 得分
experiments-figure-growth = 参数个数与文本长度
experiments-figure-memory = 状态随时间的变化
experiments-memory-note = 读最长的样本时，LSTM 各单元中最大的 |<var>c</var>|，其他网络中最大的 |<var>h</var>|。
experiments-plot-loss = 每个网络的损失随迭代的变化
experiments-plot-score = 每个网络的得分随迭代的变化
experiments-plot-growth = 参数个数与时间步数的关系
experiments-plot-memory = 在最长样本的各个时间步上，状态的最大分量
experiments-outcomes = 并排比较
experiments-column-network = 网络
experiments-column-weights = 参数
experiments-column-time = 每次迭代用时
experiments-column-loss = 损失
experiments-column-score = 得分，{ $split }
experiments-out-of-reach = 无：有的时间步没有权重
experiments-open = 在工作台中打开这个用第一个随机种子训练好的网络
experiments-outcomes-note = 各随机种子的中位数，括号中是范围。时间是这台服务器上每次迭代的 CPU 时间。单击网络的名称，会在工作台中打开用第一个随机种子训练好的它。
experiments-keep = 页面的网址包含这个实验。在终端中，一次请求即可：
