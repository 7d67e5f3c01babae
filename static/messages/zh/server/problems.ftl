# API 拒绝了什么：问题的 `title` 和 `detail`，以及字段有什么不对。

## 标题

title-invalid-request = 请求无效
title-not-json = 正文不是 JSON
title-iteration-not-found = 尚未到达的迭代
title-no-weights = 这个时间步没有权重
title-not-exportable = 权重太多，脚本放不下
title-run-diverged = 运行已发散
title-too-many-experiments = 实验太多
title-experiment-not-found = 没有这个实验
title-already-training = 运行正在训练
title-training-stopped = 训练已停止
title-run-not-found = 没有这次运行
title-run-loading = 正在重新计算这次运行
title-not-kept = 更改未保存
title-record-unreadable = 无法读取记录
title-key-reused = 该键已被使用
title-too-many-runs = 服务器已到上限
title-too-many-trainings = 服务器已到上限
title-too-many-event-streams = 服务器已到上限
title-quota = 已达到单个客户端的上限
title-nobody-computes = 无法计算实验
title-not-ready = 服务器尚未就绪
title-stopping = 服务器已到上限
title-too-many-interventions = 干预太多
title-too-many-edits = 改动的权重太多
title-replay-too-long = 迭代次数太多
title-judging-too-long = 样本太多
title-nothing-to-undo = 没有可撤销的改动
title-nothing-to-redo = 没有可重做的改动
title-last-iteration = 运行已结束
title-figure-not-found = 没有这个图
title-task-not-found = 没有这个任务
title-measure-not-found = 没有这个度量
title-class-not-found = 没有这个课堂
title-not-your-class = 只有这个课堂的老师可以这样做
title-not-in-class = 你还没有加入这个课堂
title-removed-from-class = 你已被移出这个课堂
title-pupil-not-found = 没有这名学生
title-class-full = 课堂已满
title-too-many-classes = 课堂太多
title-too-many-questions = 问题太多
title-question-over = 这个问题已经结束
title-nothing-shown = 还没有展示任何内容
title-no-address = 没有这个地址
title-progress-private = 学习进度未公开
title-run-of-class = 这次运行正在课堂上展示
title-unknown-host = 未知的主机
title-foreign-origin = 来自其他网站
title-body-too-large = 正文太大

## 详情

problem-not-declared = 正文必须是 JSON，并且要声明：Content-Type: application/json（使用 curl 时：用 --json 代替 -d，或者 -H 'Content-Type: application/json'）。
problem-not-json = 正文不是 JSON：位置 { $position } 处 { $error }。
problem-nothing-here = { $path } 处没有内容。API 的说明在 /docs。
problem-method = { $path } 不支持 { $method }。可以使用：{ $allowed }。
problem-unexpected = 服务器出了错；详情见它的日志。
problem-host-missing = 请求需要一个指明这台服务器的 Host 头。
problem-unknown-host = 这台服务器不以“{ $name }”这个名称应答。请使用 localhost 或 IP 地址，或者把这个名称加入 RNN_EXPLAINER_ALLOWED_HOSTS。
problem-foreign-origin = 会改变内容的请求只能来自这台服务器自己的页面，不能来自 { $origin }。
another-site = 其他网站
problem-body-too-large = 请求的正文最多 { $count } 个字节。
problem-run-not-found = 没有运行“{ $id }”。它可能从未存在过，也可能已被删除、已过期，或因服务器未使用数据库而在重启时丢失了。
problem-experiment-not-found = 这台服务器上没有这个实验。如果它存在过，现在已经没有了：请重新提交它的请求。
problem-too-many-experiments = 这台服务器上有 { $count } 个实验正在进行。请过一分钟再试。
problem-run-loading = 正在根据记录重新计算这次运行：已完成 { $percent }%。请几秒后再试。
problem-not-kept = 更改未能保存：{ $reason }。运行保持更改前的状态，请稍后再试。
problem-record-unreadable = 这个版本的服务器无法读取这次运行的记录。
problem-key-reused = 这个 Idempotency-Key 属于另一个请求。请为每个新请求使用新的键。
problem-too-many-runs = 这台服务器最多保留 { $count } 次运行，而且都在使用中。请删除一次运行，或关闭一个跟随运行的页面。
problem-already-training = 这次运行已经在训练。请先暂停它，或跟随它的事件。
problem-too-many-trainings = 这台服务器最多同时训练 { $count } 次运行，现在不能再开始新的训练。请暂停一个，或稍后再试。
problem-too-many-streams-of-run = 这次运行上已打开 { $count } 个事件流，到了上限。请关闭一个跟随它的页面。
problem-too-many-streams = 这台服务器上已打开 { $count } 个事件流，到了上限。请关闭一个跟随运行的页面。
problem-database-silent = 数据库无法写入：{ $reason }。
problem-database-slow = 数据库在 { $seconds } 秒内没有回应。
quota-trainings-at-once = { $kind ->
    [token] 这个浏览器同时进行的训练已达上限：{ $count } 个。
   *[address] 你的网络地址同时进行的训练已达上限：{ $count } 个。
 }请暂停一个，或在 { $seconds } 秒后再试。
