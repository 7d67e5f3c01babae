/** The shapes of the API's answers, for the type checker; nothing here runs. */

import type { Plan } from "./models";

/** a number, or null where it is not finite (a diverged run) */
export type Maybe = number | null;

export type ParameterName = "W_xh" | "W_hh" | "W_hy" | "b_h" | "b_y";
/** a matrix, or a bias vector */
export type ParameterArray = Maybe[][] | Maybe[];
/** `any`: matrices for W_*, vectors for b_* */
export type Parameters = Record<ParameterName, any>;

export interface Hyperparameters {
  learning_rate: number;
  optimizer: string;
  clip_norm: number | null;
}

export type Configuration = Hyperparameters & {
  task: string;
  text: string;
  distance: number;
  examples: [string, string][] | null;
  cell: string;
  hidden_size: number;
  sharing: string;
  spectral_radius: number | null;
  keep_bias: number;
  initialization: string;
  initialization_scale: number;
  seed: number;
  initial_parameters?: Record<string, unknown> | null;
  h_0?: number[] | null;
};

/** One weight set to a value. */
export interface Edit {
  parameter: string;
  index: number[];
  value: number;
}

/** A unit's state held at a value, at one timestep or, with null, at all of them. */
export interface Clamp {
  unit: number;
  value: number;
  t?: number | null;
}

/** What an intervention changes; `clamps` are all states that are held from there on. */
export type Changes = Partial<Hyperparameters> & { edits?: Edit[]; clamps?: Clamp[] };

export interface Intervention {
  iteration: number;
  changes: Changes;
}

export interface Run {
  id: string;
  configuration: Configuration;
  interventions: Intervention[];
  can_undo: boolean;
  can_redo: boolean;
  iteration: number;
  furthest_iteration: number;
  loss: Maybe;
  diverged: boolean;
  divergence: string | null;
  hyperparameters: Hyperparameters;
  vocabulary: string[];
  parameter_count: number;
  links: Record<string, string>;
  /** whether somebody trains it right now */
  training?: boolean;
}

export type RunEvent = Run & { cause: string; training: boolean };

/**
 * One timestep of a trace; vectors of V (x, logits, probs, dlogits) or H (the others) numbers.
 */
export interface Timestep {
  /** counted from 1 */
  t: number;
  input: string;
  /** `null` where nothing is to be predicted */
  target: string | null;
  x: Maybe[];
  /** not of a GRU */
  a: Maybe[];
  /** the LSTM's gates, candidate and cell state */
  i?: Maybe[];
  f?: Maybe[];
  g?: Maybe[];
  o?: Maybe[];
  c?: Maybe[];
  /** the GRU's gates and candidate */
  r?: Maybe[];
  z?: Maybe[];
  n?: Maybe[];
  m?: Maybe[];
  h: Maybe[];
  logits: Maybe[];
  probs: Maybe[];
  loss: Maybe;
  dlogits: Maybe[];
  dh_from_output: Maybe[];
  dh_from_future: Maybe[];
  dh: Maybe[];
  /** of gated cells */
  dh_through?: Maybe[];
  /** of the LSTM */
  dc?: Maybe[];
  da: Maybe[];
}

/** A stretch of timesteps with weights of its own. */
export interface Part {
  /** empty, `encoder`, `decoder`, or the number of its only timestep */
  name: string;
  /** timestep */
  first: number;
  /** timestep */
  last: number;
  /** what the entries of x stand for */
  inputs: string[];
  /** whether its outputs are part of the model */
  writes: boolean;
  /** actual names by what they do: W_xh, W_hh, … */
  parameters: Record<string, string>;
}

/** What an iteration trains on. */
export interface Example {
  index: number;
  /** of all examples */
  count: number;
  source: string;
  target: string;
  image: { rows: number; columns: number; pixels: number[] } | null;
}

export interface Trace {
  iteration: number;
  text: string;
  vocabulary: string[];
  loss: Maybe;
  diverged: boolean;
  divergence?: string | null;
  parameters: Parameters;
  h_0: Maybe[];
  dh_0?: Maybe[];
  /** of the LSTM */
  c_0?: Maybe[];
  /** where an image sets h_0 */
  a_0?: Maybe[];
  da_0?: Maybe[];
  parts: Part[];
  example: Example;
  steps: Timestep[];
  gradients: Parameters;
  gradient_norm: Maybe;
  clip_scale: Maybe;
  clipped_gradient_norm: Maybe;
  updates: Parameters;
  hyperparameters: Hyperparameters;
  /** the states that are held here */
  clamps?: Clamp[];
  /** what the rows of W_xh, W_hh and b_h belong to */
  gate_names?: string[];
}

/** How one logit depends on the letters read before it, and h_t on the states before it. */
export interface Sensitivity {
  iteration: number;
  t: number;
  token: string;
  logit: Maybe;
  /** read at 1..t */
  letters: string[];
  of_letter: Maybe[];
  norm: Maybe[];
  /** from s = 0 */
  state_norm: Maybe[];
  /** the ends of scales that hold them */
  bounds: { of_letter: number; norm: number };
  figure: object;
}

/** The address of one number: `{quantity: "h", t: 3, index: [4]}`; parameters have no `t`. */
export interface Address {
  quantity: string;
  t?: number;
  index: number[];
}

export type FullAddress = { iteration: number; quantity: string; t: number | null; index: number[] };

