# What results say: sentences made from measured numbers.

## Their parts

# With how many seeds; $which of them.
verdict-seeds = { $which ->
    [only] with the one seed
    [not-the-only] but not with the one seed
    [all] with every seed
    [none] with none of { $seeds } seeds
   *[some] with { $count } of { $seeds } seeds
 }
verdict-unshown = { $seeds ->
    [1] One seed cannot show
   *[other] These seeds do not show
 }
verdict-no-result = no result
verdict-spread = { $median } ({ $least }–{ $greatest })
verdict-value = “{ $name }” { $value }
verdict-one-seed = One seed only: it shows what can happen, not what always happens.
verdict-diverged = “{ $name }” diverged { $seeds }: a run that diverged counts as worst.

## The condition of an experiment

verdict-too-early = No verdict yet: not every network was evaluated with every seed.
verdict-all-diverged = Every network diverged with every seed: there is nothing to compare.
verdict-so-far = So far: { $sentence }
verdict-stopped = The experiment was stopped early: this describes iteration { $iteration } of { $iterations } and may still change.
verdict-condition = Measured with { $seeds ->
    [1] one seed
   *[other] { $seeds } seeds
 } after { $iterations ->
    [one] { $iterations } iteration
   *[other] { $iterations } iterations
 }{ $optimizer ->
    [none] { "" }
   *[other] { " " }of { $optimizer }
 }.
verdict-median = Each number is the median over the seeds, with the range in brackets.

## The lower bound of a window

verdict-floor = “{ $name }” ends with a loss of { $loss }. No network that sees only this window can get below { $floor }.
verdict-below = “{ $name }” ends with a loss of { $loss }, below { $floor } { $seeds }.
verdict-no-loss = “{ $name }” has no finite loss to compare.
verdict-past-both = { $all }, a wider window gets below { $floor } ({ $windows }), and so does a recurrent state ({ $states }): the past helps here, and either can supply it.
verdict-past-state = { $all }, { $states } { $count ->
    [one] gets
   *[other] get
 } below { $floor }: the recurrent state carries more of the past than the window holds.
verdict-past-window = { $all }, a wider window gets below { $floor } ({ $windows }).
verdict-past-window-alone = { $all }, a wider window gets below { $floor } ({ $windows }). No recurrent network does within these iterations, which does not show that none can.
verdict-past-unshown = No network gets below { $floor } with every seed: this result does not show that more of the past helps.
verdict-floor-limit = How many letters are enough depends on the data; this result holds for { $task ->
    [next_character] the text “{ $text }”
   *[other] the examples
 }.

## Other texts, and unshared weights

verdict-others = { $split ->
    [longer] { $task ->
        [next_character] the longer text
       *[other] the longer sequences
     }
    [shifted] { $task ->
        [next_character] the shifted text
       *[other] the shifted sequences
     }
   *[test] { $task ->
        [next_character] the test text
       *[other] the test sequences
     }
 }
verdict-scores-on = Score on { $others }: { $scores }.
verdict-score-on = { $score } on { $others }
verdict-untrained = Without further training, “{ $name }” scores { $scores }.
verdict-parameters = Number of parameters: { $numbers }.
verdict-unread = { $names } { $count ->
    [one] has
   *[other] have
 } no weights after timestep { $last } and cannot process { $others }, where “{ $shared }” scores { $score }.
verdict-sharing-ahead = “{ $shared }” applies at every timestep what it learned at one: on { $others } it scores higher than { $names } { $seeds }.
verdict-sharing-behind = { $all }, { $names } { $count ->
    [one] scores
   *[other] score
 } higher on { $others } than “{ $shared }”: sharing does not help there.
verdict-sharing-level = On { $others }, { $unshown } that “{ $shared }” does better than { $names }, or worse.
verdict-fits = { $all }, all of them reach a 100% score on the training data, so the score shows no effect of sharing there.
verdict-mistakes = { $seeds ->
    [1] With the one seed
   *[other] With some seeds
 }, { $names } { $count ->
    [one] makes
   *[other] make
 } mistakes even on the training data.

