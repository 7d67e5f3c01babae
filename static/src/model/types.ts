/**
 * The shapes of what the server sends. Those of the API are generated from its OpenAPI document
 * (`schema.d.ts`, made by `make types`); here they get short names, and what the pages always ask for is
 * said to be there.
 */

import type { Palette } from "./colours";
import type { components } from "./schema";

type Schemas = components["schemas"];
type Filled<T, K extends keyof T> = Omit<T, K> & { [P in K]-?: NonNullable<T[P]> };

/** a number, or null where it is not finite (a diverged run) */
export type Maybe = number | null;

export type ParameterName = "W_xh" | "W_hh" | "W_hy" | "b_h" | "b_y";
/** a matrix, or a bias vector */
export type ParameterArray = Maybe[][] | Maybe[];
/** One array for each parameter that the network has. */
type Arrays = Filled<Schemas["ParameterArrays"], ParameterName>;
export type Parameters = { [name in ParameterName]: Arrays[name] } & { [name: string]: ParameterArray };

export type Hyperparameters = Schemas["HyperparametersAnswer"];
export type Configuration = Schemas["ConfigurationAnswer"];
/** One weight set to a value. */
export type Edit = Schemas["EditAnswer"];
/** A unit's state held at a value, at one timestep or, with null, at all of them. */
export type Clamp = Schemas["ClampRequest"];
/** What an intervention changes; `clamps` are all states that are held from there on. */
export type Changes = Partial<Hyperparameters> & { edits?: Edit[]; clamps?: Clamp[] };
export type Intervention = Omit<Schemas["InterventionAnswer"], "changes"> & { changes: Changes };
/** What a run was made with, and what it trains with. */
export type Settings = Pick<Run, "id" | "configuration" | "hyperparameters">;
export type Run = Omit<Schemas["RunAnswer"], "interventions"> & { interventions: Intervention[] };
/** A run in a list. */
export type KeptRun = Schemas["KeptRunAnswer"];
export type KeptRuns = Schemas["KeptRunsAnswer"];
export type RunEvent = Omit<Schemas["RunEvent"], "interventions"> & { interventions: Intervention[] };

/** One timestep of a trace; vectors of V (x, logits, probs, dlogits) or H (the others) numbers. */
export type Timestep = Filled<
  Schemas["Timestep"],
  "x" | "a" | "h" | "logits" | "probs" | "dlogits" | "dh_from_output" | "dh_from_future" | "dh" | "da"
> & { loss: Maybe };
/** A stretch of timesteps with weights of its own. */
export type Part = Schemas["PartAnswer"];
/** What an iteration trains on. */
export type Example = Schemas["ExampleAnswer"];
type Whole = Filled<
  Schemas["TraceAnswer"],
  "text" | "vocabulary" | "example" | "parts" | "hyperparameters" | "h_0" | "parameters" | "gradients" | "updates"
>;
/** A trace with all of its fields. */
export type Trace = Omit<Whole, "steps" | "parameters" | "gradients" | "updates"> & {
  parameters: Parameters;
  gradients: Parameters;
  updates: Parameters;
  steps: Timestep[];
  gradient_norm: Maybe;
  clip_scale: Maybe;
  clipped_gradient_norm: Maybe;
};

/** How one logit depends on the letters read before it, and h_t on the states before it. */
export type Sensitivity = Filled<Schemas["SensitivityAnswer"], "figure">;
/** The address of one number: `{quantity: "h", t: 3, index: [4]}`; parameters have no `t`. */
export type Address = { quantity: string; t?: number; index: number[] };
export type FullAddress = Schemas["AddressAnswer"];
/** A sum's terms that matter, counted through nested sums, and what the others come to. */
export type Fold = Schemas["FoldAnswer"];
/** A node of the arithmetic that made a number. */
export type Term = Schemas["TermAnswer"];
/** Why a number is what it is. */
export type Derivation = Schemas["DerivationAnswer"];
/** A gradient by backpropagation and by central differences. */
export type Check = Schemas["CheckAnswer"];
/** What the second of two runs has more than the first, at one iteration of each. */
export type Comparison = Schemas["DifferenceAnswer"];
/** A gradient as the sum of what each timestep adds to it; those from `first` to `last` are here. */
export type Contributions = Omit<Schemas["ContributionsAnswer"], "contributions" | "total"> & {
  contributions: Maybe[][][];
  total: Maybe[][];
};
/** The gradient of one unit at every state as a sum over the losses. */
export type LossShares = Schemas["LossSharesAnswer"];
/** The derivative of one unit of every state by a weight as a sum over the uses of that weight. */
export type StateShares = Schemas["StateSharesAnswer"];
/** one line of a training stream */
export type Progress = Schemas["ProgressLine"];
export type Sample = Schemas["SampleAnswer"];
/** What one field may hold; `minimum` is allowed, `above` is not. */
export type Limit = Schemas["LimitAnswer"];
export type Limits = Pick<Schemas["LimitsAnswer"], "run" | "train" | "sample" | "gradients">;
export type Task = Schemas["TaskAnswer"];
/** How a network does on the examples of a split. */
export type Score = Schemas["ScoreOfSplit"];
export type Scores = Schemas["ScoreAnswer"];
/** What a network makes of an input. */
export type Attempt = Schemas["TryAnswer"];

/** A class, as its teacher or a pupil sees it. */
export type Class = Schemas["ClassAnswer"];
export type ClassView = Schemas["ClassView"];
export type Question = Schemas["QuestionAnswer"];
export type QuestionKind = Question["kind"];
/** How far a pupil is in a chapter. */
export type PupilProgress = Schemas["ChapterProgress"];

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
  palette: Palette;
  /** the address of Plotly's script */
  plotly: string;
}
