# The laboratory of gradients.

gradients-title = How far does a gradient reach?
gradients-page-title = RNN Explainer: how far does a gradient reach?
gradients-description = Gradients of a recurrent network vanish and explode over distance: measured, with the remedies compared.
gradients-results = Measurements
gradients-unreachable = { $told } Is it still running?

## The guide: what each preset is about

gradients-presets = Presets: each fills in the settings
gradients-guide-own = For every state <var>h</var><sub>t</sub>, training asks: if it had been a little different, how different would the loss be? The answer, ∂<var>L</var>/∂<var>h</var><sub>t</sub>, is computed backwards. Each step back multiplies it by the same <weights></weights> and by a slope of the activation, which is at most 1. Many factors a little below 1 make it vanish; many above 1 make it explode. The buttons above fill in the settings; then change them yourself.
gradients-guide-vanish = The eigenvalues of <weights></weights> start within 0.5 of zero, and the slope of tanh is at most 1. Only the first letter matters: how much of the gradient is left there, twenty timesteps back? And what do the remedies change? Clipping is on here: it scales large gradients down and never scales small ones up.
gradients-guide-explode = Now some eigenvalues start far outside the unit circle, at up to 3. The slopes of tanh work against them, so the gradient need not follow the dashed line. Nothing limits an SGD update here: look at how large the norm gets in training, and at the loss. Guessing costs ln 4 ≈ 1.39.
gradients-guide-clipping = The same network as in “Explode”, with exactly the same gradients at iteration 0: clipping does not change how far they reach. Before each update, it scales a gradient whose norm is above 1 down to norm 1 and keeps its direction. Compare the two loss curves, “as chosen” and “no clipping”.
gradients-guide-orthogonal = All eigenvalues of an orthogonal <weights></weights> lie on the unit circle, and all its singular values are 1: the matrix itself leaves the norm of every vector as it is. What shrinks the gradient is the slope of tanh, which is below 1 wherever a state is not 0. Does training keep the matrix there? Raise “Measure at iteration” and watch the eigenvalues.
gradients-guide-gates = An LSTM carries a second state, <var>c</var><sub>t</sub> = <var>f</var><sub>t</sub> ⊙ <var>c</var><sub>t−1</sub> + …: a way back in time that multiplies by the forget gate and not by <weights></weights>. It is open only where <var>f</var> is near 1; here its bias starts at 4, so that <var>f</var> starts at about 0.98. “half closed” is the same LSTM with a bias of 0, where <var>f</var> starts at about 0.5: what is left of the gradient then?

## The controls

gradients-controls = Settings
gradients-problems = { $problems } Using the default instead.
gradients-unreadable = Invalid { $name } in the address (expected { $allowed }).
gradients-enter = Enter { $allowed }.
gradients-data = Data
gradients-network = Network
gradients-training = Training
gradients-new-seed = New seed
gradients-label-task = Task
gradients-label-distance = Distance
gradients-label-text = Text
gradients-label-cell = Cell
gradients-label-hidden_size = Hidden units
gradients-label-initialization = Weights
gradients-label-spectral_radius = Spectral radius <var>ρ</var>
gradients-label-keep_bias = { $cell ->
    [gru] Update-gate bias
   *[other] Forget-gate bias
 }
gradients-label-seed = Seed
gradients-label-iteration = Measure at iteration
gradients-label-iterations = Training iterations
gradients-label-optimizer = Optimizer
gradients-label-learning_rate = Learning rate <var>η</var>
gradients-label-clip_norm = Clip to norm
gradients-choice-remembering = Remember the first letter
gradients-choice-next_character = Next character
gradients-choice-tanh = tanh
gradients-choice-gru = GRU
gradients-choice-lstm = LSTM
gradients-choice-normal = normal
gradients-choice-uniform = uniform
gradients-choice-orthogonal = orthogonal
gradients-untrained = 0 (untrained)
# What a slider says that is switched off.
gradients-off-spectral_radius = unscaled
gradients-off-clip_norm = no clipping
gradients-off-keep_bias = no gate
gradients-box-spectral_radius = unscaled after initialization
gradients-box-clip_norm = clip gradients

## The readings

