/** The page that compares: wires two runs to two networks, their losses and their differences. */

import "../styles/tokens.css";
import "../styles/base.css";
import "../styles/workbench.css";
import "../styles/network.css";
import "../styles/timeline.css";
import "../styles/experiments.css";
import "../styles/compare.css";
import "../lib/scrolling";
import { h } from "preact";

import { api, ProblemError, UnreachableError } from "../client/api";
import type { PairState, Which } from "../client/both";
import { BOTH } from "../client/both";
import { createComparison, initialPair } from "../client/comparison";
import { compareCommand, creation, forkCommand } from "../client/curl";
import type { Notice } from "../client/session";
import { recordOf } from "../client/session";
import { createFigures } from "../components/figures";
import { createFork } from "../components/fork";
import type { Key } from "../components/help";
import { Help } from "../components/help";
import { createNetwork } from "../components/network";
import { Notices } from "../components/notices";
import { Share } from "../components/share";
import { Sentence, summary } from "../components/status";
import { createThemeSwitch } from "../components/theme";
import { createTimeline } from "../components/timeline";
import { nextSpeed, Transport } from "../components/transport";
import { Whose } from "../components/whose";
import { nextFrame, throttled } from "../lib/browser";
import { find, flash, on, setText } from "../lib/dom";
import { say } from "../lib/messages";
import { mounted } from "../lib/mount";
import { createStore } from "../lib/store";
import { loss, lossChange, signed } from "../model/format";
import { whyIncomparable } from "../model/incomparable";
import { toQuery } from "../model/link";
import { fromPairQuery } from "../model/pair";
import { presentPart } from "../model/parts";
import { shellQuoted } from "../model/shell";
import type { Mark } from "../model/timeline";
import { marks } from "../model/timeline";
import type { Address, PageConfig, Run } from "../model/types";
import { createPairAddress } from "./pairing";

const ANNOUNCE_EVERY = 3000;
const LETTER = { first: "A", second: "B" };

const config: PageConfig = JSON.parse(find(document, "#page-config", HTMLScriptElement).text);
const page = document.body;
const theme = document.documentElement.dataset.theme ?? "light";
const store = createStore({ ...initialPair(), theme });
const comparison = createComparison({
  api,
  store,
  defaults: config.defaults,
  largestRate: config.limits.run.learning_rate?.maximum ?? Infinity,
  nextFrame,
});
const furthestPossible = config.limits.run.iteration?.maximum ?? Infinity;

// ---- both sides --------------------------------------------------------------------------

function highlight(address: Address | null) {
  for (const which of BOTH) {
    sides[which].network.setHighlight(address);
  }
}

function createSide(which: Which) {
  const root = find(page, `#${which}`, HTMLElement);
  const network = createNetwork(find(root, ".network", HTMLElement), {
    palette: config.palette,
    cells: config.cells,
    theme: theme === "dark" ? "dark" : "light",
    onHover: highlight,
  });
  const label = find(root, ".side-label", HTMLElement);
  const told = find(root, ".side-summary", HTMLElement);
  const sentence = mounted(find(root, ".side-sentence", HTMLElement), Sentence);
  const value = find(root, ".loss-value", HTMLOutputElement);
  const delta = find(root, ".delta", HTMLElement);
  const link = find(root, ".side-open", HTMLAnchorElement);
  const fork = find(root, ".side-fork", HTMLButtonElement);
  on(fork, "click", () => openFork(which));

  return {
    network,
    fork,
    update({ traces, previous, comparison: compared }: PairState) {
      if (traces === null) {
        return;
      }
      const trace = traces[which];
      const before = previous?.[which] ?? null;
      network.update(trace, before);
      sentence({ trace });
      if (setText(value, loss(trace.loss)) && before !== null) {
        flash(value);
      }
      const change = before === null ? "" : lossChange(before.loss, trace.loss);
      setText(delta, change);
      delta.dataset.direction = change.startsWith("▼") ? "down" : "up";
      const words = compared?.[which].label ?? "";
      setText(label, words === "" ? say("compare-run", { letter: LETTER[which] }) : words);
      label.title = words;
    },
    describe(run: Run, iteration: number) {
      setText(told, summary(run));
      told.title = summary(run);
      const view = iteration === run.iteration ? null : iteration;
      link.href = `/${toQuery(recordOf(run), config.defaults, run.id, { view })}`;
    },
  };
}

const sides = { first: createSide("first"), second: createSide("second") };

