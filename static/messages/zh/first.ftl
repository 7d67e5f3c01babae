# 首页。

first-title = RNN Explainer：看循环神经网络如何学习
first-description = 一步一步地看循环神经网络学会拼写“hello”，并看清每个数是怎么算出来的。
first-what = 循环神经网络每次读入一个字母，用隐状态记住读过的内容，并据此预测下一个字母。
first-network = 正在学习拼写“hello”的循环神经网络
first-no-script = 网络是边看边计算的，需要 JavaScript。下面的章节不需要它也能阅读。

## 操作

first-trained = 第 { $done } 步，共 { $count } 步
first-key-train = 训练 { $count } 步，或停止

## 说明

first-begins = 读完“{ $read }”，它猜“{ $guess }”，但下一个字母是“{ $target }”。点“单步”让它学习。
first-guesses = 更新 { $steps } 次之后，{ $count } 次预测对了 { $right } 次。例如读完“{ $read }”，它猜的是“{ $guess }”，但下一个字母是“{ $target }”。
first-spells = 它拼出了“{ $text }”。
first-learned = 学了 { $steps } 步之后，它第一次拼出了“{ $text }”。
first-lucky = 它还没有学，就拼出了“{ $text }”：纯属巧合。
first-doubts = 它最没把握的是“{ $read }”之后的“{ $target }”：{ $probability }。
first-sure = 它对每个字母都有把握：概率都不低于 { $probability }。
first-spelling = 拼写
first-loss = 损失

## 网络下方

first-chapters = 一次弄清一个问题
first-chapters-note = 先猜，再在真实的网络上试，然后看结果。
first-workbench = 打开工作台
first-workbench-note = 在工作台中打开这次运行，可以查看每一个数：权重、梯度、每一步的各个阶段，以及每个数的来历。
first-curl = 用 curl 操作
first-curl-note = 粘贴到终端里，看上面的网络跟着变化。
first-curl-copy = 复制这两行
