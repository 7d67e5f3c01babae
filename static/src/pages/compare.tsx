/** The page that compares: wires two runs to two networks, their losses and their differences. */

import "../styles/tokens.css";
import "../styles/base.css";
import "../styles/controls.css";
import "../styles/transport.css";
import "../styles/workbench.css";
import "../styles/panels.css";
import "../styles/figures.css";
import "../styles/help.css";
import "../styles/network.css";
import "../styles/gating.css";
import "../styles/legend.css";
import "../styles/timeline.css";
import "../styles/changes.css";
import "../styles/compare.css";
import "./common";
import { computed, signal } from "@preact/signals";
import { createRef } from "preact";

import { api, ProblemError, UnreachableError } from "../client/api";
import type { PairState } from "../client/both";
import { createComparison, initialPair } from "../client/comparison";
import type { Command } from "../client/curl";
import { pairCommands } from "../client/curl";
import type { Notice } from "../client/session";
import { recordOf } from "../client/session";
import { LogScale } from "../components/button";
import { Differences } from "../components/compare/differences";
import { Side } from "../components/compare/side";
import { createFigures } from "../components/figures";
import { ForkDialog } from "../components/fork";
import type { Key } from "../components/help";
import { Help } from "../components/help";
import { createNetwork } from "../components/network";
import { Notices } from "../components/notices";
import { plotsIn } from "../components/question";
import { Share } from "../components/share";
import { Iteration } from "../components/status";
import { createThemeSwitch, theme } from "../components/theme";
import type { Moment } from "../components/timeline";
import { NO_MOMENT, Timeline } from "../components/timeline";
import { nextSpeed, Transport } from "../components/transport";
import { nextFrame, throttled } from "../lib/browser";
import { find } from "../lib/dom";
import { clauses, say } from "../lib/messages";
import { draw } from "../lib/mount";
import { base, rooted } from "../lib/root";
import { createStore } from "../lib/store";
import { loss, signed } from "../model/format";
import { toQuery, workbench } from "../model/link";
import type { Which } from "../model/pair";
import { BOTH, fromPairQuery } from "../model/pair";
import { endOfAxis, marksOf } from "../model/timeline";
import type { Address, Changes, PageConfig, Run } from "../model/types";
import { createPairAddress } from "./pairing";

const ANNOUNCE_EVERY = 3000;
const COMMANDS_EVERY = 250;
const RETRY = 2000;

const config: PageConfig = JSON.parse(find(document, "#page-config", HTMLScriptElement).text);
const page = document.body;
const element = (selector: string) => find(page, selector, HTMLElement);
const store = createStore<PairState>({ ...initialPair(), theme: theme.peek() });
const {
  runs,
  iteration,
  traces,
  previous,
  comparison: compared,
  connection,
  training,
  speed,
  log,
  part,
} = store.signals;
const comparison = createComparison({
  api,
  store,
  defaults: config.defaults,
  largestRate: config.limits.run.learning_rate?.maximum ?? Infinity,
  nextFrame,
});
const address = createPairAddress(store, config.defaults);
const failure = signal<string | null>(null);
/** the run that is being forked */
const forking = signal<Which | null>(null);
const commands = signal<Command[]>([]);
const field = createRef<HTMLInputElement>();

function look(at: number) {
  comparison.pause();
  void comparison.look(at);
}

function redraw(patch: Partial<PairState>) {
  store.set(patch);
  void comparison.redraw();
}
const toggleLog = () => redraw({ log: !log.peek() });

// ---- moving --------------------------------------------------------------------------------

const moment = computed<Moment>(() => {
  if (runs.value === null) {
    return NO_MOMENT;
  }
  const { first, second } = runs.value;
  const [shown, trace] = [iteration.value, traces.value?.first];
  return {
    shown,
    present: shown,
    furthest: Math.max(first.furthest_iteration, second.furthest_iteration, shown),
    marks: marksOf({ A: first, B: second }),
    loss: trace?.iteration === shown ? trace.loss : undefined,
    disabled: connection.value === "lost",
  };
});

const Moving = () => {
  const { first, second } = traces.value ?? {};
  return (
    <div class="transport-bar">
      <div class="transport-buttons">
        <Transport
          runs="two"
          trace={first ? { iteration: first.iteration, diverged: first.diverged || second?.diverged === true } : null}
          connection={connection.value}
          training={training.value}
          speed={speed.value}
          onReset={() => look(0)}
          onBack={(times) => void comparison.back(times)}
          onStep={(times) => void comparison.step(times)}
          onTrain={() => comparison.toggleTraining()}
          onSpeed={(next) => store.set({ speed: next })}
        />
      </div>
      <div class="timeline" id="transport-timeline">
        <Timeline label={say("compare-timeline")} moment={moment.value} onLook={look} />
      </div>
      <div class="readings">
        <Iteration
          field={field}
          iteration={first?.iteration ?? 0}
          furthest={config.limits.run.iteration?.maximum ?? Infinity}
          onGo={look}
          onWrong={(text) => comparison.tell({ kind: "error", text })}
        />
        <p class="reading loss-difference">
          <span>{say("compare-loss")}</span>{" "}
          <output id="loss-difference">{signed(compared.value?.loss ?? 0, 3)}</output>
        </p>
      </div>
    </div>
  );
};