// ---- moving --------------------------------------------------------------------------------

const transport = mounted(find(page, ".transport-buttons", HTMLElement), Transport);
const shift = (direction: 1 | -1) => store.set({ speed: nextSpeed(store.get().speed, direction) });

function look(iteration: number) {
  comparison.pause();
  void comparison.look(iteration);
}
const small = createTimeline(find(page, "#transport-timeline", HTMLElement), look);
const large = createTimeline(find(page, "#history-timeline", HTMLElement), look);

const form = find(page, "#goto-form", HTMLFormElement);
const field = find(form, "#goto", HTMLInputElement);
on(form, "submit", (event) => {
  event.preventDefault();
  const text = field.value.trim().replaceAll(",", "");
  if (/^\d+$/.test(text) && Number(text) <= furthestPossible) {
    look(Number(text));
    field.blur();
  } else {
    comparison.tell({
      kind: "error",
      text: say("compare-goto", { furthest: furthestPossible }),
    });
    field.select();
  }
});
on(field, "focus", () => field.select());
on(field, "blur", () => {
  field.value = String(store.get().iteration);
});

let forked: Which = "first";
const dialog = createFork(page, config, async (run, body) => {
  const other = await api.fork(run.id, body);
  const { runs } = store.get();
  const from = forked === "second" && runs !== null ? runs.second : undefined;
  comparison.replace(other, from);
  comparison.tell({
    kind: "done",
    text: say("compare-forked", { of: from === undefined ? "A" : "B", iteration: body.iteration }),
  });
});

function openFork(which: Which) {
  const { runs, traces } = store.get();
  if (runs !== null && traces !== null) {
    comparison.pause();
    forked = which;
    dialog.open(runs[which], traces[which]);
  }
}

const address = createPairAddress(store, config.defaults);
const share = mounted(find(page, ".compare-share > .share-place", HTMLElement), Share);

function showCommands() {
  const { runs, iteration } = store.get();
  if (runs === null) {
    return;
  }
  const { first, second } = runs;
  const { origin } = location;
  const commands = [
    {
      name: "compare",
      title: "Every difference at this iteration",
      command: compareCommand(origin, first.id, second.id, iteration),
    },
    {
      name: "fork",
      title: "Fork A at this iteration",
      command: forkCommand(origin, first.id, {
        iteration: Math.min(iteration, first.furthest_iteration),
        learning_rate: first.hyperparameters.learning_rate / 2,
      }),
    },
    ...BOTH.map((which) => ({
      name: `create-${which}`,
      title: `Make run ${LETTER[which]} again, at this iteration`,
      command: `curl -s ${origin}/api/runs -H 'Content-Type: application/json' -d ${shellQuoted(
        JSON.stringify(creation(recordOf(runs[which], iteration), config.defaults)),
      )}`,
    })),
  ];
  share({
    link: address.link,
    live: address.live,
    commands,
    hint: say("compare-share-hint"),
    children: h(
      "button",
      {
        type: "button",
        class: "button",
        id: "swap",
        title: say("compare-swap-title"),
        onClick: () => comparison.swap(),
      },
      say("compare-swap"),
    ),
  });
}

// ---- what is shown -------------------------------------------------------------------------

const difference = find(page, "#loss-difference", HTMLOutputElement);
const brief = find(page, "#run-summary", HTMLElement);

store.watch(["traces", "comparison", "connection", "training", "speed"], (state) => {
  const { traces, connection, training, speed } = state;
  const first = traces?.first ?? null;
  transport({
    runs: "two",
    onReset: () => look(0),
    onBack: (times) => void comparison.back(times),
    onStep: (times) => void comparison.step(times),
    onTrain: () => comparison.toggleTraining(),
    onSpeed: (next) => store.set({ speed: next }),
    connection,
    training,
    speed,
    trace:
      first === null
        ? null
        : {
            iteration: first.iteration,
            diverged: first.diverged || (traces?.second.diverged ?? false),
          },
  });
  for (const which of BOTH) {
    sides[which].fork.disabled = first === null || connection === "lost";
  }
});

store.watch(["traces"], (state) => {
  const { traces, comparison: compared } = state;
  if (traces === null || compared === null) {
    return;
  }
  for (const which of BOTH) {
    sides[which].update(state);
  }
  if (document.activeElement !== field) {
    field.value = String(traces.first.iteration);
  }
  setText(difference, signed(compared.loss, 3));
  setText(brief, compared.words);
  brief.title = compared.words;
  page.dataset.iteration = String(traces.first.iteration);
  announce();
});

