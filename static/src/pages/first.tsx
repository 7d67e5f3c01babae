/** The page to begin on: one network that learns "hello", and what leads on from there. */

import "../styles/tokens.css";
import "../styles/base.css";
import "../styles/controls.css";
import "../styles/help.css";
import "../styles/network.css";
import "../styles/gating.css";
import "../styles/sparkline.css";
import "../styles/first.css";
import "../lib/scrolling";
import { computed, effect } from "@preact/signals";

import { api } from "../client/api";
import { createBeginning } from "../client/beginning";
import { commands } from "../client/curl";
import { createSession, recordOf } from "../client/session";
import type { Notice, State } from "../client/state";
import { initialState } from "../client/state";
import { Buttons, Readings, Told } from "../components/beginning";
import { CopyButton } from "../components/copy";
import { Help } from "../components/help";
import { createNetwork } from "../components/network";
import { createThemeSwitch, theme } from "../components/theme";
import { nextFrame, throttled } from "../lib/browser";
import { copied, find } from "../lib/dom";
import { Say, say } from "../lib/messages";
import { draw } from "../lib/mount";
import { base } from "../lib/root";
import { createStore } from "../lib/store";
import { told } from "../model/beginning";
import { fromQuery, toQuery, workbench } from "../model/link";
import type { PageConfig } from "../model/types";
import { createOpening, firstTrace } from "./opening";
import { showProgress } from "./progressing";

/** What Train does at a time, and how many iterations of it a second. */
const [TRAINED, SPEED] = [100, 10];
const ANNOUNCE_EVERY = 3000;
const ROWS = { outputs: true, losses: false, gradients: false };
/** Of the commands for a terminal. */
const SHOWN = ["step", "train"];

const page = document.body;
const config: PageConfig = JSON.parse(find(document, "#page-config", HTMLScriptElement).text);
const element = (selector: string) => find(page, selector, HTMLElement);

const store = createStore<State>({ ...initialState(), theme: theme.peek(), speed: SPEED, trace: firstTrace() });
const session = createSession({ api, store, defaults: config.defaults, figureNames: [], nextFrame });
const { course, learned } = createBeginning({ api, store });
const { open, retry } = createOpening({ store, session, link: fromQuery("") });
const { run, trace, training, connection, notice } = store.signals;

// ---- the network ---------------------------------------------------------------------------

const network = createNetwork(element("#network"), {
  palette: config.palette,
  cells: config.cells,
  theme: theme.peek(),
  rows: ROWS,
});
store.watch(["trace"], (state) => {
  if (state.trace !== null) {
    network.update(state.trace, state.previous);
  }
});
const toggleTheme = createThemeSwitch(page, (name) => network.setTheme(name));

// A reload finds the run again.
store.watch(["run"], (state) => {
  if (state.run !== null && history.state?.run !== state.run.id) {
    history.replaceState({ run: state.run.id }, "");
  }
});

// ---- what moves it, and what is said of it ---------------------------------------------------

/** The iteration at which the training that is under way began. */
let began = 0;
const trained = computed(() => {
  const done = Math.max(0, (trace.value?.iteration ?? 0) - began);
  return training.value === "here" ? { done: Math.min(done, TRAINED), count: TRAINED } : null;
});

async function train() {
  if (training.peek() !== null) {
    await session.pause();
    return;
  }
  began = trace.peek()?.iteration ?? 0;
  await session.train(TRAINED, SPEED);
}

draw(element("#first-buttons"), () => (
  <Buttons
    trace={trace.value}
    connection={connection.value}
    training={training.value}
    trained={trained.value}
    onStep={() => void session.step()}
    onTrain={() => void train()}
    onReset={() => void session.reset()}
  />
));

const sentence = computed(() => {
  const shown = trace.value;
  return shown === null ? "" : shown.diverged ? say("diverged") : told(shown, learned.value);
});
draw(element("#first-told"), () => sentence.value);
draw(element("#first-readings"), () => trace.value !== null && <Readings trace={trace.value} course={course.value} />);

/** What is wrong, or what has been done for the reader. */
function worthTelling(): Notice | null {
  if (connection.value === "lost") {
    return { kind: "lost", text: say("connection-lost"), actions: [{ label: say("connection-retry"), act: retry }] };
  }
  const told = notice.value;
  return told === null || told.kind === "info" ? null : told;
}
draw(element("#notice"), () => <Told notice={worthTelling()} />);

const announce = throttled(() => {
  element("#announcer").textContent = sentence.peek();
}, ANNOUNCE_EVERY);
let isFirst = true;
effect(() => {
  void sentence.value;
  if (!isFirst) {
    announce();
  }
  isFirst = false;
});

draw(element("#help-place"), () => (
  <Help
    keys={[
      {
        keys: ["ArrowRight", "s"],
        label: "→ / S",
        does: say("transport-step", { runs: "one" }),
        act: () => void session.step(),
      },
      { keys: ["ArrowLeft", "b"], label: "← / B", does: say("transport-back"), act: () => void session.back() },
      {
        keys: [" ", "t"],
        label: "Space / T",
        does: say("first-key-train", { count: TRAINED }),
        act: () => void train(),
      },
      { keys: ["Home", "r"], label: "Home / R", does: say("key-reset"), act: () => void session.reset() },
      { keys: ["d"], label: "D", does: say("key-theme"), act: toggleTheme },
    ]}
  >
    <p>
      <Say id="help-reading" />
    </p>
  </Help>
));

// ---- what leads on ---------------------------------------------------------------------------

const onward = find(page, "#first-workbench", HTMLAnchorElement);
effect(() => {
  const [at, shown] = [run.value, trace.value];
  onward.href = workbench(at === null ? "" : toQuery(recordOf(at, shown?.iteration), config.defaults, at.id));
});

const curl = computed(() =>
  run.value === null
    ? ""
    : commands({
        origin: base(),
        run: run.value,
        record: recordOf(run.value),
        defaults: config.defaults,
        speed: SPEED,
        sample: {},
      })
        .filter(({ name }) => SHOWN.includes(name))
        .map(({ command }) => command)
        .join("\n"),
);
draw(element("#first-curl"), () => <code>{curl.value}</code>);
draw(element("#first-copy"), () => (
  <CopyButton
    id="copy-curl"
    label={say("first-curl-copy")}
    copy={() => (curl.peek() === "" ? null : copied(curl.peek()))}
  />
));

showProgress(page);

void open();
