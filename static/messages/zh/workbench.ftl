# 工作台：面板与控件。

## 生成

generate-why-not-sentiment = 要生成文本，网络得把自己的输出当作下一个输入。这个网络只给出一个回答：句子是正面还是负面。
generate-why-not-remembering = 要生成文本，网络得把自己的输出当作下一个输入。这个网络只给出一个回答：最先出现的是哪个字母。
generate-why-not-translation = 要生成文本，网络从单个词元开始。这个网络必须先读完整个短语，才写出内容。
generate-why-not-captioning = 要生成文本，网络从单个词元开始。这个网络必须先看一幅图片，才写出内容。
generate-instead-sentiment = 给你自己的句子分类
generate-instead-remembering = 试试你自己的字母
generate-instead-translation = 翻译你自己的短语
generate-instead-captioning = 画你自己的图片
generate-hint = 给网络一个词元。它从 ŷ 中采样下一个词元，读入这个词元，如此往复。
generate-first = 第一个词元
generate-length = 长度
generate-temperature = 温度
generate-seed = 随机种子
generate-next-seed = 下一个种子
generate-next-seed-title = 用下一个随机种子再抽取一次
generate-submit = 生成
generate-given = 你选定的词元
# 在一个抽取出来的字母上方。
generate-probability = 在“{ $input }”之后，“{ $output }”的概率是 { $probability }
# $behind：此后网络变了吗？
generate-made = { $behind ->
    [yes] 生成于迭代 { $iteration }。此后网络已经变了。
   *[no] 生成于迭代 { $iteration }。
 }

## 训练控制
# 按钮同时移动两次运行时，$runs 是“two”。

transport = 训练
transport-reset = { $runs ->
    [two] 重置
   *[one] 重置
 }
transport-reset-title = { $runs ->
    [two] 两者都回到迭代 0（R）
   *[one] 回到迭代 0，随机种子不变（R）
 }
transport-back = 后退
transport-back-title = { $runs ->
    [two] 两者都后退一次迭代（←）；按住 Shift 后退十次
   *[one] 后退一次迭代（←）；按住 Shift 后退十次
 }
transport-step = { $runs ->
    [two] 同时单步
   *[one] 单步
 }
transport-step-title = { $runs ->
    [two] 两者都前进一次迭代（→）；按住 Shift 前进十次
   *[one] 前进一次迭代（→）；按住 Shift 前进十次
 }
transport-train = { $training ->
    [yes] 暂停
   *[no] 训练
 }
transport-train-title = { $runs ->
    [two] 同时训练，直到暂停（空格键）
   *[one] 训练，直到暂停（空格键）
 }
# 在按钮上：从正在查看的迭代继续。
transport-from = 从 { $iteration } 起
transport-speed = 速度
transport-speed-title = 每秒的迭代次数（− 与 +）
transport-rate = 每秒 { $speed } 次
transport-fastest = 不限

## 读数

iteration = 迭代
iteration-title = 输入一个数并按回车键，跳到那次迭代（G）
iteration-wrong = 请输入 0 到 { $furthest } 之间的迭代。
loss = 损失
loss-title = 为什么？
loss-exact = { $loss }（{ $count } 个时间步之和）
loss-before = 迭代 { $iteration } 的损失是 { $loss }
# 图片不是可以引用的文本。
sentence-picture = 图片
sentence-mark = { $right ->
    [yes] 全对
   *[no] 还没有全对
 }
sentence-example = 这次迭代训练第 { $number } 个样本，共 { $count } 个。
announcement = 迭代 { $iteration }，损失 { $loss }。
announcement-diverged = 无穷大
announcement-covered = 已遮住

## 一行说清这次运行

summary-task = { $task ->
    [counting] 计数
    [sentiment] 情感分析
    [captioning] 图片描述
    [translation] 翻译
    [remembering] { $own ->
        [0] 记住第一个字母，距离 { $distance }
       *[other] 记住第一个字母
     }
    [next_character] { $text }
   *[other] { $task }
 }{ $own ->
    [0] {""}
   *[other] ，{ $own } 个你自己的样本
 }
summary-sharing = { $sharing ->
    [output] 只共享输出权重
   *[none] 不共享权重
 }
summary-units = { $count } 个隐藏单元
summary-parameters = { $count } 个参数
summary-clipped = 裁剪到范数 { $norm }
summary-unclipped = 不裁剪
summary-seed = 随机种子 { $seed }

## 拼写

spelling = { $task ->
    [next_character] 拼写
   *[other] 输出
 }