## Examples that were not learned from

verdict-judged = { $task ->
    [counting] Fully correct sequences, among those longer than any in training
    [remembering] Test sequences with the first letter recalled
    [sentiment] Test sentences classified correctly
    [captioning] Test pictures captioned exactly
   *[translation] Test phrases translated exactly
 }: { $scores }.
verdict-single = The score in the table counts single predictions instead: { $scores }.
verdict-guessing = Always guessing the most frequent answer would score { $share }.
verdict-share-whole = { $median } ({ $least }–{ $greatest }; 100% { $seeds })
verdict-only-one = There is only one network, and nothing to compare it with.
verdict-equal = All networks do equally well: this does not tell them apart.
verdict-overlap = The results overlap between seeds: this does not show which network is better.
# $better: by what they are compared.
verdict-leading = { $all }, { $first } { $better ->
    [sequences] { $count ->
        [one] gets
       *[other] get
     } more sequences fully correct
    [loss] { $count ->
        [one] ends
       *[other] end
     } with a lower loss
   *[score] { $count ->
        [one] scores
       *[other] score
     } higher
 } than { $rest }.
verdict-range = “{ $name }” (median { $median }, from { $least } to { $greatest })
verdict-unranked = { $ranges } { $count ->
    [one] overlaps
   *[other] overlap
 } with { $leaders ->
    [one] the leader
   *[other] the leaders
 }: these seeds do not rank { $count ->
    [one] it
   *[other] them
 }.
# $gate is the forget or the update gate, $starts what it starts at.
verdict-twins = { $found ->
    [ahead] The two { $cell }s differ only in where the { $gate ->
        [forget] forget
       *[update] update
     } gate starts: { $seeds }, the one that starts at { $starts } scores higher than the one that starts at { $instead }. Starting with the gate open makes the difference.
    [behind] The two { $cell }s differ only in where the { $gate ->
        [forget] forget
       *[update] update
     } gate starts: { $seeds }, the one that starts at { $starts } scores lower than the one that starts at { $instead }.
   *[open] { $unshown } whether the { $cell } does better starting at { $starts } or at { $instead }.
 }
verdict-settings = Measured for { $task ->
    [remembering] a distance of { $distance }
    [counting] n up to { $distance }
   *[other] { $examples ->
        [one] { $examples } example
       *[other] { $examples } examples
     }
 }, { $units ->
    [0] these sizes
    [one] { $units } unit
   *[other] { $units } units
 } and this learning rate; others may give other results.
verdict-training-loss = Training loss: { $losses }.
verdict-training-limit = The training loss says nothing about other data.

## Counting

verdict-states-unmeasured = The states are measured at the end of training, which was not reached.
verdict-carried = “{ $name }”: after { $marks } { $letter }’s, the largest |{ $state }| is { $sizes }. Letter 2 changes { $state } by { $second }, letter { $mark } by { $last }.
verdict-adding = { $adds ->
    [yes] The cell state c of “{ $name }” keeps growing with the count: it counts by adding.
   *[no] The cell state c of “{ $name }” does not keep growing with every seed: it does not count by adding alone.
 }
verdict-bounded = { $cell ->
    [gru] The state of a GRU is a weighted mean of its previous state and a tanh,
   *[tanh] The state of a tanh RNN is a tanh,
 } so it stays between −1 and 1 (“{ $name }” reaches { $most }): it has no room to keep adding.
verdict-bounded-moves = Letter { $mark } changes it by only { $last }, against { $second } for letter 2.
verdict-bounded-even-so = Even so, up to n = { $mark } no network that adds beats it with every seed.

## The gradients’ laboratory

course-as_chosen = as chosen
course-orthogonal = orthogonal
course-clipping = clipping
course-no_clipping = no clipping
course-gates = gates
course-half_closed = half closed
course-words = { $name ->
    [as_chosen] your settings
    [orthogonal] orthogonal matrices, unscaled
    [clipping] gradients clipped to norm { $norm }
    [no_clipping] gradients not clipped
   *[gates] { $cell } with { $bias }
 }
