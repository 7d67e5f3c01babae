# The chapters: what stands around their scenes and checks. What these say is in templates/learn.

## The page

learn-page-title = Learn · RNN Explainer
learn-description = Each chapter settles one question about recurrent networks. You guess, you try it on a real network, and you see what happens.
chapter-page-title = { $title } · RNN Explainer
chapter-place = Chapter { $place } · about { $minutes ->
    [one] one minute
   *[other] { $minutes } minutes
 }
chapter-no-script = The text can be read as it is. The figures run a real network and need JavaScript.
chapter-not-translated = This chapter is still in English only.
chapter-answer = The answer
chapter-optional = For those who want to know more. Nothing else in the chapters needs it.
chapter-others = Where to go next
chapter-before = Previous chapter
chapter-after = Next chapter
chapter-glossary = Glossary
glossary-page-title = Glossary · RNN Explainer
glossary = Glossary
glossary-description = Every technical term of the chapters, with its symbol, its shape and an explanation in one sentence.

## A scene

lesson-guess-first = Guess first.
lesson-answer = Answer
lesson-yours = your guess
lesson-your-answer = your answer
lesson-found = result
lesson-number-line = You guessed { $yours }. The result is { $found }.
lesson-rises = It rises
lesson-falls = It falls
lesson-same = It stays the same
lesson-as-guessed = As you guessed.
lesson-not-as-guessed = Not as you guessed.
lesson-wrong = Not right.
lesson-try = Try it yourself in the workbench
lesson-repeat = Once more
lesson-again = Try again
lesson-next = What comes next?
lesson-merging = Go on until all layers use the same weights.
lesson-carried-out = How much of the experiment is done
lesson-stop = Stop
lesson-remaining = About { $seconds ->
    [one] one second
   *[other] { $seconds } seconds
 } to go
lesson-to-be-drawn = Guess first. Then the curves are drawn here.
lesson-being-counted = The parameters are being counted. Then the curves are drawn here.
lesson-being-trained = The networks are being trained. Then the curves are drawn here.
lesson-forgotten = The server no longer has these curves. Press “Once more” to train the networks again.
lesson-too-slow = The server is busy. Your guess is kept: try again in a moment.

## Figures

lesson-letters = What is read, as letters and as numbers
lesson-letter = letter
lesson-experiment = { $shown ->
    [growth] The number of parameters of each network, on longer and longer texts
    [score] The share of right predictions of each network while it learns: the median of all seeds, and their spread
   *[loss] The loss of each network while it learns: the median of all seeds, and their spread
 }
lesson-reading = What the network predicts for { $text }
lesson-reads = reads
lesson-says = predicts
lesson-asked = correct
lesson-no-weights = no trained weights
lesson-mark = { $mark ->
    [right] (right)
   *[wrong] (wrong)
 }
lesson-answered = What the network answers to several inputs
lesson-answered-input = input
lesson-answered-says = says
lesson-answered-right = correct
# What a wrong answer would be right for.
lesson-answered-meant = means “{ $source }”
lesson-subtotals = What the state after “{ $letter }” is made of, at t = { $t }
lesson-unit = unit
# w is the weight; $step is how much it is changed.
lesson-nudge = The loss of the word where the weight w is larger by { $step }, and where it is smaller
lesson-nudge-quotient = difference ÷ { $width }
lesson-gate-values = { $gate ->
    [f] How much each forget gate keeps of the cell state, from 0 to 1
    [i] How much of the new content each input gate lets in, from 0 to 1
   *[o] How much of the cell state each output gate shows, from 0 to 1
 }
lesson-source = { $source ->
    [letter] from the letter
    [past] from the past
    [bias] bias
    [sum] sum
   *[state] tanh of the sum
 }
lesson-merge = { $layers } layers, one for each timestep. { $merged ->
    [one] Each has weights of its own
   *[other] The first { $merged } use the same weights
 }: { $count } parameters.
lesson-parameters = { $count ->
    [one] parameter
   *[other] parameters
 }
lesson-widths = The number of parameters
lesson-widths-axis = letters in view, the width <i>k</i> of the window
lesson-widths-recurrent = recurrent network
lesson-widths-window = window MLP
# $windows is a list of lesson-window-size.
lesson-widths-told = The number of parameters. The recurrent network has { $recurrent }. Window MLPs have: { $windows }.
lesson-window-size = { $reads ->
    [one] { $count } with one letter in view
   *[other] { $count } with { $reads } letters
 }
lesson-losses = The loss over { $count ->
    [one] one iteration
   *[other] { $count } iterations
 }, from { $first } to { $now }
lesson-loss-at = { $iteration ->
    [0] before training
    [one] after one update
   *[other] after { $iteration } updates
 }
lesson-timestep = timestep
lesson-total = total
# $name is the gradient of one weight: ∂L/∂W_hh[0,1].
lesson-shares = { $name } is a sum over the timesteps
lesson-share-made = made of
lesson-share = share
lesson-streams = What meets at { $state }, unit by unit
lesson-stream-own = from its own prediction
lesson-stream-later = from { $state }
lesson-stream-sum = sum: ∂L/∂{ $state }
lesson-loss-shares = What each loss contributes to the gradient of unit { $unit } at each state
lesson-loss-share = What the loss of t = { $loss } contributes at t = { $t }
lesson-state-shares = What each use of { $weight } does to unit { $unit } of each state
lesson-used-at = used at t = { $t }
lesson-state-share = What the use at t = { $used } does to the state at t = { $t }
# Of the loss at the end alone; on a scale by powers of ten.
lesson-reach = { $of ->
    [state] How much of a small change of a state is left at the last state, at most, by the number of steps between them
   *[loss] The norm of the gradient that the last loss sends to each state
 }
lesson-reach-hidden = { $of ->
    [state] A change of the last state itself, all of which is there
   *[loss] The gradient where it begins, at the last state
 }
lesson-reach-state = Of a change of the first state at most { $from } is left { $steps ->
    [one] one step
   *[other] { $steps } steps
 } later.
lesson-reach-steps = { $steps ->
    [one] one step
   *[other] { $steps } steps
 }
lesson-slider-spectral_radius = spectral radius ρ
lesson-slider-distance = distance
lesson-slider-keep_bias = bias of the forget gate

## A check

lesson-check = Check yourself
lesson-check-it = Check
lesson-show-me = Show me
lesson-correct = Correct.
lesson-not-yet = Not yet. The marked numbers are not right; check their signs, too.
# $count fields are empty; the others are right.
lesson-unfilled = { $filled ->
    [0] Nothing is filled in yet.
   *[other] Right so far.
 } { $count ->
    [one] One number is still to be filled in.
   *[other] { $count } numbers are still to be filled in.
 }
lesson-empty = { $count ->
    [one] One number is still to be filled in.
   *[other] { $count } numbers are still to be filled in.
 }
lesson-stream = { $from ->
    [output] from its own prediction
   *[next] from the next state
 }
# What a number of a sum stands for, after it.
lesson-notes = {" "}({ $notes })
lesson-last-state = This was the last letter. There is no later timestep to pass the state on to.
lesson-passed-on = This state has already been passed on. You can do that right after computing it; otherwise it happens together with the prediction.
lesson-blank = Fill in: { $name }

## Progress

lesson-sections = Sections
lesson-section-done = done
lesson-done = { $done } of { $count } done
lesson-section-reset = Start this section over
lesson-reset = Start the chapter over
lesson-link = Copy a link with your progress
lesson-kept = Your progress is kept in this browser. There is no account.