const announce = throttled(() => {
  const { traces, comparison: compared } = store.get();
  if (traces !== null && compared !== null) {
    setText(
      find(page, "#announcer", HTMLElement),
      say("compare-announced", {
        iteration: traces.first.iteration,
        first: loss(traces.first.loss),
        second: loss(traces.second.loss),
      }),
    );
  }
}, ANNOUNCE_EVERY);

store.watch(["runs", "iteration", "traces", "figures", "connection"], (state) => {
  const { runs, iteration, traces, figures, connection } = state;
  if (runs === null) {
    return;
  }
  const furthest = Math.max(comparison.furthest(), iteration);
  const axis = (figures?.figures.loss_history as any)?.layout?.xaxis?.range?.[1];
  const [first, second] = BOTH.map((which) =>
    marks(runs[which]).map((mark) => ({ ...mark, text: `${LETTER[which]}: ${mark.text}` })),
  );
  const moment = {
    shown: iteration,
    present: iteration,
    furthest,
    marks: together(first ?? [], second ?? []),
    ...(traces?.first.iteration === iteration ? { loss: traces.first.loss } : {}),
    disabled: connection === "lost",
  };
  small.update(moment);
  large.update({ ...moment, end: typeof axis === "number" ? axis : 10 });
  for (const which of BOTH) {
    sides[which].describe(runs[which], Math.min(iteration, runs[which].furthest_iteration));
  }
  address.write();
});
store.watch(["runs", "iteration"], throttled(showCommands, 250));

function together(first: Mark[], second: Mark[]) {
  const texts: Map<number, string[]> = new Map();
  for (const { iteration, text } of [...first, ...second]) {
    texts.set(iteration, [...(texts.get(iteration) ?? []), text]);
  }
  return [...texts]
    .sort(([one], [other]) => one - other)
    .map(([iteration, each]) => ({ iteration, text: each.join("; ") }));
}

// ---- what is said --------------------------------------------------------------------------

const notices = mounted(find(page, "#notices", HTMLElement), Notices);
const lostActions = [{ label: say("connection-retry"), act: () => retry() }];

function notice({ connection, notice: told, traces, training, comparison: compared, iteration }: PairState): Notice {
  if (connection === "lost") {
    return { kind: "lost", text: say("connection-lost"), actions: lostActions };
  }
  if (told !== null) {
    return told;
  }
  const until = compared?.same_until ?? null;
  const info = (text: string): Notice => ({ kind: "info", text });
  if (traces === null || compared === null) {
    return info(say("compare-opening"));
  }
  if (training !== null) {
    return info(say("compare-training"));
  }
  if (until === null) {
    return info(say("compare-same"));
  }
  return info(
    iteration <= until ? say("compare-same-until", { iteration: until }) : say("compare-updates", { count: iteration }),
  );
}
store.watch(["connection", "notice", "traces", "training", "comparison", "iteration"], (state) =>
  notices({ notice: notice(state), connection: state.connection }),
);

// ---- figures -------------------------------------------------------------------------------

const figuresRoot = find(page, "#figures", HTMLElement);
const plots = Object.fromEntries(
  [...document.querySelectorAll("[data-plot]")]
    .filter((element) => element instanceof HTMLElement)
    .map((element) => [element.dataset.plot ?? "", element]),
);
const ofPictures = find(page, "[data-figure='W_ph']", HTMLElement);
const figures = createFigures(plots, { plotlyUrl: config.plotly, onHover: highlight });

store.watch(["figures"], ({ figures: drawn, runs, traces, part }) => {
  if (drawn === null || runs === null || traces === null) {
    return;
  }
  const pictures = [runs.first, runs.second].some(({ configuration: { task } }) => task === "captioning");
  ofPictures.toggleAttribute("hidden", !pictures);
  const drawable: Record<string, object> = {};
  for (const [name, figure] of Object.entries(drawn.figures)) {
    const note = plots[name]?.parentElement?.querySelector(".incomparable") ?? null;
    note?.toggleAttribute("hidden", figure !== null);
    plots[name]?.toggleAttribute("hidden", figure === null);
    if (figure !== null) {
      drawable[name] = figure;
    } else if (note !== null) {
      const [first, second] = BOTH.map((which) => ({ ...runs[which], trace: traces[which] }));
      setText(note, whyIncomparable(name, presentPart(traces.first, part), first, second));
    }
  }
  void figures.update(drawable).then(() => {
    figuresRoot.dataset.iteration = String(drawn.iteration);
  });
});

