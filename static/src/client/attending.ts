/**
 * A pupil's side of what a class is shown: the page's session stands where the teacher does, or on a
 * fork of its own while the class is let go. No stream of the run is opened: the class's is enough.
 */

import { say } from "../lib/messages";
import { readPlace } from "../model/address";
import type { Link } from "../model/link";
import type { ClassView, Run, RunEvent, Trace } from "../model/types";
import type { Api } from "./api";
import { ProblemError } from "./api";
import type { Session } from "./session";
import type { Store } from "./state";

type Follow = Parameters<Api["follow"]>[1];

export const NO_LINK: Link = {
  run: null,
  configuration: {},
  interventions: [],
  iteration: 0,
  view: null,
  phase: null,
  problems: [],
};

/** The run as it stands where the teacher shows it. */
const shownAs = (run: Run, { iteration }: ClassView): Run => ({
  ...run,
  iteration,
  furthest_iteration: Math.max(run.furthest_iteration, iteration),
  training: false,
});

export type Attendance = ReturnType<typeof createAttendance>;

/**
 * @param asked what the session asks of the server, for whoever is no pupil
 * @param shown the iteration that the class is shown
 */
export function createAttendance(asked: Api, shown: (view: ClassView) => Promise<Trace>) {
  let isPupil = false;
  /** what is followed; null while each explores */
  let view: ClassView | null = null;
  let follower: Follow | null = null;

  const api: Api = {
    ...asked,
    async run(id) {
      const run = await asked.run(id);
      return view?.run === id ? shownAs(run, view) : run;
    },
    // The same for all of a class: the server writes it once.
    trace: (id, iteration) => (view?.run === id && iteration === "latest" ? shown(view) : asked.trace(id, iteration)),
    // A whole class would have them drawn at every step.
    figures: (...told) => (view === null ? asked.figures(...told) : Promise.resolve({})),
    create(body) {
      return view === null
        ? asked.create(body)
        : Promise.reject(new ProblemError(409, "class-following", say("class-only-teacher"), []));
    },
    follow(id, handlers) {
      if (!isPupil) {
        return asked.follow(id, handlers);
      }
      follower = handlers;
      queueMicrotask(handlers.onOpen);
      return () => {
        if (follower === handlers) {
          follower = null;
        }
      };
    },
  };

  function attend({
    store,
    session,
    inspect,
    close,
    fork,
  }: {
    store: Store;
    session: Session;
    inspect: (place: NonNullable<ReturnType<typeof readPlace>>) => void;
    close: () => void;
    /** of this class, made before in this window */
    fork: { get: () => string | null; set: (run: string | null) => void };
  }) {
    let wanted: { view: ClassView | null; following: boolean } | null = null;
    let working: Promise<void> | null = null;
    /** what was shown last while following */
    let last: ClassView | null = null;

    const join = (run: string) => session.open({ ...NO_LINK, run }, null);

    async function follow(next: ClassView) {
      const before = last;
      view = next;
      // Before what is to be covered is drawn.
      store.set({ cover: next.cover });
      const { run } = store.get();
      if (run?.id !== next.run) {
        await join(next.run);
      } else {
        if (store.get().view !== null) {
          session.leave();
        }
        const isChanged = before?.revision !== next.revision;
        if (isChanged || before.iteration !== next.iteration) {
          const now = isChanged ? await api.run(next.run) : shownAs(run, next);
          // As whoever connects hears it: nobody is told that another window has moved the run.
          const event: RunEvent = { ...now, cause: "connected" };
          follower?.onEvent(event);
        }
      }
      store.set({ phase: next.phase });
      if (before === null || before.inspect !== next.inspect || before.run !== next.run) {
        const place = next.inspect === null ? null : readPlace(next.inspect);
        if (place !== null) {
          inspect(place);
        } else if (before !== null) {
          close();
        }
      }
      last = next;
    }

    async function explore(from: ClassView | null) {
      const isNew = view !== null || last !== null;
      view = null;
      last = null;
      store.set({ cover: null });
      if (from === null) {
        return;
      }
      const kept = isNew ? null : fork.get();
      if (kept !== null) {
        await join(kept);
        return;
      }
      const made = await asked.fork(from.run, { iteration: from.iteration });
      fork.set(made.id);
      await join(made.id);
    }

    let isExploring = false;

    async function untilDone() {
      // Never over before it is known to be under way.
      await null;
      try {
        while (wanted !== null) {
          const { view: next, following } = wanted;
          wanted = null;
          if (following) {
            isExploring = false;
            if (next !== null) {
              await follow(next);
            }
          } else if (!isExploring) {
            isExploring = next !== null;
            await explore(next);
          }
        }
      } finally {
        working = null;
      }
    }

    return {
      /** Be where the class is now. Rejects where the server is away or refuses. */
      async be(following: boolean, next: ClassView | null): Promise<void> {
        wanted = { view: next, following };
        working ??= untilDone();
        try {
          await working;
        } catch (error) {
          // To be tried again as if nothing had been done yet.
          last = null;
          isExploring = false;
          throw error;
        }
      },
    };
  }

  return {
    api,
    /** From here on, this page is a pupil's. */
    attend(surroundings: Parameters<typeof attend>[0]) {
      isPupil = true;
      return attend(surroundings);
    },
  };
}
