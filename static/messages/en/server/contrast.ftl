# What makes two runs different, setting by setting; and what networks in an experiment are called.

setting-task = task { $value }
setting-distance = distance { $value }
setting-seed = seed { $value }
setting-sharing = { $value ->
    [all] all weights shared
    [output] only output weights shared
   *[none] no weights shared
 }
setting-hidden_size = { $value ->
    [one] { $value } unit
   *[other] { $value } units
 }
setting-initialization = { $value ->
    [uniform] uniform weights
    [orthogonal] orthogonal weights
    [normal] normal weights
   *[other] { $name } weights
 }
setting-initialization_scale = weights × { $value }
setting-spectral_radius = { $value ->
    [null] W_hh unscaled
   *[other] spectral radius { $number }
 }
setting-keep_bias = forget-gate or update-gate bias { $value }
keep-bias = { $gate ->
    [update] update-gate bias { $bias }
   *[forget] forget-gate bias { $bias }
 }
setting-examples = { $count ->
    [0] built-in examples
    [one] { $count } example of your own
   *[other] { $count } examples of your own
 }
setting-initial_parameters = { $names ->
    [null] random weights
   *[other] { $names } given
 }
setting-h_0 = { $value ->
    [null] h_0 zero
   *[given] h_0 given
 }
setting-learning_rate = η = { $value }
setting-clip_norm = { $value ->
    [null] no clipping
   *[other] clipped to { $number }
 }
contrast-reads = example { $number } reads { $text }
contrast-has-target = example { $number } has the target { $text }
contrast-array = { $name } given as { $value }
contrast-not-held = no unit held
contrast-held = { $state } held at { $value }
contrast-from = { $setting } from { $iteration }
contrast-more = { $names } and { $count } more
contrast-edit = { $weight } = { $value } at { $iteration }
contrast-edits = { $count ->
    [one] { $count } weight
   *[other] { $count } weights
 } edited, the first { $edit }
contrast-unchanged = unchanged
contrast-same = Both have the same configuration and interventions: at the same iteration every difference is 0.
contrast-words = A: { $first }. B: { $second }.
contrast-same-until = The same run up to iteration { $iteration }. A: { $first }. B: { $second }.
