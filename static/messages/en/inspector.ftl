# Where every number comes from.

## The panel before a number is chosen

inspector-empty = <b>Why is it what it is?</b> Choose any number on this page: a hidden unit, a letter’s bar, a loss, a weight, a gradient on an arrow. Every number in the answer can be asked again, down to the letters and the initial weights.
inspector-counting = <unit></unit> is the state at the third timestep, of the fifth unit: timesteps count from 1, units and other indexes from 0, as in NumPy.
inspector-begin = Or begin with
inspector-start-loss = the loss
inspector-start-unit = a hidden unit
inspector-start-gradient = a gradient
inspector-start-update = an update
inspector-start-norm = the gradient norm
inspector-keys = With the keyboard: Tab into the network, arrow keys to a number, Enter. <kbd>[</kbd> and <kbd>]</kbd> go back and forward, Escape closes.

## The way here

inspector-trail = The way here
inspector-back = Back
inspector-back-title = Back ([ or Alt ←)
inspector-forward = Forward
inspector-forward-title = Forward (] or Alt →)
inspector-close = Close the explanation
inspector-close-title = Close (Escape)
inspector-key-back = Explanation: back
inspector-key-forward = Explanation: forward
inspector-key-go = Why? Go to the explanation

## The number

explained-why = why?
explained-change = Change…
explained-formula = Formula
explained-iteration = iteration { $iteration }
explained-unchanged = unchanged since iteration { $iteration }
explained-was = was { $value } at iteration { $iteration }
# $source says what kind of number it is: an input, an initial weight, a hyperparameter.
explained-end = <b>The walk ends here: </b>{ $source }.

## Its arithmetic

# Above an operand. $made: is it computed from other numbers? $when: is it of an earlier iteration?
operand-title = { $symbol } = { $value }{ $when ->
    [earlier] , at iteration { $iteration }
   *[now] {""}
 }: { $made ->
    [of-nothing] made of no other number
   *[of-others] why?
 }
fold-show = show
sum-total = sum
sum-rest = { $rest ->
    [one] 1 more term: { $value }
   *[other] { $rest } more terms, together { $value }
 }
sum-rest-zero = { $rest ->
    [one] 1 more term, it is 0
   *[other] { $rest } more terms, each of them 0
 }
sum-fewer = Show fewer terms
# The columns of a softmax: the score y of a letter, its exponential, and its share of them all.
shares-score = score
shares-share = share
shares-total = the sum of all
shares-rest = { $rest ->
    [one] 1 more letter: { $share }
   *[other] { $rest } more letters, together { $share }
 }
shares-fewer = Show fewer letters

## Its request, and what may go wrong

request-curl = Copy as curl
request-text = Copy for plain text
request-copied = Copied.
request-forbidden = Copying is not allowed here.
inspector-unreachable = The server does not answer, so this number cannot be explained right now.
trouble-retry = Try again
trouble-close = Close
trouble-here = Explain it at iteration { $iteration }

## Whether a gradient was checked against central differences

proof-heading = Proof
proof-question = <b>Is it right?</b> Nudge this weight, measure the loss, compare.
proof-run = Check it
proof-running = Checking…
proof-again = Check again
proof-analytic = by backpropagation
proof-numeric = by central differences of the loss
proof-error = relative error
proof-none = check
proof-none-title = Check this gradient against central differences of the loss
proof-checking = checking…
proof-checking-title = Measuring the loss around every weight
proof-failed = failed: try again
# $mark is ✓ or ✗, $error the relative error as text: 3·10⁻¹².
proof-checked = { $extent ->
    [all] { $mark } { $error }
   *[some] { $mark } { $error }, { $checked } of { $total }
 }
proof-checked-title = { $extent ->
    [all] Checked: backpropagation and central differences differ by a relative error of { $error }
   *[some] Partly checked ({ $checked } of { $total } numbers, then time was up): backpropagation and central differences differ by a relative error of { $error }
 }
proof-label = { $text }. Gradient of { $parameter }: { $title }

## Which letters mattered

letters-heading = Which letters mattered
letters-behind = of iteration { $iteration }; follows when training pauses
letters-at = at <var>t</var> =
letters-score = for the score of
letters-after = { $t }, after “{ $input }”
letters-target = “{ $target }”, the target
letters-probable = the most probable
letters-diverged = These numbers are not finite: the run has diverged.
letters-none = The score of “{ $token }” at t = { $t } depends on none of the letters.
letters-most = The score of “{ $token }” at t = { $t } depends most on the “{ $letter }” at t = { $at }, { $back ->
    [0] just read
    [1] one step before
   *[other] { $back } steps before
 }: more of it would { $does ->
    [raise] raise
   *[lower] lower
 } the score ({ $value }).
# For a screen reader: one letter, how the score answers to it, and to any letter at its place.
letters-letter = t = { $t }, { $letter }: { $value }, any letter there { $norm }
letters-point = Point at a letter, or reach it by keyboard, for its exact numbers.
letters-lowers = lowers the score
letters-raises = raises it
letters-norm = <norm></norm> over all letters, up to { $most }
states-heading = How much of a change in <var>h</var><sub>s</sub> arrives: <norm></norm>
states-log = log
states-log-title = Logarithmic axis of the norm
# $norm: by how much the norm at h_0 multiplies a change, at most.
states-arrive = Of a small change in h_0, up to { $norm } times as much arrives in h_{ $t }. { $change ->
    [falls] It falls towards 0: what happened early hardly reaches this state, and as little of the gradient finds its way back. It vanishes.
    [grows] It grows: small changes early become large ones here, and so does the gradient on its way back. It explodes.
   *[stays] It neither falls towards 0, where the gradient vanishes, nor grows, where it explodes.
 }
