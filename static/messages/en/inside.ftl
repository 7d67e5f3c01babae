# Inside one iteration: its phases, sums over time, gates and figures.

## What a phase is called. $at is a timestep as a subscript, $t the same as a number.

phase-picture = the picture sets h₀
phase-x = read x{ $at }
phase-h = compute h{ $at }
phase-pass = pass h{ $at } on
phase-probs = predict ŷ{ $at }
phase-loss = loss at t = { $t }
phase-total = add the losses
phase-dlogits = ∂L/∂y{ $at }
phase-dh = ∂L/∂h{ $at }
phase-da = { $gated ->
    [yes] back through the gates of t = { $t }
   *[no] ∂L/∂a{ $at }
 }
phase-gradients = the share of t = { $t }
phase-start = ∂L/∂h₀
phase-from_picture = the gradient of W_ph
phase-clip = clip
phase-update = update

## What happens in a phase. $token is a token in quotation marks; $read is what was read so far.

# $black counts pixels.
caption-picture = Before reading anything, the network looks at the picture once: of its { $rows } × { $columns } pixels, { $black ->
    [one] 1 is
   *[other] { $black } are
 } black. h₀ = tanh(W_ph p + b_ph) is all it will ever know about the picture.

# $groups counts one-hot vectors, $others the entries that are 0.
caption-x-vector = { $groups ->
    [1] x{ $at } is 1 at { $token } and 0 at the other { $others ->
        [one] token
       *[other] { $others } tokens
     }
   *[other] x{ $at } is { $groups } one-hot vectors, concatenated: { $token } and what was read before it
 }
caption-x-encoder = The encoder reads the first token: { $vector }.
caption-x-decoder = From here on the decoder writes, with its own weights. It begins with { $token }: { $vector }. In training it reads the correct token at each timestep, whatever it predicted itself (teacher forcing).
caption-x-unshared = Timestep { $t } has its own input weights, W_xh{ $mark }, which no other timestep uses: { $vector }.
caption-x-first = The network reads the first token: { $vector }.
caption-x = The same happens at timestep { $t }, with the same weights: { $vector }.

caption-h = h{ $at } combines the input { $token } with { $past ->
    [encoder] h{ $before }, the encoder’s final state: all that the decoder knows about { $read }
    [remembered] what the network remembers of { $read }
    [picture] h₀, what it has seen in the picture
    [empty] an empty memory, because h₀ is all zeros
   *[given] h₀, the initial state
 }.
caption-h-window = h{ $at } depends on { $count ->
    [1] the input { $token } alone
   *[other] the last { $count } inputs alone
 }: nothing earlier reaches it.
# Every value but $unit is an equation: f₂[1] = 0.70.
caption-most = Unit { $unit } responds most: { $cell ->
    [gru] the update gate keeps { $z } of { $past }, and the rest comes from the candidate { $n }, so { $h }
    [lstm] the forget gate keeps { $f } of { $first ->
        [yes] c₀, which is 0
       *[no] { $past }
     }, and the input gate adds { $i } of { $g }, giving { $c }. The output gate passes { $o } of its tanh, so { $h }
   *[other] { $h }
 }.
# $more counts further units.
caption-h-held = Unit { $unit } is held at { $value }{ $more ->
    [0] {""}
   *[other] , and { $more } more
 }.

# $units counts the numbers of a state, $next is a timestep.
caption-pass = h{ $at } is passed on: at timestep { $next } it is hₜ₋₁, the past. Its { $units ->
    [one] 1 number is
   *[other] { $units } numbers are
 } all the network remembers of { $read }.
caption-pass-lstm = h{ $at } and the cell state c{ $at } are passed on: at timestep { $next } they are hₜ₋₁ and cₜ₋₁, the past. Their { $units ->
    [one] 1 number each is
   *[other] { $units } numbers each are
 } all the network remembers of { $read }.

