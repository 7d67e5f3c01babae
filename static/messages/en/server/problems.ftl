# What the API refuses: the `title` and `detail` of a problem, and what is wrong with a field.

## Titles

title-invalid-request = The request is not valid
title-not-json = The body is not JSON
title-iteration-not-found = Iteration not reached
title-no-weights = No weights for this timestep
title-not-exportable = Too many weights for a script
title-run-diverged = The run has diverged
title-too-many-experiments = Too many experiments
title-experiment-not-found = There is no such experiment
title-already-training = The run is being trained
title-training-stopped = The training was stopped
title-run-not-found = There is no such run
title-run-loading = The run is being computed again
title-not-kept = The change was not stored
title-record-unreadable = The record cannot be read
title-key-reused = The key was used before
title-too-many-runs = The server is at its limit
title-too-many-trainings = The server is at its limit
title-too-many-event-streams = The server is at its limit
title-quota = This is as much as one client may have
title-nobody-computes = Nothing computes experiments
title-not-ready = The server is not ready
title-stopping = The server is at its limit
title-too-many-interventions = Too many interventions
title-too-many-edits = Too many edits
title-replay-too-long = Too many iterations
title-judging-too-long = Too many examples
title-nothing-to-undo = Nothing to undo
title-nothing-to-redo = Nothing to redo
title-last-iteration = The run has ended
title-figure-not-found = There is no such figure
title-task-not-found = There is no such task
title-measure-not-found = There is no such measure
title-class-not-found = There is no such class
title-not-your-class = Only its teacher may do this
title-not-in-class = You have not joined this class
title-removed-from-class = You were removed from this class
title-pupil-not-found = There is no such pupil
title-class-full = The class is full
title-too-many-classes = Too many classes
title-too-many-questions = Too many questions
title-question-over = The question is over
title-nothing-shown = Nothing is shown yet
title-no-address = There is no such address
title-progress-private = The progress is private
title-run-of-class = The run is shown to a class
title-unknown-host = Unknown host
title-foreign-origin = Foreign origin
title-body-too-large = The body is too large

## Details

problem-not-declared = The body must be JSON and say so: Content-Type: application/json (with curl: --json instead of -d, or -H 'Content-Type: application/json').
problem-not-json = The body is not JSON: { $error } at position { $position }.
problem-nothing-here = There is nothing at { $path }. The API is described at /docs.
problem-method = { $path } does not support { $method }. Allowed: { $allowed }.
problem-unexpected = Something went wrong in the server; its log has the details.
problem-host-missing = The request needs one Host header that names this server.
problem-unknown-host = This server does not answer to the name “{ $name }”. Use localhost or an IP address, or add the name to RNN_EXPLAINER_ALLOWED_HOSTS.
problem-foreign-origin = Requests that change something are taken from this server's own pages only, not from { $origin }.
another-site = another site
problem-body-too-large = The body of a request can have { $count ->
    [one] { $count } byte
   *[other] { $count } bytes
 } at most.
problem-run-not-found = There is no run “{ $id }”. It may never have existed, or it was deleted, has expired, or was lost when a server that keeps no database restarted.
problem-experiment-not-found = There is no such experiment on this server. If it existed, it is gone: repeat its request.
problem-too-many-experiments = { $count ->
    [one] { $count } experiment is
   *[other] { $count } experiments are
 } under way on this server. Try again in a minute.
problem-run-loading = This run is being computed again from its record: { $percent } % so far. Try again in a few seconds.
problem-not-kept = The change could not be stored: { $reason }. The run is as it was before. Try again later.
problem-record-unreadable = The record of this run cannot be read by this version of the server.
problem-key-reused = This Idempotency-Key belongs to another request. Choose a new key for each new request.
problem-too-many-runs = This server keeps at most { $count ->
    [one] { $count } run
   *[other] { $count } runs
 }, and all are in use. Delete one, or close a page that follows one.
problem-already-training = This run is already being trained. Pause it first, or follow its events.
problem-too-many-trainings = This server trains { $count ->
    [one] { $count } run
   *[other] { $count } runs
 } at once, and no more can start now. Pause one, or try again later.
problem-too-many-streams-of-run = { $count ->
    [one] { $count } event stream is
   *[other] { $count } event streams are
 } open on this run, which is the limit. Close a page that follows it.
problem-too-many-streams = { $count ->
    [one] { $count } event stream is
   *[other] { $count } event streams are
 } open on this server, which is the limit. Close a page that follows a run.
problem-database-silent = The database takes no changes: { $reason }.
problem-database-slow = The database has not answered for { $seconds ->
    [one] { $seconds } second
   *[other] { $seconds } seconds
 }.
quota-trainings-at-once = { $kind ->
    [token] This browser has as many training runs under way as it may: { $count }.
   *[address] Your network address has as many training runs under way as it may: { $count }.
 } Pause one, or try again in { $seconds } s.