// ---- what is said --------------------------------------------------------------------------

function notice(): Notice {
  const told = store.signals.notice.value;
  if (connection.value === "lost") {
    return { kind: "lost", text: say("connection-lost"), actions: [{ label: say("connection-retry"), act: retry }] };
  }
  if (told !== null) {
    return told;
  }
  const info = (text: string): Notice => ({ kind: "info", text });
  if (traces.value === null || compared.value === null) {
    return info(say("compare-opening"));
  }
  const { same_until: until } = compared.value;
  if (training.value !== null) {
    return info(say("compare-training"));
  }
  if (until === null) {
    return info(say("compare-same"));
  }
  return info(
    iteration.value <= until
      ? say("compare-same-until", { iteration: until })
      : say("compare-updates", { count: iteration.value }),
  );
}

const announce = throttled(() => {
  const { first, second } = store.get().traces ?? {};
  if (first !== undefined && second !== undefined) {
    const [a, b] = [loss(first.loss), loss(second.loss)];
    element("#announcer").textContent = say("compare-announced", { iteration: first.iteration, first: a, second: b });
  }
}, ANNOUNCE_EVERY);

// ---- both sides, and what differs ------------------------------------------------------------

function opened(run: Run) {
  const view = Math.min(iteration.value, run.furthest_iteration);
  const looked = { view: view === run.iteration ? null : view };
  return workbench(toQuery(recordOf(run), config.defaults, run.id, looked));
}

function openFork(which: Which) {
  if (traces.peek() !== null) {
    comparison.pause();
    forking.value = which;
  }
}

const Sides = () => (
  <div class="pair" id="pair" hidden={failure.value !== null}>
    {BOTH.map((which) => {
      const run = runs.value?.[which] ?? null;
      return (
        <Side
          key={which}
          which={which}
          run={run}
          trace={traces.value?.[which] ?? null}
          previous={previous.value?.[which] ?? null}
          isTraining={training.value !== null}
          label={compared.value?.[which].label ?? ""}
          href={run === null ? workbench() : opened(run)}
          canFork={traces.value !== null && connection.value !== "lost"}
          onFork={() => openFork(which)}
        />
      );
    })}
  </div>
);

const Subtracted = () => {
  const [of, shown] = [runs.value, traces.value];
  const side = (which: Which) => of && shown && { ...of[which], trace: shown[which] };
  const [first, second] = [side("first"), side("second")];
  const figures = store.signals.figures.value?.figures ?? {};
  return (
    <Differences
      sides={first && second && { first, second }}
      figures={figures}
      part={part.value}
      onChoosePart={(chosen) => redraw({ part: chosen })}
      toggle={<LogScale isPressed={log.value} onClick={toggleLog} />}
      timeline={
        <div class="timeline full" id="history-timeline">
          <Timeline
            label={say("compare-timeline-history")}
            isFull
            moment={{ ...moment.value, end: endOfAxis(figures.loss_history) }}
            onLook={look}
          />
        </div>
      }
    />
  );
};

const Failure = () =>
  failure.value !== null && (
    <section class="card failure" id="failure" aria-labelledby="failure-heading">
      <h2 id="failure-heading">{say("compare-failure")}</h2>
      <p id="failure-text">{failure.value}</p>
      <p>
        <a class="button primary" href={rooted("/compare")}>
          {say("compare-failure-usual")}
        </a>{" "}
        <a class="button" href={workbench()}>
          {say("compare-failure-back")}
        </a>
      </p>
    </section>
  );

const Keep = () => (
  <section class="card compare-share" aria-labelledby="share-heading" hidden={failure.value !== null}>
    <header class="card-header">
      <h2 id="share-heading">{say("compare-share")}</h2>
    </header>
    <Share link={address.link} live={address.live} commands={commands.value} hint={say("compare-share-hint")}>
      <button
        type="button"
        class="button"
        id="swap"
        title={say("compare-swap-title")}
        onClick={() => comparison.swap()}
      >
        {say("compare-swap")}
      </button>
    </Share>
  </section>
);

async function fork(run: Run, body: Changes & { iteration: number }) {
  const other = await api.fork(run.id, body);
  const isOfSecond = forking.peek() === "second";
  comparison.replace(other, isOfSecond ? run : undefined);
  const text = say("compare-forked", { of: isOfSecond ? "B" : "A", iteration: body.iteration });
  comparison.tell({ kind: "done", text });
}