const whoseLabel = find(page, "#whose-label", HTMLElement);
const whose = mounted(whoseLabel, Whose);
function choosePart(part: string) {
  store.set({ part });
  void comparison.redraw();
}
store.watch(["traces", "part"], ({ traces, part }) => {
  if (traces !== null) {
    whoseLabel.hidden = traces.first.parts.length < 2;
    whose({ trace: traces.first, part, onChoose: choosePart });
  }
});

const logScale = find(page, "#log-scale", HTMLButtonElement);
store.watch(["log"], ({ log }) => logScale.setAttribute("aria-pressed", String(log)));
function toggleLog() {
  store.set({ log: !store.get().log });
  address.write();
  void comparison.redraw();
}
on(logScale, "click", toggleLog);

const toggleTheme = createThemeSwitch(page, (next) => {
  for (const which of BOTH) {
    sides[which].network.setTheme(next);
  }
  store.set({ theme: next });
  void comparison.redraw();
});

// ---- keys ----------------------------------------------------------------------------------

const many = (event: KeyboardEvent) => (event.shiftKey ? 10 : 1);
const keys: Key[] = [
  {
    keys: ["ArrowRight", "s"],
    label: "→ / S",
    does: "Step both (with Shift: ten)",
    act: (event) => void comparison.step(many(event)),
  },
  {
    keys: ["ArrowLeft", "b"],
    label: "← / B",
    does: "Both back (with Shift: ten)",
    act: (event) => void comparison.back(many(event)),
  },
  { keys: [" ", "t"], label: "Space / T", does: "Train both, or pause", act: () => comparison.toggleTraining() },
  { keys: ["Home", "r"], label: "Home / R", does: "Both to iteration 0", act: () => look(0) },
  { keys: ["g"], label: "G", does: "Go to an iteration", act: () => field.focus() },
  { keys: ["h"], label: "H", does: "History: the timeline (then ← →, with Shift ten)", act: () => small.focus() },
  { keys: ["+", "="], label: "+", does: "Train faster", act: () => shift(1) },
  { keys: ["-"], label: "−", does: "Train slower", act: () => shift(-1) },
  {
    keys: ["k"],
    label: "K",
    does: "Fork A from here (with Shift: B)",
    act: (event) => openFork(event.shiftKey ? "second" : "first"),
  },
  { keys: ["x"], label: "X", does: "Swap A and B", act: () => comparison.swap() },
  { keys: ["l"], label: "L", does: "Logarithmic loss axis", act: toggleLog },
  {
    keys: ["c"],
    label: "C",
    does: "Copy a link to this comparison",
    act: () => {
      const copy = find(page, "#copy-link", HTMLButtonElement);
      copy.focus();
      copy.click();
    },
  },
  { keys: ["d"], label: "D", does: "Light or dark", act: toggleTheme },
];
mounted(find(page, "#help-place", HTMLElement), Help)({ keys, children: h("p", null, say("compare-help")) });

document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") {
    comparison.wake();
  } else {
    comparison.sleep();
  }
});

// ---- go ------------------------------------------------------------------------------------

const link = fromPairQuery(location.search);
let timer: ReturnType<typeof setTimeout> | undefined;

async function open() {
  clearTimeout(timer);
  try {
    const known = history.state;
    const tab = typeof known?.first === "string" && typeof known?.second === "string" ? known : null;
    await comparison.open(link, tab);
  } catch (error) {
    if (error instanceof UnreachableError) {
      store.set({ connection: "lost" });
      timer = setTimeout(() => void open(), 2000);
    } else if (error instanceof ProblemError) {
      fail(error);
    } else {
      throw error;
    }
  }
}

function fail(error: ProblemError) {
  const reasons = error.errors.map(({ message }) => message).join("; ");
  setText(find(page, "#failure-text", HTMLElement), reasons || error.message);
  find(page, "#failure", HTMLElement).hidden = false;
  find(page, "#pair", HTMLElement).hidden = true;
  find(page, ".compare-share", HTMLElement).hidden = true;
  comparison.tell({ kind: "error", text: say("compare-impossible") });
}

function retry() {
  void (store.get().runs === null ? open() : comparison.recover());
}

void open();
