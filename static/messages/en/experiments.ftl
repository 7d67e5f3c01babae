# The page of experiments, and what it shares with the laboratory of gradients.

page-no-script = This page needs JavaScript. The API at <a href="/docs">/docs</a> works without.
findings-so = What that supports
keep-heading = Keep it
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
experiments-description = Networks with and without recurrence, with and without shared weights, on the same data, side by side.
experiments-own = An experiment of your own
experiments-guide = Train several networks on the same examples with the same seeds, and compare them. Each question sets the form and starts the experiment:
experiments-questions = Questions: each sets the form and runs it

## The form

experiments-form = The experiment
experiments-data = Data
experiments-networks = Networks
experiments-training = Training
experiments-label-task = Task
experiments-label-text = Text
experiments-label-distance = Distance
experiments-label-hidden_size = Hidden units <var>H</var>
experiments-label-keep_bias = Bias <var>b</var><sub>f</sub> or <var>b</var><sub>z</sub>
experiments-label-optimizer = Optimizer
experiments-label-learning_rate = Learning rate <var>η</var>
experiments-label-iterations = Iterations
experiments-label-evaluations = Evaluations
experiments-label-seeds = Seeds
experiments-hint-keep_bias = where the bias of the gate that keeps the state starts: <var>f</var> in an LSTM, <var>z</var> in a GRU
experiments-hint-seeds = how many, from 1 on
experiments-model-window_1 = window MLP, k = 1
experiments-model-window_2 = window MLP, k = 2
experiments-model-window_3 = window MLP, k = 3
experiments-model-tanh = tanh RNN
experiments-model-tanh_output = tanh RNN, only the output shared
experiments-model-tanh_none = tanh RNN, nothing shared
experiments-model-gru = GRU
experiments-model-gru_open = GRU{ $isBiased ->
    [yes] , b_z = { $bias }
   *[no] {""}
 }
experiments-model-lstm = LSTM
experiments-model-lstm_open = LSTM{ $isBiased ->
    [yes] , b_f = { $bias }
   *[no] {""}
 }
experiments-run = Run
experiments-cancel = Cancel
experiments-unreadable = { $field ->
    [seeds] Enter a whole number of seeds, from 1 to 100.
   *[other] Enter a number.
 }

## How far it is

experiments-progress = Measured so far
experiments-nothing = Nothing yet. Choose a question above, or fill in the form and run it: you will see how each network learns, how much its seeds differ, and how it does on longer and shifted sequences.
experiments-starting = Starting…
experiments-cancelling = Cancelling…
experiments-refused = This cannot be run as it is: see the form.
experiments-unreachable = { $message } What was measured is shown.
experiments-measured = { $measured } of { $of } measured: { $name }, seed { $seed }, iteration { $iteration }.
experiments-ended = { $end ->
    [finished] Done.
    [cancelled] Cancelled; what was measured until then is shown.
   *[failed] { $message }
 } { $measured } of { $of } measured in { $seconds } s.

## What was found

experiments-results = Results
experiments-seen = What was measured
experiments-split = on
experiments-log = log
experiments-log-title = Logarithmic loss axis
experiments-band = A line is the median of the seeds; its band goes from the least to the greatest.
experiments-figure-loss = Loss
experiments-figure-score = Score
experiments-figure-growth = Weights, as the text grows longer
experiments-figure-memory = The state over time
experiments-memory-note = The largest |<var>c</var>| of an LSTM’s units, |<var>h</var>| of the others, as they read the longest example.
experiments-plot-loss = Loss over iterations, every network
experiments-plot-score = Score over iterations, every network
experiments-plot-growth = Number of weights by the number of timesteps
experiments-plot-memory = The largest entry of the state, over the timesteps of the longest example
experiments-outcomes = Side by side
experiments-column-network = network
experiments-column-weights = weights
experiments-column-time = one iteration
experiments-column-loss = loss
experiments-column-score = score, { $split }
experiments-out-of-reach = no weights for it
experiments-open = Open this network in the workbench, trained with the first seed
experiments-outcomes-note = The median over the seeds, and in brackets the least and the greatest. The time is the processor’s on this server, for one iteration. A network’s name opens it in the workbench, trained with the first seed.
experiments-keep = The address bar holds the experiment. From a terminal, in one request:
