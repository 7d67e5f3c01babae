# The drawing of the network.

network-timesteps = { $T ->
    [one] { $T } timestep
   *[other] { $T } timesteps
 }
# A half of a network that has two.
network-part = { $part ->
    [encoder] encoder
   *[decoder] decoder
 }

## Beside the title

network-counting = Timesteps count from 1, units from 0.
network-note-shared = { $folded ->
    [yes] one cell, whose state is fed back at the next timestep
   *[no] one cell at { network-timesteps }. Same colour, same weights. { network-counting }
 }
network-note-memoryless = { $folded ->
    [yes] one cell without a loop: no state is fed back
   *[no] one network at { network-timesteps }. No state is passed from one to the next. { network-counting }
 }
network-note-halves = two cells, one that reads and one that writes, each with its own weights. { network-counting }
# $shared and $own name parameters: W_hy and b_y.
network-note-unshared = { network-timesteps }{ $extent ->
    [none] , each with its own weights. Different colours, different weights.
   *[some] . They share { $shared }; each has its own { $own }.
 } { network-counting }

## The whole network, for screen readers

network-sizes = { $H ->
    [one] { $H } hidden unit
   *[other] { $H } hidden units
 } and { $V ->
    [one] { $V } possible output
   *[other] { $V } possible outputs
 }
network-overview-shared = The network unrolled over { network-timesteps }, with { network-sizes }.
network-overview-memoryless = The network at { network-timesteps }, with { network-sizes }. No state is passed from one to the next.
network-overview-halves = The network unrolled over { network-timesteps }, with { network-sizes }: the encoder reads { $reads ->
    [one] { $reads } token
   *[other] { $reads } tokens
 }, the decoder writes { $writes }.
network-overview-unshared = The network unrolled over { network-timesteps }, with { network-sizes }. { $extent ->
    [none] Each timestep has its own weights.
   *[some] The timesteps share { $shared }; each has its own { $own }.
 }

## One timestep, for screen readers

network-summary-timestep = Timestep { $t }{ $part ->
    [encoder] , encoder
    [decoder] , decoder
   *[none] { "" }
 }
network-no-token = nothing
network-summary = { $known ->
    [nothing] { network-summary-timestep }: not reached yet.
    [input] { network-summary-timestep }: reads { $input }.
    [unasked] { network-summary-timestep }: reads { $input }, predicts { $guess }. No target at this timestep.
    [prediction] { network-summary-timestep }: reads { $input }, predicts { $guess }.
    [right] { network-summary-timestep }: reads { $input }, predicts { $guess }, which is correct. Loss { $loss }.
   *[wrong] { network-summary-timestep }: reads { $input }, predicts { $guess }, which is wrong: the target is { $target }. Loss { $loss }.
 }

## One number, in its tooltip. $at is a timestep as a subscript, $before the one before it.

network-not-computed = not computed yet
network-h0 = The state before the first token.
network-h0-of-picture = tanh(W_ph p + b_ph): the picture sets the initial state.
network-c0 = The cell state before the first token.
network-pixel = A pixel of the picture: 1 is black, 0 is white.
network-held = Held at this value by hand; what the unit would compute is not used.
network-made-by-gru = = (1 − z{ $at }) · n{ $at } + z{ $at } · h{ $before } of this unit
network-c = = f{ $at } · c{ $before } + i{ $at } · g{ $at } of this unit
network-softmax = softmax of the logits y{ $at }; y{ $at }[{ $token }] = { $logit }
network-predicted = The most probable token: the prediction.
network-target = The target: the correct answer here.
network-adds-no-loss = No target at this timestep, so it adds no loss.
# What a gate does; one that is not known here has only its letter.
network-gate-name = { $gate ->
    [r] the reset gate: how much of the past is seen
    [z] the update gate: how much is kept
    [n] the candidate: what would be written
    [i] the input gate: how much is written
    [f] the forget gate: how much is kept
    [g] the candidate: what would be written
    [o] the output gate: how much is shown
   *[other] the gate { $gate }
 }
network-gate = From 0 (closed) to 1 (open).
network-candidate = From −1 to +1.
network-gate-reads = It sees the past through { $through }.

network-sum = Norm of the gradient with respect to this state.
network-sum-output = from its own prediction y{ $at } (norm { $output })
network-sum-future = from timestep { $next } (norm { $future })
network-sum-of = { $streams ->
    [both] The gradient is the sum of two vectors: { network-sum-output } and { network-sum-future }.
    [output] It all comes { network-sum-output }.
    [future] It all comes { network-sum-future }.
   *[none] Nothing depends on this state, so it is 0.
 }
network-state = { $letter ->
    [c] cell state
   *[h] state
 }
network-flow-to-start = Norm of the gradient with respect to the initial { network-state }. It all comes from timestep 1.
network-flow = Norm of the gradient that flows back into this { network-state } from timestep { $next }.
network-flow-of = The whole gradient ∂L/∂{ $letter }{ $at } has norm { $sum }.

network-one-hot = x{ $at } is “{ $token }” as a one-hot vector
network-one-hots = x{ $at } is { $groups } one-hot vectors, concatenated: the current token’s and those of the tokens before it. { $before ->
    [0] This one is the current token’s
    [one] This one is from { $before } timestep earlier
   *[other] This one is from { $before } timesteps earlier
 }
