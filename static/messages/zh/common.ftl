# 每个页面都要说的：计数、名称、设置。

## 语言
# 以使用者自己的写法。

language-name = 简体中文
languages = 语言
wrong-language = lang 必须是 { $allowed }

## 列举与引用

list-separator = 、
list-or = { $items } 或 { $last }
clause-separator = ；
sentence-separator = {""}
sentence = { $text }。
quotation = “{ $text }”

## 数、字符与名称

not-finite = 不是有限数
# 读给屏幕阅读器的字符。
character = { $name ->
    [line_break] 换行
    [carriage_return] 回车
    [tab] 制表符
    [no_break_space] 不换行空格
   *[space] 空格
 }
cell-name = { $cell ->
    [tanh] 普通循环神经网络
    [gru] GRU
    [lstm] LSTM
    [window] 窗口多层感知机，k = { $window }
   *[other] { $name }
 }
names-and = { $names } 和 { $last }

## 输入的内容

wrong-number = 请输入：{ $allowed }。
wrong-length = 请输入 { $least } 到 { $most } 个字符；现在有 { $count } 个{ $joined ->
    [yes] 码点，而一个字符可能由几个码点组成
   *[no] { "" }
 }。
wrong-uniform = 请至少使用两个不同的字符：只有一个时，没有什么可预测的。
wrong-half = 文本中有半个字符，请重新输入它。
wrong-example = 第 { $line } 行需要一个输入、=> 和它的目标。

## 链接

link-unknown = 这个链接中有未知的设置 { $names }。已知的设置：{ $allowed }
link-more = { $names }等，另有 { $count } 个
link-hide = 这个链接要隐藏 { $name }，但页面没有这一部分。已知的部分：{ $allowed }
link-names = { $names }、hide 和 inspect
link-number = 这个链接中的 { $name } 不是数
link-structure = 无法读取这个链接中的 { $name }
link-change = 无法读取这个链接中的改动“{ $text }”
link-iteration = 这个链接中的迭代不是数
link-phase = 无法读取这个链接中的阶段“{ $text }”


## 每个页面
page-description = 逐次迭代，看循环神经网络如何学习。
skip = 跳到正文
pages = 页面
theme-title = 切换浅色与深色
theme = 深色主题
page-workbench = 工作台
page-learn = 学习
page-compare = 比较
page-experiments = 实验
page-gradients = 梯度
page-runs = 我的运行
page-class = 课堂
page-api = API
brand = RNN Explainer

## API 文档

docs-title = RNN Explainer：REST API
docs-description = RNN Explainer 的 REST API 的所有路由，可以阅读，也可以试用。
docs-heading = REST API
docs-where = API 的描述在 <a href="/openapi.json">/openapi.json</a>。

## 损失的走势

losses-so-far = 至今的损失：第一步之前为 { $first }，{ $steps } 步之后为 { $now }
