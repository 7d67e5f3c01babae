# 课堂答案的表格。

class-csv-number = 题号
class-csv-question = 问题
class-csv-iteration = 提问时的迭代
class-csv-target = 测量时的迭代
class-csv-answer = 答案
class-csv-count = 次数
class-csv-truth = 测量结果
class-csv-kind-letter = 哪个字母的概率会最大？
class-csv-kind-loss = 损失会下降吗？
class-csv-kind-sign = { $number } 的符号会是什么？
class-csv-kind-number = { $number } 会是多少？
class-csv-kind-choice = 选哪一个？