/** A sum's terms that matter, counted through nested sums, and what the others come to. */
export interface Fold {
  shown: number[];
  /** how many are left out */
  rest: number;
  /** of the others together */
  value: Maybe;
  /** whether each of the others is 0 */
  zero: boolean;
  /** of the others together, in a softmax */
  share?: number;
}

/** A node of the arithmetic that made a number. */
export interface Term {
  /** `operand`, `number`, `sum`, `product`, `softmax` or a function */
  op: string;
  value: Maybe;
  of?: Term[];
  /** of an operand, as in the API: `h_3[4]`; of a number, its own: `ε` */
  symbol?: string | null;
  /** as formulas write it, without index: `∂L/∂h_{3}` */
  notation?: string;
  labels?: string[];
  address?: FullAddress;
  /** the operand's derivation */
  href?: string;
  /** whether it is made of no other number */
  end?: boolean;
  /** what a number of the formula is */
  note?: string;
  /** what a sum runs over */
  over?: string | null;
  fold?: Fold | null;
  /** of a softmax */
  chosen?: number;
  shift?: number;
  exponentials?: number[];
  total?: number;
  shares?: number[];
}

/** Why a number is what it is. */
export interface Derivation {
  address: FullAddress;
  symbol: string;
  notation: string;
  labels: string[];
  words: string;
  value: Maybe;
  formula: { plain: string; latex: string; general: string; typeset: string } | null;
  arithmetic: Term | null;
  /** where the walk ends */
  source: string | null;
  links: Record<string, string>;
}

/** a gradient by backpropagation and by central differences */
export interface Check {
  iteration: number;
  parameter: string;
  /** in the shape of the parameter */
  analytic: any;
  numeric: any;
  relative_error: any;
  overall_error: Maybe;
  checked: number;
  total: number;
}

/** What the second of two runs has more than the first, at one iteration of each. */
export interface Comparison {
  first: { run: string; iteration: number; loss: Maybe; label: string };
  second: { run: string; iteration: number; loss: Maybe; label: string };
  /** what differs in their configurations and interventions */
  words: string;
  same_until: number | null;
  loss: Maybe;
}

/**
 * A gradient as the sum of what each timestep adds to it; those from `first` to `last` are here.
 */
export interface Contributions {
  iteration: number;
  parameter: string;
  first: number;
  last: number;
  contributions: Maybe[][][];
  /** of each */
  norm: Maybe[];
  /** the sum over all timesteps */
  total: Maybe[][];
  total_norm: Maybe;
}

/** one line of a training stream */
export interface Progress {
  iteration: number;
  loss: Maybe;
  diverged: boolean;
  stopped: string | null;
  message?: string;
}

export interface Sample {
  text: string;
  steps: { input: string; probs: Maybe[]; output: string }[];
}

/**
 * What one field may hold, as `GET /api/limits` tells it; `minimum` is allowed, `above` is not.
 */
export interface Limit {
  type: "integer" | "number" | "string";
  default?: any;
  minimum?: number;
  above?: number;
  maximum?: number;
  min_length?: number;
  max_length?: number;
  choices?: string[];
  /** in words */
  allowed: string;
}

export interface Task {
  name: string;
  title: string;
  words: string;
  /** what its score counts */
  metric: string;
  /** how many examples each has */
  splits: Record<string, number>;
  parts: { name: string; vocabulary: string[]; writes: boolean }[];
  /** what it can say */
  vocabulary: string[];
  image: { rows: number; columns: number } | null;
  writes_freely: boolean;
  /** of `example` */
  shape: { part: string; input: string; target: string | null; scored: boolean }[];
  example: { source: string; target: string };
}

/** How a network does on the examples of a split. */
export interface Score {
  examples: number;
  /** examples that an unshared network has no weights for */
  out_of_reach: number;
  /** mean over the others */
  loss: Maybe;
  /** predictions */
  right: number;
  counted: number;
  /** examples with all of their predictions right */
  sequences_right: number;
  /** answers written freely that are right as a whole */
  answers_right: number | null;
  /** the share that is right */
  value: Maybe;
}

export type Scores = { iteration: number; metric: string; splits: Record<string, Score> };

/** What a network makes of an input. */
export interface Attempt {
  iteration: number;
  teacher_forcing: boolean;
  vocabulary: string[];
  steps: { t: number; part: string; input: string; known: boolean; read: string; probs: Maybe[]; output: string }[];
  text: string;
  /** whether it came to an end by itself */
  ended: boolean;
}

export interface Limits {
  run: Record<string, Limit>;
  train: Record<string, Limit>;
  sample: Record<string, Limit>;
  gradients: Record<string, Limit>;
}

/** What a cell is made of, read off its equations by the server; without gates all is empty. */
export interface Structure {
  /** `signed` go from −1 to 1, others from 0 to 1; `reads` are gates that it is computed from */
  gates: { name: string; words: string; signed: boolean; reads: string[] }[];
  /** on which a state goes on without weights: state_t = keeps ⊙ state_{t−1} + adds, where `adds` is made of the gates `by` */
  lanes: { state: string; keeps: string; adds: string; by: string[] }[];
  /** a state that is made of another */
  shown: { state: string; of: string; formula: string; by: string[] }[];
}

/** what the server puts into the page */
export interface PageConfig {
  limits: Limits;
  defaults: Configuration;
  tasks: Record<string, { title: string; suggested: Record<string, string | number> }>;
  cells: Record<string, Structure>;
  palette: any;
  /** of the experiments, what each sets */
  questions?: Record<string, Plan>;
  /** the address of Plotly's script */
  plotly: string;
}