# $first and $second are the most probable tokens with their probabilities, of $letters.
caption-probs = From h{ $at } alone the network predicts { $role ->
    [next] how probable each token is as the next one
    [answer] how probable each answer is
   *[unasked] how probable each answer is, though this timestep has no target
 }: { $letters ->
    [1] { $first }.
    [2] { $first }, then { $second }.
   *[other] { $first }, then { $second } …
 }
caption-exploded = ŷ{ $at } is no longer a set of probabilities: this run has exploded.
caption-loss = The target was { $target }: it got { $p }, so the loss is −log { $p } = { $loss }.{ $verdict ->
    [right] {" "}It was the network’s first choice.
    [wrong] {" "}The network’s first choice was { $guess }.
   *[none] {""}
 }
caption-total = The losses of { $all ->
    [yes] all { $count } timesteps
   *[no] the { $count } timesteps with a target
 } are added: L = { $sum }. Training aims to make it smaller.
caption-total-only = Only timestep { $t } has a target, so its loss is the loss of the iteration: L = { $loss }. The timesteps before it matter only through the state they pass on.
caption-total-one = There is only one timestep, so its loss is the loss of the iteration: L = { $loss }.

# $other is the token with the largest derivative beside the target, $slope that derivative.
caption-dlogits = { $start ->
    [only] The loss of timestep { $t } concerns this timestep only: nothing flows back through time.
    [first] Now backward, from the last timestep to the first.
   *[next] Backward to timestep { $t }.
 } ∂L/∂y{ $at } is ŷ{ $at } minus the one-hot target: { $target } gets { $difference }, so a higher logit would lower the loss{ $more ->
    [yes] , as would a lower one for { $other }, which gets { $slope }
   *[no] {""}
 }.
caption-dh = Two gradients meet at h{ $at }: from its own prediction (norm { $own }) and from timestep { $next } (norm { $later }). Their sum is ∂L/∂h{ $at }, with norm { $norm }. Norms do not add up, because the two vectors can point in different directions.
caption-dh-window = Only its own prediction uses h{ $at }, so the whole gradient comes from there: ‖∂L/∂h{ $at }‖ = { $norm }. No later timestep has read it.
caption-dh-last = Nothing comes after h{ $at }, so its gradient comes from its own prediction only: ‖∂L/∂h{ $at }‖ = { $norm }.
caption-dh-unasked = { $writes ->
    [yes] Timestep { $t } has no target
   *[no] Timestep { $t } writes nothing
 }, so its state gets no gradient from an output: the whole gradient, with norm ‖∂L/∂h{ $at }‖ = { $norm }, comes from timestep { $next }{ $through ->
    [decoder] , through the decoder’s W_hh: this is how the encoder learns
   *[same] {""}
 }.
caption-da = Back through tanh: ∂L/∂h{ $at } is multiplied by the slope of tanh, unit by unit. The closer a unit is to −1 or +1, the less gets through.
caption-da-through = Unit { $unit }, at { $h }, lets { $da } of { $dh } through.
caption-da-gru = The share z{ $at } of ∂L/∂h{ $at } goes straight on to h{ $before }. What reaches a gate is multiplied by what that gate multiplies, and by the slope of its σ or tanh.
caption-da-lstm = ∂L/∂h{ $at } goes through o{ $at } and tanh to the cell state c{ $at }{ $last ->
    [yes] {""}
   *[no] , where what comes back from c{ $after }, times f{ $after }, joins it (norm { $later }; the sum’s is { $sum })
 }. What reaches a gate is multiplied by what that gate multiplies, and by the slope of its σ or tanh.
# $shares lists each gate with its derivative.
caption-da-unit = Unit { $unit }, at { $dh }{ $cell ->
    [lstm] {" "}and { $dc } in c{ $at }
   *[other] {""}
 }: { $shares }.

caption-gradients-list = of W_xh through { $token }{ $recurrent ->
    [yes] , of W_hh through h{ $before }
   *[no] {""}
 }{ $asked ->
    [yes] , of W_hy through h{ $at }
   *[no] {""}
 }, and of the biases
