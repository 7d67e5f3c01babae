# The task: its data, answers and scores.

task-heading = The task:

## Its shape

task-shape-heading = Shape:
task-shape-label = The shape of the task
task-kind-many_to_many = many to many
task-kind-many_to_one = many to one
task-kind-one_to_many = one to many
task-kind-sequence_to_sequence = sequence to sequence
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
task-shape-one_to_many = The picture sets the initial state; then every timestep outputs a word, and each word has a loss.
task-shape-sequence_to_sequence = The encoder reads “{ $source }” and outputs nothing; the decoder writes “{ $target }”. Only the decoder has a loss.

## Its examples

task-examples = Examples
task-split = Which examples
task-split-train = training set
task-split-validation = validation
task-split-test = test
task-split-longer = longer
task-split-shifted = shifted
task-split-option = { $name } ({ $count })
task-take = Try this one
task-picture = a picture
task-before = Earlier examples
task-after = Later examples
task-page = { $count ->
    [0] none
   *[other] { $first }–{ $last } of { $count }
 }

## An input of one's own

task-try = Try it
task-input = { $task ->
    [next_character] A text of these letters
    [counting] Some a’s and b’s
    [sentiment] A sentence
    [translation] An English phrase
    [remembering] A letter and what follows
   *[other] Your input
 }
task-ask = Ask
task-grid-label = Draw: the arrow keys move, Space sets or clears a pixel
task-pixel = row { $row }, column { $column }: { $ink ->
    [yes] ink
   *[no] paper
 }
task-grid-undo = Undo
task-grid-clear = Clear
task-grid-pick = A picture from the test examples
task-forcing = What the decoder reads
task-free = Free running
task-forced = Teacher forcing
task-forced-disabled = Choose an example from the list: only there is the correct answer known
task-reads-itself = Free running: the decoder reads its own outputs, as it must when nobody knows the answer. One mistake leads to the next.
task-reads-answer = Teacher forcing, as in training: the decoder reads the correct words, whatever it predicted itself. So each position is judged alone.

## Its answer

task-heard = It reads
# After a token that is struck out, before what was read in its place; for screen readers.
task-read-instead = is not known, read as
task-answer-free = It writes <answer></answer>
task-answer-forced = At each position it predicts <answer></answer>
task-answer-label = It answers <answer></answer>
task-answer-next = After the last token it expects <answer></answer>
task-answer-nothing = nothing
task-answer-endless = and does not finish
task-step = t = { $t }: { $output } has probability { $probability }
task-words-and = { $words } and { $last }
task-unknown = { $words } { $count ->
    [one] is
   *[other] are
 } not in its vocabulary. It read { $read } instead, a token that no training example has{ $extent ->
    [all] : it knows nothing of what was written.
   *[some] .
 }
task-asked = { $known ->
    [yes] The answer at iteration { $iteration }. Correct would be “{ $target }”.
   *[no] The answer at iteration { $iteration }.
 }
task-course-label = The prediction after each word
task-course-unknown = { $input }, not known, read as { $read }

## Its score

task-score = Score
task-score-ask = Score this iteration
task-score-table = Score of every split
task-metric = It counts { $metric }.
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
