# What stands in the figures.

figure-iteration = iteration
figure-none = this network has no { $name }
figure-hidden_states = Hidden states h<sub>t</sub>
figure-held = , held by hand
figure-loss_per_timestep = Loss at each timestep
figure-loss_history = Loss over iterations
figure-loss-hover = iteration { $iteration }<br>loss { $loss }
figure-both-states = Hidden states h<sub>t</sub>, B − A
figure-both-losses = Loss of both over iterations
figure-loss = Loss on { figure-split }, summed over an example
figure-score = Score on { figure-split }
figure-split = { $split ->
    [train] train
    [validation] validation
    [test] test
    [longer] longer
    [shifted] shifted
   *[other] { $name }
 }
figure-floor = lower bound for this window: { $floor }
figure-floors = lower bound for each window, dotted:<br>{ $floors }
figure-growth = Number of parameters by text length
figure-growth-hover = T = { $T }: { $weights } parameters
figure-timesteps = timesteps T
figure-memory = The largest entry of the state
figure-memory-timesteps = timestep t, and the token read
figure-memory-none = measured at the end
figure-loss-gradients = The loss’s gradient
figure-all-losses = { $norm }, all losses
figure-last-loss = { $norm }, the last loss
figure-start = start
figure-jacobians = From state to last state
figure-linear = ρ<sup>T−t</sup>, if it were linear
figure-not-finite = not finite: the run has diverged
figure-eigenvalues = Eigenvalues of W<sub>hh</sub>
figure-singular-values = Singular values of W<sub>hh</sub>
figure-real = real part
figure-imaginary = imaginary part
figure-largest-first = the largest first
figure-gate = gate { $gate }
figure-losses = Loss
figure-gradient-norms = Gradient norm before clipping
