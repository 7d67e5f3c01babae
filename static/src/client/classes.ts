/** What pages ask the server about classes. */

import { rooted } from "../lib/root";
import type { Class, ClassView, PupilProgress, QuestionKind, Trace } from "../model/types";
import { json, send } from "./api";

export interface Wish {
  kind: QuestionKind;
  text?: string;
  steps?: number;
  t?: number;
  quantity?: string;
  index?: number[];
  options?: string[];
}

/** What comes before the event that says that it is shown. */
export interface Numbers {
  run: string;
  revision: number;
  trace: Trace;
}

/** Why there is nothing more to hear of a class: for all, or for a pupil whom the teacher removed. */
export type Ending = "closed" | "removed";

/** The address of a class, or of something of it. */
const at = (code: string, rest = "") => `/api/classes/${encodeURIComponent(code)}${rest}`;

export const classes = {
  mine: (): Promise<{ codes: string[] }> => json("GET", "/api/classes"),

  open: (): Promise<Class> => json("POST", "/api/classes"),

  get: (code: string): Promise<Class> => json("GET", at(code)),

  join: (code: string, name: string): Promise<Class> => json("PUT", at(code, "/pupil"), { name }),

  async shareProgress(code: string, shares: boolean): Promise<void> {
    await send("PATCH", at(code, "/pupil"), { shares_progress: shares });
  },

  async report(code: string, chapter: string, progress: PupilProgress): Promise<void> {
    await send("PUT", at(code, "/progress"), { chapter, ...progress });
  },

  async leave(code: string): Promise<void> {
    await send("DELETE", at(code, "/pupil"));
  },

  /** Another browser's pupil, by the teacher. */
  async remove(code: string, pupil: string): Promise<void> {
    await send("DELETE", at(code, `/pupils/${pupil}`));
  },

  async show(code: string, view: ClassView): Promise<void> {
    await send("PUT", at(code, "/view"), view);
  },

  /** Every number of the iteration that the class is shown. */
  trace: (code: string): Promise<Trace> => json("GET", at(code, "/trace")),

  async change(code: string, change: { following?: boolean; paused?: boolean }): Promise<void> {
    await send("PATCH", at(code), change);
  },

  async close(code: string): Promise<void> {
    await send("DELETE", at(code));
  },

  async ask(code: string, wish: Wish): Promise<void> {
    await send("POST", at(code, "/questions"), wish);
  },

  async answer(code: string, question: number, value: string | number): Promise<void> {
    await send("PUT", at(code, `/questions/${question}/answer`), { value });
  },

  async reveal(code: string, question: number): Promise<void> {
    await send("POST", at(code, `/questions/${question}/reveal`));
  },

  async putAway(code: string): Promise<void> {
    await send("DELETE", at(code, "/question"));
  },

  /** Where the table of answers is. */
  table: (code: string) => rooted(at(code, "/answers")),

  /** Where the QR code of an address is. */
  picture: (code: string, which: number) => rooted(at(code, `/qr?which=${which}`)),

  /**
   * Follow a class, until told to stop or the connection breaks.
   *
   * @returns stops following
   */
  follow(
    code: string,
    handlers: {
      onOpen: () => void;
      onClass: (event: Class) => void;
      onNumbers: (numbers: Numbers) => void;
      onEnd: (ending: Ending) => void;
      onBreak: () => void;
    },
  ): () => void {
    const source = new EventSource(rooted(at(code, "/events")));
    source.addEventListener("open", handlers.onOpen);
    source.addEventListener("class", (event) => handlers.onClass(JSON.parse(event.data)));
    source.addEventListener("numbers", (event) => handlers.onNumbers(JSON.parse(event.data)));
    for (const ending of ["closed", "removed"] as const) {
      source.addEventListener(ending, () => {
        source.close();
        handlers.onEnd(ending);
      });
    }
    // EventSource would retry by itself, but not tell why it broke, nor stop at a class that is over.
    source.addEventListener("error", () => {
      source.close();
      handlers.onBreak();
    });
    return () => source.close();
  },
};

export type Classes = typeof classes;
