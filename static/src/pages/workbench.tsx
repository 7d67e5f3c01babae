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
import { createSession } from "../client/session";
import type { State } from "../client/state";
import { initialState } from "../client/state";
import { createFigures } from "../components/figures";
import type { Key } from "../components/help";
import { Help } from "../components/help";
import { createNetwork } from "../components/network";
import { summary } from "../components/status";
import { createThemeSwitch, themeNow } from "../components/theme";
import { Whose } from "../components/whose";
import { nextFrame } from "../lib/browser";
import { find, on, setText } from "../lib/dom";
import { Say, say } from "../lib/messages";
import { draw } from "../lib/mount";
import { createStore } from "../lib/store";
import { inspectedIn, placeInFigure, placeOf } from "../model/address";
import { optimizerName, setting } from "../model/format";
import { fromQuery } from "../model/link";
import { networkNote } from "../model/network/descriptions";
import type { Address, PageConfig, Run } from "../model/types";
import { createAddressing } from "./addressing";
import { createAsking } from "./asking";
import { createExperiments } from "./experiments";
import { createInside } from "./inside";
import { createMoving } from "./moving";
import { createNoticing } from "./noticing";
import { createPanels } from "./panels";
import { createTasks } from "./tasks";
import { asSeen, createTimeMachine } from "./timemachine";

const config: PageConfig = JSON.parse(find(document, "#page-config", HTMLScriptElement).text);
const page = document.body;
const element = (selector: string) => find(page, selector, HTMLElement);

// ---- state and session -------------------------------------------------------------------

const theme = themeNow();
const store = createStore<State>({ ...initialState(), theme });
const plots = Object.fromEntries(
  [...document.querySelectorAll<HTMLElement>("[data-plot]")].map((plot) => [plot.dataset.plot ?? "", plot]),
);
const figureNames = Object.keys(plots);
const session = createSession({ api, store, defaults: config.defaults, figureNames, nextFrame });

function redraw(patch: Partial<State>) {
  store.set(patch);
  void session.redraw();
}

// ---- the run: its drawing, its numbers, what can be done with it -----------------------------

const addressing = createAddressing({ store, config, inspected: () => asking.place() });
const showAddress = () => addressing.show();
const link = fromQuery(location.search);
store.set({ phase: link.phase });

const network = createNetwork(element("#network"), {
  palette: config.palette,
  cells: config.cells,
  theme,
  onHover: (address) => asking.point(address),
  onSelect: (address) => ask(address),
  onSwitch: (unit, isHeld) => experiments.toggle(unit, isHeld),
});
const timeMachine = createTimeMachine({ page, config, store, session, api });
const moving = createMoving({ page, config, store, session });
const panels = createPanels({ page, config, store, session, address: addressing.address });

store.watch(["trace"], ({ trace, previous }) => {
  if (trace !== null) {
    network.update(trace, previous);
    showAddress();
  }
});

const inside = createInside({
  page,
  store,
  session,
  api,
  network,
  palette: config.palette,
  inspect: (address) => void asking.inspect(address),
  point: (place) => asking.point(place),
});
store.watch(["phase"], showAddress);

createNoticing({ page, store, session, viewing: timeMachine.notice, retry });

// Figures come after the network, because Plotly is large.
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
      element("#figures").dataset.iteration = String(drawn.iteration);
    });
  }
});

const experiments = createExperiments({ page, store, session, api, config });
const tasks = createTasks({ page, store, api });
on(element("#generate-instead"), "click", tasks.tryOwn);
const asking = createAsking({
  page,
  store,
  api,
  tabs: panels.tabs,
  network,
  figures: () => figures,
  changed: showAddress,
  canChange: (place) => experiments.canChange(place),
  change: (place, anchor) => experiments.change(place, anchor),
});

/** @param address in the diagram; a whole matrix is no number */
function ask({ quantity, t, index }: Address) {
  if (t !== undefined && t > 0) {
    inside.openCell(t);
  }
  experiments.follow({ quantity, index, ...(t === undefined ? {} : { t }) });
  const place = placeOf({ quantity, ...(t === undefined ? {} : { t: String(t) }), index: index.join(",") });
  if (place !== null && !(quantity.startsWith("W_") && index.length === 0)) {
    void asking.inspect(place);
  }
}