spelling-score = { $all } 个中对 { $right } 个
spelling-title = t = { $t }：目标“{ $target }”的概率是 { $probability }
spelling-spoken = 时间步 { $t }：在 { $input } 之后预测 { $predicted }（{ $right ->
    [yes] 正确
   *[no] 错误
 }）；目标 { $target } 的概率为 { $probability }。
spelling-nothing = 无（它的数不是有限数）
spelling-why = { $probability }，时间步 { $t } 上 { $target } 的概率：为什么？

## 面板

tabs = 控件
tab-explain = 为什么？
tab-setup = 设置
tab-generate = 生成
tab-share = 分享

# 在网络各部分的列表之前。
whose = 权重属于
whose-title = 并非所有时间步都使用相同的权重
whose-part = { $kind ->
    [timestep] 时间步 { $name }
    [encoder] 编码器
   *[decoder] 解码器
 }

## 分享

share-hint = 页面的网址始终描述这次运行和这次迭代。打开它，就会新建一次运行，所有的数都完全相同。
share-live-hint = 实时链接会连接到这次运行：每个窗口、每个终端看到并控制的是同一次运行。
share-link = 复制链接
share-live = 复制实时链接
share-code = 导出脚本
share-code-hint = 一段 Python：从同样的初始权重出发，重新计算到第 { $iteration } 次迭代，并给出与这次运行的差距。
share-code-download = { $library ->
    [numpy] NumPy
   *[pytorch] PyTorch
 }
share-terminal = 在终端中
share-copy = { $copied ->
    [yes] 已复制
   *[no] 复制
 }
share-copy-command = 复制：{ $title }
share-copied = { $what ->
    [link] 链接已复制。
    [live] 实时链接已复制。
   *[command] 命令已复制。
 }
share-not-copied = 这里不允许复制：{ $text }

## 按键与帮助

help-open = 按键与帮助
help-open-title = 按键与帮助（?）
help-heading = 按键
help-close = 关闭
help-enabled = 使用单键快捷方式
help-about = 你看到的是什么
help-reading = 循环神经网络逐个字符读入文本，并预测下一个字符。一次<b>迭代</b>向前读完整个文本，把梯度沿时间反向传回，再更新一次权重。每个数都由此算出；后退回去，看到的还是同样的数。
help-counting = 时间步从 1 开始计数，因为 <var>h</var><sub>0</sub> 是第一个时间步之前的状态。单元，以及方括号中的所有其他下标，都像 NumPy 那样从 0 开始计数：<var>h</var><sub>3</sub>[4] 是第三个时间步上的第五个单元。
key-help = 显示这个列表
key-step = 单步（按住 Shift：十步）
key-back = 后退（按住 Shift：十步）
key-train = 训练或暂停
key-reset = 重置到迭代 0
key-goto = 跳到某次迭代
key-faster = 加快训练
key-slower = 放慢训练
key-undo = 撤销重置或新的运行（Ctrl + Z 撤销手动改动）
key-fold = 折叠或展开网络
key-value = 参数：值
key-gradient = 参数：梯度
key-update = 参数：更新
key-log = 损失轴取对数
key-edit = 编辑焦点所在的数；没有焦点时编辑设置
key-write = 用网络生成文本
key-copy = 复制这次迭代的链接
key-theme = 浅色或深色

## 网络与它的图

network-title = { $folded ->
    [yes] 折叠的网络
   *[no] 展开的网络
 }
show-value = 当前值
show-gradient = 损失随每个数如何变化，裁剪之前
show-update = 下一步给每个数加上多少
log = 对数
log-title = 损失轴取对数（L）
parameters = 参数
parameters-show = 对每个参数显示
parameters-value = 值
parameters-value-title = 当前值（1）
parameters-gradient = 梯度
parameters-gradient-title = ∂L/∂W，裁剪之前（2）
parameters-update = 更新
parameters-update-title = 下一步加上多少（3）

## 设置

setup-learning = 训练设置
setup-learning-note = （从下一步起生效）
setup-learning_rate = 学习率 <var>η</var>
setup-learning_rate-slider = 学习率，对数刻度
setup-optimizer = 优化器
setup-clip_norm = 梯度裁剪
setup-clip_norm-label = 梯度范数的上限
setup-clipping = 到范数
setup-network = 网络
setup-network-note = （改变它会开始新的运行）
setup-task = 任务
# $optimizer 和 $rate 是另一个任务的运行一开始使用的。
setup-begins = 一开始使用 { $optimizer }，η = { $rate }。
setup-text = 要学习的文本
setup-text-hint = 请输入：{ $allowed }。Shift + 回车键换行。
setup-distance = 距离
setup-distance-slider = 距离，以时间步计
setup-examples = 你自己的样本
setup-examples-hint = { $task ->
    [counting] 每行一个序列，例如 aabb。
    [sentiment] 每行一个带标签的句子，例如 not bad => positive。
    [captioning] 每行一幅带描述的图片，各行像素以 / 分隔，例如 #.#/.#./#.# => a cross。也可以在“任务”下面画一幅。
    [translation] 每行一个带译文的短语，例如 good morning => 早上好。
    [remembering] 每行一个带答案的序列，例如 bxyz => b。
   *[other] 每行一个样本：输入、=>、目标。
 }留空则使用内置的样本。
