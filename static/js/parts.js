// @ts-check
/**
 * What a trace tells of its parts: the stretches of timesteps with weights of their own, which of
 * them read and which write, and where something is asked. Pure.
 */

/** @typedef {import("./types.js").Part} Part */
/** @typedef {import("./types.js").Trace} AnyTrace */
/** @typedef {Pick<AnyTrace, "parts" | "steps" | "vocabulary">} Trace */
/**
 * How the weights go with the timesteps: one set for all, one for each half, one for each
 * timestep.
 *
 * @typedef {"shared" | "halves" | "unshared"} Sharing
 */

/**
 * @param {Trace} trace
 * @param {number} t
 * @returns {Part}
 */
export function partAt(trace, t) {
  const { parts } = trace;
  return parts.find(({ first, last }) => first <= t && t <= last) ?? parts[parts.length - 1];
}

/**
 * The parameter that plays a role at a timestep: `W_xh_encoder` for W_xh.
 *
 * @param {Trace} trace
 * @param {string} role
 * @param {number} t
 * @returns {string | null} `null` where there is none
 */
export function parameterAt(trace, role, t) {
  if (role === "W_ph" || role === "b_ph") {
    return t === 0 ? role : null;
  }
  return usedBy(partAt(trace, t))[role] ?? null;
}

/**
 * What a parameter is: its role, and the part whose weights it is one of.
 *
 * @param {Trace} trace
 * @param {string} name
 * @returns {{role: string, part: Part}}
 */
export function roleOf({ parts }, name) {
  for (const part of parts) {
    const found = Object.entries(part.parameters).find(([, own]) => own === name);
    if (found !== undefined) {
      return { role: found[0], part };
    }
  }
  return { role: name, part: parts[0] };
}

/**
 * When a parameter is in use, in words: `at every timestep`, `while the encoder reads`.
 *
 * @param {Trace} trace
 * @param {string} name
 */
export function usedWhen(trace, name) {
  const { role, part } = roleOf(trace, name);
  if (role.endsWith("ph")) {
    return "before the first timestep";
  }
  if (role === name) {
    return trace.parts.some(({ writes }) => !writes) ? "at every timestep that writes" : "at every timestep";
  }
  return /^\d+$/.test(part.name)
    ? `at timestep ${part.name} only`
    : `at every timestep of the ${part.name}`;
}

/**
 * The parameters a part needs: one that writes nothing needs no output layer.
 *
 * @param {Part} part
 * @returns {Record<string, string>}
 */
function usedBy({ writes, parameters }) {
  return writes
    ? parameters
    : Object.fromEntries(Object.entries(parameters).filter(([role]) => !role.endsWith("y")));
}

/**
 * @param {Trace} trace
 * @param {string} name of a parameter
 * @returns {number[]} the timesteps that use it
 */
export function timestepsOf(trace, name) {
  return trace.steps
    .map(({ t }) => t)
    .filter((t) => Object.values(usedBy(partAt(trace, t))).includes(name));
}

/**
 * @param {Trace} trace
 * @returns {Sharing}
 */
export function sharingOf(trace) {
  const [first, ...others] = trace.parts;
  return first.name === "" && others.length === 0
    ? "shared"
    : /^\d+$/.test(first.name)
      ? "unshared"
      : "halves";
}

/**
 * The part whose weights are to be shown: the chosen one, as far as this example has it.
 *
 * @param {Trace} trace
 * @param {string | null} chosen
 * @returns {string | null} null where there is but one
 */
export function presentPart({ parts }, chosen) {
  if (parts.length < 2) {
    return null;
  }
  return (parts.find(({ name }) => name === chosen) ?? parts[chosen === null ? 0 : parts.length - 1]).name;
}

/** @param {Trace} trace whether a state depends on the one before */
export function isRecurrent(trace) {
  return trace.parts.some(({ parameters }) => parameters["W_hh"] !== undefined);
}

/**
 * @param {Trace} trace
 * @param {number} t
 */
export const writesAt = (trace, t) => partAt(trace, t).writes;

/**
 * Whether there is something right to be predicted.
 *
 * @param {Trace} trace
 * @param {number} t
 */
export const isAsked = (trace, t) => trace.steps[t - 1].target !== null;

/** @param {Trace} trace whether it reads and writes words, not single characters */
export function hasWords(trace) {
  const tokens = [...trace.vocabulary, ...trace.parts.flatMap(({ inputs }) => bare(inputs))];
  return tokens.some((token) => Array.from(token).length > 1 && !isSpecial(token));
}

/** @param {string} token */
export const isSpecial = (token) => /^(EOS|BOS|UNK)$/.test(token);

/** The mark on inputs that were read before: `h ₋₁`. */
const BEFORE = / ?₋([₀-₉]+)$/;

/** @param {string} label */
function stepsBefore(label) {
  const match = BEFORE.exec(label);
  return match === null
    ? 0
    : Number(Array.from(match[1] ?? "", (digit) => digit.charCodeAt(0) - 0x2080).join(""));
}

/** @param {readonly string[]} labels */
const bare = (labels) => labels.map((label) => label.replace(BEFORE, ""));

/**
 * The inputs of a part in groups: those of now, of one timestep before, and so on.
 *
 * @param {Part} part
 * @returns {{before: number, offset: number, tokens: string[]}[]} `offset` of its first cell in x
 */
export function inputGroups({ inputs }) {
  /** @type {{before: number, offset: number, tokens: string[]}[]} */
  const groups = [];
  const tokens = bare(inputs);
  inputs.forEach((label, index) => {
    const before = stepsBefore(label);
    const last = groups[groups.length - 1];
    if (last !== undefined && last.before === before) {
      last.tokens.push(tokens[index]);
    } else {
      groups.push({ before, offset: index, tokens: [tokens[index]] });
    }
  });
  return groups;
}

/**
 * The superscript that tells a part's weights from those of the others; empty where there are no
 * others.
 *
 * @param {Trace} trace
 * @param {string} role
 * @param {number} t
 */
export function partMark(trace, role, t) {
  const { name, parameters } = partAt(trace, t);
  // An output layer may be shared where the hidden one is not.
  if (name === "" || parameters[role] === undefined || parameters[role] === role) {
    return "";
  }
  return /^\d+$/.test(name) ? `(${name})` : name.slice(0, 3);
}
