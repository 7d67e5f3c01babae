# What a measure refuses of a chapter's question, or of whoever asks the same.

refused-timestep = { $name } is { $given }, but timesteps are 1 to { $last }
refused-no-target = nothing is to be predicted at t = { $t }
refused-since = since is an iteration from 0 to { $last }
refused-index-form = an index is whole numbers: 2,0
refused-index = the index of { $quantity } needs { $count ->
    [one] { $count } number
   *[other] { $count } numbers
 }: { $ranges }
refused-no-index = { $quantity } has no number with this index: indexes count from 0, one for each dimension
refused-no-parameter = there is no parameter “{ $quantity }”; there are: { $known }
refused-not-everywhere = “{ $quantity }” is no parameter that every timestep uses; those are: { $known }
refused-not-finite = this iteration has numbers that are not finite
refused-no-parts = this state is not a sum of a letter and a past
refused-no-floor = a network with a state has no such lower bound
refused-window = reads is { $given }, but windows show 1 to { $last } letters
refused-no-state = a window is compared with a network that has a state
refused-no-text = there is no text “{ $split }” in this task
refused-words = this task reads or writes words, and not single letters
refused-letters = letters are those that the network reads, in any order
refused-layers = layers is { $given }, but there are 1 to { $last }
refused-no-longer = the text of this experiment cannot be longer
refused-not-measured = model { $model } has not been measured with every seed yet
refused-split = split is one of: { $known }
refused-repeated = this measure trains again, up to iteration { $most }
refused-no-cell-state = this network has no cell state
refused-earlier-losses = this task has losses before the last timestep
refused-no-forget-gate = this network has no forget gate
refused-short-lane = a lane is at least two timesteps long
refused-model = { $name } is { $given }, but models are 1 to { $last }
refused-parameter = { $measure } has no parameter “{ $name }”; { $count ->
    [0] it has none
   *[other] it has: { $known }
 }
refused-missing = { $measure } needs { $name }
refused-kind = { $name } is { $kind ->
    [int] a whole number
    [float] a number
   *[str] a text
 }
refused-nothing-asked = nothing is to be predicted in this example
refused-quantity = quantity is one of: { $known }
refused-one-word = source has at least two words
refused-examples = examples are written: good = positive; bad = negative
refused-no-label = this task writes, and does not give a label