quota-streams-at-once = { $kind ->
    [token] This browser has as many event streams open as it may: { $count }.
   *[address] Your network address has as many event streams open as it may: { $count }.
 } Close a page that follows a run, or try again in { $seconds } s.
quota-experiments-at-once = { $kind ->
    [token] This browser has as many experiments under way as it may: { $count }.
   *[address] Your network address has as many experiments under way as it may: { $count }.
 } Stop one, or try again in { $seconds } s.
quota-experiment-seconds = { $kind ->
    [token] The experiments of this browser have computed for as long as they may within an hour: { $count } s.
   *[address] The experiments from your network address have computed for as long as they may within an hour: { $count } s.
 } Try again in { $seconds } s.
quota-new-runs = { $kind ->
    [token] This browser has made as many runs as it may within an hour: { $count }.
   *[address] As many runs have been made from your network address as may be within an hour: { $count }.
 } Try again in { $seconds } s.
quota-new-classes = As many classes have been opened from your network address as may be within an hour: { $count }. Try again in { $seconds } s.
quota-wrong-codes = { $kind ->
    [token] This browser has tried as many wrong class codes as it may within ten minutes: { $count }.
   *[address] As many wrong class codes have been tried from your network address as may be within ten minutes: { $count }.
 } Try again in { $seconds } s.
problem-class-not-found = There is no class with the code { $code }. Check it for a typing error; the class may also have been closed.
problem-not-your-class = Only the teacher of this class may do this, in the browser that opened it.
problem-not-in-class = Join the class first.
problem-removed-from-class = The teacher has removed this browser from the class. It cannot join this class again.
problem-no-pupil = There is no such pupil in this class (any more).
problem-class-full = { $count ->
    [one] This class takes one pupil, who is there already.
   *[other] This class takes { $count } pupils, and as many have joined.
 }
problem-classes-of-yours = { $count ->
    [one] You have a class open. Close it before you open another one.
   *[other] You have { $count } classes open. Close one before you open another one.
 }
problem-too-many-classes = This server holds { $count ->
    [one] one class
   *[other] { $count } classes
 } at once, and as many are open.
problem-too-many-questions = A class can be asked { $count ->
    [one] one question
   *[other] { $count } questions
 }. Open another class to go on.
problem-question-over = This question is no longer open.
problem-nothing-shown = Show the class a run first: open the workbench of the class.
problem-no-address = This server has no such address.
problem-progress-private = Progress is kept only after you have agreed to share it with your teacher.
problem-run-of-class = This run is shown to a class, and only its teacher can change it. Fork it to go on by yourself.
problem-nobody-computes = What computes experiments does not answer. Please try again.
problem-stopping = The server is stopping.
problem-too-many-interventions = A run can have at most { $count ->
    [one] { $count } intervention
   *[other] { $count } interventions
 }, and this one has them.
problem-too-many-edits = An intervention can set at most { $count ->
    [one] { $count } weight
   *[other] { $count } weights
 }, and this one would set more.
problem-replay-too-long = Training up to iteration { $iteration } takes longer than the { $seconds ->
    [one] { $seconds } second
   *[other] { $seconds } seconds
 } allowed for it: it got to { $reached }. Ask for an earlier iteration, and continue training from there.
problem-judging-too-long = Judging the examples takes longer than the server allows: it got to { $done } of { $of }. Use fewer or shorter examples, or a smaller network.
problem-nothing-to-undo = There is no change to undo.
problem-nothing-to-redo = There is no change to redo.
problem-last-iteration = A run ends at iteration { $iteration }. Rewind it, or start another.
problem-figure-not-found = There is no figure “{ $name }”. These are: { $known }.
problem-task-not-found = There is no task “{ $name }”. These are: { $known }.
problem-measure-not-found = There is no measure “{ $name }” of this kind. There are: { $known }.
problem-no-chapter = There is no chapter “{ $slug }”. There are: { $known }.
problem-no-equation = No equation of such a network defines “{ $quantity }”.
problem-no-equation-here = No equation of this network defines “{ $quantity }” there.
problem-iteration-not-found = Iteration { $requested } has not been reached: this run has iterations { $first } to { $last }.
problem-no-weights = This network has no weights for timestep { $timestep }: its weights are unshared, and there are weights for timesteps 1 to { $last } only.
problem-run-diverged = The run diverged at iteration { $iteration }: go back and lower the learning rate{ $isClipped ->
    [yes] { "" }
   *[no] , or turn on gradient clipping
 }.

## Why a training or an experiment ended

stopped-paused = Paused.
stopped-cancelled = Cancelled.
stopped-deleted = The run was deleted.
stopped-elsewhere = The training goes on through another connection.
stopped-rewound = The run was rewound.
stopped-undone = A change was undone.
stopped-redone = A change was made again.
stopped-training-time = A training request may take at most { $seconds ->
    [one] { $seconds } second
   *[other] { $seconds } seconds
 }; send another to continue.
stopped-experiment-time = An experiment may compute for at most { $seconds ->
    [one] { $seconds } second
   *[other] { $seconds } seconds
 }.
