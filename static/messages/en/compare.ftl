# Two networks side by side.

compare-page-title = RNN Explainer: compare two runs
compare-description = Two training runs of a recurrent network side by side, at the same iteration, and what differs between them.
compare-heading = Compare two runs at the same iteration
compare-summary = What differs
compare-transport = Training of both runs
compare-timeline = Iteration of both runs
compare-timeline-history = Iteration of both runs, under the loss curves
compare-loss = loss, B − A
compare-share = Save and share
compare-share-hint = The page’s URL contains both runs, what was changed in them, and the iteration. Opening it elsewhere shows the same numbers.
compare-swap = Swap A and B
compare-swap-title = A becomes B (X)
compare-help = Two runs at the same iteration. Use the slider to view any iteration of both runs; moving it further trains them to that point. Differences are B’s number minus A’s: red where B’s is larger, blue where it is smaller.

## What of a link cannot be read

compare-link-names = { $both }; with “a.” or “b.” in front, { $own } (a.run=… is a live run)
compare-link-iteration = In this link, the iteration is not a number

## Why there is no difference, number by number

compare-incomparable = { $reason ->
    [sizes] Their pictures differ in size
    [picture] Only one of them looks at a picture
    [units] A has { $units ->
        [one] { $units } unit
       *[other] { $units } units
    } and B { $others }
    [sequences] A and B read different sequences
    [window] A window MLP passes no state on
    [cells] The cells differ, { $first } and { $second }
    [sharing] A and B share their weights differently
    [timestep] Only A has its own weights at timestep { $part }
    [halves] Only one of them has an encoder and a decoder
   *[vocabularies] A and B have different vocabularies
 }: there is no number-by-number difference.

## What happens to the two runs

compare-ended = Run { $letter } diverged at iteration { $iteration } and ends there.
compare-deleted = Another window deleted one of these runs.
compare-remade = The server no longer had one of these runs. It was made again from this page’s record, with the same numbers.
compare-vanished = { $which ->
    [both] The runs in this link no longer exist
   *[one] Run { $letter } in this link no longer exists
 }: made again with the same numbers.
compare-forked = { $of ->
    [A] B is a new fork of A at iteration { $iteration }.
   *[B] A is what was B, and B is its fork at iteration { $iteration }.
 } Step both to see where they diverge.
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
compare-same-until = Up to iteration { $iteration } they are the same run. Step both to see where they diverge.
compare-updates = Both are at { $count ->
    [one] 1 update
   *[other] { $count } updates
 }. Use the slider to view any iteration of both runs.
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
compare-note-W_xh = B − A, input → unit
compare-note-W_hh = B − A, unit → unit, one timestep later
compare-note-W_hy = B − A, unit → output
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