# $done of $count timesteps have added their shares, $left have not.
caption-gradients = Timestep { $t } adds its share to the gradients{ $part ->
    [encoder] {" "}of the encoder
    [decoder] {" "}of the decoder
   *[all] {""}
 }: { $list }. { $count ->
    [1] It is the only timestep{ $part ->
        [encoder] {" "}of the encoder
        [decoder] {" "}of the decoder
       *[all] {""}
     }, so this is the whole gradient.
   *[other] { $left ->
        [0] All { $count } timesteps{ $part ->
            [encoder] {" "}of the encoder
            [decoder] {" "}of the decoder
           *[all] {""}
         } have added theirs: the gradients are complete.
       *[other] { $done } of { $count } timesteps{ $part ->
            [encoder] {" "}of the encoder
            [decoder] {" "}of the decoder
           *[all] {""}
         } { $done ->
            [one] has added its share
           *[other] have added theirs
         } so far.
     }
 }
# $own and $shared name parameters: W_xh, W_hh and b_h.
caption-gradients-unshared = This is timestep { $t }’s part of the gradients: { $list }. { $extent ->
    [none] Its weights are its own, so nothing is added up over timesteps, and nothing learned here carries over to another timestep.
   *[some] Its { $own } are its own, so their gradients are complete. All timesteps share { $shared }, so their gradients are added up over the timesteps.
 }
caption-start = { $picture ->
    [yes] The gradient reaches h₀, which the picture has set, so it goes on from there.
   *[no] The gradient reaches h₀, which is fixed: the backward pass ends here.
 } Its norm on the way, from h{ $at } to h₀: { $way }.
caption-from-picture = Last of all, back through tanh to the picture: each weight of W_ph gets ∂L/∂a₀ of its unit times its pixel, so the weights of white pixels, which are 0, get nothing.
caption-from-picture-most = Unit { $unit } gets most: { $value } for each black pixel.
caption-clip = All gradients together have norm { $norm }{ $does ->
    [off] . This run does not clip: they are used as they are.
    [nothing] , within the limit of { $limit }: nothing is clipped.
   *[scale] , above the limit of { $limit }: each is multiplied by { $scale }, which keeps their direction.
 }
caption-update = { $optimizer } with η = { $rate } turns the gradients into one update of every weight.
caption-update-most = The largest change is to { $name }: { $by }, from { $was }.
caption-update-next = The next step applies it, and iteration { $iteration } begins.

## The strip of phases and its player

phases-heading = Inside this iteration
phases-steps = Phases of one iteration
phases-chapter_1 = read <i>x<sub>t</sub></i>
phases-chapter_1-title = Stop where a token is read
phases-chapter_2 = compute <i>h<sub>t</sub></i>
phases-chapter_2-title = Stop where the state is computed
phases-chapter_3 = pass <i>h<sub>t</sub></i> on
phases-chapter_3-title = Stop where the state is passed to the next timestep
phases-chapter_4 = predict <i>ŷ<sub>t</sub></i>
phases-chapter_4-title = Stop where the next token is predicted
phases-chapter_5 = loss
phases-chapter_5-title = Stop where the prediction is compared with the target
phases-chapter_6 = backprop <bptt></bptt>
phases-chapter_6-title = Stop where the gradient flows back through time
phases-chapter_7 = update
phases-chapter_7-title = Stop where the weights are changed
phases-bptt = (BPTT)
phases-bptt-title = backpropagation through time
phases-leave = Show all
phases-leave-title = Show the whole iteration (Esc)
phases-back = Previous phase
phases-next = Next phase
# At the last phase.
phases-step = Apply this update: go to the next iteration
phases-play = Play
phases-pause = Pause
phases-play-title = Play the phases in slow motion (A)
phases-pace = Seconds per phase
phases-pace-each = { $seconds } s each
phases-slider = Phase of the iteration
phases-half-forward = forward
phases-half-backward = backward
phases-forward = forward <i>t</i> = 1 … { $T }
phases-backward = backward <i>t</i> = { $T } … 1
phases-jumps = Jump to
phases-timestep = next <i>t</i>
phases-timestep-title = Next timestep (>)
phases-turn = backward
phases-turn-title = Where the backward pass begins
phases-update = update
phases-update-title = The update of the weights
phases-stream-own = from its own prediction
phases-stream-future = from later timesteps
phases-stream-sum = sum
phases-stream-before = ∂<i>L</i>/∂<i>h</i>
phases-stream-after = ∂<i>L</i>/∂<i>a</i>
phases-unknown = An iteration of this run has no phase “{ $phase }”.

