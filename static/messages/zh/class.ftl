# 课堂：老师的页面、学生加入的页面，以及课堂中的工作台。

## 老师的页面

class-page-title = 课堂 · RNN Explainer
class-description = 用一个网络来上课：每个人都在自己的屏幕上，和你看到同一步。
class-heading = 给一个班上课
class-step-join = 学生用代码或二维码加入，不需要账号，也不需要用真名。
class-step-follow = 他们的页面跟着你走：运行、迭代、阶段，以及你正在解释的数。
class-step-predict = 走一步之前，先问会发生什么。揭晓之前，答案不会公开。
class-step-explore = 放手，每个人就探索这次运行的一份副本；集合，大家就回到你这里。
class-open = 开设课堂
class-privacy = 名字和答案只为这个课堂保存；关闭课堂，或者课堂长时间无人使用时，就会删除。
class-loading = 正在查找你的课堂……
class-join-at = 加入地址
class-address = 地址
class-code = 代码
class-code-title = 显示加入方法
class-link = 复制给学生的链接
class-qr = 打开 { $address } 的二维码
class-teach = 到工作台上课
class-teach-on = 继续上课
class-local = 只有这台电脑能访问服务器。请停止服务器，再这样启动，同一网络中的其他人就能加入：
class-no-address = 这台电脑没有别人可以使用的网络地址。请连接网络，然后重新加载本页。
class-present = { $joined ->
    [0] 还没有学生
   *[other] { $joined } 名学生，{ $present } 名在线
 }
class-pupils = 学生
class-pupil = 学生
class-nobody = 还没有人加入。
class-progress = 各章的学习进度
class-done = 完成 { $done } / { $of }
class-missed = { $count } 项没答对
class-consent-note = { $joined } 人中有 { $sharing } 人分享各章的学习进度。是否分享由每个学生自己决定。
class-actions = 更多
class-answers = 下载答案（CSV）
class-other = 课堂 { $code }
class-close = 关闭课堂
class-close-sure = 关闭课堂吗？
class-close-note = 学生的名字、答案和学习进度都会删除。如果还需要答案，请先下载。
class-remove = 移出
class-remove-name = 移出 { $name }
class-remove-sure = 把 { $name } 移出课堂吗？
class-remove-note = 名字、答案和学习进度都会删除，这个浏览器不能再加入这个课堂。换一个浏览器，或者删除 Cookie 之后，同一个人还可以加入；如果要防止这种情况，请开一个新的课堂，把新代码告诉其他人。
class-cancel = 取消
class-dismiss = 知道了

## 加入

join-page-title = 加入课堂 · RNN Explainer
join-description = 用代码加入老师的课堂。
join-heading = 加入课堂
join-name = 名字
join-name-hint = 用什么名字都可以。所有人的答案都是匿名的。
join-another = 换一个
join-consent = 老师可以看到我在各章的进度，以及哪些自测题没有答对。课堂关闭后就会删除。
join-join = 加入
join-unknown = 没有代码为 { $code } 的课堂。请检查是否输错。
join-welcome = 你好，{ $name }
join-in = 你在课堂 { $code } 中。
join-go-on = 进入课堂
join-leave = 退出课堂
class-animals = 水獭、獾、苍鹭、猞猁、河狸、猎鹰、海豚、熊猫、考拉、企鹅、松鼠、刺猬、猫头鹰、狐狸、海豹、海龟、壁虎、渡鸦、天鹅、斑马、牦牛、貘、海鹦、土拨鼠、羚羊、丹顶鹤、野牛、喜鹊、蝾螈、知更鸟、黄鼠狼、海象

## 课堂中的工作台

class-region = 课堂
class-lost = 与课堂的连接已断开，正在重试……
class-over = 课堂已经结束。
class-removed = 老师已把你移出这个课堂。你在课堂里的名字、答案和学习进度都已删除。
class-alone = 自己继续
class-only-teacher = 你正在跟随老师。自由探索的时候，就可以开始自己的运行。
class-ask = 提问……
class-let-go = 放手探索
class-gather = 集合
class-let-go-title = 每个学生探索这个运行的一份副本
class-gather-title = 让大家回到你展示的内容
class-pause = 全体暂停
class-go-on = 继续
teacher-following = 所有人都看到你展示的内容。
teacher-free = 每个人都在探索这次运行的一份副本。
teacher-paused = 所有工作台页面都已暂停。
teacher-elsewhere = 你的另一个窗口正在向全班展示另一个运行。
class-show-here = 展示这个运行
pupil-waiting = 正在等老师展示内容。
pupil-following = 你看到的就是老师展示的内容。
pupil-free = 这份运行的副本是你的，动手试试吧。
class-reading = 迭代 { $iteration } · 损失 { $loss }
pupil-paused = 请看前面。

