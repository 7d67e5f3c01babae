/** The dialog that forks: a second run from an iteration, with something else from there on. */

import { ProblemError } from "../client/api";
import { forkCommand } from "../client/curl";
import { copied, find, h, on, setText } from "../lib/dom";
import { rowWords } from "../model/cells";
import { readNumber } from "../model/fields";
import { count, fixed, optimizerName, setting, visible } from "../model/format";
import { roleOf } from "../model/parts";
import type { Changes, Limit, PageConfig, ParameterName, Run, Trace } from "../model/types";

/** What the API calls what the form shows. */
const FIELDS = new Map([
  ["learning_rate", "fork-learning_rate"],
  ["clip_norm", "fork-clip_norm"],
  ["edits", "fork-value"],
]);
const NO_WEIGHT = "";

/**
 * @param fork rejects when the
 *   server refuses
 */
export function createFork(
  root: HTMLElement,
  config: PageConfig,
  fork: (run: Run, body: Changes & { iteration: number }) => Promise<void>,
) {
  const dialog = find(root, "#fork", HTMLDialogElement);
  const form = find(dialog, "#fork-form", HTMLFormElement);
  const input = (id: string) => find(form, `#${id}`, HTMLInputElement);
  const select = (id: string) => find(form, `#${id}`, HTMLSelectElement);
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
  const limit = (name: string) => config.limits.run[name] as Limit;
  const anyNumber = {
    type: "number",
    minimum: -1e6,
    maximum: 1e6,
    allowed: "a number from −1,000,000 to 1,000,000",
  } as Limit;

  let run: Run | null = null;
  let trace: Trace | null = null;

  optimizer.replaceChildren(
    ...(limit("optimizer").choices ?? []).map((name) => h("option", { value: name }, optimizerName(name))),
  );

  function complain(id: string, text: string = "") {
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
    const name = parameter.value as ParameterName;
    const array = trace.parameters[name];
    if (array === undefined) {
      return null;
    }
    const { role, part } = roleOf(trace, name);
    const now = trace;
    const rows = role.endsWith("y")
      ? trace.vocabulary.map(visible)
      : array.map((_: unknown, i: number) => rowWords(now, i));
    const inputs = role === "W_xh" ? part.inputs.map(visible) : null;
    const matrix = Array.isArray(array[0]);
    const what = role === "W_ph" ? "pixel" : "unit";
    const columns = inputs ?? Array.from(array[0], (_, j) => `${what} ${j}`);
    return { name, array, rows, columns: matrix ? columns : null };
  }

  const options = (names: string[]) => names.map((name, index) => h("option", { value: index }, `${index}: ${name}`));

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
   * @param aloud whether to say what is wrong
   */
  function changes(aloud: boolean): Changes | null {
    if (trace === null) {
      return null;
    }
    const changed: Changes = {};
    let wrong = false;
    const number = (id: string, allowed: Limit) => {
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
      setText(command, forkCommand(location.origin, run.id, { iteration: trace.iteration, ...changed }));
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
    /** @param at the iteration it is forked at */
    open(from: Run, at: Trace) {
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
