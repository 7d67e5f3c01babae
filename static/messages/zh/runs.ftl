# 列出这个浏览器建立的运行的页面。

runs-page-title = 我的运行 · RNN Explainer
runs-description = 你在这个浏览器里建立的运行。关闭页面或重启服务器之后，它们都还在。
runs-loading = 正在读取你的运行……
runs-none = 还没有运行。走出第一步或者起了标题之后，运行就会出现在这里。
runs-workbench = 打开工作台
runs-kept = { $days ->
    [0] 运行在最后一次使用 { $hours } 小时后删除。
   *[other] 运行在最后一次使用 { $days } 天后删除。
 }
runs-shown = { $isAll ->
    [yes] 共 { $total } 次运行
   *[no] 共 { $total } 次运行，这里是最近使用的 { $count } 次
 }
runs-more = 显示更多
runs-delete-all = 全部删除
runs-iteration = 迭代 { $iteration }{ $isBack ->
    [yes] （训练到过 { $furthest }）
   *[no] {""}
 }{ $changes ->
    [0] {""}
   *[other] {" · "}{ $changes } 处改动
 }
runs-used = 最后使用：{ DATETIME($used, dateStyle: "medium", timeStyle: "short") }
runs-title = { $name } 的标题
runs-title-none = 起个标题
runs-delete = 删除
runs-delete-one = 删除 { $name }
runs-confirm = 删除 { $name }？
runs-confirm-all = { $count ->
    [1] 删除你的运行？
   *[other] 删除全部 { $count } 次运行？
 }
runs-confirm-note = 删除后无法恢复。指向它的实时链接会失效；其他链接会重新建立同样的运行。
runs-keep = 取消
