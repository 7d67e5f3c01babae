/** The workbench: wires the session to the views. Everything the page does starts here. */

import "../styles/tokens.css";
import "../styles/base.css";
import "../styles/controls.css";
import "../styles/transport.css";
import "../styles/workbench.css";
import "../styles/spelling.css";
import "../styles/panels.css";
import "../styles/questions.css";
import "../styles/figures.css";
import "../styles/equations.css";
import "../styles/help.css";
import "../styles/network.css";
import "../styles/gating.css";
import "../styles/legend.css";
import "../styles/timeline.css";
import "../styles/changes.css";
import "../styles/sensitivity.css";
import "../styles/phases.css";
import "../styles/contributions.css";
import "../styles/inspector.css";
import "../styles/proof.css";
import "../styles/cells.css";
import "../styles/task.css";
import "../styles/class-bar.css";
import "../styles/present.css";
import "../styles/hiding.css";
import "./common";
import { computed, effect, untracked } from "@preact/signals";

import { api } from "../client/api";
import { createSession } from "../client/session";
import type { State } from "../client/state";
import { initialState } from "../client/state";
import { LogScale } from "../components/button";
import { createFigures } from "../components/figures";
import type { Key } from "../components/help";
import { Help } from "../components/help";
import { createNetwork } from "../components/network";
import { plotsIn } from "../components/question";
import { createThemeSwitch, theme } from "../components/theme";
import { FiguresHeader, NetworkHeader } from "../components/views";
import { nextFrame } from "../lib/browser";
import { find, on } from "../lib/dom";
import { Say, say } from "../lib/messages";
import { draw } from "../lib/mount";
import { createStore, steady } from "../lib/store";
import { inspectedIn, placeInFigure, placeOf } from "../model/address";
import { classIn } from "../model/classroom";
import { optimizerName, setting } from "../model/format";
import { hiddenIn } from "../model/hiding";
import { fromQuery } from "../model/link";
import { summary } from "../model/summary";
import type { Address, PageConfig } from "../model/types";
import { createAddressing } from "./addressing";
import { createAsking } from "./asking";
import { createClassing } from "./classing";
import { createExperiments } from "./experiments";
import { createInside } from "./inside";
import { createMoving } from "./moving";
import { createNoticing } from "./noticing";
import { createOpening, firstTrace } from "./opening";
import { createPanels } from "./panels";
import { createPresenting } from "./presenting";
import { createTasks } from "./tasks";
import { asSeen, createTimeMachine } from "./timemachine";

const config: PageConfig = JSON.parse(find(document, "#page-config", HTMLScriptElement).text);
const page = document.body;
/** What style sheets call a network that is not wholly shared. */
const UNSHARED: Record<string, string> = { none: "unshared", output: "output" };
const element = (selector: string) => find(page, selector, HTMLElement);

// ---- state and session -------------------------------------------------------------------

const store = createStore<State>({ ...initialState(), theme: theme.peek(), trace: firstTrace() });
const plots = plotsIn(page);
const figureNames = Object.keys(plots);
const code = classIn(location.search);
const classing = code === null ? null : createClassing(code, api);
const session = createSession({ api: classing?.api ?? api, store, defaults: config.defaults, figureNames, nextFrame });

function redraw(patch: Partial<State>) {
  store.set(patch);
  void session.redraw();
}

// ---- the run: its drawing, its numbers, what can be done with it -----------------------------

const hidden = hiddenIn(location.search);
page.dataset.hide = hidden.join(" ");
const addressing = createAddressing({ store, config, inspected: () => asking.place(), code, hidden });
const showAddress = () => addressing.show();
const link = fromQuery(location.search);
store.set({ phase: link.phase });

const network = createNetwork(element("#network"), {
  palette: config.palette,
  cells: config.cells,
  theme: theme.peek(),
  onHover: (address) => asking.point(address),
  onSelect: (address) => ask(address),
  onSwitch: (unit, isHeld) => experiments.toggle(unit, isHeld),
  onUncover: () => store.set({ cover: null }),
});
const timeMachine = createTimeMachine({ page, config, store, session, api });
const moving = createMoving({ page, config, store, session });
const panels = createPanels({ page, config, store, session, address: addressing.address, hidden });

store.watch(["trace"], ({ trace, previous, training }) => {
  if (trace !== null) {
    // Where training skips iterations, what has changed since the one drawn last is no one's doing.
    const isFast = training !== null && trace.iteration !== (previous?.iteration ?? 0) + 1;
    network.update(trace, isFast ? null : previous);
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

const { open, retry } = createOpening({ store, session, link });
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
  changed() {
    showAddress();
    classing?.moved();
  },
  pointing: () => classing?.moved(),
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

// ---- what the page says of the run ------------------------------------------------------------

const signals = store.signals;
const seen = computed(() => asSeen({ run: signals.run.value, trace: signals.trace.value, view: signals.view.value }));
draw(element("#run-summary"), () => {
  const run = seen.value;
  const line = run === null ? "" : summary(run);
  const count = run?.parameter_count ?? 0;
  return <span title={`${line} · ${say("summary-parameters", { count })}`}>{line}</span>;
});
draw(element("#update-rule"), () => {
  const { optimizer, learning_rate, clip_norm } = seen.value?.hyperparameters ?? config.defaults;
  const clipped = clip_norm === null ? "" : `, c = ${setting(clip_norm)}`;
  return `${optimizerName(optimizer)}, η = ${setting(learning_rate)}${clipped}`;
});
const kind = steady(() => seen.value && { ...seen.value.configuration, ...seen.value.hyperparameters });
effect(() => {
  if (kind.value === null) {
    return;
  }
  // Style sheets show what is said of this network, and hide what is said of others.
  const { cell, sharing, task, optimizer, clip_norm } = kind.value;
  Object.assign(page.dataset, {
    cell,
    task,
    sharing: sharing === "all" ? (task === "translation" ? "halves" : "shared") : UNSHARED[sharing],
    clipping: clip_norm === null ? "off" : "on",
  });
  for (const rule of page.querySelectorAll<HTMLElement>(".equations [data-optimizer]")) {
    rule.hidden = rule.dataset.optimizer !== optimizer;
  }
});
effect(() => {
  void seen.value;
  untracked(showAddress);
});

// ---- views: folded or not, what the figures show, light or dark --------------------------------

const presenting = createPresenting({ page, store, network });
const fold = (folded: boolean) => store.set({ folded });
store.watch(["folded"], ({ folded }) => network.setFolded(folded));
draw(element("#network-header"), () => (
  <NetworkHeader
    trace={signals.trace.value}
    isFolded={signals.folded.value}
    onFold={fold}
    onPresent={presenting.start}
  />
));

const toggleLog = () => redraw({ log: !store.get().log });
draw(element("#log-place"), () => <LogScale isPressed={signals.log.value} onClick={toggleLog} />);
draw(element("#figures-header"), () => (
  <FiguresHeader
    trace={signals.trace.value}
    show={signals.show.value}
    part={signals.part.value}
    onShow={(show) => redraw({ show })}
    onChoosePart={(part) => redraw({ part })}
  />
));

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
  ...presenting.keys,
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

// ---- go ----------------------------------------------------------------------------------

const asked = inspectedIn(location.search);
if (asked !== null) {
  void asking.inspect(asked);
}
void (classing === null ? open() : classing.enter({ page, store, session, network, asking, open }));
