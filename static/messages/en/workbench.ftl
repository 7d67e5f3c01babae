# The workbench: its panels and controls.

## Generate

generate-why-not-sentiment = To generate text, a network reads its own output as the next input. This one outputs only one thing: whether a sentence is positive or negative.
generate-why-not-remembering = To generate text, a network reads its own output as the next input. This one outputs only one thing: the letter that came first.
generate-why-not-translation = To generate text, a network starts from a single token. This one has to read a whole phrase before it writes anything.
generate-why-not-captioning = To generate text, a network starts from a single token. This one has to see a picture before it writes anything.
generate-instead-sentiment = Classify your own sentence
generate-instead-remembering = Try your own letters
generate-instead-translation = Translate your own phrase
generate-instead-captioning = Draw your own picture
generate-hint = Give the network one token. It samples the next token from ŷ, reads that token, and so on.
generate-first = First token
generate-length = Length
generate-temperature = Temperature
generate-seed = Seed
generate-next-seed = Next seed
generate-next-seed-title = Sample again with the next seed
generate-submit = Generate
generate-given = the token you chose
# Above a letter that was sampled.
generate-probability = after “{ $input }”, “{ $output }” had probability { $probability }
# $behind: has the network changed since?
generate-made = { $behind ->
    [yes] Made at iteration { $iteration }. The network has changed since.
   *[no] Made at iteration { $iteration }.
 }

## Transport
# $runs is “two” where the buttons move two runs at once.

transport = Training
transport-reset = { $runs ->
    [two] Reset
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
loss-exact = { $loss } (the sum over { $count ->
    [one] 1 timestep
   *[other] { $count } timesteps
 })
loss-before = loss { $loss } at iteration { $iteration }
# A picture is no text that could be quoted.
sentence-picture = the picture
sentence-mark = { $right ->
    [yes] all correct
   *[no] not all correct yet
 }
sentence-example = This iteration trains on example { $number } of { $count }.
announcement = Iteration { $iteration }, loss { $loss }.
announcement-diverged = infinite
announcement-covered = covered

## The run in one line

summary-task = { $task ->
    [counting] counting
    [sentiment] sentiment
    [captioning] captioning
    [translation] translation
    [remembering] { $own ->
        [0] remember the first letter, distance { $distance }
       *[other] remember the first letter
     }
    [next_character] { $text }
   *[other] { $task }
 }{ $own ->
    [0] { "" }
    [one] , 1 example of your own
   *[other] , { $own } examples of your own
 }
summary-sharing = { $sharing ->
    [output] only output weights shared
   *[none] no weights shared
 }
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
   *[other] Output
 }
spelling-score = { $right } of { $all } correct
spelling-title = t = { $t }: the target “{ $target }” has probability { $probability }
spelling-spoken = Timestep { $t }: after { $input } it predicts { $predicted } ({ $right ->
    [yes] correct
   *[no] wrong
 }); the target { $target } gets probability { $probability }.
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
    [encoder] the encoder
   *[decoder] the decoder
 }

## Share

share-hint = The page’s URL always describes this run at this iteration. Opening it makes a new run with the same numbers.
share-live-hint = A live link connects to this run: every window and terminal sees and controls the same one.
share-link = Copy link
share-live = Copy live link
share-code = As a script
share-code-hint = Python that computes this run again, from the same initial weights to iteration { $iteration }, and says how far it is from it.
share-code-download = { $library ->
    [numpy] NumPy
   *[pytorch] PyTorch
 }
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
help-reading = A recurrent network reads a text one character at a time and predicts the next one. One <b>iteration</b> reads the whole text forward, sends the gradient back through time, and changes the weights once. Every number comes from that computation; going back shows the same numbers again.
help-counting = Timesteps count from 1, because <var>h</var><sub>0</sub> is the state before the first. Units, and all other indexes in brackets, count from 0, as in NumPy: <var>h</var><sub>3</sub>[4] is the fifth unit at the third timestep.
key-help = Show this list
key-step = Step (with Shift: ten)
key-back = Back (with Shift: ten)
key-train = Train or pause
key-reset = Reset to iteration 0
key-goto = Go to an iteration
key-faster = Train faster
key-slower = Train slower
key-undo = Undo a reset or new run (Ctrl + Z undoes a manual change)
key-fold = Fold or unroll the network
key-value = Parameters: value
key-gradient = Parameters: gradient
key-update = Parameters: update
key-log = Logarithmic loss axis
key-edit = Edit the focused number, or the setup if none has focus
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
parameters-value-title = Current values (1)
parameters-gradient = Gradient
parameters-gradient-title = ∂L/∂W, before clipping (2)
parameters-update = Update
parameters-update-title = What the next step adds (3)
show-value = current values
show-gradient = how the loss changes with each number, before clipping
show-update = what the next step adds to each number

## Setup

