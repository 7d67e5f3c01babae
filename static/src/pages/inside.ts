/**
 * Inside one iteration: walks the reader through its phases, and takes the gradients apart. Which
 * phase is shown is part of the page's state, and with that of its address; null shows everything.
 */

import type { Api } from "../client/api";
import { ProblemError, UnreachableError } from "../client/api";
import type { Session, State } from "../client/session";
import { createContributions } from "../components/contributions";
import type { Key } from "../components/help";
import { createPhases } from "../components/phases";
import { find, h, on } from "../lib/dom";
import type { Store } from "../lib/store";
import type { Palette } from "../model/colours";
import { parameterAt, timestepsOf } from "../model/parts";
import type { Moment } from "../model/phases";
import { chapterStart, createTimelines, momentAt, nextTimestep, timeline } from "../model/phases";
import type { Address, Contributions, Trace } from "../model/types";

// Of a large network over a long text, as many timesteps are asked for as make so many numbers.
const MOST_NUMBERS = 100_000;
const SUMMED = ["W_xh", "W_hh", "W_hy"];

/** @param options.inspect explain a number */
export function createInside({
  page,
  store,
  session,
  api,
  network,
  palette,
  inspect,
}: {
  page: HTMLElement;
  store: Store<State>;
  session: Session;
  api: Api;
  network: { setPhase: (moment: Moment | null) => void };
  palette: Palette;
  /** explain a number */
  inspect?: (address: Address) => void;
}) {
  const timelineOf = createTimelines();
  let line = timeline(1);
  let moment: Moment | null = null;
  let playing = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** Where to be when another iteration arrives. */
  let arriving: { iteration: number; phase: string } | null = null;
  let busy = false;

  const view = createPhases(find(page, "#phases", HTMLElement), {
    chapter: (chapter) => goTo(chapterStart(line, chapter, moment?.index ?? -1)),
    goTo,
    back: () => void back(),
    next: () => void next(),
    timestep: () => jump(1),
    backward: () => goTo(line.turn),
    update: () => goTo(line.phases.length - 1),
    play: () => (playing ? stop() : start()),
    leave,
  });

  // Stays under the transport, however many lines that takes.
  const transport = find(page, ".transport", HTMLElement);
  new ResizeObserver(() => {
    page.style.setProperty("--transport-height", `${transport.offsetHeight}px`);
  }).observe(transport);

  // ---- moving ---------------------------------------------------------------------------

  function show(index: number) {
    store.set({ phase: line.phases[index].id });
  }

  function goTo(index: number) {
    stop();
    show(Math.max(0, Math.min(line.phases.length - 1, index)));
  }

  function jump(direction: 1 | -1) {
    goTo(moment === null ? 0 : nextTimestep(line, moment.index, direction));
  }

  function leave() {
    stop();
    if (moment !== null) {
      const focused = view.hasFocus();
      store.set({ phase: null });
      if (focused) {
        view.focus();
      }
    }
  }

  async function next() {
    const { trace } = store.get();
    if (trace === null || busy) {
      return;
    }
    const index = moment === null ? 0 : moment.index + 1;
    if (index < line.phases.length) {
      stop();
      show(index);
    } else {
      stop();
      await another(trace.iteration + 1, line.phases[0].id, () => session.step());
    }
  }

  async function back() {
    const { trace } = store.get();
    if (trace === null || busy) {
      return;
    }
    stop();
    const last = line.phases.length - 1;
    const index = moment === null ? last : moment.index - 1;
    if (index >= 0) {
      show(index);
    } else if (trace.iteration > 0) {
      await another(trace.iteration - 1, line.phases[last].id, () => session.back());
    }
  }

  /** Move the run, and be at a phase of the iteration it arrives at. */
  async function another(iteration: number, phase: string, move: () => Promise<void>) {
    busy = true;
    arriving = { iteration, phase };
    try {
      await move();
    } finally {
      busy = false;
    }
    // A step that was refused leads nowhere. The trace may still be on its way, the run is not.
    if (iteration > (store.get().run?.iteration ?? 0)) {
      arriving = null;
    }
  }

  // ---- playing --------------------------------------------------------------------------

  function start() {
    playing = true;
    view.setPlaying(true);
    const atEnd = moment !== null && moment.index === line.phases.length - 1;
    if (atEnd || moment === null) {
      void advance();
    } else {
      timer = setTimeout(() => void advance(), view.pace());
    }
  }

  function stop() {
    clearTimeout(timer);
    if (playing) {
      playing = false;
      view.setPlaying(false);
    }
  }

  async function advance() {
    const { trace } = store.get();
    if (!playing || trace === null) {
      return;
    }
    const index = moment === null ? 0 : moment.index + 1;
    if (index < line.phases.length) {
      show(index);
    } else if (trace.diverged) {
      stop();
      return;
    } else {
      await another(trace.iteration + 1, line.phases[0].id, () => session.step());
    }
    // The update waits for the reader: going on changes the run.
    if (moment?.index === line.phases.length - 1) {
      stop();
    } else if (playing) {
      timer = setTimeout(() => void advance(), view.pace());
    }
  }

  // ---- the sums over time ------------------------------------------------------------------

  const sumsRoot = find(page, "#contributions", HTMLElement);
  const sums = createContributions(sumsRoot, {
    palette,
    theme: store.get().theme === "dark" ? "dark" : "light",
    onParameter: (name) => {
      parameter = name;
      void drawSums();
    },
    onClose: () => openSums(false),
    onSelect: (index) => inspect?.({ quantity: `gradients.${held?.data.parameter ?? parameter}`, index }),
  });
  let parameter = "W_hh";
  let opened = false;
  let held: { key: string; data: Contributions } | null = null;
  let asking = "";

  function openSums(open: boolean) {
    opened = open;
    void drawSums().then(() => {
      if (open) {
        sums.scrollIntoView();
      }
    });
    sums.show(opened || moment !== null);
  }

  for (const name of SUMMED) {
    const caption = page.querySelector(`[data-figure="${name}"] figcaption`);
    const button = h(
      "button",
      {
        type: "button",
        class: "toggle",
        "data-sum": name,
        title: "The gradient as the sum of its timesteps",
      },
      "Σ",
      h("sub", {}, "t"),
      h("span", { class: "visually-hidden" }, ` gradient of ${name} as the sum of its timesteps`),
    );
    on(button, "click", () => {
      parameter = name;
      openSums(true);
    });
    caption?.append(button);
  }

  /**
   * The matrix that does here what the chosen one does: at the timestep on screen, or where there
   * is one.
   */
  function matrixIn(trace: Trace) {
    const T = trace.steps.length;
    const times = [moment?.phase.t ?? T, ...trace.parts.map(({ last }) => last)];
    const found = [parameter, "W_xh"].flatMap((role) => times.map((t) => parameterAt(trace, role, t)));
    return found.find((name) => name !== null) ?? parameter;
  }

  async function drawSums() {
    const { run, trace } = store.get();
    sums.show(opened || moment !== null);
    if (run === null || trace === null || !(opened || moment !== null)) {
      return;
    }
    const T = trace.steps.length;
    const name = matrixIn(trace);
    const [rows, columns] = [trace.parameters, trace.gradients]
      .map((each) => (each as any)[name])
      .map((matrix) => [matrix.length, matrix[0].length])[0];
    const most = Math.max(1, Math.floor(MOST_NUMBERS / (rows * columns)));
    const t = moment?.phase.t ?? T;
    const first = Math.max(1, Math.min(T - most + 1, Math.floor((t - 1) / most) * most + 1));
    const last = Math.min(T, first + most - 1);
    const key = [run.id, trace.iteration, name, first, last].join(" ");
    if (held?.key !== key) {
      if (asking === key) {
        return;
      }
      asking = key;
      try {
        held = { key, data: await api.contributions(run.id, trace.iteration, { parameter: name, first, last }) };
      } catch (error) {
        if (!(error instanceof ProblemError || error instanceof UnreachableError)) {
          throw error;
        }
        // Another window has moved the run since; its trace is on the way.
        if (!(error instanceof ProblemError && error.kind === "iteration-not-found") && asking === key) {
          sums.fail(error.message);
        }
        return;
      } finally {
        if (asking === key) {
          asking = "";
        }
      }
    }
    const now = store.get().trace;
    if (now?.iteration !== trace.iteration || held?.key !== key) {
      return;
    }
    sums.update(held.data, scene(trace));
  }

  function scene(trace: Trace) {
    const name = matrixIn(trace);
    const T = trace.steps.length;
    // Timesteps that do not use the matrix have nothing to tell, and are no sign that others have.
    let from = T + 1;
    while (from > 1 && (moment === null || moment.knows(`contributions.${name}`, from - 1))) {
      from -= 1;
    }
    return {
      T,
      uses: timestepsOf(trace, name),
      letters: trace.steps.map(({ input }) => input),
      from,
      now: moment?.phase.kind === "gradients" ? moment.phase.t : null,
      inside: moment !== null,
    };
  }

  // ---- what is shown -------------------------------------------------------------------------

  let shownTrace = store.get().trace;
  store.watch(["phase", "trace"], (state) => {
    const { trace } = state;
    if (trace === null) {
      return;
    }
    line = timelineOf(trace);
    const arrived = arriving;
    if (trace !== shownTrace && arrived !== null) {
      arriving = null;
      if (arrived.iteration === trace.iteration && arrived.phase !== state.phase) {
        shownTrace = trace;
        store.set({ phase: arrived.phase });
        return;
      }
    }
    shownTrace = trace;
    const found = momentAt(line, state.phase);
    if (state.phase !== null && found === null) {
      session.tell({ kind: "error", text: `An iteration of this run has no phase “${state.phase}”.` });
      store.set({ phase: null });
      return;
    }
    const outside = moment === null && found === null;
    moment = found;
    if (!outside) {
      network.setPhase(moment);
      view.update(trace, line, moment);
    }
    void drawSums();
  });
  store.watch(["theme"], ({ theme }) => sums.setTheme(theme === "dark" ? "dark" : "light"));
  store.watch(["training"], ({ training }) => {
    if (training !== null) {
      stop();
    }
  });

  return {
    keys: [
      { keys: ["."], label: ".", does: "Inside the iteration: next phase", act: () => void next() },
      { keys: [","], label: ",", does: "Previous phase", act: () => void back() },
      { keys: [">"], label: ">", does: "Phases: next timestep", act: () => jump(1) },
      { keys: ["<"], label: "<", does: "Phases: previous timestep", act: () => jump(-1) },
      { keys: ["p"], label: "P", does: "Play the phases, or pause", act: () => (playing ? stop() : start()) },
      { keys: ["Escape"], label: "Esc", does: "Show the whole iteration", act: leave },
    ] as Key[],
  };
}
