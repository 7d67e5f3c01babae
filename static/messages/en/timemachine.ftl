# Interventions, forks and the line of time.

## The timeline

timeline-transport = Look at an iteration
timeline-history = Look at an iteration of the loss curve
timeline-marks = Changes during the run
timeline-mark = Iteration { $iteration }: { $text }
timeline-value = iteration { $shown } of { $furthest }{ $hasLoss ->
    [yes] , loss { $loss }
   *[no] { "" }
 }{ $isElsewhere ->
    [yes] ; the run is at { $present }
   *[no] { "" }
 }
history-end = Iteration { $shown }
history-known = Iteration { $shown } of { $furthest }
history-past = Viewing { $shown }; the run is at { $present }
viewing = Viewing iteration { $view }; { $isTraining ->
    [yes] the run keeps training.
   *[no] the run is at { $present }.
 }
viewing-proceed = Continue from here
viewing-fork = Fork from here
viewing-leave = Back to the latest
time-key-h = History: the timeline (then ← →, with Shift ten)
time-key-j = Go to the next change (with Shift: the previous one)
time-key-n = Back to the latest iteration
time-key-k = Fork from this iteration
time-key-m = Compare with a second run

## The fork

fork-open = Fork from here…
fork-open-title = A second run from this iteration, with different settings (K)
fork-heading = Fork at iteration { $iteration }
fork-hint = A second run with the same past and something different from here on. This run stays as it is.
fork-settings = Change the training settings
fork-learning-rate = Learning rate <var>η</var>
fork-times = Multiply the learning rate
fork-optimizer = Optimizer
fork-clipping = Clip gradients
fork-clip-norm = to norm
fork-weight-legend = Change a weight <note></note>
fork-weight-note = optional
fork-value = Set to
fork-now = { $symbol } is { $value } here
fork-command = From a terminal
fork-copy = Copy
fork-copy-title = Copy: fork
fork-nothing = Nothing is different yet: change at least one thing.
fork-submit = Fork and compare
fork-forking = Forking…

## Changes by hand, in words

change-learning_rate = learning rate { $before } → { $after }
change-optimizer = optimizer { $before } → { $after }
change-clip_norm = clipping { $before } → { $after }
change-off = off
change-set = { $symbol } set to { $value }
change-reset = { $symbol } restored
change-nothing = Nothing changed
change-undone = Undid “{ $change }”
clamp-state = h_{ $t }[{ $unit }] held at { $value }
clamp-unit = unit { $unit } held at { $value }
clamp-off = unit { $unit } switched off
release-state = h_{ $t }[{ $unit }] no longer held
release-unit = unit { $unit } no longer held
release-off = unit { $unit } switched on again
effect = { $change }. { $did }.
effect-moved = Now at iteration { $iteration }
effect-words = { $lossStays ->
    [yes] Loss stays { $before }
   *[no] Loss { $before } → { $after } ({ $change })
 }, { $spellingStays ->
    [yes] spelling stays { $was }
   *[no] spelling { $was } → { $is }
 }
undo-nothing = There is nothing to undo: this run has not been changed.
redo-nothing = There is nothing to redo: no change has been undone.

## The record of changes

changes-heading = Changed by hand
changes-undo-title = Undo the latest change (Ctrl + Z)
changes-redo-title = Redo the change that was undone (Ctrl + Shift + Z)
changes-none = Nothing yet. What would the network do with another weight, or without one of its units? Right-click, long-press or press <kbd>E</kbd> on a number, use the switches beside the units, or choose one here.
changes-when = iteration { $iteration }:
changes-later = , still to come
choose-number = Number
choose-none = none
choose-state = h, a state
choose-submit = Change…
choose-unit = unit
choose-to_unit = to unit
choose-from_unit = from unit
choose-gate = gate
choose-to_gate = to gate
choose-from_input = from input
choose-from_pixel = from pixel
choose-letter = token
choose-to_letter = to token
choose-timestep = t
choose-after = { $t }, after { $input }

## The dialog that changes a number

change-close = Close
copied-true = Copied
copied-false = Not allowed here
change-allowed = a number from −1,000,000 to 1,000,000
number-w_xh = Weight from input “{ $input }” to { $row }; used { $when }.
number-w_hh = Weight from unit { $second } to { $row }, one timestep later; used { $when }.
number-w_hy = Weight from unit { $second } to the logit of “{ $letter }”; used { $when }.
number-w_ph = Weight from pixel { $second } to unit { $first } of the initial state; used { $when }.
number-b_h = Bias of { $row }; used { $when }.
number-b_ph = Bias of unit { $first } of the initial state; used { $when }.
number-b_hn = Bias of the state input to unit { $first }’s candidate, before the reset gate; used { $when }.
number-b_y = Bias of the logit of “{ $letter }”; used { $when }.
number-h = The state of unit { $first } after t = { $t }.
number-held = { $extent ->
    [always] Unit { $unit } is held at { $value } at every timestep; what it would compute is not used.
   *[once] Held at { $value } at t = { $t }; what it would compute is not used.
 }
change-label-weight = Set to
change-label-state = Hold at
change-set-weight = Set
change-set-state = Hold
change-slider = Value
change-zero-weight = Set to 0
change-zero-state = Hold at 0
change-reset-weight = Restore the original value
change-reset-state = Let it be computed
change-reset-title = Undo your change to { $symbol } at iteration { $iteration }
unit-computed = Unit { $unit } at every timestep:
unit-held = Unit { $unit } is held at { $value } at every timestep:
unit-switch = { $isHeld ->
    [yes] Switch unit { $unit } on again
   *[no] Switch unit { $unit } off
 }
change-effect = The effect on loss and spelling will appear here.
change-undo = Undo
change-redo = Redo
change-copy = Copy as curl