network-one-hot-at = { $hot ->
    [none] { $what }; nothing had been read by then, so it is all zeros.
   *[index] { $what }: 1 at index { $hot }, 0 at the other { $others }.
 }

network-matrix = The matrix { $name } has { $rows } rows and { $columns } columns
network-matrix-W_xh = From the input to the { $gated ->
    [yes] gates.
   *[no] state.
 }
network-matrix-W_hh = From the previous state to { $gated ->
    [yes] the gates.
   *[no] this one.
 }
network-matrix-W_hy = From the state to the logits.
network-matrix-W_ph = From the picture to h₀, the initial state.
network-matrix-rows = Its rows belong to the gates { $gates }, { $rows } each.
network-matrix-reach = { $reach ->
    [unshared] Used at t = { $t } only: each timestep has its own.
    [halves] The same matrix at every timestep of the { network-part }.
   *[shared] The same matrix at every timestep.
 }

## When a parameter is in use

network-used-start = before the first timestep
network-used-always = at every timestep
network-used-writing = at every timestep that writes
network-used-once = at timestep { $part } only
network-used-part = at every timestep of the { network-part }

## What a row belongs to

network-row = { $gate ->
    [none] unit { $unit }
    [r] the reset gate of unit { $unit }
    [z] the update gate of unit { $unit }
    [n] the candidate of unit { $unit }
    [i] the input gate of unit { $unit }
    [f] the forget gate of unit { $unit }
    [g] the candidate of unit { $unit }
    [o] the output gate of unit { $unit }
   *[other] the gate { $gate } of unit { $unit }
 }

## Inside the drawing

network-start = h_0, the initial state
network-picture = picture p
network-unasked = no target here
network-unasked-short = no target
network-loss-name = loss{ $at }
network-flow-name = ‖∂L/∂{ $letter }{ $at } from { $next }‖
network-no-prediction = no prediction
# After what was predicted.
network-not-target = , not { $target }
network-half = { $does ->
    [writes] { network-part } writes
   *[reads] { network-part } reads
 }

## Around the drawing

network-label = { $overview } Arrow keys move from number to number.
network-label-folded = The folded cell. { $summary }
network-unfoldable-unshared = There is nothing to fold here: every timestep has its own { $own }. Only a network that uses the same ones at every timestep is one cell with a loop.
network-unfoldable-halves = This network does not fold into one cell: the encoder and the decoder have separate weights, so it would be two cells, each with its loop.

network-first = First timestep
network-last = Last timestep
network-previous = { $folded ->
    [yes] Previous timestep
   *[no] Previous timesteps
 }
network-next = { $folded ->
    [yes] Next timestep
   *[no] Next timesteps
 }
network-shown = { $folded ->
    [yes] numbers of t = { $first } of { $T }
   *[no] t = { $first } of { $T }
 }
network-shown-range = t = { $first }–{ $last } of { $T }

# The names of the rows; terse where there is room for the symbol only.
network-row-symbol = { $row ->
    [loss] <i>L<sub>t</sub></i>
    [prediction] <i>ŷ<sub>t</sub></i>
    [state] <i>h<sub>t</sub></i>
    [layer] <i>h<sub>t</sub></i>
    [cell] <i>c<sub>t</sub></i>
   *[input] <i>x<sub>t</sub></i>
 }
network-row-name = { $row ->
    [loss] loss
    [prediction] prediction
    [state] state
    [layer] hidden layer
    [cell] cell
   *[input] input
 }
network-row-label = { $terse ->
    [yes] { network-row-symbol }
   *[no] { network-row-name } { network-row-symbol }
 }
network-before = { $before ->
    [0] now
   *[other] { $terse ->
        [yes] −{ $before }
       *[no] { $before } earlier
    }
 }

network-ask = Click: why?

network-units = Hidden units, switched on and off
network-unit = { $state ->
    [held] Unit { $unit }, held at { $value }
   *[other] Unit { $unit }
 }
network-unit-title = { $state ->
    [on] Switch unit { $unit } off: hold it at 0 at every timestep
   *[other] Switch unit { $unit } on again
 }
network-unit-off = off

## The legend

network-legend-state = <i>h<sub>t</sub></i>
network-legend-cell-state = <i>c<sub>t</sub></i>, unbounded
network-legend-gate = gate 0
network-legend-predicted = predicted
network-legend-target = target
network-legend-held = held by hand
network-legend-gradient = gradient from <i>t</i> + 1, with its norm (log-scale width)

## The table for screen readers

network-table = The timesteps of the network, and the norms of their gradients
network-table-gate = { $gate }, { network-gate-name }
network-table-head = { $head ->
    [t] t
    [input] input
    [prediction] prediction
    [target] target
    [probability] probability of the target
   *[loss] loss
 }
network-table-ahead = not yet
network-table-none = none
network-table-unasked = no target
network-table-reads = only reads
network-table-start = the initial state
network-table-from-output = gradient from its output
network-table-from-next = { $letter ->
    [c] gradient from the next cell state
   *[h] gradient from the next timestep
 }
network-table-sum = { $letter ->
    [c] gradient with respect to the cell state
   *[h] gradient with respect to the state
 }

## A cover over rows

network-covered = { $covered ->
    [losses] The losses are covered.
   *[predictions] The predictions and the losses are covered.
 }
network-uncover = Reveal
