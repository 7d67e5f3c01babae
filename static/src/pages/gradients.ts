/**
 * The gradients' laboratory: every control is one field of one request. A moving slider asks at
 * most a few times a second, and a newer question cuts an older one off.
 */

import "../styles/tokens.css";
import "../styles/base.css";
import "../styles/workbench.css";
import "../styles/question.css";
import "../styles/gradients.css";
import "../lib/scrolling";
import { api, UnreachableError } from "../client/api";
import { createFigures } from "../components/figures";
import { createThemeSwitch, themeNow } from "../components/theme";
import { copied, find, h, on, setText } from "../lib/dom";
import { logarithmic } from "../model/fields";
import { counted, loss, setting } from "../model/format";
import type { Measured, Settings } from "../model/laboratory";
import {
  body,
  command,
  consistent,
  defaults,
  fromQuery,
  norm,
  presetOf,
  read,
  seedless,
  toQuery,
} from "../model/laboratory";
import type { Limit, PageConfig } from "../model/types";

const ASK_AFTER = 120;

const page = document.body;
const config: PageConfig = JSON.parse(find(document, "#page-config", HTMLScriptElement).text);
const limits: Record<string, Limit> = config.limits.gradients;

const element = (id: string) => find(page, `#${id}`, HTMLElement);
const input = (id: string) => find(page, `#${id}`, HTMLInputElement);
const select = (id: string) => find(page, `#${id}`, HTMLSelectElement);

const results = element("results");
const failure = element("failure");
const SELECTS = ["task", "cell", "initialization", "optimizer"];
const SLIDERS = ["distance", "hidden_size", "keep_bias", "iteration", "iterations"];
const rates = logarithmic(0.001, 10);
const clips = logarithmic(0.01, 100);

const presets: Record<string, Settings> = {};
const presetButtons: Map<string, HTMLButtonElement> = new Map();
for (const button of page.querySelectorAll("[data-preset]")) {
  if (button instanceof HTMLButtonElement) {
    const name = button.dataset.preset ?? "";
    presets[name] = JSON.parse(button.dataset.settings ?? "{}");
    presetButtons.set(name, button);
  }
}

const figures = createFigures(
  Object.fromEntries(
    [...page.querySelectorAll("[data-plot]")]
      .filter((plot) => plot instanceof HTMLElement)
      .map((plot) => [plot.dataset.plot ?? "", plot]),
  ),
  { plotlyUrl: config.plotly, palette: config.palette },
);

const opened = fromQuery(location.search, limits);
let settings = opened.settings;

// ---- asking --------------------------------------------------------------------------------

let asking: AbortController | null = null;
let waiting: ReturnType<typeof setTimeout> | undefined;
/** A question of the page, unlike a moved slider, is put to several seeds at once. */
let withSeeds = presetOf(settings, presets, limits) !== null;

async function ask() {
  clearTimeout(waiting);
  asking?.abort();
  const own = new AbortController();
  asking = own;
  results.setAttribute("aria-busy", "true");
  try {
    const measured = await api.measureGradients(body(settings, limits), themeNow(), own.signal);
    if (!own.signal.aborted) {
      await show(measured);
    }
  } catch (error) {
    if (!own.signal.aborted) {
      fail(error);
    }
  } finally {
    if (asking === own) {
      asking = null;
      results.setAttribute("aria-busy", "false");
      if (withSeeds) {
        withSeeds = false;
        void askSeeds();
      }
    }
  }
}

let askingSeeds: AbortController | null = null;

/** What several seeds said belongs to the settings they were trained with. */
function forgetSeeds() {
  askingSeeds?.abort();
  askingSeeds = null;
  element("seeds-card").setAttribute("aria-busy", "false");
  element("seeds-found").hidden = true;
  setText(element("seeds-status"), "The same settings with the seeds 1 to 5, and each cure with them.");
}

async function askSeeds() {
  forgetSeeds();
  const own = new AbortController();
  askingSeeds = own;
  element("seeds-card").setAttribute("aria-busy", "true");
  setText(element("seeds-status"), "Training…");
  try {
    const { seeds, verdict, seconds } = await api.measureSeeds(body(settings, limits), own.signal);
    if (own.signal.aborted) {
      return;
    }
    for (const [id, sentences] of [
      ["so", verdict.so],
      ["seen", verdict.seen],
    ] as const) {
      element(id).replaceChildren(...sentences.map((sentence) => h("li", {}, sentence)));
    }
    setText(element("limit"), verdict.limit);
    setText(element("seeds-status"), `${counted(seeds.length, "seed")}, ${seconds.toFixed(1)} s.`);
    element("seeds-found").hidden = false;
  } catch (error) {
    if (!own.signal.aborted) {
      setText(element("seeds-status"), error instanceof Error ? error.message : String(error));
    }
  } finally {
    if (askingSeeds === own) {
      askingSeeds = null;
      element("seeds-card").setAttribute("aria-busy", "false");
    }
  }
}