setup-learning = Training settings
setup-learning-note = (apply from the next step)
setup-learning_rate = Learning rate <var>η</var>
setup-learning_rate-slider = Learning rate, logarithmic
setup-optimizer = Optimizer
setup-clip_norm = Clip gradients
setup-clip_norm-label = Largest gradient norm
setup-clipping = to norm
setup-network = Network
setup-network-note = (changing it starts a new run)
setup-task = Task
# $optimizer and $rate are what a run of another task begins with.
setup-begins = Starts with { $optimizer }, η = { $rate }.
setup-text = Text to learn
setup-text-hint = Enter { $allowed }. Shift + Enter for a new line.
setup-distance = Distance
setup-distance-slider = Distance in timesteps
setup-examples = Your own examples
setup-examples-hint = { $task ->
    [counting] One sequence per line, e.g. aabb.
    [sentiment] One sentence per line with its label, e.g. not bad => positive.
    [captioning] One picture per line with its caption, rows separated by /, e.g. #.#/.#./#.# => a cross. Or draw one under “The task”.
    [translation] One phrase per line with its translation, e.g. good morning => 早上好.
    [remembering] One sequence per line with its answer, e.g. bxyz => b.
   *[other] One example per line: input, =>, target.
 } Leave empty to use the built-in examples.
setup-cell = Cell
setup-hidden_size = Hidden units <var>H</var>
setup-sharing = Weight sharing
setup-sharing-all = all weights
setup-sharing-output = output weights only
setup-sharing-none = none
setup-halves = The encoder and the decoder have separate weights.
setup-initialization = Initial weights
setup-initialization_scale = Initialization scale
setup-spectral_radius = Spectral radius
setup-spectral_radius-title = { $allowed }: W_hh is rescaled to it at initialization. Leave empty for no rescaling.
setup-unscaled = unscaled
setup-keep_bias = { $cell ->
    [gru] Update-gate bias
   *[other] Forget-gate bias
 }
setup-keep_bias-title = { $allowed }: the initial bias of an LSTM’s forget gate f, or of a GRU’s update gate z.
setup-seed = Seed
setup-new-seed = New seed
setup-start = Start new run
setup-discard = Discard
setup-not-applied = Not applied yet: starting the new run leaves the one on screen.

## Questions below the network

questions = Questions
questions-note = Each opens the page where you can try it yourself.
question-recurrence = Is recurrence needed at all?
question-recurrence-answer = Window MLPs on the last one, two and three letters and an RNN, side by side.
question-window = What would an MLP do instead?
question-window-answer = The same word through a window of two letters: no state is passed on.
question-sharing = Why share the weights?
question-sharing-answer = Networks with unshared weights, and how they do on a longer text and a shifted one.
question-matrices = What do <var>W</var><sub>xh</sub> and <var>W</var><sub>hh</sub> each do?
question-matrices-answer = One weighted sum taken apart: what the current letter adds, and what the past adds.
question-bptt = What happens in BPTT?
question-bptt-answer = Backward through time, one timestep after another, each gradient as a sum.
question-vanishing = Why do gradients vanish?
question-vanishing-answer = Measured over twenty timesteps with five seeds; then made to explode; then each remedy, with its effect.
question-gates = What are gates for?
question-gates-answer = A letter, then thirty others: which network still knows it? Without gates, with a gate half open, and with one kept open.
question-translation = Can it translate?
question-translation-answer = One cell reads English, another writes Chinese. Ask it something.

## The page
workbench-title = RNN Explainer: watch a recurrent network learn
workbench-run = This run
workbench-heading = Workbench: a recurrent network learning to spell
network-view = View of the network
network-folded-title = One cell with its loop (F)
network-unrolled-title = One copy of the cell for each timestep (F)
network-formulas = What the cell computes at each timestep
network-folded = Folded
network-unrolled = Unrolled
workbench-no-script = This page draws a live network and needs JavaScript. The API works without it:

## Presenting

present = Present
present-title = Show the network alone, as large as the screen (P)
present-region = Presentation
present-cover = Cover
present-cover-nothing = Nothing
present-cover-losses = Losses
present-cover-predictions = Predictions and losses
present-leave = End
present-key = Present, or end presenting
present-key-cover = Cover the losses, then the predictions too, then nothing

## Parts that a link hides

hiding = Hide parts of the page in the link
hiding-hint = Whoever opens the link sees only what is left. Nothing is locked: without “hide” in the address all of it is there.
hiding-menu = Menu
hiding-phases = Phases
hiding-formulas = Formulas below the network
hiding-spelling = Spelling
hiding-setup = Setup
hiding-generate = Generate
hiding-share = Share
hiding-questions = Questions
hiding-task = Task and its score
hiding-gates = Opened cell
hiding-experiments = Changes and sensitivity
hiding-figures = Parameters and losses
hiding-equations = Equations
