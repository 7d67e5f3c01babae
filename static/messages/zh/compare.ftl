# 两个网络并排比较。

compare-page-title = RNN Explainer：比较两次运行
compare-description = 循环神经网络的两次训练，在同一次迭代上并排显示，以及它们之间的差别。
compare-heading = 在同一次迭代上比较两次运行
compare-summary = 有何不同
compare-transport = 训练两次运行
compare-timeline = 两次运行的迭代
compare-timeline-history = 两次运行的迭代，在损失曲线下方
compare-loss = 损失，B − A
compare-share = 保存与分享

compare-share-hint = 页面的网址包含两次运行、对它们所做的改动，以及迭代。在别处打开，看到的是同样的数。
compare-swap = 交换 A 与 B
compare-swap-title = A 变成 B（X）
compare-help = 同一次迭代上的两次运行。用滑块可以查看两者的任意一次迭代；再往前拖，就把它们训练到那里。差是 B 的数减去 A 的数：B 较大处为红色，较小处为蓝色。

## 链接中无法读取的内容

compare-link-names = { $both }；前面加“a.”或“b.”的还有 { $own }（a.run=… 是一个实时运行）
compare-link-iteration = 这个链接中的迭代不是数

## 为什么没有逐个数的差

compare-incomparable = { $reason ->
    [sizes] 它们的图片大小不同
    [picture] 只有其中一个看图片
    [units] A 有 { $units } 个单元，B 有 { $others } 个
    [sequences] A 和 B 读入的序列不同
    [window] 窗口多层感知机不传递状态
    [cells] 循环单元不同，分别是 { $first } 和 { $second }
    [sharing] A 和 B 共享权重的方式不同
    [timestep] 只有 A 在时间步 { $part } 上有自己的权重
    [halves] 只有其中一个有编码器和解码器
   *[vocabularies] A 和 B 的词表不同
 }：没有逐个数的差。

## 两次运行中发生的事

compare-ended = 运行 { $letter } 在迭代 { $iteration } 发散，到此为止。
compare-deleted = 另一个窗口删除了其中一次运行。
compare-remade = 服务器上已经没有其中一次运行。页面按自己的记录重新建立了它，所有的数都相同。
compare-vanished = { $which ->
    [both] 这个链接中的两次运行
   *[one] 这个链接中的运行 { $letter }
 }已不存在：已用同样的数重新建立。
compare-forked = { $of ->
    [A] B 是 A 在迭代 { $iteration } 处新的分叉。
   *[B] A 是原来的 B，B 是它在迭代 { $iteration } 处的分叉。
 }让两者同时单步，看它们从哪里开始不同。
compare-impossible = 无法打开这个比较。
compare-failure = 无法显示这两次运行
compare-failure-usual = 比较默认运行与它的分叉
compare-failure-back = 回到工作台
compare-open = 在工作台中打开
compare-fork = 从这里分叉 { $letter }……
compare-differences = 有何不同，B − A
compare-colours = 红色：B 的数较大，蓝色：B 的数较小
compare-figure-loss_history = 两者的损失
compare-figure-hidden_states = 隐状态 <var>h</var><sub>t</sub>
compare-figure-W_xh = <var>W</var><sub>xh</sub>
compare-figure-W_hh = <var>W</var><sub>hh</sub>
compare-figure-W_hy = <var>W</var><sub>hy</sub>
compare-figure-W_ph = <var>W</var><sub>ph</sub>
compare-note-hidden_states = B − A，单元 × 时间步
compare-note-W_xh = B − A，输入 → 单元
compare-note-W_hh = B − A，单元 → 下一个时间步的单元
compare-note-W_hy = B − A，单元 → 输出
compare-note-W_ph = B − A，像素 → <var>h</var><sub>0</sub> 的单元

## 屏幕上的内容

compare-run = 运行 { $letter }
compare-announced = 迭代 { $iteration }。A 的损失 { $first }，B 的损失 { $second }。
compare-opening = 正在打开两次运行……
compare-training = 正在训练两者。按空格键暂停。
compare-same = 两者是同一次运行。请从其中一次分叉，才能看到差别。
compare-same-until = 到迭代 { $iteration } 为止，它们是同一次运行。让两者同时单步，看它们从哪里开始不同。
compare-updates = 两者都已更新 { $count } 次。用滑块可以查看两次运行的任意一次迭代。

## 按键与命令

compare-key-step = 两者同时单步（按住 Shift：十步）
compare-key-back = 两者同时后退（按住 Shift：十步）
compare-key-train = 训练两者，或暂停
compare-key-reset = 两者都回到迭代 0
compare-key-fork = 从这里分叉 A（按住 Shift：分叉 B）
compare-key-swap = 交换 A 与 B
compare-key-copy = 复制这个比较的链接
compare-command-compare = 这次迭代上的所有差
compare-command-fork = 在这次迭代处分叉 A
compare-command-create = 重新建立运行 { $letter }，并到达这次迭代
