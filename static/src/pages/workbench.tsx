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
import { computed, effect, signal } from "@preact/signals";
import type { ComponentChild } from "preact";
import { createRef, render } from "preact";

import { api, ProblemError, UnreachableError } from "../client/api";
import type { Command } from "../client/curl";
import { commands } from "../client/curl";
import type { Action, Notice, State } from "../client/session";
import { createSession, initialState, recordOf } from "../client/session";
import { createFigures } from "../components/figures";
import { createGates } from "../components/gates";
import type { Key } from "../components/help";
import { Help } from "../components/help";
import { createNetwork } from "../components/network";
import { Notices } from "../components/notices";
import { Setup } from "../components/setup";
import { Share } from "../components/share";
import { Spelling } from "../components/spelling";
import { exampleTitle, Iteration, Loss, Sentence, summary } from "../components/status";
import { Tabs } from "../components/tabs";
import { createThemeSwitch } from "../components/theme";
import { nextSpeed, Transport } from "../components/transport";
import { Whose } from "../components/whose";
import { nextFrame, remember, remembered, sparing, throttled } from "../lib/browser";
import { find, on, setText } from "../lib/dom";
import { Say, say } from "../lib/messages";
import { createStore } from "../lib/store";
import { inspectedIn, placeInFigure, placeOf, withInspected } from "../model/address";
import { loss, optimizerName, setting } from "../model/format";
import { fromQuery, toQuery } from "../model/link";
import { networkNote } from "../model/network/descriptions";
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
const generate = createGenerating({ root: find(page, "#generate-form", HTMLElement), config, store, session });
const timeMachine = createTimeMachine({ page, config, store, session, api });

const TABS = ["explain", "setup", "generate", "share"];
const tab = signal(remembered("tab")?.replace("tab-", "") ?? "");
const tabs = {
  open(id: string) {
    tab.value = id.replace("tab-", "");
    remember("tab", id);
  },
};
if (!TABS.includes(tab.peek())) {
  tab.value = "setup";
}
effect(() => {
  for (const name of TABS) {
    find(page, `#panel-${name}`, HTMLElement).hidden = name !== tab.value;
  }
});

/** Draws a part of the page into its element of the template, and again when a signal that it reads changes. */
function draw(selector: string, Part: () => ComponentChild) {
  const root = find(page, selector, HTMLElement);
  root.replaceChildren();
  render(<Part />, root);
}

const { signals } = store;
const shift = (direction: 1 | -1) => void session.setSpeed(nextSpeed(store.get().speed, direction));
const goto = createRef<HTMLInputElement>();
const shared = signal<Command[]>([]);

/** The run as of the iteration on screen. */
const seenRun = computed(() => {
  void [signals.run.value, signals.trace.value, signals.view.value];
  return asSeen(store.get());
});

draw(".transport-buttons", () => (
  <Transport
    runs="one"
    trace={signals.trace.value}
    view={signals.view.value}
    connection={signals.connection.value}
    training={signals.training.value}
    speed={signals.speed.value}
    onReset={() => void session.reset()}
    onBack={(times) => void session.back(times)}
    onStep={(times) => void session.step(times)}
    onTrain={() => void session.toggleTraining()}
    onSpeed={(speed) => void session.setSpeed(speed)}
  />
));
draw(".readings", () => {
  const trace = signals.trace.value;
  return (
    <>
      <Iteration
        field={goto}
        iteration={trace?.iteration ?? 0}
        furthest={config.limits.run.iteration?.maximum ?? Infinity}
        onGo={(iteration) => void session.goTo(iteration)}
        onWrong={complain}
      />
      <Loss trace={trace} previous={signals.previous.value} />
      <p class="reading sentence" id="sentence" title={trace === null ? "" : exampleTitle(trace)}>
        {trace !== null && <Sentence trace={trace} />}
      </p>
    </>
  );
});
draw("#spelling-card", () => (
  <Spelling task={signals.run.value?.configuration.task ?? "next_character"} trace={signals.trace.value} />
));
draw("#tabs", () => <Tabs names={TABS} chosen={tab.value} onChoose={(name) => tabs.open(`tab-${name}`)} />);
draw("#panel-setup", () => (
  <Setup
    run={seenRun.value}
    config={config}
    onChange={(changes) => session.change(changes)}
    onStart={(configuration) => session.startRun(configuration)}
  />
));
draw("#panel-share", () => (
  <Share
    link={() => address(false)}
    live={() => address(true)}
    commands={shared.value}
    hint={say("share-hint")}
    liveHint={say("share-live-hint")}
  />
));
store.watch(["view"], ({ view }) =>
  find(page, ".transport", HTMLElement).toggleAttribute("data-viewing", view !== null),
);

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
    shared.value = commands({
      origin: location.origin,
      run,
      record: recordOf(run, trace?.iteration),
      defaults: config.defaults,
      speed,
      sample: generate.request(),
    });
  }
}

// ---- what is shown -----------------------------------------------------------------------

store.watch(["trace"], ({ trace, previous }) => {
  if (trace === null) {
    return;
  }
  network.update(trace, previous);
  gates.update(trace);
  showAddress();
  announce();
});

