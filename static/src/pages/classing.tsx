/** The workbench in class: the teacher's shows the class what is on it, a pupil's follows. */

import { effect, signal } from "@preact/signals";

import type { Api } from "../client/api";
import { ProblemError, UnreachableError } from "../client/api";
import { createAttendance, NO_LINK } from "../client/attending";
import { classes } from "../client/classes";
import { createClassroom } from "../client/classroom";
import type { Session } from "../client/session";
import type { State } from "../client/state";
import { createTeaching } from "../client/teaching";
import { AskDialog } from "../components/classroom/asking";
import { Over, PupilsBar, TeachersBar } from "../components/classroom/bar";
import { find } from "../lib/dom";
import { say } from "../lib/messages";
import { draw } from "../lib/mount";
import { rooted } from "../lib/root";
import type { Store } from "../lib/store";
import type { Place } from "../model/address";
import { drawnAs, readPlace } from "../model/address";
import { withClass } from "../model/classroom";
import { loss } from "../model/format";
import type { Link } from "../model/link";
import { fromQuery } from "../model/link";
import type { Address } from "../model/types";

const AGAIN = 1000;
/** Of a run that this window has just moved on to, the class hears within this time (ms). */
const PATIENCE = 1500;

/** Whether an address names no run of its own. */
function asksNothing(query: string) {
  const { run, configuration, interventions, iteration } = fromQuery(query);
  return run === null && interventions.length === 0 && iteration === 0 && Object.keys(configuration).length === 0;
}

/** Whether a key would do something to the page that a follower sees: not where one types or moves about. */
function actsAlone({ key, target }: KeyboardEvent): boolean {
  const at = target instanceof Element ? target : null;
  const isTyping = at?.closest("input, textarea, select") ?? null;
  const isMoving = /^(Arrow|Page|Home$|End$|Enter$| $)/.test(key)
    ? at?.closest("button, a, summary, .network, .spelling, [role=tab]")
    : null;
  return !isTyping && !isMoving && !["Tab", "Escape", "?", "d", "D"].includes(key);
}

/** What this window remembers until it is closed. */
const forkOf = (code: string) => ({
  get: () => sessionStorage.getItem(`class-${code}`),
  set: (run: string | null) => (run === null ? undefined : sessionStorage.setItem(`class-${code}`, run)),
});

interface Surroundings {
  page: HTMLElement;
  store: Store<State>;
  session: Session;
  network: { setPointer: (address: Address | null) => void };
  asking: {
    place: () => Place | null;
    pointed: () => Place | null;
    inspect: (place: Place) => Promise<void>;
    close: () => void;
  };
  /** opens the run of the address, or of another link, as without a class */
  open: (link?: Link) => Promise<void>;
}

export type Classing = ReturnType<typeof createClassing>;

