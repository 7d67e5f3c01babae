# 任务：数据、回答与得分。

task-heading = 任务：

## 它的形状

task-shape-heading = 形状：
task-shape-label = 任务的形状
task-kind-many_to_many = 多对多
task-kind-many_to_one = 多对一
task-kind-one_to_many = 一对多
task-kind-sequence_to_sequence = 序列到序列
task-shape-hidden = { $timesteps } 个时间步，以及每步读入的词元
task-shape-many_to_many = 它读入 { $timesteps } 个词元，每读一个就预测下一个：共有 { $losses } 个损失。
task-shape-many_to_one = 它读入 { $timesteps } 个词元，只在最后预测一次；只有这次预测有损失。
task-shape-one_to_many = 图片决定初始状态；之后网络在每个时间步输出一个词，每个词都有损失。
task-shape-sequence_to_sequence = 编码器读入“{ $source }”，不输出任何内容；解码器写出“{ $target }”。只有解码器有损失。

## 它的样本

task-examples = 样本
task-split = 哪些样本
task-split-train = 训练集
task-split-validation = 验证集
task-split-test = 测试集
task-split-longer = { $task ->
    [next_character] 更长的文本
   *[other] 更长的序列
 }
task-split-shifted = { $task ->
    [next_character] 移位的文本
   *[other] 移位的序列
 }
task-split-longer-title = { $task ->
    [next_character] 文本连续重复两遍
    [counting] 比训练中的都长的序列
   *[other] 距离比训练中更大的序列
 }
task-split-shifted-title = { $task ->
    [next_character] 去掉第一个字符的文本
   *[other] 在要记住的字母之前多一个字母的序列
 }
task-split-option = { $name }（{ $count }）
task-take = 试试这一个
task-picture = 一幅图片
task-before = 前面的样本
task-after = 后面的样本
task-page = { $count ->
    [0] 没有
   *[other] 第 { $first }–{ $last } 个，共 { $count } 个
 }

## 自己的输入

task-try = 试一试
task-input = { $task ->
    [next_character] 由这些字符组成的文本
    [counting] 一些 a 和 b
    [sentiment] 一个句子
    [translation] 一个英语短语
    [remembering] 一个字母，以及它后面的内容
   *[other] 你的输入
 }
task-ask = 提问
task-grid-label = 画图：方向键移动，空格键涂黑或擦掉一个像素
task-pixel = 第 { $row } 行，第 { $column } 列：{ $ink ->
    [yes] 黑
   *[no] 白
 }
task-grid-undo = 撤销
task-grid-clear = 清空
task-grid-pick = 测试样本中的一幅图片
task-forcing = 网络读入什么
task-free = 自由运行
task-forced = 强制教学
task-forced-disabled = 请从列表中选一个样本：对于你自己的输入，不知道正确答案
task-reads-itself = 自由运行：网络读入自己的输出，因为测试时没有正确答案可用。一处错误可能引出另一处。
task-reads-answer = 强制教学，与训练时相同：无论网络自己预测了什么，读入的都是正确的词元，因此每个位置是单独评判的。

## 它的回答

task-heard = 它读入
# 在被划掉的词元之后、代替它被读入的内容之前；读给屏幕阅读器。
task-read-instead = 未知，读作
task-answer-free = 它写出 <answer></answer>
task-answer-forced = 它在每个位置上的预测是 <answer></answer>
task-answer-label = 它的回答是 <answer></answer>
task-answer-next = 在最后一个词元之后，它预测 <answer></answer>
task-answer-nothing = 什么都没有
task-answer-endless = （写了 { $count } 个词元后停止，没有出现 EOS）
task-step = t = { $t }：{ $output } 的概率是 { $probability }
task-words-and = { $words }和{ $last }
task-unknown = { $words }不在它的词表中。它读入的是 { $read }，而没有一个训练样本含有这个词元{ $extent ->
    [all] ，所以它对这个输入一无所知。
   *[some] 。
 }
task-asked = { $known ->
    [yes] 迭代 { $iteration } 的回答。正确答案：“{ $target }”。
   *[no] 迭代 { $iteration } 的回答。
 }
task-course-label = 每读一个词之后的预测
task-course-unknown = { $input }，未知，读作 { $read }

## 它的得分

task-score = 得分
task-score-ask = 给这次迭代评分
task-score-table = 各个集合上的得分
task-metric = 得分：{ $metric }。
task-scoring = 正在给所有样本评分……
task-scored = 评分于迭代 { $iteration }。损失是所有样本的平均值。
task-score-loss = 损失
task-score-share = 得分
task-score-predictions = 单个预测
task-score-counted = { $right } / { $all }
task-score-beyond = { $extent ->
    [all] 没有用于这么多时间步的权重
   *[some] { $beyond } 个：没有用于这么多时间步的权重
 }
