/** Parts of the workbench that a link hides: `?hide=setup,figures`. Pure. */

import { listed, say } from "../lib/messages";
import { quoted } from "./format";

/** What can be hidden, from top to bottom. */
export const HIDEABLE = [
  "menu",
  "phases",
  "formulas",
  "spelling",
  "setup",
  "generate",
  "share",
  "questions",
  "task",
  "gates",
  "experiments",
  "figures",
  "equations",
] as const;
export type Hideable = (typeof HIDEABLE)[number];

const SHOWN_UNKNOWN = 40;

const isHideable = (name: string): name is Hideable => (HIDEABLE as readonly string[]).includes(name);

const named = (query: string) =>
  (new URLSearchParams(query).get("hide") ?? "")
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");

/** @returns what an address hides, in the order of the page */
export function hiddenIn(query: string): Hideable[] {
  const names = named(query);
  return HIDEABLE.filter((name) => names.includes(name));
}

/** @returns in words, what an address wants to be hidden that nothing is known of */
export function hidingProblems(query: string): string[] {
  return named(query)
    .filter((name) => !isHideable(name))
    .slice(0, 1)
    .map((name) => say("link-hide", { name: quoted(name, SHOWN_UNKNOWN), allowed: listed([...HIDEABLE]) }));
}

/** The address that also hides these. */
export function withHidden(address: string, hidden: readonly Hideable[]): string {
  return hidden.length === 0 ? address : `${address}${address.includes("?") ? "&" : "?"}hide=${hidden.join(",")}`;
}
