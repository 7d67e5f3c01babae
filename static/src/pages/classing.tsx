/** The workbench in class: the teacher's shows the class what is on it, a pupil's follows. */

import { effect, signal } from "@preact/signals";

import type { Api } from "../client/api";
import { ProblemError, UnreachableError } from "../client/api";
import { createAttendance } from "../client/attending";
import { classes } from "../client/classes";
import { createClassroom } from "../client/classroom";
import type { Session } from "../client/session";
import type { State } from "../client/state";
import { createTeaching } from "../client/teaching";
import { AskDialog } from "../components/classroom/asking";
import { Over, PupilsBar, TeachersBar } from "../components/classroom/bar";
import { find } from "../lib/dom";
import { draw } from "../lib/mount";
import { rooted } from "../lib/root";
import type { Store } from "../lib/store";
import type { Place } from "../model/address";
import { drawnAs, readPlace } from "../model/address";
import type { Address } from "../model/types";

const AGAIN = 1000;

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
  /** opens the run of the address, as without a class */
  open: () => Promise<void>;
}

export type Classing = ReturnType<typeof createClassing>;

export function createClassing(code: string, asked: Api) {
  const classroom = createClassroom(classes, code);
  const attendance = createAttendance(asked, classroom.trace);
  let moved = () => {};

  function teach({ store, session, asking, open }: Surroundings, place: HTMLElement) {
    const isAsking = signal(false);
    const { place: inspected, pointed } = asking;
    // A reload uncovers nothing.
    store.set({ cover: classroom.now.peek()?.view?.cover ?? null });
    const teaching = createTeaching({ classes, code, store, inspected, pointed, tell: classroom.tell });
    moved = teaching.move;

    /** Where the question is answered, for all to see. */
    function lookAt(target: number) {
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
              onRevealed={() => now.question !== null && lookAt(now.question.target)}
            />
            {isAsking.value && trace !== null && (
              <AskDialog
                trace={trace}
                inspected={asking.place()}
                onAsk={(wish) => void classroom.ask(wish)}
                onClose={() => {
                  isAsking.value = false;
                }}
              />
            )}
          </>
        )
      );
    });
    return open();
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
    effect(() => {
      const now = classroom.now.value;
      const isOver = classroom.connection.value === "over";
      if (isOver) {
        page.dataset.class = "free";
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
      return now !== null && <PupilsBar classroom={classroom} now={now} />;
    });
  }

  return {
    api: attendance.api,

    /** The teacher moves on: another number is explained. */
    moved: () => moved(),

    /** Take part, as what one is in this class. */
    async enter(surroundings: Surroundings): Promise<void> {
      const place = find(surroundings.page, "#class-place", HTMLElement);
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
