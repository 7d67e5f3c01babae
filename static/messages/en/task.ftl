# The task: its data, answers and scores.

task-heading = The task:

## Its shape

task-shape-heading = Shape:
task-shape-label = The shape of the task
task-kind-many_to_many = many to many
task-kind-many_to_one = many to one
task-kind-one_to_many = one to many
task-kind-sequence_to_sequence = sequence to sequence
task-shape-hidden = { $timesteps ->
    [one] One timestep, and what is read at it
   *[other] { $timesteps } timesteps, and what is read at each
 }
task-shape-many_to_many = It reads { $timesteps ->
    [one] one token
   *[other] { $timesteps } tokens
 } and predicts after each what comes next: { $losses ->
    [one] one loss
   *[other] { $losses } losses
 }.
task-shape-many_to_one = It reads { $timesteps ->
    [one] one token
   *[other] { $timesteps } tokens
 } and predicts once, at the end; only that prediction has a loss.
task-shape-one_to_many = The picture sets the initial state; then the network outputs a word at every timestep, and each word has a loss.
task-shape-sequence_to_sequence = The encoder reads “{ $source }” and outputs nothing; the decoder writes “{ $target }”. Only the decoder has a loss.

## Its examples

task-examples = Examples
task-split = Which examples
task-split-train = training set
task-split-validation = validation set
task-split-test = test set
task-split-longer = { $task ->
    [next_character] longer text
   *[other] longer sequences
 }
task-split-shifted = { $task ->
    [next_character] shifted text
   *[other] shifted sequences
 }
task-split-longer-title = { $task ->
    [next_character] the text twice in a row
    [counting] sequences longer than any in training
   *[other] sequences with a larger distance than in training
 }
task-split-shifted-title = { $task ->
    [next_character] the text without its first character
   *[other] sequences with one more letter before the one to remember
 }
task-split-option = { $name } ({ $count })
task-take = Try this one
task-picture = a picture
task-before = Earlier examples
task-after = Later examples
task-page = { $count ->
    [0] none
   *[other] { $first }–{ $last } of { $count }
 }

## Your own input

task-try = Try it
task-input = { $task ->
    [next_character] A text of these characters
    [counting] Some a’s and b’s
    [sentiment] A sentence
    [translation] An English phrase
    [remembering] A letter and what follows
   *[other] Your input
 }
task-ask = Ask
task-grid-label = Draw: the arrow keys move, Space sets or clears a pixel
task-pixel = row { $row }, column { $column }: { $ink ->
    [yes] black
   *[no] white
 }
task-grid-undo = Undo
task-grid-clear = Clear
task-grid-pick = A picture from the test examples
task-forcing = What the network reads
task-free = Free running
task-forced = Teacher forcing
task-forced-disabled = Choose an example from the list: for your own input the correct answer is not known
task-reads-itself = Free running: the network reads its own outputs, because at test time the correct answer is not available. One mistake can lead to another.
task-reads-answer = Teacher forcing, as in training: the network reads the correct tokens, whatever it predicted itself, so each position is judged on its own.

## Its answer

task-heard = It reads
# After a token that is struck out, before what was read in its place; for screen readers.
task-read-instead = is unknown, read as
task-answer-free = It writes <answer></answer>
task-answer-forced = At each position it predicts <answer></answer>
task-answer-label = It answers <answer></answer>
task-answer-next = After the last token it expects <answer></answer>
task-answer-nothing = nothing
task-answer-endless = (stopped after { $count ->
    [one] { $count } token
   *[other] { $count } tokens
 } without EOS)
task-step = t = { $t }: { $output } has probability { $probability }
task-words-and = { $words } and { $last }
task-unknown = { $words } { $count ->
    [one] is
   *[other] are
 } not in its vocabulary. It read { $read } instead, a token that occurs in no training example{ $extent ->
    [all] , so it knows nothing about this input.
   *[some] .
 }
task-asked = { $known ->
    [yes] The answer at iteration { $iteration }. Correct answer: “{ $target }”.
   *[no] The answer at iteration { $iteration }.
 }
task-course-label = The prediction after each word
task-course-unknown = { $input }, unknown, read as { $read }

## Its score

task-score = Score
task-score-ask = Score this iteration
task-score-table = Score on every split
task-metric = Score: { $metric }.
task-scoring = Scoring every example…
task-scored = Scored at iteration { $iteration }. The loss is the mean over the examples.
task-score-loss = loss
task-score-share = score
task-score-predictions = single predictions
task-score-counted = { $right } of { $all }
task-score-beyond = { $extent ->
    [all] no weights for so many timesteps
   *[some] { $beyond }: no weights for so many timesteps
 }
