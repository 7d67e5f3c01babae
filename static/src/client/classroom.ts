/**
 * One class, as its teacher or a pupil sees it: followed, found again when the connection was lost,
 * and what both can do in it. Knows no elements.
 */

import { batch, signal } from "@preact/signals";

import type { Class, ClassView, Trace } from "../model/types";
import { ProblemError, UnreachableError } from "./api";
import type { Classes, Ending, Numbers, Wish } from "./classes";

const FIRST_RETRY = 500;
const LONGEST_RETRY = 5000;
/** What a refusal says of the class. */
const ENDINGS = new Map<string, Ending>([
  ["class-not-found", "closed"],
  ["removed-from-class", "removed"],
]);

const endingOf = (error: unknown) => (error instanceof ProblemError ? ENDINGS.get(error.kind) : undefined);

export type Classroom = ReturnType<typeof createClassroom>;

export function createClassroom(classes: Classes, code: string) {
  /** null until it is known */
  const now = signal<Class | null>(null);
  const connection = signal<"connecting" | "live" | "lost" | "over">("connecting");
  /** why it is over */
  const ending = signal<Ending | null>(null);
  /** why the latest request failed */
  const failure = signal<string | null>(null);
  let stopFollowing = () => {};
  let numbers: Numbers | null = null;
  let retryDelay = FIRST_RETRY;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function receive(event: Class) {
    const before = now.peek();
    const isSameQuestion = before?.question?.number === event.question?.number;
    // What is one's own is not in the events, which are the same for all.
    now.value = { ...before, ...(isSameQuestion ? {} : { answer: null }), ...event };
  }

  function end(why: Ending) {
    stopFollowing();
    clearTimeout(timer);
    batch(() => {
      ending.value = why;
      connection.value = "over";
    });
  }

  function lose() {
    stopFollowing();
    connection.value = "lost";
    clearTimeout(timer);
    // Not all at the same moment, when a server comes back.
    timer = setTimeout(() => void enter(), retryDelay * (0.5 + Math.random()));
    retryDelay = Math.min(LONGEST_RETRY, retryDelay * 2);
  }

  /** Learn how the class is now, and follow it from here on. */
  async function enter(): Promise<void> {
    clearTimeout(timer);
    stopFollowing();
    if (connection.peek() === "over") {
      return;
    }
    try {
      const found = await classes.get(code);
      now.value = found;
      if (found.role === undefined) {
        connection.value = "live";
        return;
      }
      stopFollowing = classes.follow(code, {
        onOpen() {
          retryDelay = FIRST_RETRY;
          connection.value = "live";
        },
        onClass: receive,
        onNumbers(sent) {
          numbers = sent;
        },
        onEnd: end,
        onBreak: lose,
      });
    } catch (error) {
      const why = endingOf(error);
      if (why !== undefined) {
        end(why);
      } else if (error instanceof ProblemError || error instanceof UnreachableError) {
        if (error instanceof ProblemError) {
          failure.value = error.message;
        }
        lose();
      } else {
        throw error;
      }
    }
  }

  /** Do something, and say so where the server refuses. @returns whether it was done */
  async function attempt(work: () => Promise<unknown>): Promise<boolean> {
    failure.value = null;
    try {
      await work();
      return true;
    } catch (error) {
      const why = endingOf(error);
      if (why !== undefined) {
        end(why);
      } else {
        failure.value = error instanceof Error ? error.message : String(error);
      }
      return false;
    }
  }

  return {
    code,
    now,
    connection,
    ending,
    failure,
    enter,

    /** Every number of what is shown: as it was sent, or else asked for. */
    trace(view: ClassView): Promise<Trace> {
      const isHere =
        numbers?.run === view.run && numbers.revision === view.revision && numbers.trace.iteration === view.iteration;
      return isHere && numbers !== null ? Promise.resolve(numbers.trace) : classes.trace(code);
    },

    join: (name: string) =>
      attempt(async () => {
        now.value = await classes.join(code, name);
      }),
    shareProgress: (shares: boolean) =>
      attempt(async () => {
        await classes.shareProgress(code, shares);
        const before = now.peek();
        now.value = before && { ...before, shares_progress: shares };
      }),
    leave: () => attempt(() => classes.leave(code)),
    remove: (pupil: string) => attempt(() => classes.remove(code, pupil)),
    letGo: () => attempt(() => classes.change(code, { following: false })),
    gather: () => attempt(() => classes.change(code, { following: true })),
    pause: (paused: boolean) => attempt(() => classes.change(code, { paused })),
    close: () =>
      attempt(async () => {
        await classes.close(code);
        end("closed");
      }),
    ask: (wish: Wish) => attempt(() => classes.ask(code, wish)),
    reveal: (question: number) => attempt(() => classes.reveal(code, question)),
    putAway: () => attempt(() => classes.putAway(code)),
    answer: (question: number, value: string | number) =>
      attempt(async () => {
        await classes.answer(code, question, value);
        const before = now.peek();
        batch(() => {
          if (before?.question?.number === question) {
            now.value = { ...before, answer: value };
          }
        });
      }),
    /** Say what went wrong elsewhere. */
    tell(text: string | null) {
      failure.value = text;
    },
  };
}
