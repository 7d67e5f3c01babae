# 度量不接受的提问。

refused-timestep = { $name } 是 { $given }，但时间步是 1 到 { $last }
refused-no-target = 在 t = { $t } 没有要预测的内容
refused-since = since 是 0 到 { $last } 之间的一次迭代
refused-index-form = 下标是整数：2,0
refused-index = { $quantity } 的下标有 { $count } 个数：{ $ranges }
refused-no-index = { $quantity } 没有这个下标：下标从 0 开始，每一维一个
refused-no-parameter = 没有参数“{ $quantity }”；参数有：{ $known }
refused-not-everywhere = “{ $quantity }”不是每个时间步都使用的参数；这样的参数有：{ $known }
refused-not-finite = 这次迭代中有的数不是有限数
refused-no-parts = 这个状态不是字母与过去之和
refused-no-floor = 有状态的网络没有这样的下界
refused-window = reads 是 { $given }，但窗口看 1 到 { $last } 个字母
refused-no-state = 与窗口相比的是有状态的网络
refused-no-text = 这个任务中没有文本“{ $split }”
refused-words = 这个任务读写的是词，不是单个字母
refused-letters = letters 是网络读的那些字母，顺序任意
refused-layers = layers 是 { $given }，但应该是 1 到 { $last }
refused-no-longer = 这个实验的文本不能更长
refused-not-measured = 模型 { $model } 还没有用每个随机种子测量完
refused-split = split 是其中之一：{ $known }
refused-repeated = 这个度量要重新训练，最多到迭代 { $most }
refused-no-cell-state = 这个网络没有记忆元
refused-earlier-losses = 这个任务在最后一个时间步之前就有损失
refused-no-forget-gate = 这个网络没有遗忘门
refused-short-lane = 通路至少有两个时间步长
refused-model = { $name } 是 { $given }，但模型是 1 到 { $last }
refused-parameter = { $measure } 没有参数“{ $name }”；{ $count ->
    [0] 它没有参数
   *[other] 它的参数有：{ $known }
 }
refused-missing = { $measure } 需要 { $name }
refused-kind = { $name } 是{ $kind ->
    [int] 整数
    [float] 数
   *[str] 文本
 }
refused-nothing-asked = 这个样本中没有要预测的内容
refused-quantity = quantity 是其中之一：{ $known }
refused-one-word = source 至少有两个词
refused-examples = examples 这样写：good = positive; bad = negative
refused-no-label = 这个任务写出文本，不给出标签
