/** How far a reader is in the chapters: kept in the browser, and carried by a link. Pure. */

/** how a part was done: guessed or filled in right or otherwise, or shown */
export type Done = "right" | "wrong" | "shown";

/** Of one chapter, by the names of its parts. */
export interface ChapterProgress {
  guesses: Record<string, string>;
  done: Record<string, Done>;
}

/** Of all chapters, by their names. */
export type Progress = Record<string, ChapterProgress>;

/** What the browser keeps it as. */
export const KEPT = "lessons";

/** In the browser's memory: the class to which it is reported; only with the reader's consent. */
export const REPORTED = "class";

/** What a teacher is told of a chapter: what is done, and what of it was not right at once. */
export const reported = ({ done }: ChapterProgress) => ({
  done: Object.keys(done),
  missed: Object.keys(done).filter((part) => done[part] === "wrong" || done[part] === "shown"),
});

export const NO_PROGRESS: ChapterProgress = { guesses: {}, done: {} };

const NAME = /^[a-z][a-z0-9_-]{0,60}$/;
const LONGEST_GUESS = 60;

/** In letters that a link can hold as they are. */
export function encode(progress: Progress): string {
  const bytes = new TextEncoder().encode(JSON.stringify(progress));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");
}

/** @returns none where it cannot be read; what is not understood in it is left out */
export function decode(text: string): Progress | null {
  try {
    const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
    return read(new TextDecoder().decode(Uint8Array.from(binary, (letter) => letter.charCodeAt(0))));
  } catch {
    return null;
  }
}

/** @param text as it is kept in the browser */
export function read(text: string | null): Progress {
  try {
    return readProgress(JSON.parse(text ?? "{}"));
  } catch {
    return {};
  }
}

function entries(value: unknown): [string, unknown][] {
  return typeof value === "object" && value !== null ? Object.entries(value).filter(([name]) => NAME.test(name)) : [];
}

function readProgress(value: unknown): Progress {
  return Object.fromEntries(
    entries(value).map(([slug, chapter]) => {
      const { guesses, done } = Object.fromEntries(entries(chapter));
      return [
        slug,
        {
          guesses: Object.fromEntries(
            entries(guesses).filter(
              (each): each is [string, string] => typeof each[1] === "string" && each[1].length <= LONGEST_GUESS,
            ),
          ),
          done: Object.fromEntries(
            entries(done).filter((each): each is [string, Done] =>
              ["right", "wrong", "shown"].includes(String(each[1])),
            ),
          ),
        },
      ];
    }),
  );
}

/** Both, the second where they differ. */
export function merged(one: Progress, other: Progress): Progress {
  const slugs = new Set([...Object.keys(one), ...Object.keys(other)]);
  return Object.fromEntries(
    [...slugs].map((slug) => [
      slug,
      {
        guesses: { ...one[slug]?.guesses, ...other[slug]?.guesses },
        done: { ...one[slug]?.done, ...other[slug]?.done },
      },
    ]),
  );
}

/** Without these parts. */
export function without({ guesses, done }: ChapterProgress, parts: readonly string[]): ChapterProgress {
  const kept = <T>(of: Record<string, T>) =>
    Object.fromEntries(Object.entries(of).filter(([name]) => !parts.includes(name)));
  return { guesses: kept(guesses), done: kept(done) };
}