const announce = throttled(() => {
  const { trace } = store.get();
  if (trace !== null) {
    const told = trace.diverged ? say("announcement-diverged") : loss(trace.loss);
    setText(find(page, "#announcer", HTMLElement), say("announcement", { iteration: trace.iteration, loss: told }));
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
  find(page, "#run-summary", HTMLElement).title =
    `${summary(run)} · ${say("summary-parameters", { count: run.parameter_count })}`;
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
  setText(find(page, "#network-title", HTMLElement), say("network-title", { folded: folded ? "yes" : "no" }));
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
    return { kind: "lost", text: say("connection-lost"), actions: [retryNow] };
  }
  if (state.notice?.kind === "error") {
    return state.notice;
  }
  const viewing = timeMachine.notice(state);
  if (viewing !== null) {
    return viewing;
  }
  if (state.trace?.diverged) {
    const text = state.trace.divergence ?? state.run?.divergence ?? say("diverged");
    return { kind: "diverged", text, actions: divergedActions };
  }
  return state.notice ?? { kind: "info", text: hint(state) };
}

const retryNow: Action = { label: say("connection-retry"), act: () => retry() };
const divergedActions = [
  { label: say("diverged-back"), act: () => void session.retreat() },
  {
    label: say("diverged-halve"),
    act: () => {
      const rate = store.get().run?.hyperparameters.learning_rate;
      if (rate !== undefined) {
        void session.retreat({ learning_rate: rate / 2 });
      }
    },
  },
];

function hint({ run, trace, training, undo }: State) {
  if (trace === null) {
    return say("hint-starting");
  }
  if (training !== null) {
    return training === "here" ? say("hint-training") : say("hint-elsewhere");
  }
  if (undo !== null) {
    return "";
  }
  if (trace.iteration === 0) {
    return run?.configuration.initial_parameters ? say("hint-given") : say("hint-random");
  }
  return say("hint-updates", { count: trace.iteration });
}

draw("#notices", () => {
  const { connection, moved, notice: told, trace, view, training, run, undo } = signals;
  // What the notice is made of.
  void [told.value, trace.value, view.value, training.value, run.value, undo.value];
  return <Notices notice={notice(store.get())} connection={connection.value} moved={moved.value} />;
});

let movedTimer: ReturnType<typeof setTimeout> | undefined;
store.watch(["moved"], ({ moved }) => {
  clearTimeout(movedTimer);
  if (moved !== null) {
    movedTimer = setTimeout(() => store.set({ moved: null }), MOVED_SHOWN);
  }
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
draw("#whose-label", () => {
  const trace = signals.trace.value;
  return trace !== null && <Whose trace={trace} part={signals.part.value} onChoose={(part) => redraw({ part })} />;
});
store.watch(["trace"], ({ trace }) => {
  find(page, "#whose-label", HTMLElement).hidden = (trace?.parts.length ?? 0) < 2;
});
const logScale = find(page, "#log-scale", HTMLButtonElement);
store.watch(["show", "log"], ({ show, log }) => {
  for (const button of shows) {
    button.setAttribute("aria-pressed", String(button.dataset.show === show));
  }
  setText(find(page, "#show-note", HTMLElement), say(`show-${show}`));
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
const keys: Key[] = [
  { keys: ["ArrowRight", "s"], label: "→ / S", does: say("key-step"), act: (event) => void session.step(many(event)) },
  { keys: ["ArrowLeft", "b"], label: "← / B", does: say("key-back"), act: (event) => void session.back(many(event)) },
  { keys: [" ", "t"], label: "Space / T", does: say("key-train"), act: () => void session.toggleTraining() },
  { keys: ["Home", "r"], label: "Home / R", does: say("key-reset"), act: () => void session.reset() },
  { keys: ["g"], label: "G", does: say("key-goto"), act: () => goto.current?.focus() },
  { keys: ["+", "="], label: "+", does: say("key-faster"), act: () => shift(1) },
  { keys: ["-"], label: "−", does: say("key-slower"), act: () => shift(-1) },
  { keys: ["u"], label: "U", does: say("key-undo"), act: () => session.undo() },
  { keys: ["f"], label: "F", does: say("key-fold"), act: () => fold(!store.get().folded) },
  { keys: ["1"], label: "1", does: say("key-value"), act: () => redraw({ show: "value" }) },
  { keys: ["2"], label: "2", does: say("key-gradient"), act: () => redraw({ show: "gradient" }) },
  { keys: ["3"], label: "3", does: say("key-update"), act: () => redraw({ show: "update" }) },
  { keys: ["l"], label: "L", does: say("key-log"), act: toggleLog },
  { keys: ["e"], label: "E", does: say("key-edit"), act: () => openTab("tab-setup", "#text") },
  { keys: ["w"], label: "W", does: say("key-write"), act: write },
  {
    keys: ["c"],
    label: "C",
    does: say("key-copy"),
    act: () => {
      openTab("tab-share", "#copy-link");
      find(page, "#copy-link", HTMLButtonElement).click();
    },
  },
  ...timeMachine.keys,
  ...inside.keys,
  ...asking.keys,
  { keys: ["d"], label: "D", does: say("key-theme"), act: toggleTheme },
];
draw("#help-place", () => (
  <Help keys={keys}>
    <p>
      <Say id="help-reading" />
    </p>
    <p>
      <Say id="help-counting" />
    </p>
  </Help>
));

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
