# Classes: the teacher's page, the page where pupils join, and the workbench in class.

## The teacher's page

class-page-title = Class · RNN Explainer
class-description = Teach with a network that everyone sees on their own screen, at the same step.
class-heading = Teach a class
class-step-join = Pupils join with a code or a QR code. They need no account, and any nickname will do.
class-step-follow = Their pages follow yours: the run, the iteration, the phase and the number you explain.
class-step-predict = Before a step, ask what will happen. Pupils do not see one another’s answers until you reveal them.
class-step-explore = Let them go, and each explores a copy of the run. Gather them, and they are back with you.
class-open = Open a class
class-privacy = Names and answers are kept only for this class and are deleted when you close it, or when nobody has used it for a while.
class-loading = Looking for your class …
class-join-at = Join at
class-address = Address
class-code = Code
class-code-title = Show how to join
class-link = Copy the link for pupils
class-qr = QR code that opens { $address }
class-teach = Teach in the workbench
class-teach-on = Go on teaching
class-local = Only this computer can reach the server. Stop it, and start it so that others on your network can join:
class-no-address = This computer has no network address that others could use. Connect it to a network and reload this page.
class-present = { $joined ->
    [0] No pupils yet
    [one] { $present } of { $joined } pupil here
   *[other] { $present } of { $joined } pupils here
 }
class-pupils = Pupils
class-pupil = Pupil
class-nobody = Nobody has joined yet.
class-progress = Progress in the chapters
class-done = { $done } of { $of } done
class-missed = { $count ->
    [one] one missed
   *[other] { $count } missed
 }
class-consent-note = { $sharing } of { $joined } share their progress in the chapters. It is each pupil's own decision.
class-actions = More
class-answers = Download answers (CSV)
class-other = Class { $code }
class-close = Close the class
class-close-sure = Close the class?
class-close-note = The pupils’ names, answers and progress are deleted. Download the answers first if you need them.
class-remove = Remove
class-remove-name = Remove { $name }
class-remove-sure = Remove { $name } from the class?
class-remove-note = The name, answers and progress are deleted, and this browser cannot join the class again. In another browser, or after deleting its cookies, the same person can: to keep someone out, open a new class and give its code to the others.
class-cancel = Cancel
class-dismiss = OK

## Joining

join-page-title = Join a class · RNN Explainer
join-description = Join your teacher’s class with a code.
join-heading = Join a class
join-name = Name
join-name-hint = Any name will do. Everyone’s answers are anonymous.
join-another = Another name
join-consent = My teacher may see how far I am in the chapters, and which checks I missed. It is deleted when the class closes.
join-join = Join
join-unknown = There is no class with the code { $code }. Check it for a typing error.
join-welcome = Hello, { $name }
join-in = You are in the class { $code }.
join-go-on = Go to the class
join-leave = Leave the class
class-animals = Otter, Badger, Heron, Lynx, Beaver, Falcon, Dolphin, Panda, Koala, Penguin, Squirrel, Hedgehog, Owl, Fox, Seal, Turtle, Gecko, Raven, Swan, Zebra, Yak, Tapir, Puffin, Marmot, Ibex, Crane, Bison, Magpie, Newt, Robin, Weasel, Walrus

## The workbench in class

class-region = Class
class-lost = No connection to the class. Trying again …
class-over = The class is over.
class-removed = Your teacher has removed you from the class. Your name, answers and progress in it have been deleted.
class-alone = Go on alone
class-only-teacher = You are following your teacher. You can start runs of your own when the class explores.
class-ask = Ask …
class-let-go = Let go
class-gather = Gather
class-let-go-title = Each pupil explores a copy of this run
class-gather-title = Bring everyone back to what you show
class-pause = Pause all
class-go-on = Go on
teacher-following = Everyone sees what you show.
teacher-free = Everyone explores a copy of the run.
teacher-paused = All pages of the workbench are paused.
teacher-elsewhere = Another window of yours shows the class another run.
class-show-here = Show this run
pupil-waiting = Waiting for your teacher to show something.
pupil-following = You see what your teacher shows.
pupil-free = This copy of the run is yours: try things out.
class-reading = Iteration { $iteration } · loss { $loss }
pupil-paused = Eyes to the front, please.

## Predict, then reveal

