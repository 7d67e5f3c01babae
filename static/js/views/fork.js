// @ts-check
/** The dialog that forks: a second run from an iteration, with something else from there on. */

import { ProblemError } from "../api.js";
import { forkCommand } from "../curl.js";
import { copied, find, h, on, setText } from "../dom.js";
import { readNumber } from "../fields.js";
import { count, fixed, optimizerName, setting, visible } from "../format.js";
import { roleOf } from "../parts.js";
import { rowWords } from "../cells.js";

/** @typedef {import("../types.js").Changes} Changes */
/** @typedef {import("../types.js").Limit} Limit */
/** @typedef {import("../types.js").PageConfig} PageConfig */
/** @typedef {import("../types.js").Run} Run */
/** @typedef {import("../types.js").Trace} Trace */

/** What the API calls what the form shows. */
const FIELDS = new Map([
  ["learning_rate", "fork-learning_rate"],
  ["clip_norm", "fork-clip_norm"],
  ["edits", "fork-value"],
]);
const NO_WEIGHT = "";

/**
 * @param {HTMLElement} root
 * @param {PageConfig} config
 * @param {(run: Run, body: Changes & {iteration: number}) => Promise<void>} fork rejects when the
 *   server refuses
 */
export function createFork(root, config, fork) {
  const dialog = find(root, "#fork", HTMLDialogElement);
  const form = find(dialog, "#fork-form", HTMLFormElement);
  /** @param {string} id */
  const input = (id) => find(form, `#${id}`, HTMLInputElement);
  /** @param {string} id */
  const select = (id) => find(form, `#${id}`, HTMLSelectElement);
  const rate = input("fork-learning_rate");
  const clipping = input("fork-clipping");
  const clip = input("fork-clip_norm");
  const value = input("fork-value");
  const optimizer = select("fork-optimizer");
  const parameter = select("fork-parameter");
  const row = select("fork-row");
  const column = select("fork-column");
  const heading = find(dialog, "#fork-heading", HTMLElement);
  const now = find(form, "#fork-now", HTMLElement);
  const command = find(form, "#fork-command", HTMLElement);
  const status = find(form, "#fork-status", HTMLElement);
  const failure = find(form, "#fork-error", HTMLElement);
  const go = find(form, "#fork-go", HTMLButtonElement);
  const copy = find(form, "#fork-copy", HTMLButtonElement);
  /** @param {string} name */
  const limit = (name) => /** @type {Limit} */ (config.limits.run[name]);
  const anyNumber = /** @type {Limit} */ ({
    type: "number",
    minimum: -1e6,
    maximum: 1e6,
    allowed: "a number from −1,000,000 to 1,000,000",
  });

  /** @type {Run | null} */
  let run = null;
  /** @type {Trace | null} */
  let trace = null;

  optimizer.replaceChildren(
    ...(limit("optimizer").choices ?? []).map((name) => h("option", { value: name }, optimizerName(name))),
  );

  /**
   * @param {string} id
   * @param {string} [text]
   */
  function complain(id, text = "") {
    setText(find(form, `#${id}-error`, HTMLElement), text);
    input(id).setAttribute("aria-invalid", String(text !== ""));
  }

  function place() {
    return column.hidden ? [Number(row.value)] : [Number(row.value), Number(column.value)];
  }

  /** The numbers of the weight's matrix, and what its rows and columns are called. */
  function weights() {
    if (trace === null || parameter.value === NO_WEIGHT) {
      return null;
    }
    const name = /** @type {import("../types.js").ParameterName} */ (parameter.value);
    const array = trace.parameters[name];
    if (array === undefined) {
      return null;
    }
    const { role, part } = roleOf(trace, name);
    const now = trace;
    const rows = role.endsWith("y")
      ? trace.vocabulary.map(visible)
      : array.map((/** @type {unknown} */ _, /** @type {number} */ i) => rowWords(now, i));
    const inputs = role === "W_xh" ? part.inputs.map(visible) : null;
    const matrix = Array.isArray(array[0]);
    const what = role === "W_ph" ? "pixel" : "unit";
    const columns = inputs ?? Array.from(array[0], (_, j) => `${what} ${j}`);
    return { name, array, rows, columns: matrix ? columns : null };
  }

  /** @param {string[]} names */
  const options = (names) => names.map((name, index) => h("option", { value: index }, `${index}: ${name}`));

  function chooseParameter() {
    const chosen = weights();
    row.replaceChildren(...options(chosen?.rows ?? []));
    column.replaceChildren(...options(chosen?.columns ?? []));
    column.hidden = chosen !== null && chosen.columns === null;
    row.disabled = column.disabled = value.disabled = chosen === null;
    chooseWeight();
  }

  function chooseWeight() {
    const chosen = weights();
    if (chosen === null) {
      setText(now, "");
      value.value = "";
    } else {
      const [i = 0, j] = place();
      const number = j === undefined ? chosen.array[i] : chosen.array[i][j];
      setText(now, `${chosen.name}[${place().join(",")}] is ${fixed(number, 4)} here`);
      value.value = "";
      value.placeholder = fixed(number, 4);
    }
    show();
  }

  /**
   * What the form changes; null while something in it cannot be read.
   *
   * @param {boolean} aloud whether to say what is wrong
   * @returns {Changes | null}
   */
  function changes(aloud) {
    if (trace === null) {
      return null;
    }
    /** @type {Changes} */
    const changed = {};
    let wrong = false;
    /**
     * @param {string} id
     * @param {Limit} allowed
     */
    const number = (id, allowed) => {
      const reading = readNumber(input(id).value, allowed);
      if (reading.error !== undefined) {
        wrong = true;
      }
      if (aloud || reading.error === undefined) {
        complain(id, reading.error);
      }
      return reading.value;
    };
    const { learning_rate, optimizer: rule, clip_norm } = trace.hyperparameters;
    const η = number("fork-learning_rate", limit("learning_rate"));
    if (η !== undefined && η !== learning_rate) {
      changed.learning_rate = η;
    }
    if (optimizer.value !== rule) {
      changed.optimizer = optimizer.value;
    }
    const c = clipping.checked ? number("fork-clip_norm", limit("clip_norm")) : null;
    if (c !== undefined && c !== clip_norm) {
      changed.clip_norm = c;
    }
    if (parameter.value !== NO_WEIGHT && value.value.trim() !== "") {
      const set = number("fork-value", anyNumber);
      if (set !== undefined) {
        changed.edits = [{ parameter: parameter.value, index: place(), value: set }];
      }
    } else {
      complain("fork-value");
    }
    return wrong ? null : changed;
  }

  function show() {
    clip.disabled = !clipping.checked;
    const changed = changes(false);
    if (run !== null && trace !== null && changed !== null) {
      setText(
        command,
        forkCommand(location.origin, run.id, { iteration: trace.iteration, ...changed }),
      );
    }
    setText(failure, "");
  }

  on(form, "input", show);
  on(form, "change", show);
  on(parameter, "change", chooseParameter);
  on(row, "change", chooseWeight);
  on(column, "change", chooseWeight);
  for (const button of form.querySelectorAll("[data-times]")) {
    on(button, "click", () => {
      const reading = readNumber(rate.value, limit("learning_rate"));
      if (reading.value !== undefined) {
        const times = Number(button.getAttribute("data-times"));
        rate.value = String(Number((reading.value * times).toPrecision(6)));
        show();
      }
    });
  }
  on(copy, "click", () => {
    void copied(command.textContent ?? "").then((worked) => {
      setText(copy, worked ? "Copied" : "Not allowed");
      setTimeout(() => setText(copy, "Copy"), 1500);
    });
  });
  on(dialog, "click", (event) => {
    if (event.target === dialog) {
      dialog.close();
    }
  });
  on(form, "submit", (event) => {
    event.preventDefault();
    void submit();
  });

  async function submit() {
    const changed = changes(true);
    if (run === null || trace === null || changed === null) {
      form.querySelector('[aria-invalid="true"]')?.scrollIntoView({ block: "nearest" });
      return;
    }
    if (Object.keys(changed).length === 0) {
      setText(failure, "Nothing is different yet: change at least one thing.");
      rate.focus();
      return;
    }
    go.disabled = true;
    setText(status, "Forking…");
    try {
      await fork(run, { iteration: trace.iteration, ...changed });
      dialog.close();
    } catch (error) {
      if (!(error instanceof Error)) {
        throw error;
      }
      const told = error instanceof ProblemError ? error.errors : [];
      for (const { field, message } of told) {
        const id = FIELDS.get(field);
        if (id !== undefined) {
          complain(id, message);
        }
      }
      setText(failure, told.map(({ message }) => message).join(" ") || error.message);
    } finally {
      go.disabled = false;
      setText(status, "");
    }
  }

  return {
    /**
     * @param {Run} from
     * @param {Trace} at the iteration it is forked at
     */
    open(from, at) {
      run = from;
      trace = at;
      setText(heading, `Fork at iteration ${count(at.iteration)}`);
      const { learning_rate, optimizer: rule, clip_norm } = at.hyperparameters;
      rate.value = String(learning_rate);
      rate.placeholder = setting(learning_rate);
      optimizer.value = rule;
      clipping.checked = clip_norm !== null;
      clip.value = clip_norm === null ? String(limit("clip_norm").default ?? 5) : String(clip_norm);
      parameter.replaceChildren(
        h("option", { value: NO_WEIGHT }, "none"),
        ...Object.keys(at.parameters).map((name) => h("option", { value: name }, name)),
      );
      complain("fork-learning_rate");
      complain("fork-clip_norm");
      chooseParameter();
      dialog.showModal();
      rate.focus();
      rate.select();
    },
  };
}
