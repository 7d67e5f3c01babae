# 各章：它们的场景和检查周围的文字。场景和检查本身的文字在 templates/learn 中。
learn-page-title = 学习 · RNN Explainer
learn-description = 每一章回答一个关于循环神经网络的问题：先猜一猜，再在真实的网络上试一试，看看结果如何。

## 页面

chapter-page-title = { $title } · RNN Explainer
chapter-place = 第 { $place } 章 · 约 { $minutes } 分钟
chapter-no-script = 文字可以直接阅读；图中运行的是真实的网络，需要 JavaScript。
chapter-not-translated = 这一章暂时只有英文版。
chapter-answer = 答案
chapter-optional = 想多了解一点的话可以打开。跳过这一部分，不影响后面的学习。
chapter-others = 接下来读什么
chapter-before = 上一章
chapter-after = 下一章
chapter-glossary = 术语表
glossary-page-title = 术语表 · RNN Explainer
glossary = 术语表
glossary-description = 各章用到的术语，附有符号、形状和一句话的解释。

## 场景

lesson-guess-first = 先猜一猜。
lesson-answer = 回答
lesson-yours = 你的猜测
lesson-found = 结果
lesson-your-answer = 你的答案
lesson-number-line = 你猜的是 { $yours }，结果是 { $found }。
lesson-rises = 变大
lesson-falls = 变小
lesson-same = 不变
lesson-as-guessed = 与你猜的一样。
lesson-not-as-guessed = 与你猜的不同。
lesson-wrong = 不对。
lesson-try = 在工作台中自己试一试
lesson-repeat = 再来一次
lesson-again = 重试
lesson-next = 接下来做什么？
lesson-merging = 继续，直到所有层都使用同一组权重。
lesson-carried-out = 实验的进度
lesson-stop = 停止
lesson-remaining = 大约还要 { $seconds } 秒
lesson-to-be-drawn = 先猜一猜，曲线随后画在这里。
lesson-being-counted = 正在计算参数的个数，完成后曲线画在这里。
lesson-being-trained = 网络正在训练，完成后曲线画在这里。
lesson-forgotten = 服务器上已经没有这些曲线了。点“再来一次”，重新训练这些网络。
lesson-too-slow = 服务器正忙。你的猜测已保留，请稍后再试。

## 图

lesson-letters = 输入：写成字母，也写成数
lesson-letter = 字母
lesson-experiment = { $shown ->
    [growth] 文本越来越长时，每个网络的参数个数
    [score] 每个网络在训练过程中预测正确的比例：各随机种子的中位数和范围
   *[loss] 每个网络在训练过程中的损失：各随机种子的中位数和范围
 }
lesson-reading = 网络对 { $text } 的预测
lesson-reads = 读入
lesson-says = 预测
lesson-asked = 正确答案
lesson-no-weights = 没有训练过的权重
lesson-mark = { $mark ->
    [right] （正确）
   *[wrong] （错误）
 }
lesson-answered = 网络对几个输入的回答
lesson-answered-input = 输入
lesson-answered-says = 网络的回答
lesson-answered-right = 正确答案
# 错误的答案换成哪个输入就是对的。
lesson-answered-meant = “{ $source }”的译文
lesson-subtotals = 在 t = { $t } 读入“{ $letter }”之后，状态从何而来
lesson-unit = 单元
# w 是权重，$step 是它的改变量。
lesson-nudge = 权重 w 增大 { $step } 时和减小 { $step } 时，整个词的损失
lesson-nudge-quotient = 差 ÷ { $width }
lesson-gate-values = { $gate ->
    [f] 各遗忘门的取值（0 到 1）：保留多少记忆元
    [i] 各输入门的取值（0 到 1）：让多少新内容进来
   *[o] 各输出门的取值（0 到 1）：让多少记忆元成为状态
 }
lesson-source = { $source ->
    [letter] 来自字母
    [past] 来自过去
    [bias] 偏置
    [sum] 加权和
   *[state] 取 tanh
 }