const Fork = () =>
  forking.value !== null &&
  runs.value !== null &&
  traces.value !== null && (
    <ForkDialog
      run={runs.value[forking.value]}
      trace={traces.value[forking.value]}
      limits={config.limits.run}
      onFork={fork}
      onClose={() => {
        forking.value = null;
      }}
    />
  );

draw(element(".transport"), () => (
  <>
    <Moving />
    <div class="notices" id="notices">
      <Notices notice={notice()} connection={connection.value} />
    </div>
  </>
));
draw(element("#run-summary"), () => <span title={compared.value?.words}>{compared.value?.words}</span>);
draw(element("#main"), () => (
  <>
    <h1 class="visually-hidden">{say("compare-heading")}</h1>
    <Failure />
    <Sides />
    <Subtracted />
    <Keep />
    <Fork />
  </>
));

const networks = BOTH.map((which) => {
  const { palette, cells } = config;
  const network = createNetwork(element(`#network-${which}`), {
    palette,
    cells,
    theme: theme.peek(),
    onHover: highlight,
  });
  store.watch(["traces"], (state) => {
    if (state.traces !== null) {
      network.update(state.traces[which], state.previous?.[which] ?? null);
    }
  });
  return network;
});
const figures = createFigures(plotsIn(page), { plotlyUrl: config.plotly, onHover: highlight });

function highlight(at: Address | null) {
  for (const network of networks) {
    network.setHighlight(at);
  }
}

store.watch(["figures"], ({ figures: drawn }) => {
  if (drawn !== null) {
    const shown = Object.entries(drawn.figures).flatMap(([name, figure]) => (figure === null ? [] : [[name, figure]]));
    void figures.update(Object.fromEntries(shown)).then(() => {
      element("#figures").dataset.iteration = String(drawn.iteration);
    });
  }
});
store.watch(["traces"], (state) => {
  if (state.traces !== null) {
    page.dataset.iteration = String(state.traces.first.iteration);
    announce();
  }
});
store.watch(["runs", "iteration", "log"], (state) => state.runs !== null && address.write());
store.watch(
  ["runs", "iteration"],
  throttled(() => {
    const { runs: of, iteration: at } = store.get();
    commands.value = of === null ? [] : pairCommands(base(), of, at, config.defaults);
  }, COMMANDS_EVERY),
);

const toggleTheme = createThemeSwitch(page, (next) => {
  for (const network of networks) {
    network.setTheme(next);
  }
  redraw({ theme: next });
});

// ---- keys ----------------------------------------------------------------------------------

const many = (event: KeyboardEvent) => (event.shiftKey ? 10 : 1);
const shift = (direction: 1 | -1) => store.set({ speed: nextSpeed(speed.peek(), direction) });
const keys: Key[] = [
  {
    keys: ["ArrowRight", "s"],
    label: "→ / S",
    does: say("compare-key-step"),
    act: (event) => void comparison.step(many(event)),
  },
  {
    keys: ["ArrowLeft", "b"],
    label: "← / B",
    does: say("compare-key-back"),
    act: (event) => void comparison.back(many(event)),
  },
  { keys: [" ", "t"], label: "Space / T", does: say("compare-key-train"), act: () => comparison.toggleTraining() },
  { keys: ["Home", "r"], label: "Home / R", does: say("compare-key-reset"), act: () => look(0) },
  { keys: ["g"], label: "G", does: say("key-goto"), act: () => field.current?.focus() },
  { keys: ["h"], label: "H", does: say("time-key-h"), act: () => element("#transport-timeline input").focus() },
  { keys: ["+", "="], label: "+", does: say("key-faster"), act: () => shift(1) },
  { keys: ["-"], label: "−", does: say("key-slower"), act: () => shift(-1) },
  {
    keys: ["k"],
    label: "K",
    does: say("compare-key-fork"),
    act: (event) => openFork(event.shiftKey ? "second" : "first"),
  },
  { keys: ["x"], label: "X", does: say("compare-key-swap"), act: () => comparison.swap() },
  { keys: ["l"], label: "L", does: say("key-log"), act: toggleLog },
  {
    keys: ["c"],
    label: "C",
    does: say("compare-key-copy"),
    act: () => {
      element("#copy-link").focus();
      element("#copy-link").click();
    },
  },
  { keys: ["d"], label: "D", does: say("key-theme"), act: toggleTheme },
];
draw(element("#help-place"), () => (
  <Help keys={keys}>
    <p>{say("compare-help")}</p>
  </Help>
));

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
      timer = setTimeout(() => void open(), RETRY);
    } else if (error instanceof ProblemError) {
      failure.value = clauses(error.errors.map(({ message }) => message)) || error.message;
      comparison.tell({ kind: "error", text: say("compare-impossible") });
    } else {
      throw error;
    }
  }
}

function retry() {
  void (store.get().runs === null ? open() : comparison.recover());
}

void open();
