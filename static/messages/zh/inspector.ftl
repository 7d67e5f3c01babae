# 每个数从何而来。

## 选择数之前的面板

inspector-empty = <b>它为什么是这个值？</b>请在页面上选择任意一个数：隐藏单元、概率、损失、权重、箭头上的梯度。答案里的每个数都有自己的解释，直到输入和初始权重。
inspector-counting = <unit></unit> 是第三个时间步上第五个单元的状态：时间步从 1 开始计数，单元和其他下标像 NumPy 那样从 0 开始。
inspector-begin = 或者从这里开始：
inspector-start-loss = 损失
inspector-start-unit = 一个隐藏单元
inspector-start-gradient = 一个梯度
inspector-start-update = 一个更新
inspector-start-norm = 梯度范数
inspector-keys = 用键盘：按 Tab 键进入网络，用方向键移到一个数，再按回车键。<kbd>[</kbd> 和 <kbd>]</kbd> 后退与前进，Escape 键关闭。

## 来路

inspector-trail = 来路
inspector-back = 后退
inspector-back-title = 后退（[ 或 Alt ←）
inspector-forward = 前进
inspector-forward-title = 前进（] 或 Alt →）
inspector-close = 关闭解释
inspector-close-title = 关闭（Escape）
inspector-key-back = 解释：后退
inspector-key-forward = 解释：前进
inspector-key-go = 为什么？转到解释

## 这个数

explained-why = 为什么？
explained-change = 更改……
explained-formula = 公式
explained-iteration = 迭代 { $iteration }
explained-unchanged = 自迭代 { $iteration } 以来没有变化
explained-was = 在迭代 { $iteration } 时是 { $value }
# $source 说明这是哪一种数：输入、初始权重、超参数。
explained-end = <b>没有什么需要再解释了：</b>{ $source }。

## 它的算式

# 在操作数上方。$made：它是由其他数计算出来的吗？$when：它属于更早的迭代吗？
operand-title = { $symbol } = { $value }{ $when ->
    [earlier] ，在迭代 { $iteration }
   *[now] {""}
 }：{ $made ->
    [of-nothing] 不是由其他数计算出来的
   *[of-others] 为什么？
 }
fold-show = 显示
subtotals = { $sources ->
    [input-past-bias] 其中，输入贡献 <reading></reading>，过去贡献 <past></past>，偏置贡献 <bias></bias>。
    [input-bias] 其中，输入贡献 <reading></reading>，偏置贡献 <bias></bias>。
   *[past-bias] 其中，过去贡献 <past></past>，偏置贡献 <bias></bias>。
 }
sum-total = 和
sum-rest = 还有 { $rest } 项，合计 { $value }
sum-rest-zero = 还有 { $rest } 项，都是 0
sum-fewer = 少显示几项
shares-logit = logit
# softmax 的各列：一个词元的 logit y、它的指数，以及它在总和中的份额。
shares-share = 份额
shares-total = 总和
shares-rest = 还有 { $rest } 个词元，合计 { $share }
shares-fewer = 少显示几个词元

## 它的请求，以及可能的问题

request-curl = 复制为 curl 命令
request-text = 复制 curl 命令（输出纯文本）
request-copied = 已复制。
request-forbidden = 这里不允许复制。
inspector-unreachable = 服务器没有响应，暂时无法解释这个数。
trouble-retry = 重试
trouble-close = 关闭
trouble-here = 在迭代 { $iteration } 处解释它

## 梯度是否与中心差分核对过

proof-heading = 验证
proof-question = <b>它对吗？</b>把这个权重稍微改动一下，看损失怎样变，再作比较。
proof-run = 核对
proof-running = 正在核对……
proof-again = 再核对一次
proof-analytic = 由反向传播得出
proof-numeric = 由损失的中心差分得出
proof-error = 相对误差
proof-none = 核对
proof-none-title = 用损失的中心差分核对这个梯度
proof-checking = 正在核对……
proof-checking-title = 正在测量每个权重附近的损失
proof-failed = 失败：重试
# $mark 是 ✓ 或 ✗，$error 是写成文本的相对误差：3·10⁻¹²。
proof-checked = { $extent ->
    [all] { $mark } { $error }
   *[some] { $mark } { $error }，{ $total } 个中的 { $checked } 个
 }
proof-checked-title = { $extent ->
    [all] 已核对：反向传播与中心差分的相对误差是 { $error }
   *[some] 部分核对（时间用完之前，核对了 { $total } 个数中的 { $checked } 个）：反向传播与中心差分的相对误差是 { $error }
 }
proof-label = { $text }。{ $parameter } 的梯度：{ $title }

## 哪些字母起了作用

letters-heading = 哪些输入起了作用
letters-behind = 属于迭代 { $iteration }；训练暂停时更新
letters-at = 在 <var>t</var> =
letters-logit = logit，所属词元
letters-after = { $t }，在“{ $input }”之后
letters-target = “{ $target }”，目标
letters-probable = 概率最大的
letters-diverged = 这些数不是有限数：运行已经发散。
letters-none = t = { $t } 处“{ $token }”的 logit 不依赖于任何一个输入。
letters-most = 在读入的内容中，t = { $at } 处的“{ $letter }”（{ $back ->
    [0] 刚刚读入
   *[other] { $back } 个时间步之前
 }）对 t = { $t } 处“{ $token }”的 logit 影响最大：这个输入增大，logit 就会{ $does ->
    [raise] 增大
   *[lower] 减小
 }（{ $value }）。
# 读给屏幕阅读器：一个输入，logit 如何随它变化，以及如何随它的位置上的任意词元变化。
letters-letter = t = { $t }，{ $letter }：∂y/∂x[{ $letter }] = { $value }；∂y/∂x 对所有词元的范数 = { $norm }
letters-point = 指向一个输入，或用键盘移到它，就能看到它精确的数。
letters-lowers = 使 logit 减小
letters-raises = 使它增大
letters-norm = 横条：<norm></norm>，对所有词元的范数（刻度 0–{ $most }）
states-heading = <var>h</var><sub>{ $t }</sub> 在多大程度上依赖更早的 <var>h</var><sub>s</sub>：<norm></norm>
states-log = 对数
states-log-title = 范数轴取对数
# $norm：h_0 的变化最多被乘以多少。
states-arrive = h₀ 的微小变化传到 h{ $at } 时，最多变为 { $norm } 倍：{ $change ->
    [vanishes] 几乎什么都没有剩下，能沿原路返回的梯度也同样少。梯度消失了。
    [shrinks] 它会变小，但在这段距离上没有消失。
    [stays] 它可以保持原来的大小。
    [grows] 它可能变大，但在这段距离上没有爆炸。
   *[explodes] 早期的微小变化到这里可能变得很大，返回的梯度也是如此。梯度爆炸了。
 }
