# Two networks side by side.

compare-page-title = RNN Explainer: compare two runs
compare-description = Two training runs of a recurrent network side by side, at the same iteration, and what differs between them.
compare-heading = Compare two runs at the same iteration
compare-summary = What differs
compare-transport = Training of both runs
compare-timeline = Iteration of both runs
compare-timeline-history = Iteration of both runs, under the loss curves
compare-loss = loss, B − A
compare-share = Keep this comparison
compare-share-hint = The address holds both runs, what was changed in them, and the iteration. Opening it elsewhere shows the same numbers.
compare-swap = Swap A and B
compare-swap-title = A becomes B (X)
compare-help = Two runs at the same iteration. The slider looks at any iteration that both have been at, and trains them where it goes further. Differences are B’s number minus A’s: red where B’s is larger, blue where it is smaller.

## What of a link cannot be read

compare-link-names = { $both }, and with “a.” or “b.” before it { $own }: a.run=… is a living run
compare-link-iteration = the iteration is not a number in this link

## Why there is no difference, number by number

compare-incomparable = { $reason ->
    [sizes] Their pictures differ in size
    [picture] Only one of them looks at a picture
    [units] A has { $units } and B { $others }
    [sequences] A and B read different sequences
    [window] A window MLP passes nothing on
    [cells] The cells differ, { $first } and { $second }
    [sharing] A and B share their weights differently
    [timestep] Only A has weights of its own at timestep { $part }
    [halves] Only one of them has an encoder and a decoder
   *[vocabularies] A and B have different vocabularies
 }: there is no number-by-number difference.

## What happens to the two runs

compare-ended = Run { $letter } ends at iteration { $iteration }: its numbers are no longer finite.
compare-deleted = Another window deleted one of these runs.
compare-remade = The server no longer had one of these runs. It was made again from this page’s record, with the same numbers.
compare-vanished = { $which ->
    [both] The runs of this link are
   *[one] Run { $letter } of this link is
 } no longer alive: made again with the same numbers.
compare-forked = { $of ->
    [A] B is a new fork of A at iteration { $iteration }.
   *[B] A is what was B, and B its fork at iteration { $iteration }.
 } Step both to see where they part.
compare-impossible = This comparison cannot be opened.
compare-failure = These two runs cannot be shown
compare-failure-usual = Compare the default run with a fork
compare-failure-back = Back to the workbench

## What is on screen

compare-run = Run { $letter }
compare-announced = Iteration { $iteration }. Loss of A { $first }, of B { $second }.
compare-opening = Opening two runs…
compare-training = Training both. Space pauses.
compare-same = Both are the same run. Fork one of them to see a difference.
compare-same-until = Up to iteration { $iteration } they are the same run. Step both to see where they part.
compare-updates = Both after { $count ->
    [one] 1 update
   *[other] { $count } updates
 }. The slider looks at any iteration of both.
compare-open = Open in the workbench
compare-fork = Fork { $letter } from here…
compare-differences = What differs, B − A
compare-colours = red: B’s number is larger, blue: it is smaller
compare-figure-loss_history = Loss of both
compare-figure-hidden_states = Hidden states <var>h</var><sub>t</sub>
compare-figure-W_xh = <var>W</var><sub>xh</sub>
compare-figure-W_hh = <var>W</var><sub>hh</sub>
compare-figure-W_hy = <var>W</var><sub>hy</sub>
compare-figure-W_ph = <var>W</var><sub>ph</sub>
compare-note-hidden_states = B − A, units × timesteps
compare-note-W_xh = B − A, letter → cell
compare-note-W_hh = B − A, unit → cell
compare-note-W_hy = B − A, unit → letter
compare-note-W_ph = B − A, pixel → unit of <var>h</var><sub>0</sub>

## Keys and commands

compare-key-step = Step both (with Shift: ten)
compare-key-back = Both back (with Shift: ten)
compare-key-train = Train both, or pause
compare-key-reset = Both to iteration 0
compare-key-fork = Fork A from here (with Shift: B)
compare-key-swap = Swap A and B
compare-key-copy = Copy a link to this comparison
compare-command-compare = Every difference at this iteration
compare-command-fork = Fork A at this iteration
compare-command-create = Make run { $letter } again, at this iteration
