# 两次运行有什么不同，逐项设置；以及实验中的网络怎么称呼。

setting-task = 任务 { $value }
setting-distance = 距离 { $value }
setting-seed = 随机种子 { $value }
setting-sharing = { $value ->
    [all] 共享所有权重
    [output] 只共享输出权重
   *[none] 不共享权重
 }
setting-hidden_size = { $value } 个单元
setting-initialization = { $value ->
    [uniform] 均匀分布的权重
    [orthogonal] 正交权重
    [normal] 正态分布的权重
   *[other] { $name } 权重
 }
setting-initialization_scale = 权重 × { $value }
setting-spectral_radius = { $value ->
    [null] W_hh 不缩放
   *[other] 谱半径 { $number }
 }
setting-keep_bias = 遗忘门或更新门的偏置 { $value }
keep-bias = { $gate ->
    [update] 更新门偏置 { $bias }
   *[forget] 遗忘门偏置 { $bias }
 }
setting-examples = { $count ->
    [0] 内置的样本
   *[other] { $count } 个你自己的样本
 }
setting-initial_parameters = { $names ->
    [null] 随机权重
   *[other] 给定 { $names }
 }
setting-h_0 = { $value ->
    [null] h_0 为零
   *[given] 给定 h_0
 }
setting-learning_rate = η = { $value }
setting-clip_norm = { $value ->
    [null] 不裁剪
   *[other] 裁剪到 { $number }
 }
contrast-reads = 样本 { $number } 读入{ $text }
contrast-has-target = 样本 { $number } 的目标是{ $text }
contrast-array = 给定 { $name } 为 { $value }
contrast-not-held = 没有固定的单元
contrast-held = { $state } 固定在 { $value }
contrast-from = { $setting }（从 { $iteration } 起）
contrast-more = { $names } 以及另外 { $count } 个
contrast-edit = { $weight } = { $value }（在 { $iteration }）
contrast-edits = 改动了 { $count } 个权重，第一个是 { $edit }
contrast-unchanged = 没有改变
contrast-same = 两者的配置和干预相同：在同一次迭代上，所有差都是 0。
contrast-words = A：{ $first }。B：{ $second }。
contrast-same-until = 到迭代 { $iteration } 为止是同一次运行。A：{ $first }。B：{ $second }。
