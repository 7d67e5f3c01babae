# What the core refuses: its sentences, by their codes.

error-unknown-token = { $token } is not in the vocabulary, which has { $known }
error-surrogate = { $field } holds half of a surrogate pair, which is not a character
error-picture = a picture must be { $rows ->
    [one] { $rows } row
   *[other] { $rows } rows
 } of { $columns ->
    [one] { $columns } pixel
   *[other] { $columns } pixels
 }, { $ink } (black) or { $paper } (white), with / between the rows
error-empty-phrase = a phrase needs at least one word
error-empty-sentence = a sentence needs at least one word
error-empty-sequence = a sequence needs at least one letter
error-counting-target = for the counting task, leave the target empty: it is the sequence itself, followed by EOS
error-short-text = the text needs at least two characters
error-uniform-text = the text needs at least two different characters; it has only { $character }
error-no-examples = the task { $task } learns its text, so examples must be null
error-cannot-generate = a network trained on the task { $task } cannot generate text from one token: try an input
error-not-finite = this network's outputs are not finite, so nothing can be sampled
error-window-carries-nothing = a window network passes no state on, which the task { $task } needs
error-window-shares = a window network shares all its weights, so sharing must be all
error-many-parameters = a network of this kind and size has { $count ->
    [one] { $count } parameter
   *[other] { $count } parameters
 }; at most { $most } are possible
error-unknown-parameter = “{ $parameter }” is not a parameter; the parameters are: { $known }
error-only-before = { $parameter } is used only before the first timestep
error-token = token must be 0 to { $last }, but is { $given }
error-timestep = t must be 1 to { $last }, but is { $given }
error-initial-state = t must be 1 to { $last }, but is { $given } (the initial state is { $quantity }_0)
error-needs-timestep = { $quantity } needs a timestep: t must be 1 to { $last }
error-no-timestep = { $quantity } has no timestep: leave t out
error-unknown-quantity = “{ $quantity }” is not a quantity of this iteration; the quantities are: { $known }
error-nested = { $field } must be { $shape } numbers, in nested lists of equal length
error-too-large = the numbers in { $field } must be finite and at most { $most }
error-many-timesteps = the sequence of iteration { $iteration } has { $count ->
    [one] { $count } timestep
   *[other] { $count } timesteps
 }; at most { $most } can be taken apart
error-unit = unit must be 0 to { $last }, but is { $given }
error-not-set = { $number } has not been set at iteration { $iteration }: its value is a number there, not null
error-two-interventions = there are two interventions at iteration { $iteration }: combine them into one
error-no-gate = a { $cell } cell has no forget gate or update gate, so keep_bias must be 0
error-no-state = a { $cell } network passes no state on: it has neither W_hh nor h_0
error-picture-sets = in this task the picture sets the initial state, so h_0 must be null
error-not-exportable = this network has { $count } weights; a script holds at most { $most }