quota-streams-at-once = { $kind ->
    [token] 这个浏览器打开的事件流已达上限：{ $count } 个。
   *[address] 你的网络地址打开的事件流已达上限：{ $count } 个。
 }请关闭一个正在跟随运行的页面，或在 { $seconds } 秒后再试。
quota-experiments-at-once = { $kind ->
    [token] 这个浏览器同时进行的实验已达上限：{ $count } 个。
   *[address] 你的网络地址同时进行的实验已达上限：{ $count } 个。
 }请停止一个，或在 { $seconds } 秒后再试。
quota-experiment-seconds = { $kind ->
    [token] 这个浏览器的实验在一小时内的计算时间已达上限：{ $count } 秒。
   *[address] 你的网络地址的实验在一小时内的计算时间已达上限：{ $count } 秒。
 }请在 { $seconds } 秒后再试。
quota-new-runs = { $kind ->
    [token] 这个浏览器在一小时内新建的运行已达上限：{ $count } 次。
   *[address] 你的网络地址在一小时内新建的运行已达上限：{ $count } 次。
 }请在 { $seconds } 秒后再试。
quota-new-classes = 你的网络地址在一小时内开设的课堂已达上限：{ $count } 个。请在 { $seconds } 秒后再试。
quota-wrong-codes = { $kind ->
    [token] 这个浏览器在十分钟内输错的课堂代码已达上限：{ $count } 次。
   *[address] 你的网络地址在十分钟内输错的课堂代码已达上限：{ $count } 次。
 }请在 { $seconds } 秒后再试。
problem-class-not-found = 没有代码为 { $code } 的课堂。请检查是否输错；课堂也可能已经关闭。
problem-not-your-class = 只有这个课堂的老师可以这样做，并且要用开设课堂的那个浏览器。
problem-not-in-class = 请先加入课堂。
problem-removed-from-class = 老师已把这个浏览器移出课堂，它不能再加入这个课堂。
problem-no-pupil = 这个课堂里没有（或不再有）这名学生。
problem-class-full = 这个课堂最多容纳 { $count } 名学生，现在已满。
problem-classes-of-yours = 你已经开着 { $count } 个课堂。请先关闭一个，再开新的。
problem-too-many-classes = 这台服务器最多同时开设 { $count } 个课堂，现在已满。
problem-too-many-questions = 一个课堂最多提 { $count } 个问题。要继续，请开一个新的课堂。
problem-question-over = 这个问题已经不能再回答了。
problem-nothing-shown = 请先给课堂展示一次运行：打开这个课堂的工作台。
problem-no-address = 这台服务器没有这个地址。
problem-progress-private = 只有在你同意与老师分享之后，才会保存学习进度。
problem-run-of-class = 这次运行正在课堂上展示，只有老师可以改变它。要自己继续，请从它分叉。
problem-nobody-computes = 负责计算实验的进程没有响应，请稍后重试。
problem-stopping = 服务器正在停止。
problem-too-many-interventions = 一次运行最多可以有 { $count } 次干预，而这次运行已有这么多。
problem-too-many-edits = 一次干预最多可以设置 { $count } 个权重，而这次干预会超过这个数。
problem-replay-too-long = 训练到迭代 { $iteration } 超出了允许的 { $seconds } 秒：只到了 { $reached }。请指定更早的迭代，再从那里继续训练。
problem-judging-too-long = 评判这些样本超出了服务器允许的时间：{ $of } 个样本中只评判了 { $done } 个。请用更少或更短的样本，或者更小的网络。
problem-nothing-to-undo = 没有可撤销的改动。
problem-nothing-to-redo = 没有可重做的改动。
problem-last-iteration = 运行止于迭代 { $iteration }。请让它后退，或新建一次运行。
problem-figure-not-found = 没有图“{ $name }”。可以使用的有：{ $known }。
problem-task-not-found = 没有任务“{ $name }”。可以使用的有：{ $known }。
problem-measure-not-found = 没有这一类的度量“{ $name }”。可以使用的有：{ $known }。
problem-no-chapter = 没有章节“{ $slug }”。可以阅读的有：{ $known }。
problem-no-equation = 这样的网络没有定义“{ $quantity }”的方程。
problem-no-equation-here = 这个网络在那里没有定义“{ $quantity }”的方程。
problem-iteration-not-found = 尚未到达迭代 { $requested }：这次运行现有迭代 { $first } 到 { $last }。
problem-no-weights = 这个网络在时间步 { $timestep } 没有权重：它的权重不共享，只有时间步 1 到 { $last } 才有权重。
problem-run-diverged = 运行在迭代 { $iteration } 发散：请后退，并降低学习率{ $isClipped ->
    [yes] { "" }
   *[no] ，或启用梯度裁剪
 }。

## 训练或实验为何结束

stopped-paused = 已暂停。
stopped-cancelled = 已取消。
stopped-deleted = 运行已被删除。
stopped-elsewhere = 训练已由另一个连接接续。
stopped-rewound = 运行已后退。
stopped-undone = 撤销了一处改动。
stopped-redone = 重做了一处改动。
stopped-training-time = 一次训练请求最多用 { $seconds } 秒；再发一次请求就会继续。
stopped-experiment-time = 一个实验最多计算 { $seconds } 秒。
stopped-last-iteration = 运行止于迭代 { $iteration }。

