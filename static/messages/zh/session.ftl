# 服务器和运行的消息。

## 连接

connection = { $state ->
    [live] 实时
    [lost] 未连接
   *[connecting] 正在连接
 }
connection-moved = { $cause ->
    [step] 另一个窗口走了一步
    [train] 另一个窗口在训练
    [rewind] 另一个窗口后退了
    [patch] 另一个窗口做了改动
   *[other] 另一个窗口移动了它
 }
connection-lost = 服务器没有响应。正在自动重试，什么都没有丢失。
connection-retry = 立即重试

## 提示

hint-starting = 正在启动运行……
hint-elsewhere = 另一个窗口或程序正在训练这次运行。
hint-training = 正在训练。按空格键暂停。
hint-random = 迭代 0：权重还是随机的。“单步”做第一次更新。
hint-given = 迭代 0：权重是你给定的。“单步”做第一次更新。
hint-updates = 目前已更新 { $count } 次。用“后退”可以重新查看之前的任何一次迭代。
diverged = 损失已经不再是数。
diverged-back = 后退一次迭代
diverged-halve = 学习率减半

## 终端命令

command-create = 重新建立这次运行，并到达这次迭代
command-step = 单步：一次迭代
command-train = 训练到损失低于 0.1
command-rewind = 后退：一次迭代
command-fork = 分叉：从这次迭代开始的第二次运行
command-learning_rate = 从这里起改变学习率
command-edit = 把一个权重设为 0.5
command-clamp = 关闭单元 0：把它固定为 0
command-undo = 撤销最近的改动
command-trace = 这次迭代的所有数
command-sensitivity = 哪些输入影响了最后一次预测
command-sample = 生成文本
command-events = 查看这次运行中发生的事

## 会话

session-back = 服务器恢复了。
session-remade = 服务器上已经没有这次运行。页面按自己的记录重新建立了它，所有的数都相同。
session-restarted = 运行已经重新建立，但要从头开始：重放到迭代 { $iteration } 花的时间太长。
session-deleted = 另一个窗口删除了这次运行。
session-make-again = 重新建立
session-gone = 这个链接中的运行已不存在。这是按链接中的设置新建的运行。
session-impossible = 这个链接无效：{ $reason }{ $instead }
session-unchanged = 这里显示的是它未经改动的运行，位于迭代 0。
session-default = 这里显示的是默认运行。
session-reset-already = 已经在迭代 0。
session-reset = { $changed ->
    [yes] 回到了迭代 0，并恢复了最初的设置。
   *[no] 回到了迭代 0。
 }
session-undo = 撤销
session-new-run = 新的运行已经开始。
session-lowest = 回到了迭代 { $iteration }，那里的损失是迄今最低的。

## 服务器

unreachable = 服务器没有响应。
answered = 服务器的响应是 { $status }。