lesson-merge = { $layers } 层，每个时间步一层。{ $merged ->
    [1] 每层都有自己的权重
   *[other] 前 { $merged } 层使用同一组权重
 }：{ $count } 个参数。
lesson-parameters = 个参数
lesson-widths = 参数的个数
lesson-widths-axis = 看到的字母数，也就是窗口的宽度 <i>k</i>
lesson-widths-recurrent = 循环神经网络
lesson-widths-window = 窗口多层感知机
# $windows 是由 lesson-window-size 组成的列表。
lesson-widths-told = 参数的个数。循环神经网络有 { $recurrent } 个。窗口多层感知机：{ $windows }。
lesson-window-size = 看 { $reads } 个字母有 { $count } 个
lesson-losses = { $count } 次迭代中的损失，从 { $first } 到 { $now }
lesson-loss-at = { $iteration ->
    [0] 训练之前
   *[other] 更新 { $iteration } 次之后
 }
lesson-timestep = 时间步
lesson-total = 合计
# $name 是一个权重的梯度：∂L/∂W_hh[0,1]。
lesson-shares = { $name } 是各个时间步的贡献之和
lesson-share-made = 由来
lesson-share = 贡献
lesson-streams = 汇合到 { $state } 的两部分梯度，逐个单元
lesson-stream-own = 来自它自己的预测
lesson-stream-later = 来自 { $state }
lesson-stream-sum = 和：∂L/∂{ $state }
lesson-loss-shares = 每个损失给各隐状态中单元 { $unit } 的梯度贡献多少
lesson-loss-share = t = { $loss } 的损失在 t = { $t } 处的贡献
lesson-state-shares = 每一次使用 { $weight } 对各隐状态中单元 { $unit } 的影响
lesson-used-at = 用于 t = { $t }
lesson-state-share = t = { $used } 时的使用对 t = { $t } 的隐状态的影响
# 只看最后的损失；纵轴按十的幂。
lesson-reach = { $of ->
    [state] 隐状态的微小变化传到最后一个隐状态时至多还剩多少，按两者相隔的步数
   *[loss] 最后一步的损失对各隐状态的梯度范数
 }
lesson-reach-hidden = { $of ->
    [state] 最后一个隐状态自身的变化，一点也没有减少
   *[loss] 梯度的起点：最后一个隐状态
 }
lesson-reach-state = 第一个隐状态的变化，经过 { $steps } 步之后至多还剩 { $from }。
lesson-reach-steps = { $steps } 步
lesson-slider-spectral_radius = 谱半径 ρ
lesson-slider-distance = 距离
lesson-slider-keep_bias = 遗忘门的偏置

## 检查

lesson-check = 自测
lesson-check-it = 检查
lesson-show-me = 显示答案
lesson-correct = 正确。
lesson-not-yet = 还不对。标出的数有误，正负号也请检查一下。
lesson-unfilled = { $filled ->
    [0] 还一个数都没有填，
   *[other] 填好的都对，
 }还有 { $count } 个数要填。
lesson-empty = 另外还有 { $count } 个数没有填。
lesson-stream = { $from ->
    [output] 来自它自己的预测
   *[next] 来自下一个状态
 }
# 算式中一个数的含义，写在它后面。
lesson-notes = （{ $notes }）
lesson-last-state = 这是最后一个字母，后面没有时间步可以接收这个状态。
lesson-passed-on = 这个状态已经传下去了。算出状态之后就可以传；如果没有传，作预测时会一起传下去。
lesson-blank = 填写：{ $name }

## 进度

lesson-sections = 小节
lesson-section-done = 已完成
lesson-done = 已完成 { $done } / { $count }
lesson-section-reset = 重新开始这一节
lesson-reset = 重新开始这一章
lesson-link = 复制带有进度的链接
lesson-kept = 你的进度保存在这个浏览器中，不需要账户。
