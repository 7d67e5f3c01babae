# 干预、分叉与时间线。

## 时间线

timeline-transport = 查看某次迭代
timeline-history = 查看损失曲线上的某次迭代
timeline-marks = 运行中的改动
timeline-mark = 迭代 { $iteration }：{ $text }
timeline-value = 迭代 { $shown }，共 { $furthest }{ $hasLoss ->
    [yes] ，损失 { $loss }
   *[no] {""}
 }{ $isElsewhere ->
    [yes] ；运行在 { $present }
   *[no] {""}
 }
history-end = 迭代 { $shown }
history-known = 迭代 { $shown }，共 { $furthest }
history-past = 正在查看 { $shown }；运行在 { $present }
viewing = 正在查看迭代 { $view }；{ $isTraining ->
    [yes] 运行仍在训练。
   *[no] 运行在 { $present }。
 }
viewing-proceed = 从这里继续
viewing-fork = 从这里分叉
viewing-leave = 回到最新
time-key-h = 历史：时间线（然后按 ← →，按住 Shift 为十步）
time-key-j = 到下一处改动（按住 Shift：到上一处）
time-key-n = 回到最新的迭代
time-key-k = 从这次迭代分叉
time-key-m = 与第二次运行比较

## 分叉

fork-open = 从这里分叉……
fork-open-title = 从这次迭代开始、设置不同的第二次运行（K）
fork-heading = 在迭代 { $iteration } 处分叉
fork-hint = 第二次运行与这次运行有同样的过去，从这里起开始不同。这次运行保持原样。
fork-settings = 改变训练设置
fork-learning-rate = 学习率 <var>η</var>
fork-times = 学习率的倍数
fork-optimizer = 优化器
fork-clipping = 梯度裁剪
fork-clip-norm = 到范数
fork-weight-legend = 改变一个权重 <note></note>
fork-weight-note = 可选
fork-value = 设为
fork-now = { $symbol } 在这里是 { $value }
fork-command = 在终端中
fork-copy = 复制
fork-copy-title = 复制：分叉
fork-nothing = 还没有任何不同：请至少改变一处。
fork-submit = 分叉并比较
fork-forking = 正在分叉……

## 手动改动的说法

change-learning_rate = 学习率 { $before } → { $after }
change-optimizer = 优化器 { $before } → { $after }
change-clip_norm = 裁剪 { $before } → { $after }
change-off = 关
change-set = { $symbol } 设为 { $value }
change-reset = { $symbol } 已恢复
change-nothing = 什么都没有改变
change-undone = 已撤销“{ $change }”
clamp-state = h_{ $t }[{ $unit }] 固定为 { $value }
clamp-unit = 单元 { $unit } 固定为 { $value }
clamp-off = 单元 { $unit } 已关闭
release-state = h_{ $t }[{ $unit }] 不再固定
release-unit = 单元 { $unit } 不再固定
release-off = 单元 { $unit } 重新打开
effect = { $change }。{ $did }。
effect-moved = 现在位于迭代 { $iteration }
effect-words = { $lossStays ->
    [yes] 损失保持 { $before }
   *[no] 损失 { $before } → { $after }（{ $change }）
 }，{ $spellingStays ->
    [yes] 拼写保持{ $was }
   *[no] 拼写{ $was } → { $is }
 }
undo-nothing = 没有可以撤销的：这次运行没有改动过。
redo-nothing = 没有可以重做的：没有撤销过任何改动。

## 改动的记录

changes-heading = 手动改动
changes-undo-title = 撤销最近的改动（Ctrl + Z）
changes-redo-title = 重做被撤销的改动（Ctrl + Shift + Z）
changes-none = 还没有。换一个权重，或者去掉一个单元，网络会怎样？在一个数上单击右键、长按，或按 <kbd>E</kbd> 键；也可以使用单元旁边的开关，或在这里选择一个数。
changes-when = 迭代 { $iteration }：
changes-later = ，尚未到达
choose-number = 数
choose-none = 无
choose-state = h，状态
choose-submit = 更改……
choose-unit = 单元
choose-to_unit = 到单元
choose-from_unit = 从单元
choose-gate = 门
choose-to_gate = 到门
choose-from_input = 从输入
choose-from_pixel = 从像素
choose-letter = 词元
choose-to_letter = 到词元
choose-timestep = t
choose-after = { $t }，在 { $input } 之后

## 更改一个数的对话框

change-close = 关闭
copied-true = 已复制
copied-false = 这里不允许
change-allowed = −1,000,000 到 1,000,000 之间的一个数
number-w_xh = 从输入“{ $input }”到{ $row }的权重；{ $when }使用。
number-w_hh = 从单元 { $second } 到下一个时间步的{ $row }的权重；{ $when }使用。
number-w_hy = 从单元 { $second } 到“{ $letter }”的 logit 的权重；{ $when }使用。
number-w_ph = 从像素 { $second } 到初始状态的单元 { $first } 的权重；{ $when }使用。
number-b_h = { $row }的偏置；{ $when }使用。
number-b_ph = 初始状态的单元 { $first } 的偏置；{ $when }使用。
number-b_hn = 单元 { $first } 的候选隐状态中，状态输入在经过重置门之前的偏置；{ $when }使用。
number-b_y = “{ $letter }”的 logit 的偏置；{ $when }使用。
number-h = t = { $t } 之后单元 { $first } 的状态。
number-held = { $extent ->
    [always] 单元 { $unit } 在每个时间步上都固定为 { $value }；单元本来算出的值不起作用。
   *[once] 在 t = { $t } 处固定为 { $value }；单元本来算出的值不起作用。
 }
change-label-weight = 设为
change-label-state = 固定为
change-set-weight = 设定
change-set-state = 固定
change-slider = 值
change-zero-weight = 设为 0
change-zero-state = 固定为 0
change-reset-weight = 恢复原来的值
change-reset-state = 恢复计算
change-reset-title = 撤销你在迭代 { $iteration } 对 { $symbol } 的改动
unit-computed = 单元 { $unit }，在每个时间步上：
unit-held = 单元 { $unit } 在每个时间步上都固定为 { $value }：
unit-switch = { $isHeld ->
    [yes] 重新打开单元 { $unit }
   *[no] 关闭单元 { $unit }
 }
change-effect = 它对损失和拼写的影响会显示在这里。
change-undo = 撤销
change-redo = 重做
change-copy = 复制为 curl 命令