setup-cell = 循环单元
setup-hidden_size = 隐藏单元数 <var>H</var>
setup-sharing = 权重共享
setup-sharing-all = 共享所有权重
setup-sharing-output = 只共享输出权重
setup-sharing-none = 不共享
setup-halves = 编码器和解码器的权重是分开的。
setup-initialization = 初始权重
setup-initialization_scale = 初始化尺度
setup-spectral_radius = 谱半径
setup-spectral_radius-title = { $allowed }：初始化时 W_hh 会缩放到这个值。留空则不缩放。
setup-unscaled = 不缩放
setup-keep_bias = { $cell ->
    [gru] 更新门偏置
   *[other] 遗忘门偏置
 }
setup-keep_bias-title = { $allowed }：LSTM 的遗忘门 f 或 GRU 的更新门 z 的初始偏置。
setup-seed = 随机种子
setup-new-seed = 换一个种子
setup-start = 开始新的运行
setup-discard = 放弃
setup-not-applied = 尚未应用：开始新的运行会离开屏幕上的这次运行。

## 网络下方的问题

questions = 问题
questions-note = 每个问题都会打开可以自己动手尝试的页面。
question-recurrence = 真的需要循环吗？
question-recurrence-answer = 只看最后一个、两个、三个字母的窗口多层感知机，与循环神经网络并排比较。
question-window = 换成 MLP 会怎样？
question-window-answer = 同一个单词，透过两个字母的窗口来读：不传递状态。
question-sharing = 为什么要共享权重？
question-sharing-answer = 不共享权重的网络，以及它们面对更长的文本和移位的文本时的表现。
question-matrices = <var>W</var><sub>xh</sub> 和 <var>W</var><sub>hh</sub> 各有什么用？
question-matrices-answer = 拆开一个加权和：当前字母贡献多少，过去贡献多少。
question-bptt = 随时间反向传播中发生了什么？
question-bptt-answer = 沿时间一步一步往回走，每个梯度都是一个总和。
question-vanishing = 梯度为什么会消失？
question-vanishing-answer = 用五个随机种子在二十个时间步上测量；然后让梯度爆炸；再逐一试用每种对策，看看效果。
question-gates = 门有什么用？
question-gates-answer = 一个字母，后面还有三十个：哪个网络还记得它？没有门的、门半开的，以及门一直打开的。
question-translation = 它会翻译吗？
question-translation-answer = 一个循环单元读英语，另一个写中文。问问它吧。

## 页面
workbench-title = RNN Explainer：看循环神经网络如何学习
workbench-run = 这次运行
workbench-heading = 工作台：正在学习拼写的循环神经网络
network-view = 网络的视图
network-folded-title = 一个带环的循环单元（F）
network-unrolled-title = 每个时间步对应循环单元的一份拷贝（F）
network-formulas = 循环单元在每个时间步上计算什么
network-folded = 折叠
network-unrolled = 展开
workbench-no-script = 这个页面要实时绘制网络，需要 JavaScript。没有它也可以使用 API：

## 演示

present = 演示
present-title = 只显示网络，铺满屏幕（P）
present-region = 演示
present-cover = 遮住
present-cover-nothing = 不遮
present-cover-losses = 损失
present-cover-predictions = 预测和损失
present-leave = 结束演示
present-key = 开始或结束演示
present-key-cover = 先遮住损失，再遮住预测，然后全部揭示

## 链接隐藏的部分

hiding = 在链接中隐藏页面的部分内容
hiding-hint = 打开链接的人只看到其余部分。内容并没有锁住：去掉地址里的“hide”就能看到全部。
hiding-menu = 菜单
hiding-phases = 阶段
hiding-formulas = 网络下方的公式
hiding-spelling = 拼写
hiding-setup = 设置
hiding-generate = 生成
hiding-share = 分享
hiding-questions = 问题
hiding-task = 任务与得分
hiding-gates = 循环单元的内部
hiding-experiments = 改动与敏感度
hiding-figures = 参数与损失
hiding-equations = 公式