function askSoon() {
  clearTimeout(waiting);
  results.setAttribute("aria-busy", "true");
  waiting = setTimeout(() => void ask(), ASK_AFTER);
}

function fail(error: unknown) {
  const told = error instanceof Error ? error.message : String(error);
  failure.hidden = false;
  setText(element("failure-text"), error instanceof UnreachableError ? `${told} Is it still running?` : told);
  results.toggleAttribute("data-stale", true);
  setText(element("verdict"), "What is shown below belongs to earlier settings.");
}

// ---- showing -------------------------------------------------------------------------------

async function show(measured: Measured) {
  failure.hidden = true;
  results.removeAttribute("data-stale");
  const { readings, iteration } = measured;
  const when = iteration === 0 ? "At initialization" : `After ${counted(iteration, "iteration")}`;
  const cut =
    iteration < Number(settings.iteration)
      ? ` (training ended there: it ${measured.trainings[0]?.stopped === "time" ? "was stopped by the server’s time" : "diverged"})`
      : "";
  setText(element("verdict"), `${when}${cut}: ${readings.words.charAt(0).toLowerCase()}${readings.words.slice(1)}`);
  for (const name of ["spectral_radius", "spectral_norm", "first_gradient", "last_gradient", "ratio"]) {
    setText(element(`read-${name}`), norm(readings[name] ?? null));
  }
  setText(element("read-gradient_norm"), norm(measured.gradient_norm));
  const open = find(page, "#open", HTMLAnchorElement);
  open.hidden = measured.page === null;
  open.href = measured.page ?? "";
  setText(element("mean-over"), measured.mean_over > 1 ? `Mean over ${counted(measured.mean_over, "iteration")}.` : "");
  setText(
    element("largest-of"),
    measured.mean_over > 1 ? `The largest of ${counted(measured.mean_over, "iteration")}.` : "",
  );
  const clip = settings.clip_norm;
  setText(element("clip-note"), clip === null ? "" : `Dotted: what it is clipped to, ${setting(Number(clip))}.`);
  setText(element("judged-on"), measured.judged_on === "test" ? "right, of test examples" : "right, of its own text");
  element("trainings").replaceChildren(
    ...measured.trainings.map((training) =>
      h(
        "tr",
        {},
        h(
          "th",
          { scope: "row" },
          training.name,
          training.words === training.name ? null : h("span", { class: "card-note" }, training.words),
        ),
        h("td", {}, `${training.iterations}${ENDED[training.stopped]}`),
        h("td", {}, norm(training.largest_gradient_norm)),
        h("td", {}, loss(training.loss)),
        h("td", {}, `${training.right} of ${training.counted}`),
      ),
    ),
  );
  await figures.update(measured.figures);
  results.dataset.iteration = String(iteration);
}

const ENDED = { iterations: "", diverged: ", diverged", time: ", stopped by time" };

/** Puts the settings into the controls, the address bar, the command and the text beside them. */
function fill() {
  for (const name of SELECTS) {
    select(name).value = String(settings[name]);
  }
  input("iteration").max = String(settings.iterations);
  for (const name of SLIDERS) {
    slide(name, Number(settings[name]), String(settings[name]));
  }
  setText(element("iteration-value"), settings.iteration === 0 ? "0, untrained" : String(settings.iteration));
  const radius = settings.spectral_radius ?? null;
  input("as-drawn").checked = radius === null;
  if (radius !== null) {
    slide("spectral_radius", Number(radius), "");
  }
  tell("spectral_radius", radius === null ? "as drawn" : setting(Number(radius)), radius === null);
  const rate = Number(settings.learning_rate);
  slide("learning_rate", 1000 * rates.position(rate), setting(rate));
  const clip = settings.clip_norm ?? null;
  input("clipping").checked = clip !== null;
  if (clip !== null) {
    slide("clip_norm", 1000 * clips.position(Number(clip)), "");
  }
  tell("clip_norm", clip === null ? "not clipped" : setting(Number(clip)), clip === null);
  const gated = settings.cell !== "tanh";
  tell("keep_bias", gated ? `${settings.cell === "gru" ? "z" : "f"}: ${settings.keep_bias}` : "no gate", !gated);
  const reading = settings.task === "next_character";
  find(page, "[data-control=distance]", HTMLElement).hidden = reading;
  find(page, "[data-control=text]", HTMLElement).hidden = !reading;
  for (const [id, value] of [
    ["text", settings.text],
    ["seed", settings.seed],
  ]) {
    if (document.activeElement !== input(String(id))) {
      input(String(id)).value = String(value);
    }
  }
  const conditions = new Set([String(settings.task), String(settings.cell), gated ? "gated" : ""]);
  for (const text of page.querySelectorAll("[data-if]")) {
    if (text instanceof HTMLElement) {
      text.hidden = !conditions.has(text.dataset.if ?? "");
    }
  }
  const preset = presetOf(settings, presets, limits);
  for (const [name, button] of presetButtons) {
    button.setAttribute("aria-pressed", String(name === preset));
  }
  for (const text of page.querySelectorAll("[data-text]")) {
    if (text instanceof HTMLElement) {
      text.hidden = text.dataset.text !== (preset ?? "own");
    }
  }
  setText(element("command"), command(location.origin, settings, limits));
  history.replaceState(null, "", `/gradients${toQuery(settings, limits)}`);
}

function slide(name: string, position: number, value: string) {
  const slider = input(name);
  // A link may go beyond what the slider offers.
  slider.max = String(Math.max(Number(slider.max), Math.ceil(position)));
  slider.value = String(position);
  if (value !== "") {
    tell(name, value, false);
  }
}

function tell(name: string, value: string, off: boolean) {
  setText(element(`${name}-value`), value);
  input(name).disabled = off;
  input(name).setAttribute("aria-valuetext", value);
  input(name).parentElement?.toggleAttribute("data-off", off);
}

// ---- choosing ------------------------------------------------------------------------------

function choose(changes: Settings) {
  withSeeds = false;
  const before = seedless(settings, limits);
  settings = consistent({ ...settings, ...changes });
  if (seedless(settings, limits) !== before) {
    forgetSeeds();
  }
  fill();
  askSoon();
}

for (const name of SELECTS) {
  on(select(name), "change", () => choose({ [name]: select(name).value }));
}
for (const name of [...SLIDERS, "spectral_radius"]) {
  on(input(name), "input", () => choose({ [name]: Number(input(name).value) }));
}
on(input("learning_rate"), "input", () =>
  choose({ learning_rate: rates.value(Number(input("learning_rate").value) / 1000) }),
);
on(input("clip_norm"), "input", () => choose({ clip_norm: clips.value(Number(input("clip_norm").value) / 1000) }));
on(input("as-drawn"), "change", () =>
  choose({ spectral_radius: input("as-drawn").checked ? null : Number(input("spectral_radius").value) }),
);
on(input("clipping"), "change", () =>
  choose({ clip_norm: input("clipping").checked ? clips.value(Number(input("clip_norm").value) / 1000) : null }),
);
on(element("new-seed"), "click", () => {
  setText(element("seed-error"), "");
  input("seed").removeAttribute("aria-invalid");
  choose({ seed: Math.floor(Math.random() * 10_000) });
});

for (const name of ["text", "seed"]) {
  on(input(name), "input", () => {
    const limit = limits[name];
    const value = limit === undefined ? undefined : read(input(name).value, limit);
    setText(element(`${name}-error`), value === undefined ? `Enter ${limit?.allowed}.` : "");
    if (value === undefined) {
      input(name).setAttribute("aria-invalid", "true");
      return;
    }
    input(name).removeAttribute("aria-invalid");
    choose({ [name]: value });
  });
}
for (const [name, button] of presetButtons) {
  // A preset is a whole experiment: it sets everything but the seed.
  on(button, "click", () => {
    choose({ ...defaults(limits), ...presets[name], seed: settings.seed ?? null });
    withSeeds = true;
  });
}
on(element("controls"), "submit", (event) => event.preventDefault());
on(element("retry"), "click", () => void ask());
on(element("ask-seeds"), "click", () => void askSeeds());

async function copy(text: string, what: string) {
  setText(element("copy-status"), (await copied(text)) ? `${what} copied.` : "Copying is not allowed here.");
}
on(element("copy-link"), "click", () => void copy(location.href, "Link"));
on(element("copy-command"), "click", () => void copy(element("command").textContent ?? "", "Command"));

createThemeSwitch(page, (next) => {
  figures.setTheme(next);
  if (asking !== null) {
    // What is on its way has the other colours.
    askSoon();
  }
});
fill();
if (opened.problems.length > 0) {
  setText(element("link-problems"), `${opened.problems.join(" ")} The usual value is used instead.`);
}
void ask();