ask-title = What will happen?
ask-kind = Question
ask-kind-letter = Which letter next?
ask-kind-loss = Will the loss fall?
ask-kind-sign = What sign will a number have?
ask-kind-number = What value will a number have?
ask-kind-choice = A question of your own
ready = Ready-made, by chapter
ready-none = None
ready-chapter_1 = 1 · One step at a time
ready-chapter_2 = 2 · Is recurrence needed?
ready-chapter_3 = 3 · Why share the weights?
ready-chapter_4 = 4 · Two matrices
ready-chapter_5 = 5 · What happens in BPTT?
ready-chapter_6 = 6 · Why do gradients vanish, and what do gates do?
ready-chapter_7 = 7 · From hello to sentences
ready-first_letter = What does it predict after the first letter?
ready-first_state = Which sign has a number of the state?
ready-same_letter = The same letter again: what does it predict now?
ready-loss_later = Will a hundred steps lower the loss?
ready-shared_gradient = A weight that every timestep uses: which sign has its gradient?
ready-weighted_sum = Letter, past and bias: which sign has their sum?
ready-target_logit = The gradient at the target’s logit: which sign?
ready-other_logit = The gradient at another token’s logit: which sign?
ready-update = Which way will this weight move?
ready-from_future = The gradient that has come back to the first state: which sign?
ready-keeping_gate = How far is the gate that keeps the state open?
ready-last_letter = What will it predict at the end, in a hundred steps?
ask-after = After reading
ask-number-chosen = The number you have open:
ask-number-ready = The number:
ask-no-number = Click a number in the workbench first, so that its explanation is open.
ask-steps = After how many steps?
ask-steps-count = { $count ->
    [0] At once
    [one] one step
   *[other] { $count } steps
 }
ask-text = Your question
ask-text-optional = In your own words (optional)
ask-options = Answers to choose from, one a line (2 to 6, of at most 60 characters each)
ask-send = Ask
ask-letter = { $steps ->
    [0] Which letter does the network find most probable after “{ $read }”?
    [one] After the next step, which letter will the network find most probable after “{ $read }”?
   *[other] { $steps } steps from now, which letter will the network find most probable after “{ $read }”?
 }
ask-loss = { $steps ->
    [one] Will the loss fall with the next step?
   *[other] Will the loss be lower { $steps } steps from now?
 }
ask-sign = { $steps ->
    [0] What is the sign of { $number }?
    [one] What will the sign of { $number } be after the next step?
   *[other] What will the sign of { $number } be { $steps } steps from now?
 }
ask-number = { $steps ->
    [0] What is the value of { $number }?
    [one] What will the value of { $number } be after the next step?
   *[other] What will the value of { $number } be { $steps } steps from now?
 }
option-falls = It falls
option-stays = It stays the same
option-rises = It rises
option-negative = Negative
option-zero = Zero
option-positive = Positive
answers-count = { $count } of { $pupils } { $pupils ->
    [one] pupil has
   *[other] pupils have
 } answered
reveal = Reveal
reveal-choice = Show the answers
peek = { $shown ->
    [yes] Hide the answers
   *[no] Show the answers so far
 }
peek-title = Until you reveal them, only this window shows them: hide them on a projector
put-away = Put the question away
answer-hint = { $kind ->
    [number] Type a number. You can change it until your teacher reveals it.
   *[choice] Choose an answer. You can change it until your teacher reveals it.
 }
your-answer = Your answer: { $answer }. You can change it until your teacher reveals it.
your-answer-was = Your answer was “{ $answer }”.
no-answer = You did not answer.
answer-number = Your guess
answer-send = Send
answer-wrong = Type a number, such as 0.25 or -3.
guesses = Guesses
guesses-none = No guesses yet.
guesses-numbers = { $count ->
    [one] One guess
   *[other] { $count } guesses
 } between { $low } and { $high }
guess-count = { $count }
guess-true = (right)
guess-probability = p = { $p }
guess-mark = The bar is the share of the class; the violet mark is the probability that the network gives the letter.
outcome-diverged = The run diverged before iteration { $iteration }, so there is nothing to measure.
outcome-loss = The loss was { $before } at iteration { $from } and is { $after } at iteration { $to }.
outcome-letter = At iteration { $iteration } the network finds “{ $letter }” most probable.
outcome-number = At iteration { $iteration } it is { $value }.
