# 图中的文字。

figure-iteration = 迭代
figure-none = 这个网络没有 { $name }
figure-hidden_states = 隐状态 h<sub>t</sub>
figure-held = ，手动固定
figure-loss_per_timestep = 每个时间步的损失
figure-loss_history = 损失随迭代的变化
figure-loss-hover = 迭代 { $iteration }<br>损失 { $loss }
figure-both-states = 隐状态 h<sub>t</sub>，B − A
figure-both-losses = 两者的损失随迭代的变化
figure-loss = { figure-split }上的损失，对一个样本求和
figure-score = { figure-split }上的得分
figure-split = { $split ->
    [train] 训练集
    [validation] 验证集
    [test] 测试集
    [longer] 更长的序列
    [shifted] 移位的序列
   *[other] { $name }
 }
figure-floor = 这个窗口的下界：{ $floor }
figure-floors = 各个窗口的下界（点线）：<br>{ $floors }
figure-growth = 参数个数与文本长度
figure-growth-hover = T = { $T }：{ $weights } 个参数
figure-timesteps = 时间步数 T
figure-memory = 状态中最大的一项
figure-memory-timesteps = 时间步 t，以及读入的词元
figure-memory-none = 在结束时测量
figure-loss-gradients = 损失的梯度
figure-all-losses = { $norm }，所有损失
figure-last-loss = { $norm }，最后一个损失
figure-start = 开始
figure-jacobians = 从状态到最后一个状态
figure-linear = ρ<sup>T−t</sup>，假如它是线性的
figure-not-finite = 不是有限数：运行已发散
figure-eigenvalues = W<sub>hh</sub> 的特征值
figure-singular-values = W<sub>hh</sub> 的奇异值
figure-real = 实部
figure-imaginary = 虚部
figure-largest-first = 从大到小
figure-gate = 门 { $gate }
figure-losses = 损失
figure-gradient-norms = 裁剪之前的梯度范数