stopped-last-iteration = A run ends at iteration { $iteration }.

## What a field may hold

allowed-first = one token of the vocabulary
allowed-token = one token of the vocabulary: { $known }
allowed-choice = { $count ->
    [1] { $choices }
   *[other] one of { $choices }
 }
allowed-length = { $least } to { $most ->
    [one] { $most } character
   *[other] { $most } characters
 }{ $distinct ->
    [0] { "" }
   *[other] , at least { $distinct } of them different
 }
allowed-number = { $kind ->
    [integer] a whole number
   *[number] a number
 }
allowed-above = { $what } above { $above }
allowed-above-to = { $what } above { $above } and up to { $maximum }
allowed-from-to = { $what } from { $minimum } to { $maximum }
allowed-or-null = { $allowed }, or null
allowed-most = at most { $most }
allowed-characters-most = at most { $most ->
    [one] { $most } character
   *[other] { $most } characters
 }
allowed-characters = up to { $most ->
    [one] { $most } character
   *[other] { $most } characters
 }
allowed-any = any of { $known }
allowed-any-separated = any of { $known }, separated by commas
allowed-one-of = one of { $known }
allowed-range = { $first } to { $last }
allowed-count = 1 to { $most } { $name }
allowed-different = seeds that are all different
allowed-timesteps = timesteps are 1 to { $T }, and the first is not after the last
allowed-index = 4 or 2,0
allowed-few = at most { $count ->
    [one] { $count } timestep
   *[other] { $count } timesteps
 } of { $parameter }
allowed-meant = did you mean { $name }?

## What is wrong with a field

character-count = { $joined ->
    [yes] { $points } code points, and a single character can be several
   *[no] { $count ->
        [one] { $count } character
       *[other] { $count } characters
     }
 }
the-body = the body
wrong-null = { $name } must not be null
wrong-choice = { $name } must be { $allowed }, but is { $value }
wrong-short = { $name } is too short: it has { $length }
wrong-long = { $name } is too long: it has { $length }
wrong-alone = { $name } consists of { $value } alone, which leaves nothing to predict
wrong-not-above = { $name } must be above { $bound }, but is { $value }
wrong-below = { $name } must be at least { $bound }, but is { $value }
wrong-above = { $name } must be at most { $bound }, but is { $value }
wrong-missing = { $name } is missing
wrong-iteration-name = { $name } must be a number or `latest`
wrong-too-long = { $name } is too long
wrong-no-number = { $name } must be a number
wrong-infinite = { $name } must be a finite number
wrong-no-whole = { $name } must be a whole number
wrong-too-large = { $name } is too large
wrong-no-string = { $name } must be a string
wrong-surrogate = { $name } holds half of a surrogate pair, which is not a character
wrong-no-boolean = { $name } must be true or false
wrong-no-list = { $name } must be a list
wrong-few = { $name } has too few entries
wrong-many = { $name } has too many entries
wrong-no-object = { $name } must be an object
wrong-otherwise = { $name } { $message }
wrong-field = there is no field “{ $name }” here
wrong-empty = { $name } must not be empty
wrong-count = { $name } has too many entries: { $count }
wrong-same-seeds = seeds must be different
wrong-interventions = there are too many: { $count ->
    [one] { $count } intervention
   *[other] { $count } interventions
 }
wrong-examples-count = there { $count ->
    [one] is { $count } example
   *[other] are { $count } examples
 }
wrong-examples-long = the examples are too long: in all they have { $length }
wrong-example-long = an example's text is too long: it has { $length }
wrong-no-changes = no changes given
wrong-entries = there are { $count } { $name }
wrong-out-of-time = iteration { $iteration } cannot be reached in time
wrong-iteration-reached = iteration { $requested } has not been reached: this run has iterations { $first } to { $last }
wrong-token = first must be { $allowed }
wrong-first = first is { $first }, but T is { $T }
wrong-last = last is { $last }, but must be { $first } to { $T } here
wrong-many-numbers = { $parameter } has { $size ->
    [one] { $size } number
   *[other] { $size } numbers
 } at each of { $timesteps ->
    [one] { $timesteps } timestep
   *[other] { $timesteps } timesteps
 }, { $all } in all, and one answer has at most { $most }: ask for { $allowed } with first and last
wrong-index = index is one whole number or two with a comma
wrong-figure = there is no figure “{ $name }”
wrong-comparison = there is no figure “{ $name }” of a comparison
wrong-split = there is no split “{ $name }” in this task
wrong-trace-field = there is no field “{ $name }” in a trace
wrong-no-field = no field is named
wrong-nickname = the name has characters that cannot be seen
wrong-question-timestep = t must be 1 to { $last } here, but is { $given }
wrong-question-steps = the loss can only change after at least one step
wrong-question-options = there must be 2 to { $most } different options
wrong-question-option = an option has 1 to { $most } characters
wrong-question-number = the answer must be a number, and not a huge one
wrong-question-answer = the answer must be { $allowed }
