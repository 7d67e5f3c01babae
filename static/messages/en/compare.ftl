# Two networks side by side.

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
compare-goto = Enter an iteration from 0 to { $furthest }.

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