// ---- what the template says of the run --------------------------------------------------------

let seen: Run | null = null;
store.watch(["run", "trace", "view"], (state) => {
  const run = asSeen(state);
  if (run === null || run === seen) {
    return;
  }
  seen = run;
  const line = element("#run-summary");
  setText(line, summary(run));
  line.title = `${summary(run)} · ${say("summary-parameters", { count: run.parameter_count })}`;
  showAddress();
  // Style sheets show what is said of this network, and hide what is said of others.
  const { cell, sharing, task } = run.configuration;
  page.dataset.cell = cell;
  page.dataset.task = task;
  page.dataset.sharing = sharing !== "all" ? "unshared" : task === "translation" ? "halves" : "shared";
  const { optimizer, learning_rate, clip_norm } = run.hyperparameters;
  for (const rule of page.querySelectorAll<HTMLElement>("[data-optimizer]")) {
    rule.hidden = rule.dataset.optimizer !== optimizer;
  }
  page.querySelector("[data-clip]")?.toggleAttribute("hidden", clip_norm === null);
  const clipped = clip_norm === null ? "" : `, c = ${setting(clip_norm)}`;
  setText(element("#update-rule"), `${optimizerName(optimizer)}, η = ${setting(learning_rate)}${clipped}`);
});

// ---- views: folded or not, what the figures show, light or dark --------------------------------

const fold = (folded: boolean) => store.set({ folded });
on(element("#view-folded"), "click", () => fold(true));
on(element("#view-unrolled"), "click", () => fold(false));
store.watch(["folded"], ({ folded }) => {
  network.setFolded(folded);
  element("#view-folded").setAttribute("aria-pressed", String(folded));
  element("#view-unrolled").setAttribute("aria-pressed", String(!folded));
  setText(element("#network-title"), say("network-title", { folded: folded ? "yes" : "no" }));
});
store.watch(["folded", "trace"], ({ folded, trace }) => {
  setText(element("#network-note"), trace === null ? "" : networkNote(trace, folded));
});

const toggleLog = () => redraw({ log: !store.get().log });
on(element("#log-scale"), "click", toggleLog);
const shows = [...page.querySelectorAll<HTMLElement>("[data-show]")];
for (const button of shows) {
  on(button, "click", () => redraw({ show: button.dataset.show ?? "value" }));
}
store.watch(["show", "log"], ({ show, log }) => {
  for (const button of shows) {
    button.setAttribute("aria-pressed", String(button.dataset.show === show));
  }
  setText(element("#show-note"), say(`show-${show}`));
  element("#log-scale").setAttribute("aria-pressed", String(log));
});

draw(element("#whose-label"), () => {
  const { trace, part } = store.signals;
  return (
    trace.value !== null && (
      <Whose trace={trace.value} part={part.value} onChoose={(chosen) => redraw({ part: chosen })} />
    )
  );
});
store.watch(["trace"], ({ trace }) => {
  element("#whose-label").hidden = (trace?.parts.length ?? 0) < 2;
});

const toggleTheme = createThemeSwitch(page, (next) => {
  network.setTheme(next);
  redraw({ theme: next });
});

// ---- keys ------------------------------------------------------------------------------------

const keys: Key[] = [
  ...moving.keys,
  { keys: ["f"], label: "F", does: say("key-fold"), act: () => fold(!store.get().folded) },
  { keys: ["1"], label: "1", does: say("key-value"), act: () => redraw({ show: "value" }) },
  { keys: ["2"], label: "2", does: say("key-gradient"), act: () => redraw({ show: "gradient" }) },
  { keys: ["3"], label: "3", does: say("key-update"), act: () => redraw({ show: "update" }) },
  { keys: ["l"], label: "L", does: say("key-log"), act: toggleLog },
  ...panels.keys,
  ...timeMachine.keys,
  ...inside.keys,
  ...asking.keys,
  { keys: ["d"], label: "D", does: say("key-theme"), act: toggleTheme },
];
draw(element("#help-place"), () => (
  <Help keys={keys}>
    <p>
      <Say id="help-reading" />
    </p>
    <p>
      <Say id="help-counting" />
    </p>
  </Help>
));

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
      session.tell({ kind: "error", text: error.message });
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