## 先预测，再揭晓

ask-title = 会发生什么？
ask-kind = 问题
ask-kind-letter = 下一个是哪个字母？
ask-kind-loss = 损失会下降吗？
ask-kind-sign = 一个数会是正还是负？
ask-kind-number = 一个数会是多少？
ask-kind-choice = 自己的问题
ready = 各章的现成问题
ready-none = 无
ready-chapter_1 = 1 · 一步一步来
ready-chapter_2 = 2 · 需要循环吗？
ready-chapter_3 = 3 · 为什么要共享权重？
ready-chapter_4 = 4 · 两个矩阵
ready-chapter_5 = 5 · BPTT 究竟做了什么？
ready-chapter_6 = 6 · 梯度为什么会消失，门又有什么用？
ready-chapter_7 = 7 · 从 hello 到句子
ready-first_letter = 读完第一个字母，它预测什么？
ready-first_state = 状态中的一个数是正还是负？
ready-same_letter = 又读到同一个字母：这次预测什么？
ready-loss_later = 走一百步，损失会下降吗？
ready-shared_gradient = 每个时间步都用到的权重：它的梯度是正还是负？
ready-weighted_sum = 字母、过去、偏置加起来是正还是负？
ready-target_logit = 目标词元的 logit 处，梯度是正还是负？
ready-other_logit = 其他词元的 logit 处，梯度是正还是负？
ready-update = 这个权重会往哪边变？
ready-from_future = 传回第一个状态的梯度是正还是负？
ready-keeping_gate = 保留状态的门开了多大？
ready-last_letter = 再走一百步，最后它会预测什么？
ask-after = 读完之后
ask-number-chosen = 你打开的数：
ask-number-ready = 要猜的数：
ask-no-number = 请先在工作台上点一个数，打开它的解释。
ask-steps = 走多少步之后？
ask-steps-count = { $count ->
    [0] 现在
   *[other] { $count } 步
 }
ask-text = 你的问题
ask-text-optional = 用自己的话来问（可不填）
ask-options = 可选的答案，每行一个（2 到 6 个，每个最多 60 个字符）
ask-send = 提问
ask-letter = { $steps ->
    [0] 读完“{ $read }”之后，网络认为哪个字母的概率最大？
   *[other] 再走 { $steps } 步，读完“{ $read }”之后，网络会认为哪个字母的概率最大？
 }
ask-loss = 再走 { $steps } 步，损失会下降吗？
ask-sign = { $steps ->
    [0] { $number } 是正还是负？
   *[other] 再走 { $steps } 步，{ $number } 会是正还是负？
 }
ask-number = { $steps ->
    [0] { $number } 是多少？
   *[other] 再走 { $steps } 步，{ $number } 会是多少？
 }
option-falls = 下降
option-stays = 不变
option-rises = 上升
option-negative = 负
option-zero = 零
option-positive = 正
answers-count = { $pupils } 名学生中有 { $count } 名已回答
reveal = 揭晓
reveal-choice = 公布答案
peek = { $shown ->
    [yes] 隐藏答案
   *[no] 查看目前的答案
 }
peek-title = 揭晓之前只有这个窗口能看到；投影时请隐藏
put-away = 收起问题
answer-hint = { $kind ->
    [number] 请输入一个数。老师揭晓之前都可以修改。
   *[choice] 请选择一个答案。老师揭晓之前都可以修改。
 }
your-answer = 你的答案：{ $answer }。老师揭晓之前都可以改。
your-answer-was = 你的答案是“{ $answer }”。
no-answer = 你没有作答。
answer-number = 你的猜测
answer-send = 提交
answer-wrong = 请输入一个数，例如 0.25 或 -3。
guesses = 大家的猜测
guesses-none = 还没有人猜。
guesses-numbers = { $count } 个猜测，在 { $low } 和 { $high } 之间
guess-count = { $count }
guess-true = （正确）
guess-probability = p = { $p }
guess-mark = 横条是选它的人所占的比例；紫色标记是网络给这个字母的概率。
outcome-diverged = 运行在迭代 { $iteration } 之前就发散了，没有可以测量的结果。
outcome-loss = 损失在迭代 { $from } 时是 { $before }，在迭代 { $to } 时是 { $after }。
outcome-letter = 在迭代 { $iteration }，网络认为“{ $letter }”的概率最大。
outcome-number = 在迭代 { $iteration }，它是 { $value }。