verdict-fate = { $fate ->
    [vanishes] vanishes
    [fades] fades
    [arrives] arrives
    [explodes] explodes
   *[infinite] is not finite
 }
verdict-bounds = { $fate ->
    [vanishes] below { $vanishes }
    [fades] between { $vanishes } and { $fades }
    [arrives] between { $fades } and { $arrives }
   *[explodes] above { $arrives }
 }
verdict-no-gradients = there are no gradients to compare: a number is not finite, or all are zero.
verdict-ratio = the gradient of the last loss is { $times } times as large at t = 1 as at t = { $T }. It { verdict-fate }{ $fate ->
    [arrives] { "" }
   *[other] { " " }on the way back
 } (ratio { verdict-bounds }).
verdict-measured = Measured with { $seeds ->
    [1] one seed
   *[other] { $seeds } seeds
 }.
verdict-measured-seeds = Measured with { $seeds ->
    [one] { $seeds } seed
   *[other] { $seeds } seeds
 }. Each number is the median over the seeds, with the range in brackets.
verdict-ratios = Gradient norm at t = 1 divided by that at t = { $T }, at initialization: { $ratios }.
verdict-correct = Correct predictions out of { $counted } after { $iterations ->
    [one] { $iterations } iteration
   *[other] { $iterations } iterations
 }: { $rights }.
verdict-losses = Loss after { $iterations ->
    [one] { $iterations } iteration
   *[other] { $iterations } iterations
 }: { $losses }.
verdict-norms = Largest gradient norm during training, before clipping: { $norms }.
verdict-chosen = As chosen, the gradient { verdict-fate } { $seeds }: the ratio of its norms at t = 1 and at the last timestep is { verdict-bounds }.
verdict-chosen-infinite = As chosen, the gradient is not finite { $seeds }.
verdict-chosen-split = As chosen, the outcome depends on the seed: the gradient { $fates }.
verdict-fate-seeds = { verdict-fate } { $seeds }
verdict-reach = { $found ->
    [ahead] { $all }, { $names } { $count ->
        [one] preserves
       *[other] preserve
     } the gradient’s norm better than “{ $chosen }”.
    [behind] { $all }, { $names } { $count ->
        [one] preserves
       *[other] preserve
     } the gradient’s norm worse than “{ $chosen }”.
    [same] { $all }, { $names } { $count ->
        [one] preserves
       *[other] preserve
     } the gradient’s norm exactly as well as “{ $chosen }”.
   *[overlap] { $unshown } whether { $names } { $count ->
        [one] preserves
       *[other] preserve
     } the gradient’s norm better or worse than “{ $chosen }”.
 }
verdict-loss-same = “{ $name }” ends with the same loss as “{ $chosen }” { $seeds }.
verdict-loss-never = “{ $name }” never ends with a lower loss than “{ $chosen }” on the same seed, so there is no sign that it helps.
verdict-loss-overlap = Compared seed by seed, “{ $name }” ends with a lower loss than “{ $chosen }” { $seeds }, but their ranges overlap{ $doubt ->
    [yes] , so this does not show that it helps
   *[no] { "" }
 }.
verdict-loss-apart = { $all }, “{ $name }” ends with a { $found ->
    [ahead] lower
   *[behind] higher
 } loss than “{ $chosen }”{ $seeds ->
    [1] { "" }
   *[other] { " " }does with any seed
 }.
verdict-accuracy = It gets { $ours } of { $counted ->
    [one] { $counted } prediction
   *[other] { $counted } predictions
 } correct, “{ $chosen }” { $theirs }{ $overlap ->
    [yes] ; these ranges overlap
   *[no] { "" }
 }.
verdict-cut-short = “{ $name }” was stopped early { $seeds }: the server’s time limit was reached.
verdict-fates-limit = We compare the gradient’s norm at t = 1 with that at the last timestep: below { $vanishes }× it “vanishes”, below { $fades }× it “fades”, up to { $arrives }× it “arrives”, above that it “explodes”. How far a gradient reaches at initialization does not decide how well a network learns, because training changes every weight.
