/** Traces for tests: what the API's answers have beside the numbers a test is about. */

/**
 * @param trace without parts and example
 * @returns with one part that all its timesteps belong to
 */
export function answered(trace: any, changes: any = {}): any {
  const parameters = Object.fromEntries(Object.keys(trace.parameters ?? {}).map((name) => [name, name]));
  return {
    ...trace,
    parts: [{ name: "", first: 1, last: trace.steps.length, inputs: [...trace.vocabulary], writes: true, parameters }],
    example: { index: 0, count: 1, source: "", target: "", image: null },
    ...changes,
  };
}

const NAMES = ["W_xh", "W_hh", "b_h", "W_hy", "b_y"];

const named = (suffix: string) => Object.fromEntries(NAMES.map((name) => [name, `${name}${suffix}`]));

/**
 * A sequence of tokens through two units, with numbers made up.
 *
 * @param options.vocabulary of the output
 */
export function sequence(
  inputs: string[],
  targets: (string | null)[],
  {
    vocabulary,
    parts,
    example = {},
    changes = {},
  }: {
    /** of the output */
    vocabulary: string[];
    parts?: any[];
    example?: any;
    changes?: any;
  },
): any {
  const all = parts ?? [
    { name: "", first: 1, last: inputs.length, inputs: [...new Set(inputs)], writes: true, parameters: named("") },
  ];
  const steps = inputs.map((input, i) => {
    const own = all.find(({ first, last }) => first <= i + 1 && i + 1 <= last);
    const target = targets[i];
    return {
      t: i + 1,
      input,
      target,
      x: own.inputs.map((token: string) => Number(token === input)),
      a: [0.5, -1.5],
      h: [0.46, -0.91],
      logits: vocabulary.map(() => 0),
      probs: vocabulary.map((_, index) => (index === 0 ? 0.6 : 0.4 / (vocabulary.length - 1))),
      loss: target === null ? 0 : 0.5,
      dlogits: vocabulary.map(() => (target === null ? 0 : 0.1)),
      dh: [0.2, -0.1],
      dh_from_output: target === null ? [0, 0] : [0.3, -0.1],
      dh_from_future: [-0.1, 0],
      dh_norm: 0.22,
      dh_from_output_norm: 0.3,
      dh_from_future_norm: 0.1,
      da: [0.16, -0.02],
    };
  });
  const names = new Set(all.flatMap(({ parameters }) => Object.values(parameters)));
  const arrays: () => any = () =>
    Object.fromEntries([...names].map((name) => [name, String(name).startsWith("W") ? [[0.1, 0.2]] : [0.1]]));
  return {
    iteration: 5,
    text: inputs.join(" "),
    vocabulary,
    loss: 0.5,
    diverged: false,
    h_0: [0, 0],
    dh_0_norm: 0.05,
    steps,
    parts: all,
    example: { index: 0, count: 20, source: inputs.join(" "), target: "", image: null, ...example },
    parameters: arrays(),
    gradients: arrays(),
    updates: arrays(),
    gradient_norm: 1,
    clip_scale: 1,
    clipped_gradient_norm: 1,
    hyperparameters: { optimizer: "sgd", learning_rate: 0.1, clip_norm: null },
    ...changes,
  };
}

export const SENTIMENT = sequence(["not", "good"], [null, "negative"], {
  vocabulary: ["positive", "negative"],
  example: { target: "negative" },
});

export const TRANSLATION = sequence(["good", "morning", "BOS", "早"], [null, null, "早", "EOS"], {
  vocabulary: ["早", "EOS"],
  parts: [
    {
      name: "encoder",
      first: 1,
      last: 2,
      inputs: ["good", "morning", "UNK"],
      writes: false,
      parameters: { ...named("_encoder"), W_hy: "W_hy", b_y: "b_y" },
    },
    {
      name: "decoder",
      first: 3,
      last: 4,
      inputs: ["BOS", "早"],
      writes: true,
      parameters: { ...named("_decoder"), W_hy: "W_hy", b_y: "b_y" },
    },
  ],
});

export const UNSHARED = sequence(["h", "e"], ["e", "h"], {
  vocabulary: ["h", "e"],
  parts: [1, 2].map((t) => ({
    name: String(t),
    first: t,
    last: t,
    inputs: ["h", "e"],
    writes: true,
    parameters: { ...named(`_${t}`), W_hy: "W_hy", b_y: "b_y" },
  })),
});

const { W_hh: _, ...withoutRecurrence } = named("");
export const WINDOW = sequence(["h", "e"], ["e", "h"], {
  vocabulary: ["h", "e"],
  parts: [
    { name: "", first: 1, last: 2, inputs: ["h", "e", "h ₋₁", "e ₋₁"], writes: true, parameters: withoutRecurrence },
  ],
});

export const CAPTION = sequence(["BOS", "dot"], ["dot", "EOS"], {
  vocabulary: ["dot", "EOS"],
  example: { image: { rows: 2, columns: 2, pixels: [1, 0, 0, 1] } },
  changes: {
    a_0: [0.5, 0.1],
    da_0: [0.02, -0.3],
    h_0: [0.46, 0.1],
    parameters: { ...Object.fromEntries(NAMES.map((name) => [name, [[0]]])), W_ph: [[0]], b_ph: [0] },
  },
});
