# What a number is called, and what is remarked of it.

address-token = '{ $token }'
address-pixel = row { $row }, column { $column }
address-unit = unit { $unit }
address-gate = gate { $gate } of unit { $unit }

# $first and $second are what its indexes stand for: a unit, a token, a pixel.
address-one = { $name ->
    [W_xh] weight from input { $second } to { $first }
    [W_hh] weight from { $second } (at t − 1) to { $first }
    [W_hy] weight from { $second } to the logit of { $first }
    [W_ph] weight from the pixel at { $second } to { $first } of the initial state
    [b_h] bias of { $first }
    [b_y] bias of the logit of { $first }
    [b_ph] bias of { $first } of the initial state
    [b_hn] bias of the state input to the candidate of { $first }, before the reset gate
    [x] the entry for { $first } of the one-hot input
    [p] the pixel at { $first } (1 = black)
    [h] the hidden state of { $first }
    [c] the cell state of { $first }
    [logits] the logit of { $first }
    [probs] the probability of { $first }
   *[dlogits] the gradient with respect to the logit of { $first }
 }
address-of-part = { $part ->
    [encoder] { $number }, of the encoder
    [decoder] { $number }, of the decoder
   *[timestep] { $number }, at timestep { $part }
 }
address-at = { $number } at timestep { $t }

# What is made of a parameter, and which of its numbers it is.
address-derived = { $group ->
    [gradients] the gradient of { $parameter }
    [clipped_gradients] the gradient of { $parameter } after clipping
    [gradient_square_sums] the squared gradients of { $parameter }, added up by row
    [gradient_square_sum] the squared gradients of { $parameter }, added up
    [updates] what the next step adds to { $parameter }
    [next_parameters] { $parameter } after the update
   *[optimizer_state] the optimizer's { $slot } for { $parameter }
 }
address-derived-for = { $what }, for the { $number }

address-norm = the norm of { $what }
address-what = { $name ->
    [h_0] the initial state
    [c_0] the initial cell state
    [a_0] the weighted sum of the pixels
    [a] the weighted sum before tanh
    [a_gates] the weighted sums of the gates
    [from_input] the input's part of the weighted sums
    [from_state] the state's part of the weighted sums
    [m] the state input to the candidate, before the reset gate
    [loss] the loss of the timestep
    [whole_loss] the loss of the iteration, summed over the timesteps
    [dh_from_output] the contribution of this timestep's output to the gradient with respect to the state
    [dh_from_future] the contribution of later timesteps to the gradient with respect to the state
    [dh_through] the gradient with respect to the state, as far as it flows through the state's computation
    [dh] the gradient with respect to the hidden state
    [dc_from_future] the contribution of later timesteps to the gradient with respect to the cell state
    [dc] the gradient with respect to the cell state
    [da] the gradient with respect to the weighted sum before tanh
    [da_gates] the gradient with respect to the weighted sums of the gates
    [dfrom_state] the gradient with respect to the state's part of the weighted sums
    [dh_0] the gradient with respect to the initial state
    [dc_0] the gradient with respect to the initial cell state
    [da_0] the gradient with respect to the weighted sum of the pixels
    [gradient_norm] the norm of all gradients together, before clipping
    [clip_scale] the factor that clipping multiplies the gradients by
    [clipped_gradient_norm] the norm of all gradients after clipping
    [learning_rate] the learning rate
    [clip_norm] the largest gradient norm allowed
    [optimizer_step] the number of this optimizer's update
   *[other] { $name }
 }
address-what-at = { $what }, at timestep { $t }
address-what-place = { $what }, { $place }

## Remarks

remark-target = { $yes ->
    [yes] the target at t = { $t }
   *[no] not the target at t = { $t }
 }
remark-input = { $yes ->
    [yes] the input at t = { $t }
   *[no] not the input at t = { $t }
 }
remark-nothing-read = nothing is read before t = 1
remark-nothing-follows = nothing follows the last timestep
remark-nothing-collected = empty before this optimizer's first update
remark-no-recurrence = nothing flows back: no timestep is connected with another
remark-read = the input { $kind ->
    [letter] letter
   *[token] token
 } at timestep { $t } is '{ $token }'{ $yes ->
    [yes] {""}
   *[no] , not '{ $this }'
 }
remark-no-target = zero: no target at this timestep
remark-not-used = zero: this example has no timestep that uses these weights
remark-held = held at this value by an intervention
remark-held-back = zero: the state is held by an intervention, so no gradient flows through it
remark-given = given with the configuration
remark-zero-state = the initial state is zero
remark-zero-cell-state = the initial cell state is zero
remark-pixel = a pixel of the picture (1 = black)
remark-counts-updates = counts this optimizer's updates from 1
remark-hyperparameter = a hyperparameter, chosen for this iteration
remark-set = set to this value by an intervention at iteration { $iteration }
remark-given-weight = an initial weight, given with the configuration
remark-keeping-bias = { $gate ->
    [forget-gate] forget-gate
    [update-gate] update-gate
   *[other] { $gate }
 } biases start at { $bias }
remark-zero-bias = biases start at zero
remark-random-weight = a random initial weight: { $initialization ->
    [uniform] uniform
    [orthogonal] orthogonal
    [normal] normal
   *[other] { $initialization }
 }, scale { $scale }, seed { $seed }
