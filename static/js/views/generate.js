// @ts-check
/** Text made by the network: asked for here, drawn by the server. */

import { ProblemError, UnreachableError } from "../api.js";
import { find, h, on, setText } from "../dom.js";
import { allowed, readNumber } from "../fields.js";
import { exact, setting, spoken, visible } from "../format.js";

/** @typedef {import("../types.js").Sample} Sample */
/** @typedef {import("../types.js").Limit} Limit */
/** @typedef {import("../types.js").PageConfig} PageConfig */
/** @typedef {{first: string, length: number, temperature: number, seed: number}} Request */

/**
 * @param {HTMLElement} root
 * @param {PageConfig} config
 * @param {object} actions
 * @param {(request: Request) => Promise<Sample>} actions.sample
 * @param {() => void} actions.changed the request the form stands for has changed
 */
export function createGenerate(root, config, { sample, changed }) {
  const form = find(root, "#generate", HTMLFormElement);
  const first = find(form, "#first", HTMLSelectElement);
  const length = find(form, "#length", HTMLInputElement);
  const temperature = find(form, "#temperature", HTMLInputElement);
  const slider = find(form, "#temperature-slider", HTMLInputElement);
  const seed = find(form, "#sample-seed", HTMLInputElement);
  const output = find(form, "#sample", HTMLOutputElement);
  const status = find(form, "#sample-status", HTMLElement);
  let vocabulary = "";
  let iteration = 0;
  /** @type {number | null} */
  let madeAt = null;

  /** @param {string} name */
  const limit = (name) => /** @type {Limit} */ (config.limits.sample[name]);
  const numbers = [
    { field: length, limit: limit("length") },
    { field: temperature, limit: limit("temperature") },
    { field: seed, limit: limit("seed") },
  ];
  for (const { field, limit: bounds } of numbers) {
    field.title = allowed(bounds);
  }

  /**
   * @param {HTMLElement} field
   * @param {string} message
   */
  function explain(field, message) {
    if (message === "") {
      field.removeAttribute("aria-invalid");
    } else {
      field.setAttribute("aria-invalid", "true");
    }
    setText(find(form, `#${field.id}-error`, HTMLElement), message);
  }

  /** @returns {Request | null} null when a field is wrong, which then says so */
  function read() {
    const values = numbers.map(({ field, limit: bounds }) => {
      const reading = readNumber(field.value, bounds);
      explain(field, reading.error ?? "");
      return reading.value;
    });
    const [howLong, howWarm, which] = values;
    if (howLong === undefined || howWarm === undefined || which === undefined) {
      return null;
    }
    return { first: first.value, length: howLong, temperature: howWarm, seed: which };
  }

  /** @param {Sample} made */
  function show(made) {
    output.replaceChildren(
      h("span", { class: "given", title: "the letter it was given" }, shown(first.value)),
      ...made.steps.map(({ input, probs, output: letter }) => {
        const probability = probs[vocabulary === "" ? -1 : tokens().indexOf(letter)] ?? null;
        return h(
          "span",
          { title: `after “${visible(input)}”: “${visible(letter)}” had probability ${exact(probability)}` },
          shown(letter),
        );
      }),
    );
  }

  function tokens() {
    return JSON.parse(vocabulary);
  }

  /** @param {string} token */
  function shown(token) {
    return token === "\n" ? "⏎\n" : token === " " ? " " : visible(token);
  }

  async function generate() {
    const request = read();
    if (request === null) {
      return;
    }
    try {
      const at = iteration;
      show(await sample(request));
      madeAt = at;
      describe();
    } catch (error) {
      if (error instanceof ProblemError) {
        const told = error.errors.map(({ message }) => message).join(" ");
        setText(status, told || error.message);
      } else if (error instanceof UnreachableError) {
        setText(status, error.message);
      } else {
        throw error;
      }
    }
  }

  function describe() {
    if (madeAt !== null) {
      const behind = madeAt !== iteration;
      setText(status, `Made at iteration ${madeAt}.${behind ? " The network has changed since." : ""}`);
      output.classList.toggle("behind", behind);
    }
  }

  on(form, "submit", (event) => {
    event.preventDefault();
    void generate();
  });
  on(slider, "input", () => {
    temperature.value = setting(Number(slider.value) / 100);
    slider.setAttribute("aria-valuetext", temperature.value);
  });
  on(temperature, "input", () => {
    slider.value = String(Math.round(100 * Number(temperature.value)) || 0);
    slider.setAttribute("aria-valuetext", temperature.value);
  });
  on(find(form, "#sample-again", HTMLButtonElement), "click", () => {
    const reading = readNumber(seed.value, limit("seed"));
    const most = limit("seed").maximum ?? Number.MAX_SAFE_INTEGER;
    seed.value = String(reading.value === undefined || reading.value >= most ? 0 : reading.value + 1);
    void generate();
    changed();
  });
  on(form, "input", () => {
    read();
    changed();
  });

  return {
    generate,

    /** @returns {Request} what the form stands for, or the nearest that is valid */
    request() {
      const value = (/** @type {number} */ index, /** @type {number} */ fallback) => {
        const { field, limit: bounds } = /** @type {typeof numbers[0]} */ (numbers[index]);
        return readNumber(field.value, bounds).value ?? fallback;
      };
      return { first: first.value, length: value(0, 20), temperature: value(1, 1), seed: value(2, 1) };
    },

    /**
     * @param {string[]} letters the run's vocabulary
     * @param {number} now the iteration on screen
     */
    update(letters, now) {
      const joined = JSON.stringify(letters);
      if (joined !== vocabulary) {
        vocabulary = joined;
        first.replaceChildren(
          ...letters.map((token) => {
            const name = spoken(token);
            const label = name === token ? visible(token) : `${visible(token)} ${name}`;
            return h("option", { value: token }, label);
          }),
        );
        output.replaceChildren();
        madeAt = null;
        setText(status, "");
      }
      iteration = now;
      describe();
    },
  };
}
