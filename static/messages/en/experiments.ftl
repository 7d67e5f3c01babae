# The page of experiments, and what it shares with the laboratory of gradients.

page-no-script = This page needs JavaScript. The API at <a href="/docs">/docs</a> works without it.
findings-so = Conclusions
keep-heading = Save and share
keep-command = The command that repeats this
keep-copy-link = Copy link
keep-copy-command = Copy command
keep-copied = { $what ->
    [link] Link copied.
    [command] Command copied.
   *[nothing] Copying is not allowed here.
 }

## The guide

experiments-page-title = RNN Explainer: { $title }
experiments-description = Networks with and without recurrence, with shared and unshared weights, on the same data, side by side.
experiments-own = Your own experiment
experiments-guide = Train several networks on the same examples with the same seeds, and compare them. Each question fills in the form and starts the experiment:
experiments-questions = Questions: each fills in the form and runs it

## The form

experiments-form = The experiment
experiments-data = Data
experiments-networks = Networks
experiments-training = Training
experiments-label-task = Task
experiments-label-text = Text
experiments-label-distance = Distance
experiments-label-hidden_size = Hidden units <var>H</var>
experiments-label-keep_bias = Forget-gate / update-gate bias
experiments-label-optimizer = Optimizer
experiments-label-learning_rate = Learning rate <var>η</var>
experiments-label-iterations = Iterations
experiments-label-evaluations = Evaluations
experiments-label-seeds = Seeds
experiments-hint-keep_bias = the initial bias of an LSTM’s forget gate <var>f</var> or a GRU’s update gate <var>z</var>
experiments-hint-seeds = number of seeds: 1, 2, 3, …
experiments-model-window_1 = window MLP, k = 1
experiments-model-window_2 = window MLP, k = 2
experiments-model-window_3 = window MLP, k = 3
experiments-model-tanh = tanh RNN
experiments-model-tanh_output = tanh RNN, only output weights shared
experiments-model-tanh_none = tanh RNN, no weights shared
experiments-model-gru = GRU
experiments-model-gru_open = GRU{ $isBiased ->
    [yes] , update-gate bias { $bias }
   *[no] {""}
 }
experiments-model-lstm = LSTM
experiments-model-lstm_open = LSTM{ $isBiased ->
    [yes] , forget-gate bias { $bias }
   *[no] {""}
 }
experiments-run = Run
experiments-cancel = Cancel
experiments-unreadable = { $field ->
    [seeds] Enter a whole number of seeds, from 1 to 100.
   *[other] Enter a number.
 }

## How far it is

experiments-progress = Evaluations so far
experiments-nothing = Nothing yet. Choose a question above, or fill in the form and run it: you will see how each network learns, how much the results differ between seeds, and how it does on longer and shifted sequences.
experiments-starting = Starting…
experiments-cancelling = Cancelling…
experiments-refused = This experiment cannot be run with these settings: see the form.
experiments-unreachable = { $message } The results so far are shown.
experiments-measured = { $measured } of { $of } evaluations: { $name }, seed { $seed }, iteration { $iteration }.
experiments-ended = { $end ->
    [finished] Done:
    [cancelled] Cancelled; the results so far are shown:
   *[failed] { $message }
 } { $end ->
    [finished] { $measured ->
        [one] { $measured } evaluation
       *[other] { $measured } evaluations
     }
   *[other] { $measured } of { $of } evaluations
 } in { $seconds } s.

## What was found

experiments-results = Results
experiments-seen = What was measured
experiments-split = on
experiments-log = log
experiments-log-title = Logarithmic loss axis
experiments-band = A line is the median over the seeds; the band spans minimum to maximum.
experiments-figure-loss = Loss
experiments-figure-score = Score
experiments-figure-growth = Number of parameters by text length
experiments-figure-memory = The state over time
experiments-memory-note = The largest |<var>c</var>| of an LSTM’s units, |<var>h</var>| of the others, while they read the longest example.
experiments-plot-loss = Loss over iterations, every network
experiments-plot-score = Score over iterations, every network
experiments-plot-growth = Number of parameters by the number of timesteps
experiments-plot-memory = The largest entry of the state, over the timesteps of the longest example
experiments-outcomes = Side by side
experiments-column-network = network
experiments-column-weights = parameters
experiments-column-time = time per iteration
experiments-column-loss = loss
experiments-column-score = score, { $split }
experiments-out-of-reach = n/a: no weights for all timesteps
experiments-open = Open this network in the workbench, trained with the first seed
experiments-outcomes-note = The median over the seeds, with the range in brackets. Time is CPU time per iteration, on this server. A network’s name opens it in the workbench, trained with the first seed.
experiments-keep = The page’s URL contains the experiment. From a terminal, in one request:
