// @ts-check
/** The shapes of the API's answers, for the type checker; nothing here runs. */

/** @typedef {number | null} Maybe a number, or null where it is not finite (a diverged run) */

/** @typedef {"W_xh" | "W_hh" | "W_hy" | "b_h" | "b_y"} ParameterName */
/** @typedef {Maybe[][] | Maybe[]} ParameterArray a matrix, or a bias vector */
/** @typedef {Record<ParameterName, any>} Parameters `any`: matrices for W_*, vectors for b_* */

/**
 * @typedef {object} Hyperparameters
 * @property {number} learning_rate
 * @property {string} optimizer
 * @property {number | null} clip_norm
 */

/**
 * @typedef {Hyperparameters & {
 *   task: string, text: string, distance: number, examples: [string, string][] | null,
 *   cell: string, hidden_size: number, sharing: string, spectral_radius: number | null, keep_bias: number,
 *   initialization: string, initialization_scale: number, seed: number,
 *   initial_parameters?: Record<string, unknown> | null, h_0?: number[] | null,
 * }} Configuration
 */

/**
 * One weight set to a value.
 *
 * @typedef {object} Edit
 * @property {string} parameter
 * @property {number[]} index
 * @property {number} value
 */

/**
 * A unit's state held at a value, at one timestep or, with null, at all of them.
 *
 * @typedef {object} Clamp
 * @property {number} unit
 * @property {number} value
 * @property {number | null} [t]
 */

/**
 * What an intervention changes; `clamps` are all states that are held from there on.
 *
 * @typedef {Partial<Hyperparameters> & {edits?: Edit[], clamps?: Clamp[]}} Changes
 */

/**
 * @typedef {object} Intervention
 * @property {number} iteration
 * @property {Changes} changes
 */

/**
 * @typedef {object} Run
 * @property {string} id
 * @property {Configuration} configuration
 * @property {Intervention[]} interventions
 * @property {boolean} can_undo
 * @property {boolean} can_redo
 * @property {number} iteration
 * @property {number} furthest_iteration
 * @property {Maybe} loss
 * @property {boolean} diverged
 * @property {string | null} divergence
 * @property {Hyperparameters} hyperparameters
 * @property {string[]} vocabulary
 * @property {number} parameter_count
 * @property {Record<string, string>} links
 * @property {boolean} [training] whether somebody trains it right now
 */

/** @typedef {Run & {cause: string, training: boolean}} RunEvent */

/**
 * One timestep of a trace; vectors of V (x, logits, probs, dlogits) or H (the others) numbers.
 *
 * @typedef {object} Timestep
 * @property {number} t counted from 1
 * @property {string} input
 * @property {string | null} target `null` where nothing is to be predicted
 * @property {Maybe[]} x
 * @property {Maybe[]} a not of a GRU
 * @property {Maybe[]} [i] the LSTM's gates, candidate and cell state
 * @property {Maybe[]} [f]
 * @property {Maybe[]} [g]
 * @property {Maybe[]} [o]
 * @property {Maybe[]} [c]
 * @property {Maybe[]} [r] the GRU's gates and candidate
 * @property {Maybe[]} [z]
 * @property {Maybe[]} [n]
 * @property {Maybe[]} [m]
 * @property {Maybe[]} h
 * @property {Maybe[]} logits
 * @property {Maybe[]} probs
 * @property {Maybe} loss
 * @property {Maybe[]} dlogits
 * @property {Maybe[]} dh_from_output
 * @property {Maybe[]} dh_from_future
 * @property {Maybe[]} dh
 * @property {Maybe[]} [dh_through] of gated cells
 * @property {Maybe[]} [dc] of the LSTM
 * @property {Maybe[]} da
 */

/**
 * A stretch of timesteps with weights of its own.
 *
 * @typedef {object} Part
 * @property {string} name empty, `encoder`, `decoder`, or the number of its only timestep
 * @property {number} first timestep
 * @property {number} last timestep
 * @property {string[]} inputs what the entries of x stand for
 * @property {boolean} writes whether its outputs are part of the model
 * @property {Record<string, string>} parameters actual names by what they do: W_xh, W_hh, …
 */

/**
 * What an iteration trains on.
 *
 * @typedef {object} Example
 * @property {number} index
 * @property {number} count of all examples
 * @property {string} source
 * @property {string} target
 * @property {{rows: number, columns: number, pixels: number[]} | null} image
 */

/**
 * @typedef {object} Trace
 * @property {number} iteration
 * @property {string} text
 * @property {string[]} vocabulary
 * @property {Maybe} loss
 * @property {boolean} diverged
 * @property {string | null} [divergence]
 * @property {Parameters} parameters
 * @property {Maybe[]} h_0
 * @property {Maybe[]} [dh_0]
 * @property {Maybe[]} [c_0] of the LSTM
 * @property {Maybe[]} [a_0] where an image sets h_0
 * @property {Maybe[]} [da_0]
 * @property {Part[]} parts
 * @property {Example} example
 * @property {Timestep[]} steps
 * @property {Parameters} gradients
 * @property {Maybe} gradient_norm
 * @property {Maybe} clip_scale
 * @property {Maybe} clipped_gradient_norm
 * @property {Parameters} updates
 * @property {Hyperparameters} hyperparameters
 * @property {Clamp[]} [clamps] the states that are held here
 * @property {string[]} [gate_names] what the rows of W_xh, W_hh and b_h belong to
 */

/**
 * How one logit depends on the letters read before it, and h_t on the states before it.
 *
 * @typedef {object} Sensitivity
 * @property {number} iteration
 * @property {number} t
 * @property {string} token
 * @property {Maybe} logit
 * @property {string[]} letters read at 1..t
 * @property {Maybe[]} of_letter
 * @property {Maybe[]} norm
 * @property {Maybe[]} state_norm from s = 0
 * @property {{of_letter: number, norm: number}} bounds the ends of scales that hold them
 * @property {object} figure
 */

/**
 * The address of one number: `{quantity: "h", t: 3, index: [4]}`; parameters have no `t`.
 *
 * @typedef {object} Address
 * @property {string} quantity
 * @property {number} [t]
 * @property {number[]} index
 */

/** @typedef {{iteration: number, quantity: string, t: number | null, index: number[]}} FullAddress */

/**
 * A sum's terms that matter, counted through nested sums, and what the others come to.
 *
 * @typedef {object} Fold
 * @property {number[]} shown
 * @property {number} rest how many are left out
 * @property {Maybe} value of the others together
 * @property {boolean} zero whether each of the others is 0
 * @property {number} [share] of the others together, in a softmax
 */

/**
 * A node of the arithmetic that made a number.
 *
 * @typedef {object} Term
 * @property {string} op `operand`, `number`, `sum`, `product`, `softmax` or a function
 * @property {Maybe} value
 * @property {Term[]} [of]
 * @property {string | null} [symbol] of an operand, as in the API: `h_3[4]`; of a number, its own: `ε`
 * @property {string} [notation] as formulas write it, without index: `∂L/∂h_{3}`
 * @property {string[]} [labels]
 * @property {FullAddress} [address]
 * @property {string} [href] the operand's derivation
 * @property {boolean} [end] whether it is made of no other number
 * @property {string} [note] what a number of the formula is
 * @property {string | null} [over] what a sum runs over
 * @property {Fold | null} [fold]
 * @property {number} [chosen] of a softmax
 * @property {number} [shift]
 * @property {number[]} [exponentials]
 * @property {number} [total]
 * @property {number[]} [shares]
 */

/**
 * Why a number is what it is.
 *
 * @typedef {object} Derivation
 * @property {FullAddress} address
 * @property {string} symbol
 * @property {string} notation
 * @property {string[]} labels
 * @property {string} words
 * @property {Maybe} value
 * @property {{plain: string, latex: string, general: string, typeset: string} | null} formula
 * @property {Term | null} arithmetic
 * @property {string | null} source where the walk ends
 * @property {Record<string, string>} links
 */

/**
 * @typedef {object} Check a gradient by backpropagation and by central differences
 * @property {number} iteration
 * @property {string} parameter
 * @property {any} analytic in the shape of the parameter
 * @property {any} numeric
 * @property {any} relative_error
 * @property {Maybe} overall_error
 * @property {number} checked
 * @property {number} total
 */

