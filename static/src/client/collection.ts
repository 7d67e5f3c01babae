/** The runs that this browser has made: loaded a page at a time, given titles, deleted. */

import { batch, signal } from "@preact/signals";

import type { KeptRun } from "../model/types";
import type { Api } from "./api";

type Asked = Pick<Api, "runs" | "entitle" | "remove" | "removeAll">;

/** How many are loaded at a time. */
const SHOWN = 24;

export type Collection = ReturnType<typeof createCollection>;

export function createCollection(api: Asked) {
  /** null until they are known */
  const runs = signal<KeptRun[] | null>(null);
  const total = signal(0);
  /** after how many seconds without use a run is deleted */
  const keptSeconds = signal(0);
  /** why the latest request failed, and how to try it again */
  const failure = signal<{ reason: string; again: () => Promise<void> } | null>(null);
  const isBusy = signal(false);

  async function attempt(work: () => Promise<void>): Promise<void> {
    batch(() => {
      isBusy.value = true;
      failure.value = null;
    });
    try {
      await work();
    } catch (error) {
      failure.value = { reason: error instanceof Error ? error.message : String(error), again: () => attempt(work) };
    } finally {
      isBusy.value = false;
    }
  }

  async function read(least: number) {
    const found: KeptRun[] = [];
    for (;;) {
      const page = await api.runs(found.length, SHOWN);
      // What was deleted or used meanwhile moves others from one page to the next.
      found.push(...page.runs.filter(({ id }) => !found.some((each) => each.id === id)));
      if (page.runs.length === 0 || found.length >= Math.min(least, page.total)) {
        batch(() => {
          runs.value = found;
          total.value = page.total;
          keptSeconds.value = page.kept_seconds;
        });
        return;
      }
    }
  }

  const present = () => Math.max(SHOWN, runs.peek()?.length ?? 0);

  return {
    runs,
    total,
    keptSeconds,
    failure,
    isBusy,
    load: () => attempt(() => read(present())),
    more: () => attempt(() => read(present() + SHOWN)),

    entitle: (id: string, title: string) =>
      attempt(async () => {
        await api.entitle(id, title);
        runs.value = runs.peek()?.map((run) => (run.id === id ? { ...run, title } : run)) ?? null;
      }),

    remove: (id: string) =>
      attempt(async () => {
        await api.remove(id);
        batch(() => {
          runs.value = runs.peek()?.filter((run) => run.id !== id) ?? null;
          total.value -= 1;
        });
      }),

    removeAll: () =>
      attempt(async () => {
        await api.removeAll();
        batch(() => {
          runs.value = [];
          total.value = 0;
        });
      }),
  };
}
