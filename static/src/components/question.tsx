/** What the pages share that ask one question: its presets, its findings, and how to keep it. */

import type { ComponentChildren } from "preact";
import { Fragment } from "preact";
import { useState } from "preact/hooks";

import { copied } from "../lib/dom";
import { Legible } from "../lib/legible";
import { say } from "../lib/messages";
import { Small, Toggle } from "./button";

/** Buttons that set the whole form; an arrow stands after the one of the name `after`. */
export function Presets<P extends { name: string; title: string }>(given: {
  label: string;
  presets: P[];
  chosen: string | null;
  after?: string;
  onChoose: (preset: P) => void;
}) {
  return (
    <fieldset class="presets" aria-label={given.label}>
      {given.presets.map((preset) => (
        <Fragment key={preset.name}>
          <Toggle
            data-preset={preset.name}
            isPressed={preset.name === given.chosen}
            onClick={() => given.onChoose(preset)}
          >
            {preset.title}
          </Toggle>
          {preset.name === given.after && (
            <span class="arrow" aria-hidden="true">
              →
            </span>
          )}
        </Fragment>
      ))}
    </fieldset>
  );
}

export function Sentences({ id, label, sentences }: { id: string; label?: string; sentences: string[] }) {
  return (
    <ul id={id} aria-label={label}>
      {sentences.map((sentence) => (
        <li key={sentence}>
          <Legible text={sentence} />
        </li>
      ))}
    </ul>
  );
}

/** The address and the command that repeat what is on screen. */
export function Keep({ hint, command, children }: { hint: string; command: string; children: ComponentChildren }) {
  const [status, setStatus] = useState("");
  const copy = async (what: "link" | "command") => {
    const worked = await copied(what === "link" ? location.href : command);
    setStatus(say("keep-copied", { what: worked ? what : "nothing" }));
  };
  return (
    <section class="card share-card" aria-labelledby="share-heading">
      <h3 id="share-heading">{say("keep-heading")}</h3>
      <p class="hint">{hint}</p>
      <section class="terminal scrolls" aria-label={say("keep-command")}>
        <code id="command">{command}</code>
      </section>
      <div class="share-row">
        <Small id="copy-link" onClick={() => void copy("link")}>
          {say("keep-copy-link")}
        </Small>
        <Small id="copy-command" onClick={() => void copy("command")}>
          {say("keep-copy-command")}
        </Small>
        {children}
        <p class="hint" id="copy-status" role="status">
          {status}
        </p>
      </div>
    </section>
  );
}

/** By name, the elements that figures are drawn into. */
export const plotsIn = (root: ParentNode) =>
  Object.fromEntries(
    [...root.querySelectorAll<HTMLElement>("[data-plot]")].map((plot) => [plot.dataset.plot ?? "", plot]),
  );