/**
 * What the second of two runs has more than the first, at one iteration of each.
 *
 * @typedef {object} Comparison
 * @property {{run: string, iteration: number, loss: Maybe, label: string}} first
 * @property {{run: string, iteration: number, loss: Maybe, label: string}} second
 * @property {string} words what differs in their configurations and interventions
 * @property {number | null} same_until
 * @property {Maybe} loss
 */

/**
 * A gradient as the sum of what each timestep adds to it; those from `first` to `last` are here.
 *
 * @typedef {object} Contributions
 * @property {number} iteration
 * @property {string} parameter
 * @property {number} first
 * @property {number} last
 * @property {Maybe[][][]} contributions
 * @property {Maybe[]} norm of each
 * @property {Maybe[][]} total the sum over all timesteps
 * @property {Maybe} total_norm
 */

/**
 * @typedef {object} Progress one line of a training stream
 * @property {number} iteration
 * @property {Maybe} loss
 * @property {boolean} diverged
 * @property {string | null} stopped
 * @property {string} [message]
 */

/**
 * @typedef {object} Sample
 * @property {string} text
 * @property {{input: string, probs: Maybe[], output: string}[]} steps
 */

/**
 * What one field may hold, as `GET /api/limits` tells it; `minimum` is allowed, `above` is not.
 *
 * @typedef {object} Limit
 * @property {"integer" | "number" | "string"} type
 * @property {any} [default]
 * @property {number} [minimum]
 * @property {number} [above]
 * @property {number} [maximum]
 * @property {number} [min_length]
 * @property {number} [max_length]
 * @property {string[]} [choices]
 * @property {string} allowed in words
 */

/**
 * @typedef {object} Task
 * @property {string} name
 * @property {string} title
 * @property {string} words
 * @property {string} metric what its score counts
 * @property {Record<string, number>} splits how many examples each has
 * @property {{name: string, vocabulary: string[], writes: boolean}[]} parts
 * @property {string[]} vocabulary what it can say
 * @property {{rows: number, columns: number} | null} image
 * @property {boolean} writes_freely
 * @property {{part: string, input: string, target: string | null, scored: boolean}[]} shape of `example`
 * @property {{source: string, target: string}} example
 */

/**
 * How a network does on the examples of a split.
 *
 * @typedef {object} Score
 * @property {number} examples
 * @property {number} out_of_reach examples that an unshared network has no weights for
 * @property {Maybe} loss mean over the others
 * @property {number} right predictions
 * @property {number} counted
 * @property {number} sequences_right examples with all of their predictions right
 * @property {number | null} answers_right answers written freely that are right as a whole
 * @property {Maybe} value the share that is right
 */

/** @typedef {{iteration: number, metric: string, splits: Record<string, Score>}} Scores */

/**
 * What a network makes of an input.
 *
 * @typedef {object} Attempt
 * @property {number} iteration
 * @property {boolean} teacher_forcing
 * @property {string[]} vocabulary
 * @property {{t: number, part: string, input: string, known: boolean, read: string, probs: Maybe[], output: string}[]} steps
 * @property {string} text
 * @property {boolean} ended whether it came to an end by itself
 */

/**
 * @typedef {object} Limits
 * @property {Record<string, Limit>} run
 * @property {Record<string, Limit>} train
 * @property {Record<string, Limit>} sample
 * @property {Record<string, Limit>} gradients
 */

/**
 * What a cell is made of, read off its equations by the server; without gates all is empty.
 *
 * @typedef {object} Structure
 * @property {{name: string, words: string, signed: boolean, reads: string[]}[]} gates `signed` go
 *   from −1 to 1, others from 0 to 1; `reads` are gates that it is computed from
 * @property {{state: string, keeps: string, adds: string, by: string[]}[]} lanes on which a state goes
 *   on without weights: state_t = keeps ⊙ state_{t−1} + adds, where `adds` is made of the gates `by`
 * @property {{state: string, of: string, formula: string, by: string[]}[]} shown a state that is made
 *   of another
 */

/**
 * @typedef {object} PageConfig what the server puts into the page
 * @property {Limits} limits
 * @property {Configuration} defaults
 * @property {Record<string, {title: string, suggested: Record<string, string | number>}>} tasks
 * @property {Record<string, Structure>} cells
 * @property {any} palette
 * @property {Record<string, import("./models.js").Plan>} [questions] of the experiments, what each sets
 * @property {string} plotly the address of Plotly's script
 */

export {};
