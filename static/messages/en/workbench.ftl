# The workbench: its panels and controls.

## Generate

generate-why-not-sentiment = To generate, a network reads what it just said; this one says one thing, whether a sentence is positive or negative, and is done.
generate-why-not-remembering = To generate, a network reads what it just said; this one says one thing, the letter that came first, and is done.
generate-why-not-translation = To generate, a network begins with any one letter; this one has to read a whole phrase before it says the first word.
generate-why-not-captioning = To generate, a network begins with any one letter; this one has to see a picture before it says the first word.
generate-instead-sentiment = Judge a sentence of your own
generate-instead-remembering = Ask with letters of your own
generate-instead-translation = Translate a phrase of your own
generate-instead-captioning = Draw a picture of your own
generate-hint = Give the network one letter. It samples the next letter from ŷ, reads that letter, and so on.
generate-first = First letter
generate-length = Length
generate-temperature = Temperature
generate-seed = Seed
generate-next-seed = Next seed
generate-next-seed-title = Sample again with the next seed
generate-submit = Generate
generate-given = the letter you chose
# Above a letter that was sampled.
generate-probability = after “{ $input }”, “{ $output }” had probability { $probability }
# $behind: has the network changed since?
generate-made = { $behind ->
    [yes] Made at iteration { $iteration }. The network has changed since.
   *[no] Made at iteration { $iteration }.
 }

## Transport
# $runs is “two” where the buttons move two runs at once.

transport-reset = { $runs ->
    [two] Start
   *[one] Reset
 }
transport-reset-title = { $runs ->
    [two] Both to iteration 0 (R)
   *[one] Back to iteration 0, same seed (R)
 }
transport-back = Back
transport-back-title = { $runs ->
    [two] Both back one iteration (←); with Shift, ten
   *[one] Back one iteration (←); with Shift, ten
 }
transport-step = { $runs ->
    [two] Step both
   *[one] Step
 }
transport-step-title = { $runs ->
    [two] Both one iteration (→); with Shift, ten
   *[one] One iteration (→); with Shift, ten
 }
transport-train = { $training ->
    [yes] Pause
   *[no] Train
 }
transport-train-title = { $runs ->
    [two] Train both until paused (Space)
   *[one] Train until paused (Space)
 }
# On a button: it goes on from the iteration that is looked at.
transport-from = from { $iteration }
transport-speed = Speed
transport-speed-title = Iterations per second (− and +)
transport-rate = { $speed } per second
transport-fastest = unlimited

## Readings

iteration = iteration
iteration-title = Type a number and press Enter to go there (G)
iteration-wrong = Enter an iteration from 0 to { $furthest }.
loss = loss
loss-title = Why?
loss-exact = { $loss }, the sum over { $count ->
    [one] 1 timestep
   *[other] { $count } timesteps
 }
loss-before = loss { $loss } at iteration { $iteration }
# A picture is no text that could be quoted.
sentence-picture = the picture
sentence-mark = { $right ->
    [yes] all right
   *[no] not yet
 }
sentence-example = This iteration trains on example { $number } of { $count }.
announcement = Iteration { $iteration }, loss { $loss }.
announcement-diverged = not finite

## The run in one line

summary-task = { $task ->
    [counting] counting
    [sentiment] sentiment
    [captioning] captioning
    [translation] translation
    [remembering] { $own ->
        [0] remembering over { $distance }
       *[other] remembering
     }
    [next_character] { $text }
   *[other] { $task }
 }{ $own ->
    [0] { "" }
    [one] , 1 own example
   *[other] , { $own } own examples
 }
summary-unshared = unshared weights
summary-units = { $count ->
    [one] 1 hidden unit
   *[other] { $count } hidden units
 }
summary-parameters = { $count ->
    [one] 1 parameter
   *[other] { $count } parameters
 }
summary-clipped = clipped to norm { $norm }
summary-unclipped = no clipping
summary-seed = seed { $seed }

## Spelling

spelling = { $task ->
    [next_character] Spelling
   *[other] What it says
 }
spelling-score = { $right } of { $all } right
spelling-title = t = { $t }: the target “{ $target }” has probability { $probability }
spelling-spoken = Timestep { $t }: after { $input } it predicts { $predicted }, { $right ->
    [yes] right
   *[no] wrong: the target is { $target }
 }, with probability { $probability }.
spelling-nothing = nothing, its numbers are not finite
spelling-why = { $probability }, the probability of { $target } at timestep { $t }: why?

## Panels

tabs = Controls
tab-explain = Why?
tab-setup = Setup
tab-generate = Generate
tab-share = Share

# Before a list of the parts of the network.
whose = weights of
whose-title = Not all timesteps use the same weights
whose-part = { $kind ->
    [timestep] timestep { $name }
   *[other] the { $name }
 }

## Share

share-hint = The address bar always names this run at this iteration. Opening it makes a new run with the same numbers.
share-live-hint = A live link joins this very run: every window and terminal sees and moves the same one.
share-link = Copy link
share-live = Copy live link
share-terminal = From a terminal
share-copy = { $copied ->
    [yes] Copied
   *[no] Copy
 }
share-copy-command = Copy: { $title }
share-copied = { $what ->
    [link] Link copied.
    [live] Live link copied.
   *[command] Command copied.
 }
share-not-copied = Copying is not allowed here: { $text }

## Keys and help