## A gradient as the sum of its timesteps. $name is the gradient of one weight: ∂L/∂W_hh[2,0].

sums-about = is the sum over timesteps: shared weights add up their gradients
sums-alone = belongs to one timestep alone: there is nothing to add
sums-of = Gradient of
sums-close = Close
sums-row = One heatmap for each timestep; arrow keys choose a weight, Enter explains its gradient
sums-timestep = Timestep { $t }: { $known ->
    [yes] norm { $norm }
   *[no] not computed yet
 }
sums-total = The sum: { $known ->
    [yes] norm { $norm }
   *[no] not computed yet
 }
sums-sum = sum
sums-scale = ; in the sum, −{ $bound } to +{ $bound }
sums-hint = Click another weight to see its sum.
sums-ahead = In the backward pass, each timestep adds its share here.
sums-largest = Largest entry,
sums-not-finite = { $name } is not finite: there is nothing to add up
sums-nothing-yet = { $name }: nothing added yet
sums-so-far = { $name }: { $sum } so far

## Inside a gated cell

gates-heading = Inside the cell
# $units counts all units, $shown how many have a row.
gates-note = { $cell ->
    [lstm] what is kept, written and shown
   *[gru] what is seen, kept and replaced
 }{ $more ->
    [yes] ; the first { $shown } of { $units } units
   *[no] {""}
 }
gates-at = at <var>t</var> =
gates-timestep = { $t }, reads { $token }
gates-unit = unit
gates-lstm-c_before = previous
gates-lstm-f = keeps
gates-lstm-i = writes
gates-lstm-g = of candidate
gates-lstm-c = cell state
gates-lstm-o = shows
gates-lstm-h = state
gates-gru-h_before = previous
gates-gru-r = sees of the past
gates-gru-n = candidate
gates-gru-z = keeps
gates-gru-h = state
gates-ahead = not computed yet
# $number is a number with its name: f₂[1] = 0.7031.
gates-why = { $number }: why?
gates-zero = { $number }: the cell state begins at zero
gates-lstm = Read a row from left to right. The forget gate <var>f</var> keeps part of the cell state <var>c</var><sub>t−1</sub>, and the input gate <var>i</var> adds part of the candidate <var>g</var>: together they are <var>c</var><sub>t</sub>. The output gate <var>o</var> passes part of tanh(<var>c</var><sub>t</sub>), which is <var>h</var><sub>t</sub>.
gates-gru = Read a row from left to right. The candidate <var>n</var> is computed from the input and from the part of the past that the reset gate <var>r</var> lets through. The update gate <var>z</var> keeps part of the old state, and the rest, 1 − <var>z</var>, comes from the candidate: together they are <var>h</var><sub>t</sub>.
gates-hint = Bars go from 0 (closed) to 1 (open). Colours go from −1 to +1; values beyond that have the strongest colour. Click a number to see where it comes from.

## Figures

figure-label = { $title }. Arrow keys move from number to number, Enter explains one.
figure-missing = The plotting library did not load.
figure-again = Try again
figure-loading = Loading the plotting library…

## Keys

inside-key-next = Inside the iteration: next phase
inside-key-back = Previous phase
inside-key-timestep = Phases: next timestep
inside-key-timestep-back = Phases: previous timestep
inside-key-play = Play the phases, or pause
inside-key-leave = Show the whole iteration
