# What one iteration computes, beside its equations; and the captions of the figures.
# $xh, $hh and $hy are the weight matrices, in their colours.

equations-heading = What one iteration computes

## Forward

equations-forward = Forward: read, remember, predict
equations-picture = The picture’s pixels <var>p</var> set the state before the first word; the network never sees the picture again.
equations-mix-next = At timestep <var>t</var> the cell mixes what it reads with what it remembers, and predicts what comes next.
equations-mix-verdict = At timestep <var>t</var> the cell mixes what it reads with what it remembers, and predicts an answer; only the prediction at the last timestep has a target.
equations-past = <var>h</var><sub>t−1</sub> is the only thing that reaches it from the past.
equations-past-lstm = <var>h</var><sub>t−1</sub> and the cell state <var>c</var><sub>t−1</sub> are all that reaches it from the past.
equations-window = At timestep <var>t</var> the network sees the last few tokens, their one-hot vectors concatenated in <var>x</var><sub>t</sub>, and nothing else: no state is passed on, so nothing from earlier timesteps reaches it.
equations-halves = The encoder and the decoder each have their own { $xh }, { $hh } and <var>b</var><sub>h</sub>. The decoder starts from the encoder’s final state; only the decoder writes.
equations-unshared = Each timestep has its own weights: { $xh } at <var>t</var> = 3 means timestep 3’s { $xh }.
equations-output = The output layer, { $hy } and <var>b</var><sub>y</sub>, is the same at every timestep; each timestep has its own other weights: { $xh } at <var>t</var> = 3 means timestep 3’s { $xh }.
equations-gates-gru = The reset gate <var>r</var> says how much of the past the candidate <var>n</var> sees, the update gate <var>z</var> how much of the old state is kept. Each gate is a number from 0 to 1 for every unit; u[r] and v[r] denote the rows of u and v for gate r.
equations-gates-lstm = The forget gate <var>f</var> says how much of the cell state is kept, the input gate <var>i</var> how much of the candidate <var>g</var> is written to it, the output gate <var>o</var> how much of it is shown as <var>h</var>. Each gate is a number from 0 to 1 for every unit; a[f] denotes the rows of a for gate f.

## Loss

equations-loss = Loss: how surprised was the network?
equations-loss-added = Certain and right costs 0. Giving the right answer probability ½ costs 0.69. The losses of all timesteps are added, not averaged.
equations-loss-added-some = Certain and right costs 0. Giving the right answer probability ½ costs 0.69. The losses of all timesteps are added, not averaged; a timestep without a target has no loss.

## Backward

equations-backward = Backward, through time
equations-gradient-window = The gradient reaches <var>h</var><sub>t</sub> only through its own prediction: no timestep is connected to another, so nothing flows back through time.
equations-gradient = The gradient reaches <var>h</var><sub>t</sub> in two ways: through its own prediction, and from timestep <var>t</var>+1. At the last timestep the second part is 0.
equations-gradient-lstm = The gradient also passes along the cell state, from <var>c</var><sub>t+1</sub> to <var>c</var><sub>t</sub>, multiplied only by the forget gate: where <var>f</var> is near 1, it does not fade.
equations-gradient-gru = Where the update gate <var>z</var> is near 1, the gradient passes from <var>h</var><sub>t+1</sub> straight to <var>h</var><sub>t</sub>: it does not fade.

## Gradients and update

equations-gradients = One gradient for each matrix
equations-summed = The matrices are the same at every timestep, so the gradients from all timesteps are added up.
equations-summed-halves = The encoder’s matrices are the same at all of its timesteps, so the gradients from these are added up; likewise for the decoder’s.
equations-summed-unshared = Each timestep has its own matrices, so nothing is added up: of each sum, only that timestep’s term remains. Nothing learned at one timestep carries over to another.
equations-summed-output = { $hy } is the same at every timestep, so its gradients from all timesteps are added up. The other matrices belong to one timestep each, so their gradients are not: of each sum, only that timestep’s term remains.
equations-update = Update
equations-parameters = <var>θ</var> is any of the parameters, <var>g</var> all gradients together, <var>g</var><sub>θ</sub> the gradient of <var>θ</var> after clipping. Step adds Δ<var>θ</var> once.
# $norm and $scale are the numbers, as buttons.
equations-clipped = Here ‖<var>g</var>‖ = { $norm }, and every gradient is multiplied by { $scale }.

## Folded and unrolled

equations-folding = Folded and unrolled
equations-folding-window = There is nothing to unroll: it is the same network at every timestep, used once for each.
equations-folding-unshared = There is nothing to fold: no two timesteps have the same weights, so the drawing has as many networks as timesteps.
equations-folding-output = There is nothing to fold: only { $hy } and <var>b</var><sub>y</sub> are the same at every timestep, so the drawing has as many cells as timesteps.
equations-folding-shared = Folded, the network is one cell with a loop: its state <var>h</var> feeds back into itself. Unrolled, the same cell is drawn once for everything it reads, with time running to the right.
equations-folding-shared-lstm = Folded, the network is one cell with a loop: its state <var>h</var>, with its cell state <var>c</var>, feeds back into itself. Unrolled, the same cell is drawn once for everything it reads, with time running to the right.
equations-folding-halves = The drawing has two cells, each drawn once for everything it reads, with time running to the right: the decoder starts from the encoder’s final state.
equations-folding-halves-window = The drawing has two cells, each drawn once for everything it reads, with time running to the right.
equations-copies = The copies share their weights: { $xh }, { $hh } and { $hy } have the same colour everywhere on this page because they are the same numbers everywhere.
equations-copies-window = The copies share their weights: { $xh } and { $hy } have the same colour everywhere on this page because they are the same numbers everywhere.
equations-differs-tanh = Only what is read, remembered and predicted differs: <var>x</var><sub>t</sub>, <var>h</var><sub>t</sub> and <var>ŷ</var><sub>t</sub>.
equations-differs-gru = Only what is read, remembered and predicted differs: <var>x</var><sub>t</sub>, the gates, <var>h</var><sub>t</sub> and <var>ŷ</var><sub>t</sub>.
equations-differs-lstm = Only what is read, remembered and predicted differs: <var>x</var><sub>t</sub>, the gates, <var>c</var><sub>t</sub>, <var>h</var><sub>t</sub> and <var>ŷ</var><sub>t</sub>.
equations-differs-window = Only what is read, remembered and predicted differs.

## The figures

figures-label = Weights, states and loss
figures-sum-title = The gradient as the sum of its timesteps
figures-sum = gradient of { $parameter } as the sum of its timesteps
figures-W_xh = input → unit
figures-W_xh-gated = input → gates of the units
figures-W_hh = unit → unit, one timestep later
figures-W_hh-gated = unit → gates, one timestep later
figures-W_hy = unit → output
figures-W_ph = pixel → unit of <var>h</var><sub>0</sub>
figures-b_h = bias of the units
figures-b_h-gated = bias of the gates
figures-b_y = bias of the output
figures-hidden_states = Hidden states <var>h</var><sub>t</sub>
figures-hidden_states-axes = units × timesteps
figures-loss_per_timestep = Loss at each timestep
figures-loss_history = Loss over iterations
