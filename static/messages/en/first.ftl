# The page to begin on.

first-title = RNN Explainer: watch a recurrent network learn
first-description = Watch a recurrent network learn to spell “hello” one step at a time, and see how every number comes about.
first-what = A recurrent network reads one letter at a time, keeps what it has read in its hidden state, and predicts from it the letter that comes next.
first-network = A recurrent network that learns to spell “hello”
first-no-script = The network is computed while you watch, which needs JavaScript. The chapters below can be read without it.

## What moves it

first-trained = { $done } of { $count } steps
first-key-train = Train for { $count } steps, or stop

## What is said of it

first-begins = After “{ $read }” it guesses “{ $guess }”, but “{ $target }” comes next. Step lets it learn.
first-guesses = After { $steps ->
    [one] one step
   *[other] { $steps } steps
 }, { $right } of { $count } guesses are right: after “{ $read }” it guesses “{ $guess }”, but “{ $target }” comes next.
first-spells = It spells “{ $text }”.
first-learned = It first spelled “{ $text }” after { $steps ->
    [one] one step
   *[other] { $steps } steps
 }.
first-lucky = It spells “{ $text }” before any step: by chance.
first-doubts = It is least sure of “{ $target }” after “{ $read }”: { $probability }.
first-sure = It is sure of every letter: each has a probability of at least { $probability }.
first-spelling = It spells
first-loss = Loss

## Below the network

first-chapters = Learn it, one question at a time
first-chapters-note = Guess, try it on a real network, see what happens.
first-workbench = Open the workbench
first-workbench-note = This very run, with every number of it: weights, gradients, each phase of a step, and why each number is what it is.
first-curl = Drive it with curl
first-curl-note = Paste this into a terminal and watch the network above follow.
first-curl-copy = Copy both lines