gradients-measuring = Measuring…
gradients-stale = The results below are from earlier settings.
# $end: did training get as far as was wanted? $words: what the gradient does.
gradients-verdict = { $iteration ->
    [0] At initialization
    [one] After 1 iteration
   *[other] After { $iteration } iterations
 }{ $end ->
    [time] {" "}(training stopped there: the server’s time for it was up)
    [diverged] {" "}(training stopped there: it diverged)
   *[reached] {""}
 }, { $words }
gradients-retry = Try again
gradients-reading-spectral_radius = spectral radius, now
gradients-reading-spectral_norm = largest singular value
gradients-reading-first_gradient = ‖∂<var>L</var><sub>T</sub>/∂<var>h</var><sub>1</sub>‖, first
gradients-reading-last_gradient = ‖∂<var>L</var><sub>T</sub>/∂<var>h</var><sub>T</sub>‖, last
gradients-reading-ratio = first ÷ last
gradients-reading-gradient_norm = gradient norm

## Several seeds

gradients-seeds = With several seeds
gradients-seeds-ask = Train with 5 seeds
gradients-seeds-hint = Trains with these settings and with each remedy, with the seeds 1 to 5.
gradients-seeds-training = Training…
gradients-seeds-done = { $seeds ->
    [one] 1 seed
   *[other] { $seeds } seeds
 }, { $seconds } s.
gradients-seeds-seen = What was measured

## The figures

gradients-figure-loss_gradients = How much of the loss’s gradient reaches each state
gradients-figure-jacobians = How each state affects the last one
gradients-figure-eigenvalues = Eigenvalues of <weights></weights>
gradients-figure-singular_values = Singular values of <weights></weights>
gradients-figure-losses = Loss: your settings and each remedy
gradients-figure-gradient_norms = Gradient norm before clipping
gradients-note-loss_gradients = ‖∂<var>L</var>/∂<var>h</var><sub>t</sub>‖, logarithmic. { $task ->
    [next_character] Here every timestep has a loss, which adds to the gradient everywhere; the dotted curve is for the last loss alone.
   *[other] Only the last timestep has a loss.
 }
gradients-note-jacobians = ‖∂<var>h</var><sub>T</sub>/∂<var>h</var><sub>t</sub>‖, the largest singular value of the Jacobian. { $cell ->
    [lstm] For <var>h</var><sub>t</sub> with <var>c</var><sub>t</sub> held, and for <var>c</var><sub>t</sub> with all that follows from it.
   *[other] {""}
 } Dashed: <var>ρ</var><sup>T−t</sup>, not a measurement.
gradients-note-eigenvalues = In the complex plane, with the unit circle. { $cell ->
    [tanh] {""}
   *[other] One square block for each gate.
 }
gradients-note-singular_values = How much <weights></weights> scales a vector, in <var>H</var> directions. { $cell ->
    [tanh] {""}
   *[other] One square block for each gate.
 }
gradients-note-losses = The same seed each time. { $over ->
    [1] {""}
   *[other] Mean over { $over } iterations.
 }
gradients-note-gradient_norms = Over all parameters, logarithmic. { $over ->
    [1] {""}
   *[other] The largest of { $over } iterations.
 } { $isClipped ->
    [yes] Dotted: the norm it is clipped to, { $norm }.
   *[no] {""}
 }
gradients-plot-loss_gradients = Norm of the loss’s gradient over the timesteps
gradients-plot-jacobians = Norm of the Jacobian of the last state over the timesteps
gradients-plot-eigenvalues = Eigenvalues of W_hh in the complex plane
gradients-plot-singular_values = Singular values of W_hh
gradients-plot-losses = Loss over iterations
gradients-plot-gradient_norms = Gradient norm over iterations

## The training runs

gradients-trainings = After training
gradients-column-name = training run
gradients-column-iterations = iterations
gradients-column-norm = largest gradient norm
gradients-column-loss = loss
gradients-column-right = { $judgedOn ->
    [test] correct (test set)
   *[train] correct (training text)
 }
gradients-iterations = { $end ->
    [diverged] { $count }, diverged
    [time] { $count }, time limit reached
   *[iterations] { $count }
 }
gradients-right = { $right } of { $of }
gradients-one-seed = One seed only: it shows what can happen, not what always happens.
gradients-keep = The page’s URL contains these settings. From a terminal:
gradients-open = Open in the workbench