## 字段可以是什么

allowed-first = 词表中的一个词元
allowed-token = 词表中的一个词元：{ $known }
allowed-choice = { $count ->
    [1] { $choices }
   *[other] { $choices } 之一
 }
allowed-length = { $least } 到 { $most } 个字符{ $distinct ->
    [0] { "" }
   *[other] ，其中至少 { $distinct } 个不同
 }
allowed-number = { $kind ->
    [integer] 整数
   *[number] 数
 }
allowed-above = 大于 { $above } 的{ $what }
allowed-above-to = 大于 { $above }、不超过 { $maximum } 的{ $what }
allowed-from-to = { $minimum } 到 { $maximum } 的{ $what }
allowed-or-null = { $allowed }，或 null
allowed-most = 最多 { $most }
allowed-characters-most = 最多 { $most } 个字符
allowed-characters = 最多 { $most } 个字符
allowed-any = { $known } 中的任意几个
allowed-any-separated = { $known } 中的任意几个，以逗号分隔
allowed-one-of = { $known } 之一
allowed-range = { $first } 到 { $last }
allowed-count = 1 到 { $most } 个 { $name }
allowed-different = 互不相同的随机种子
allowed-timesteps = 时间步为 1 到 { $T }，而且第一个不在最后一个之后
allowed-index = 4 或 2,0
allowed-few = { $parameter } 的最多 { $count } 个时间步
allowed-meant = 是不是 { $name }？

## 字段有什么不对

character-count = { $joined ->
    [yes] { $points } 个码点，一个字符可能由几个码点组成
   *[no] { $count } 个字符
 }
the-body = 正文
wrong-null = { $name } 不能是 null
wrong-choice = { $name } 必须是 { $allowed }，而不是{ $value }
wrong-short = { $name } 太短：它有 { $length }
wrong-long = { $name } 太长：它有 { $length }
wrong-alone = { $name } 只由{ $value }组成，没有什么可预测的
wrong-not-above = { $name } 必须大于 { $bound }，而不是 { $value }
wrong-below = { $name } 至少是 { $bound }，而不是 { $value }
wrong-above = { $name } 最多是 { $bound }，而不是 { $value }
wrong-missing = 缺少 { $name }
wrong-iteration-name = { $name } 必须是数或 `latest`
wrong-too-long = { $name } 太长
wrong-no-number = { $name } 必须是数
wrong-infinite = { $name } 必须是有限数
wrong-no-whole = { $name } 必须是整数
wrong-too-large = { $name } 太大
wrong-no-string = { $name } 必须是字符串
wrong-surrogate = { $name } 含有半个代理对，那不是字符
wrong-no-boolean = { $name } 必须是 true 或 false
wrong-no-list = { $name } 必须是列表
wrong-few = { $name } 的项太少
wrong-many = { $name } 的项太多
wrong-no-object = { $name } 必须是对象
wrong-otherwise = { $name }：{ $message }
wrong-field = 这里没有字段“{ $name }”
wrong-empty = { $name } 不能为空
wrong-count = { $name } 的项太多：{ $count }
wrong-same-seeds = 随机种子必须互不相同
wrong-interventions = 干预太多：{ $count } 次
wrong-examples-count = 有 { $count } 个样本
wrong-examples-long = 样本太长：总共有 { $length }
wrong-example-long = 一个样本的文本太长：它有 { $length }
wrong-no-changes = 没有给出改动
wrong-entries = { $name } 有 { $count } 项
wrong-out-of-time = 无法按时到达迭代 { $iteration }
wrong-iteration-reached = 尚未到达迭代 { $requested }：这次运行现有迭代 { $first } 到 { $last }
wrong-token = first 必须是 { $allowed }
wrong-first = first 是 { $first }，但 T 是 { $T }
wrong-last = last 是 { $last }，但这里必须是 { $first } 到 { $T }
wrong-many-numbers = { $parameter } 在 { $timesteps } 个时间步上各有 { $size } 个数，总共 { $all } 个，而一次回答最多 { $most } 个：请用 first 和 last 只选取 { $allowed }
wrong-index = index 是一个整数，或以逗号分隔的两个整数
wrong-figure = 没有图“{ $name }”
wrong-comparison = 比较中没有图“{ $name }”
wrong-split = 这个任务没有集合“{ $name }”
wrong-trace-field = 记录中没有字段“{ $name }”
wrong-no-field = 没有指定字段
wrong-nickname = 名字里有看不见的字符
wrong-question-timestep = 这里的 t 必须是 1 到 { $last }，但给的是 { $given }
wrong-question-steps = 至少走一步，损失才会变化
wrong-question-options = 必须有 2 到 { $most } 个不同的选项
wrong-question-option = 每个选项要有 1 到 { $most } 个字符
wrong-question-number = 答案必须是一个数，而且不能太大
wrong-question-answer = 答案必须是 { $allowed }