export function createClassing(code: string, asked: Api) {
  const classroom = createClassroom(classes, code);
  const attendance = createAttendance(asked, classroom.trace);
  let moved = () => {};

  function teach({ store, session, asking, open }: Surroundings, place: HTMLElement) {
    const isAsking = signal(false);
    const isElsewhere = signal(false);
    const { place: inspected, pointed } = asking;
    // A reload uncovers nothing.
    store.set({ cover: classroom.now.peek()?.view?.cover ?? null });
    const teaching = createTeaching({ classes, code, store, inspected, pointed, tell: classroom.tell });
    moved = teaching.move;
    let waiting: ReturnType<typeof setTimeout> | undefined;
    effect(() => {
      const [shown, here] = [classroom.now.value?.view?.run, store.signals.run.value?.id];
      clearTimeout(waiting);
      if (shown === undefined || here === undefined || shown === here) {
        isElsewhere.value = false;
      } else {
        waiting = setTimeout(() => {
          isElsewhere.value = true;
        }, PATIENCE);
      }
    });

    /** Where the question is answered, for all to see. */
    function lookAt(target: number) {
      store.set({ cover: null });
      const { run } = store.get();
      if (run !== null && run.iteration > target) {
        session.look(target);
      }
    }
    draw(place, () => {
      const now = classroom.now.value;
      const trace = store.signals.trace.value;
      if (classroom.connection.value === "over") {
        return <Over classroom={classroom} />;
      }
      return (
        now !== null && (
          <>
            <TeachersBar
              classroom={classroom}
              now={now}
              canAsk={trace !== null && now.view !== null}
              onAsk={() => {
                isAsking.value = true;
              }}
              isElsewhere={isElsewhere.value}
              onRevealed={() => now.question !== null && now.question.kind !== "choice" && lookAt(now.question.target)}
              onShow={teaching.again}
            />
            {isAsking.value && trace !== null && (
              <AskDialog
                trace={trace}
                inspected={asking.place()}
                failure={classroom.failure.value}
                onAsk={(wish) => classroom.ask(wish)}
                onClose={() => {
                  isAsking.value = false;
                  classroom.tell(null);
                }}
              />
            )}
          </>
        )
      );
    });
    // Whoever comes back to teach, or in a second window, goes on with what the class is shown.
    const view = classroom.now.peek()?.view ?? null;
    if (view === null || !asksNothing(location.search) || history.state?.run) {
      return open();
    }
    store.set({ phase: view.phase });
    return open({ ...NO_LINK, run: view.run, phase: view.phase });
  }

  function attend({ page, store, session, network, asking }: Surroundings, place: HTMLElement) {
    const pupil = attendance.attend({
      store,
      session,
      inspect: (number) => void asking.inspect(number),
      close: asking.close,
      fork: forkOf(code),
    });
    let timer: ReturnType<typeof setTimeout> | undefined;
    let seen = "";

    async function be(): Promise<void> {
      clearTimeout(timer);
      const now = classroom.now.peek();
      if (now === null) {
        return;
      }
      try {
        await pupil.be(now.following, now.view);
        if (classroom.now.peek()?.following === false) {
          // Not before it has a copy: the run that all see cannot be moved.
          page.dataset.class = "free";
        }
      } catch (error) {
        if (error instanceof ProblemError) {
          classroom.tell(error.message);
        } else if (!(error instanceof UnreachableError)) {
          throw error;
        }
        timer = setTimeout(() => void be(), AGAIN);
      }
    }
    let isAlone = false;
    /** The run is the teacher's: whoever followed goes on with a copy. */
    async function goOnAlone() {
      if (isAlone) {
        return;
      }
      isAlone = true;
      clearTimeout(timer);
      const view = classroom.now.peek()?.view ?? null;
      try {
        await pupil.be(false, page.dataset.class === "following" ? view : null);
      } catch (error) {
        if (!(error instanceof ProblemError || error instanceof UnreachableError)) {
          throw error;
        }
      }
      page.dataset.class = "free";
    }
    // The run is not for those who follow to move, and while all are paused nothing is.
    document.addEventListener(
      "keydown",
      (event) => {
        const isOver = classroom.connection.peek() === "over";
        const isPaused = !isOver && classroom.now.peek()?.paused === true;
        const isFollowing = !isOver && classroom.now.peek()?.following !== false;
        if (!(event.ctrlKey || event.metaKey || event.altKey) && (isPaused || (isFollowing && actsAlone(event)))) {
          event.stopImmediatePropagation();
        }
      },
      { capture: true },
    );
    effect(() => {
      const now = classroom.now.value;
      const isOver = classroom.connection.value === "over";
      if (isOver) {
        void goOnAlone();
      } else if (now?.following !== false) {
        page.dataset.class = now?.view ? "following" : "waiting";
      }
      for (const part of page.querySelectorAll<HTMLElement>("main, .site-header, .transport")) {
        part.inert = now?.paused === true && !isOver;
      }
      const pointer = now?.following && now.view?.pointer ? readPlace(now.view.pointer) : null;
      network.setPointer(pointer && drawnAs(pointer));
      const wanted = JSON.stringify([now?.following, { ...now?.view, pointer: null }]);
      if (wanted !== seen) {
        seen = wanted;
        void be();
      }
    });
    effect(() => {
      if (classroom.now.value?.paused === true) {
        void session.pause();
      }
    });
    draw(place, () => {
      const now = classroom.now.value;
      if (classroom.connection.value === "over") {
        return <Over classroom={classroom} />;
      }
      const trace = store.signals.trace.value;
      const reading =
        now?.following === true && now.view !== null && trace !== null
          ? say("class-reading", {
              iteration: trace.iteration,
              loss: store.signals.cover.value === null ? loss(trace.loss) : say("announcement-covered"),
            })
          : null;
      return now !== null && <PupilsBar classroom={classroom} now={now} reading={reading} />;
    });
  }

  return {
    api: attendance.api,

    /** The teacher moves on: another number is explained. */
    moved: () => moved(),

    /** Take part, as what one is in this class. */
    async enter(surroundings: Surroundings): Promise<void> {
      const place = find(surroundings.page, "#class-place", HTMLElement);
      // The way back to the workbench is the way back into the class.
      const link = surroundings.page.querySelector<HTMLAnchorElement>(".site-nav [aria-current]");
      if (link !== null) {
        link.href = withClass(link.href, code);
      }
      const stop = effect(() => {
        const now = classroom.now.value;
        if (now === null) {
          if (classroom.connection.value === "over") {
            draw(place, () => <Over classroom={classroom} />);
            void surroundings.open();
          }
          return;
        }
        queueMicrotask(() => {
          stop();
          if (now.role === undefined) {
            location.replace(rooted(`/join/${code}`));
          } else if (now.role === "teacher") {
            void teach(surroundings, place);
          } else {
            attend(surroundings, place);
          }
        });
      });
      await classroom.enter();
    },
  };
}
