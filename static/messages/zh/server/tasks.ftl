# 每个任务的名称、内容，以及计入得分的是什么。

task-title-next_character = 下一个字符
task-words-next_character = 逐个字符读入文本，每次预测下一个字符。
task-metric-next_character = 准确率，只计其字符对（读入的字符和下一个字符）在训练文本中出现过的位置
task-title-counting = 计数
task-words-counting = 读入若干个 a，再读入同样多的 b，并预测它们在哪里结束，这就需要计数。读 a 时，下一个字母无法预测；第一个 b 之后，它就完全确定了。
task-metric-counting = 读 b 时所作预测的准确率：剩下的 b，以及结尾
task-title-sentiment = 情感分析
task-words-sentiment = 逐词读入一个句子，在句末预测它是正面还是负面。“not”会把后面的意思反过来，所以词序很重要。
task-metric-sentiment = 在最后一个词处分类正确的句子
task-title-captioning = 图片描述
task-words-captioning = 看一幅小图片，用词语描述它。图片决定初始状态；此后网络再也看不到它。
task-metric-captioning = 生成的描述完全一致的图片
task-title-translation = 翻译
task-words-translation = 读入一个英语短语，再用中文写出来。编码器和解码器的权重是分开的：对于这个短语，解码器知道的只有编码器的最终状态。
task-metric-translation = 生成的译文完全一致的短语
task-title-remembering = 记住第一个字母
task-words-remembering = 读入一个字母，再读入许多其他字母，最后回忆第一个。网络能记住多久，它的梯度又能传回多远？
task-metric-remembering = 最后回忆出第一个字母的序列