help-open = Keys and help
help-open-title = Keys and help (?)
help-heading = Keys
help-close = Close
help-enabled = Use single-key shortcuts
help-about = What you are looking at
help-reading = A recurrent network reads a text one letter at a time and predicts the next. One <b>iteration</b> reads the whole text forward, sends the error back through time, and changes the weights once. Every number comes from that computation; going back shows the same numbers again.
help-counting = Timesteps count from 1, because <var>h</var><sub>0</sub> is the state before the first. Units, and all other indexes in brackets, count from 0, as in NumPy: <var>h</var><sub>3</sub>[4] is the fifth unit at the third timestep.
key-help = Show this list
key-step = Step (with Shift: ten)
key-back = Back (with Shift: ten)
key-train = Train or pause
key-reset = Reset to iteration 0
key-goto = Go to an iteration
key-faster = Train faster
key-slower = Train slower
key-undo = Undo a reset or a new run (Ctrl + Z: a change by hand)
key-fold = Fold or unroll the network
key-value = Parameters: value
key-gradient = Parameters: gradient
key-update = Parameters: update
key-log = Logarithmic loss axis
key-edit = Change the number that has the focus; else edit the setup
key-write = Generate text with the network
key-copy = Copy a link to this iteration
key-theme = Light or dark

## The network and its figures

log = log
log-title = Logarithmic loss axis (L)
network-title = { $folded ->
    [yes] The folded network
   *[no] The unrolled network
 }
parameters = Parameters
parameters-show = Show for every parameter
parameters-value = Value
parameters-value-title = The weights themselves (1)
parameters-gradient = Gradient
parameters-gradient-title = ∂L/∂W, before clipping (2)
parameters-update = Update
parameters-update-title = What the next step adds (3)
show-value = the numbers themselves
show-gradient = how the loss changes with each number, before clipping
show-update = what the next step adds to each number

## Setup

setup-learning = Learning
setup-learning-note = applies from the next step on
setup-learning_rate = Learning rate <var>η</var>
setup-learning_rate-slider = Learning rate, logarithmic
setup-optimizer = Optimizer
setup-clip_norm = Clip gradients
setup-clip_norm-label = Largest gradient norm
setup-clipping = to norm
setup-network = Network
setup-network-note = starts a new run
setup-task = Task
# $optimizer and $rate are what a run of another task begins with.
setup-begins = Begins with { $optimizer }, η = { $rate }.
setup-text = Text to learn
setup-text-hint = Any { $allowed }. Shift + Enter breaks the line.
setup-distance = Distance
setup-distance-slider = Distance in timesteps
setup-examples = Examples of your own
setup-examples-hint = { $task ->
    [counting] One sequence per line: aabb.
    [sentiment] One sentence per line, with its label: not bad => positive.
    [captioning] One picture per line, rows with / between them: #.#/.#./#.# => a cross. Or draw one under “The task”.
    [translation] One phrase per line, with its translation: good morning => 早上好.
    [remembering] One sequence per line, with the answer at its end: bxyz => b.
   *[other] One example per line: the input, =>, and its target.
 } Empty: the built-in ones.
setup-cell = Cell
setup-hidden_size = Hidden units <var>H</var>
setup-sharing = Shared weights
setup-sharing-all = by all timesteps
setup-sharing-output = only the output’s
setup-sharing-none = none
setup-halves = Encoder and decoder have weights of their own.
setup-initialization = Initial weights
setup-initialization_scale = Initialization scale
setup-spectral_radius = Spectral radius
setup-spectral_radius-title = { $allowed }; W_hh is scaled to it. Empty: as drawn.
setup-as-drawn = as drawn
setup-keep_bias = Forget-gate bias
setup-keep_bias-title = { $allowed }: the initial bias of an LSTM’s forget gate f, or of a GRU’s update gate z.
setup-seed = Seed
setup-new-seed = New seed
setup-start = Start new run
setup-discard = Discard
setup-not-applied = Not applied yet: this leaves the run on screen.

## Questions on the first page

questions = Questions
questions-note = each opens where it is answered by trying
question-recurrence = Is recurrence needed at all?
question-recurrence-answer = An MLP on the last letter, on two, on three, and the RNN, side by side.
question-window = What would an MLP do instead?
question-window-answer = The same word through a window of two letters: no state, nothing passed on.
question-sharing = Why share the weights?
question-sharing-answer = Networks with separate weights for every timestep, and what they do with a longer text and a shifted one.
question-matrices = What do <var>W</var><sub>xh</sub> and <var>W</var><sub>hh</sub> each do?
question-matrices-answer = One weighted sum taken apart: what the letter adds, and what the past adds.
question-bptt = What happens in BPTT?
question-bptt-answer = Backwards through time, one timestep after the other, each gradient as a sum.
question-vanishing = Why do gradients vanish?
question-vanishing-answer = Measured over twenty steps, with five seeds; then made to explode; then each remedy, with its effect.
question-gates = What are gates for?
question-gates-answer = A letter, then thirty others: which network still knows it? Without gates, with a gate half closed, and with one kept open.
question-translation = Can it translate?
question-translation-answer = One cell reads English, another writes Chinese. Ask it something.

## The page
workbench-title = RNN Explainer: watch a recurrent network learn
workbench-run = This run
workbench-heading = Workbench: a recurrent network learning to spell
network-view = View of the network
network-folded-title = One cell with its loop (F)
network-unrolled-title = One copy of the cell for each letter (F)
network-formulas = What the cell computes at each timestep
network-folded = Folded
network-unrolled = Unrolled
workbench-no-script = This page draws a live network and needs JavaScript. The API works without it:
