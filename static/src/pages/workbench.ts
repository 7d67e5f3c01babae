/** The workbench: wires the session to the views. Everything the page does starts here. */

import "../styles/tokens.css";
import "../styles/base.css";
import "../styles/workbench.css";
import "../styles/network.css";
import "../styles/timeline.css";
import "../styles/experiments.css";
import "../styles/phases.css";
import "../styles/inspector.css";
import "../styles/cells.css";
import "../styles/task.css";
import "../lib/scrolling";
import { api, ProblemError, UnreachableError } from "../client/api";
import { commands } from "../client/curl";
import type { Action, Notice, State } from "../client/session";
import { createSession, initialState, recordOf } from "../client/session";
import { createFigures } from "../components/figures";
import { createGates } from "../components/gates";
import { createHelp } from "../components/help";
import { createNetwork } from "../components/network";
import { networkNote } from "../components/network/text";
import { createNotices } from "../components/notices";
import { createSetup } from "../components/setup";
import { createShare } from "../components/share";
import { createSpelling } from "../components/spelling";
import { createStatus, summary } from "../components/status";
import { createTabs } from "../components/tabs";
import { createThemeSwitch } from "../components/theme";
import { createTransport } from "../components/transport";
import { createWhose } from "../components/whose";
import { nextFrame, remember, remembered, sparing, throttled } from "../lib/browser";
import { find, on, setText } from "../lib/dom";
import { createStore } from "../lib/store";
import { inspectedIn, placeInFigure, placeOf, withInspected } from "../model/address";
import { counted, loss, optimizerName, setting } from "../model/format";
import { fromQuery, toQuery } from "../model/link";
import type { Address, PageConfig, Run } from "../model/types";
import { createAsking } from "./asking";
import { createExperiments } from "./experiments";
import { createGenerating } from "./generating";
import { createInside } from "./inside";
import { createTasks } from "./tasks";
import { asSeen, createTimeMachine } from "./timemachine";

const ANNOUNCE_EVERY = 3000;
// Browsers drop addresses that are much longer.
const LONGEST_ADDRESS = 16_000;
const MOVED_SHOWN = 4000;

const NOTES = new Map([
  ["value", "the numbers themselves"],
  ["gradient", "how the loss changes with each number, before clipping"],
  ["update", "what the next step adds to each number"],
]);
const MOVES = new Map([
  ["step", "stepped"],
  ["train", "trained"],
  ["rewind", "rewound"],
  ["patch", "changed"],
]);

const config: PageConfig = JSON.parse(find(document, "#page-config", HTMLScriptElement).text);
const page = document.body;

// ---- state, session, views ---------------------------------------------------------------

const theme = document.documentElement.dataset.theme ?? "light";
const store = createStore({ ...initialState(), theme });
const plots = Object.fromEntries(
  [...document.querySelectorAll("[data-plot]")]
    .filter((element) => element instanceof HTMLElement)
    .map((element) => [element.dataset.plot ?? "", element]),
);
const session = createSession({
  api,
  store,
  defaults: config.defaults,
  figureNames: Object.keys(plots),
  nextFrame,
});

const complain = (text: string) => session.tell({ kind: "error", text });

const network = createNetwork(find(page, "#network", HTMLElement), {
  palette: config.palette,
  cells: config.cells,
  theme: theme === "dark" ? "dark" : "light",
  onHover: (address) => asking.point(address),
  onSelect: (address) => ask(address),
  onSwitch: (unit, isHeld) => experiments.toggle(unit, isHeld),
});
const gates = createGates(find(page, "#gates", HTMLElement), {
  palette: config.palette,
  theme: theme === "dark" ? "dark" : "light",
  onHover: (data) => asking.point(data === null ? null : placeOf(data)),
});
const spelling = createSpelling(page);
const notices = createNotices(page);
const status = createStatus(
  page,
  { goTo: (iteration) => void session.goTo(iteration), explain: complain },
  config.limits.run.iteration?.maximum ?? Infinity,
);
const transport = createTransport(page, {
  reset: () => void session.reset(),
  back: (times) => void session.back(times),
  step: (times) => void session.step(times),
  train: () => void session.toggleTraining(),
  speed: (speed) => void session.setSpeed(speed),
});
const setup = createSetup(page, config, {
  change: (changes) => session.change(changes),
  startRun: (configuration) => session.startRun(configuration),
});
const generate = createGenerating({ root: find(page, "#generate-form", HTMLElement), config, store, session });
const share = createShare(page, { link: () => address(false), live: () => address(true) });
const timeMachine = createTimeMachine({ page, config, store, session, api });
const tabs = createTabs(page, remembered("tab") ?? "", (id) => remember("tab", id));

// ---- the address bar ---------------------------------------------------------------------

/** @param live whether the address joins this very run */
function address(live: boolean): string {
  const { run, trace, view, phase } = store.get();
  if (run === null) {
    return location.href;
  }
  const query = toQuery(recordOf(run, trace?.iteration), config.defaults, live ? run.id : null, {
    phase,
    view,
  });
  // Given weights may be too many for an address; then only the living run can be named.
  const short = query.length > LONGEST_ADDRESS ? `?run=${encodeURIComponent(run.id)}` : query;
  return `${location.origin}${location.pathname}${withInspected(short, asking.place())}`;
}

function writeAddress() {
  const { run, view, shared } = store.get();
  if (run !== null) {
    history.replaceState({ run: run.id, view }, "", address(shared));
  }
}

// A reload finds what was shown only if it was written at once; browsers allow a hundred
// changes in 10 seconds.
const writeAddressSparingly = sparing(writeAddress, 30, 10_000);

/** Browsers allow only so many changes a while; another run is written at once. */
function showAddress() {
  if (history.state?.run === store.get().run?.id) {
    writeAddressSparingly();
  } else {
    writeAddress();
  }
}

function showCommands() {
  const { run, trace, speed } = store.get();
  if (run !== null) {
    share.update(
      commands({
        origin: location.origin,
        run,
        record: recordOf(run, trace?.iteration),
        defaults: config.defaults,
        speed,
        sample: generate.request(),
      }),
    );
  }
}

// ---- what is shown -----------------------------------------------------------------------

store.watch(["trace", "view", "connection", "training", "speed"], (state) => transport.update(state));

store.watch(["trace"], ({ trace, previous }) => {
  if (trace === null) {
    return;
  }
  network.update(trace, previous);
  gates.update(trace);
  status.update(trace, previous);
  spelling.update(trace);
  showAddress();
  announce();
});

const announce = throttled(() => {
  const { trace } = store.get();
  if (trace !== null) {
    const told = trace.diverged ? "not finite" : loss(trace.loss);
    setText(find(page, "#announcer", HTMLElement), `Iteration ${trace.iteration}, loss ${told}.`);
  }
}, ANNOUNCE_EVERY);

let seen: Run | null = null;
store.watch(["run", "trace", "view"], (state) => {
  const run = asSeen(state);
  if (run === null || run === seen) {
    return;
  }
  seen = run;
  setText(find(page, "#run-summary", HTMLElement), summary(run));
  find(page, "#run-summary", HTMLElement).title = `${summary(run)} · ${counted(run.parameter_count, "parameter")}`;
  setup.update(run);
  showAddress();
  // Style sheets show what is said of this network, and hide what is said of others.
  const { cell, sharing, task } = run.configuration;
  page.dataset.cell = cell;
  page.dataset.task = task;
  page.dataset.sharing = sharing !== "all" ? "unshared" : task === "translation" ? "halves" : "shared";
  const { optimizer, learning_rate, clip_norm } = run.hyperparameters;
  for (const rule of page.querySelectorAll("[data-optimizer]")) {
    rule.toggleAttribute("hidden", rule.getAttribute("data-optimizer") !== optimizer);
  }
  page.querySelector("[data-clip]")?.toggleAttribute("hidden", clip_norm === null);
  setText(
    find(page, "#update-rule", HTMLElement),
    `${optimizerName(optimizer)}, η = ${setting(learning_rate)}` +
      (clip_norm === null ? "" : `, c = ${setting(clip_norm)}`),
  );
});

store.watch(["run", "trace", "speed"], throttled(showCommands, 250));
generate.onChange(throttled(showCommands, 250));

store.watch(["folded", "trace"], ({ folded, trace }) => {
  setText(find(page, "#network-title", HTMLElement), folded ? "The folded network" : "The unrolled network");
  setText(find(page, "#network-note", HTMLElement), trace === null ? "" : networkNote(trace, folded));
});
const link = fromQuery(location.search);
store.set({ phase: link.phase });
const inside = createInside({
  page,
  store,
  session,
  api,
  network: {
    setPhase(moment) {
      network.setPhase(moment);
      gates.setPhase(moment);
    },
  },
  palette: config.palette,
  inspect: (address) => void asking.inspect(address),
});
store.watch(["phase"], () => showAddress());

store.watch(["folded"], ({ folded }) => {
  network.setFolded(folded);
  find(page, "#view-folded", HTMLElement).setAttribute("aria-pressed", String(folded));
  find(page, "#view-unrolled", HTMLElement).setAttribute("aria-pressed", String(!folded));
});

// ---- what is said ------------------------------------------------------------------------

function notice(state: State): Notice {
  if (state.connection === "lost") {
    return {
      kind: "lost",
      text: "The server does not answer. Trying again by itself; nothing is lost.",
      actions: [retryNow],
    };
  }
  if (state.notice?.kind === "error") {
    return state.notice;
  }
  const viewing = timeMachine.notice(state);
  if (viewing !== null) {
    return viewing;
  }
  if (state.trace?.diverged) {
    return {
      kind: "diverged",
      text: sentence(state),
      actions: divergedActions,
    };
  }
  if (state.notice !== null) {
    return state.notice;
  }
  return { kind: "info", text: hint(state) };
}

const retryNow: Action = { label: "Try now", act: () => retry() };
const divergedActions = [
  { label: "Back to before", act: () => void session.retreat() },
  {
    label: "Halve the learning rate",
    act: () => {
      const rate = store.get().run?.hyperparameters.learning_rate;
      if (rate !== undefined) {
        void session.retreat({ learning_rate: rate / 2 });
      }
    },
  },
];

function sentence({ trace, run }: State) {
  return trace?.divergence ?? run?.divergence ?? "The loss is no longer a number.";
}

function hint({ run, trace, training, undo }: State) {
  if (trace === null) {
    return "Starting a run…";
  }
  if (training === "elsewhere") {
    return "Another window or program is training this run.";
  }
  if (training === "here") {
    return "Training. Space pauses.";
  }
  if (undo !== null) {
    return "";
  }
  if (trace.iteration === 0) {
    const weights = run?.configuration.initial_parameters ? "as they were given" : "still random";
    return `Iteration 0: the weights are ${weights}. Step makes the first update.`;
  }
  return `After ${counted(trace.iteration, "update")}. Back shows any earlier iteration again.`;
}

store.watch(["connection", "notice", "trace", "view", "training", "run", "undo"], (state) =>
  notices.update(notice(state)),
);

let movedTimer: ReturnType<typeof setTimeout> | undefined;
store.watch(["moved"], ({ moved }) => {
  clearTimeout(movedTimer);
  if (moved !== null) {
    movedTimer = setTimeout(() => store.set({ moved: null }), MOVED_SHOWN);
  }
});
store.watch(["connection", "moved"], ({ connection, moved }) => {
  const words =
    connection === "live" && moved !== null
      ? `${MOVES.get(moved) ?? "moved"} by another window`
      : { connecting: "connecting", live: "live", lost: "not connected" }[connection];
  notices.connection(connection, words);
});

// ---- figures: after the network, because Plotly is large ---------------------------------

const figuresRoot = find(page, "#figures", HTMLElement);
const figures = createFigures(plots, {
  plotlyUrl: config.plotly,
  onHover(address) {
    asking.point(address === null ? null : placeInFigure(address));
    experiments.point(address);
  },
  onSelect: (address) => void asking.inspect(placeInFigure(address)),
});
store.watch(["figures"], ({ figures: drawn }) => {
  if (drawn !== null) {
    void Promise.resolve(figures.update(drawn.figures)).then(() => {
      figuresRoot.dataset.iteration = String(drawn.iteration);
    });
  }
});

const experiments = createExperiments({ page, store, session, api, config });
const tasks = createTasks({ page, store, api });
on(find(page, "#generate-instead", HTMLButtonElement), "click", tasks.tryOwn);
const asking = createAsking({
  page,
  store,
  api,
  tabs,
  network,
  figures: () => figures,
  changed: () => showAddress(),
  canChange: (place) => experiments.canChange(place),
  change: (place, anchor) => experiments.change(place, anchor),
});

/** @param address in the diagram; a whole matrix is no number */
function ask({ quantity, t, index }: Address) {
  if (t !== undefined && t > 0) {
    gates.show(t);
  }
  experiments.follow({ quantity, index, ...(t === undefined ? {} : { t }) });
  const place = placeOf({ quantity, ...(t === undefined ? {} : { t: String(t) }), index: index.join(",") });
  if (place !== null && !(quantity.startsWith("W_") && index.length === 0)) {
    void asking.inspect(place);
  }
}

const shows = [...page.querySelectorAll("[data-show]")].filter((element) => element instanceof HTMLButtonElement);
const whose = createWhose(page, (part) => redraw({ part }));
store.watch(["trace", "part"], ({ trace, part }) => {
  if (trace !== null) {
    whose.update(trace, part);
  }
});
const logScale = find(page, "#log-scale", HTMLButtonElement);
store.watch(["show", "log"], ({ show, log }) => {
  for (const button of shows) {
    button.setAttribute("aria-pressed", String(button.dataset.show === show));
  }
  setText(find(page, "#show-note", HTMLElement), NOTES.get(show) ?? "");
  logScale.setAttribute("aria-pressed", String(log));
});

function redraw(patch: Partial<State>) {
  store.set(patch);
  void session.redraw();
}
for (const button of shows) {
  on(button, "click", () => redraw({ show: button.dataset.show ?? "value" }));
}
const toggleLog = () => redraw({ log: !store.get().log });
on(logScale, "click", toggleLog);

// ---- views of the page itself ------------------------------------------------------------

const toggleTheme = createThemeSwitch(page, (next) => {
  network.setTheme(next);
  gates.setTheme(next);
  redraw({ theme: next });
});

const fold = (folded: boolean) => store.set({ folded });
on(find(page, "#view-folded", HTMLElement), "click", () => fold(true));
on(find(page, "#view-unrolled", HTMLElement), "click", () => fold(false));

const many = (event: KeyboardEvent) => (event.shiftKey ? 10 : 1);
createHelp(
  page,
  [
    {
      keys: ["ArrowRight", "s"],
      label: "→ / S",
      does: "Step (with Shift: ten)",
      act: (event) => void session.step(many(event)),
    },
    {
      keys: ["ArrowLeft", "b"],
      label: "← / B",
      does: "Back (with Shift: ten)",
      act: (event) => void session.back(many(event)),
    },
    { keys: [" ", "t"], label: "Space / T", does: "Train or pause", act: () => void session.toggleTraining() },
    { keys: ["Home", "r"], label: "Home / R", does: "Reset to iteration 0", act: () => void session.reset() },
    { keys: ["g"], label: "G", does: "Go to an iteration", act: () => status.focus() },
    { keys: ["+", "="], label: "+", does: "Train faster", act: () => transport.shift(1) },
    { keys: ["-"], label: "−", does: "Train slower", act: () => transport.shift(-1) },
    {
      keys: ["u"],
      label: "U",
      does: "Undo a reset or a new run (Ctrl + Z: a change by hand)",
      act: () => session.undo(),
    },
    { keys: ["f"], label: "F", does: "Fold or unroll the network", act: () => fold(!store.get().folded) },
    { keys: ["1"], label: "1", does: "Parameters: value", act: () => redraw({ show: "value" }) },
    { keys: ["2"], label: "2", does: "Parameters: gradient", act: () => redraw({ show: "gradient" }) },
    { keys: ["3"], label: "3", does: "Parameters: update", act: () => redraw({ show: "update" }) },
    { keys: ["l"], label: "L", does: "Logarithmic loss axis", act: toggleLog },
    {
      keys: ["e"],
      label: "E",
      does: "Change the number that has the focus; else edit the setup",
      act: () => openTab("tab-setup", "#text"),
    },
    { keys: ["w"], label: "W", does: "Write text with the network", act: write },
    {
      keys: ["c"],
      label: "C",
      does: "Copy a link to this iteration",
      act: () => {
        openTab("tab-share", "#copy-link");
        void share.copyLink();
      },
    },
    ...timeMachine.keys,
    ...inside.keys,
    ...asking.keys,
    { keys: ["d"], label: "D", does: "Light or dark", act: toggleTheme },
  ],
  {
    enabled: remembered("keys") !== "off",
    onEnabled: (enabled) => remember("keys", enabled ? "on" : "off"),
  },
);

function write() {
  tabs.open("tab-generate");
  // Some tasks leave nothing to generate, and offer something else.
  if (find(page, "#generate", HTMLFormElement).checkVisibility()) {
    openTab("tab-generate", "#first");
    void generate.generate();
  } else {
    openTab("tab-generate", "#generate-instead");
  }
}

function openTab(tab: string, focus: string) {
  tabs.open(tab);
  find(page, focus, HTMLElement).focus();
}

document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") {
    session.wake();
  } else {
    session.sleep();
  }
});

// ---- go ----------------------------------------------------------------------------------

let openTimer: ReturnType<typeof setTimeout> | undefined;

async function open() {
  clearTimeout(openTimer);
  try {
    await session.open(link, history.state?.run ?? null, history.state?.view ?? null);
  } catch (error) {
    if (!(error instanceof UnreachableError || error instanceof ProblemError)) {
      throw error;
    }
    openTimer = setTimeout(() => void open(), session.retryDelay());
    if (error instanceof ProblemError) {
      store.set({ connection: "connecting" });
      complain(error.message);
    }
  }
}

function retry() {
  void (store.get().run === null ? open() : session.recover());
}

const asked = inspectedIn(location.search);
if (asked !== null) {
  void asking.inspect(asked);
}
void open();
