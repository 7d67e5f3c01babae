# Where every number comes from.

## The panel before a number is chosen

inspector-empty = <b>Why is it what it is?</b> Choose any number on this page: a hidden unit, a probability, a loss, a weight, a gradient on an arrow. Every number in the answer has an explanation of its own, down to the inputs and the initial weights.
inspector-counting = <unit></unit> is the state of the fifth unit at the third timestep: timesteps count from 1, units and other indexes from 0, as in NumPy.
inspector-begin = Or start with
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
explained-end = <b>Nothing further to explain: </b>{ $source }.

## Its arithmetic

# Above an operand. $made: is it computed from other numbers? $when: is it of an earlier iteration?
operand-title = { $symbol } = { $value }{ $when ->
    [earlier] , at iteration { $iteration }
   *[now] {""}
 }: { $made ->
    [of-nothing] not computed from other numbers
   *[of-others] why?
 }
fold-show = show
subtotals = { $sources ->
    [input-past-bias] The input contributes <reading></reading>, the past <past></past>, and the bias <bias></bias>.
    [input-bias] The input contributes <reading></reading>, and the bias <bias></bias>.
   *[past-bias] The past contributes <past></past>, and the bias <bias></bias>.
 }
sum-total = sum
sum-rest = { $rest ->
    [one] 1 more term: { $value }
   *[other] { $rest } more terms, together { $value }
 }
sum-rest-zero = { $rest ->
    [one] 1 more term, which is 0
   *[other] { $rest } more terms, all 0
 }
sum-fewer = Show fewer terms
# The columns of a softmax: the logit y of a token, its exponential, and its share of them all.
shares-logit = logit
shares-share = share
shares-total = the sum of all
shares-rest = { $rest ->
    [one] 1 more token: { $share }
   *[other] { $rest } more tokens, together { $share }
 }
shares-fewer = Show fewer tokens

## Its request, and what may go wrong

request-curl = Copy as curl
request-text = Copy curl (plain-text output)
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

## Which inputs mattered

letters-heading = Which inputs mattered
letters-behind = from iteration { $iteration }; updated when training pauses
letters-at = at <var>t</var> =
letters-logit = for the logit of
letters-after = { $t }, after “{ $input }”
letters-target = “{ $target }”, the target
letters-probable = the most probable
letters-diverged = These numbers are not finite: the run has diverged.
letters-none = The logit of “{ $token }” at t = { $t } depends on none of the inputs.
letters-most = Of the inputs read, “{ $letter }” at t = { $at } ({ $back ->
    [0] just read
    [one] { $back } timestep earlier
   *[other] { $back } timesteps earlier
 }) has the largest effect on the logit of “{ $token }” at t = { $t }: more of it would { $does ->
    [raise] raise
   *[lower] lower
 } the logit ({ $value }).
# For a screen reader: one input; the derivative of the logit by its entry of x, and by all of x.
letters-letter = t = { $t }, { $letter }: ∂y/∂x[{ $letter }] = { $value }; norm of ∂y/∂x over all tokens = { $norm }
letters-point = Point at an input, or reach it by keyboard, for its exact numbers.
letters-lowers = lowers the logit
letters-raises = raises it
letters-norm = bar: <norm></norm>, the norm over all tokens (scale 0–{ $most })
states-heading = How strongly <var>h</var><sub>{ $t }</sub> depends on an earlier <var>h</var><sub>s</sub>: <norm></norm>
states-log = log
states-log-title = Logarithmic axis of the norm
# $norm: what a change of h₀ is multiplied by, at most, on its way to h_t.
states-arrive = A small change in h₀ reaches h{ $at } scaled by at most { $norm }: { $change ->
    [vanishes] hardly anything of it is left, and as little of the gradient finds its way back. It vanishes.
    [shrinks] it shrinks, but does not vanish over this distance.
    [stays] it can keep its size.
    [grows] it can grow, but does not explode over this distance.
   *[explodes] small changes early can become large ones here, and so can the gradient on its way back. It explodes.
 }
