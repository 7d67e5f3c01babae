/** Links to what is shown, and the page's actions as commands for a terminal. */

import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";

import type { Command } from "../client/curl";
import { copied } from "../lib/dom";
import { say } from "../lib/messages";
import { rooted } from "../lib/root";
import { Small } from "./button";

const SHOWN = 6000;
const MARKED = 1500;

/** A value that goes back to what it was after a while. */
function useFor<T>(usual: T, milliseconds: number): [T, (value: T) => void] {
  const [{ value, timer }, set] = useState<{ value: T; timer?: ReturnType<typeof setTimeout> }>({ value: usual });
  return [
    value,
    (next) => {
      clearTimeout(timer);
      set({ value: next, timer: setTimeout(() => set({ value: usual }), milliseconds) });
    },
  ];
}

export function Share({
  link,
  live,
  commands,
  hint,
  liveHint,
  options,
  code,
  children,
}: {
  /** an address that makes a run of its own */
  link: () => string;
  /** an address that joins this run */
  live: () => string;
  commands: Command[];
  hint: string;
  liveHint?: string;
  /** what can be had as a script */
  code?: { run: string; iteration: number } | null;
  /** of the links */
  options?: ComponentChildren;
  /** more buttons beside those that copy */
  children?: ComponentChildren;
}) {
  const [status, setStatus] = useFor("", SHOWN);
  const copy = async (text: string, what: string) => {
    const isCopied = await copied(text);
    setStatus(isCopied ? say("share-copied", { what }) : say("share-not-copied", { text }));
  };
  return (
    <div class="share">
      <p class="hint">{hint}</p>
      <div class="share-row">
        <button type="button" class="button" id="copy-link" onClick={() => void copy(link(), "link")}>
          {say("share-link")}
        </button>
        <button type="button" class="button" id="copy-live" onClick={() => void copy(live(), "live")}>
          {say("share-live")}
        </button>
        {children}
        <p class="hint" id="copy-status" role="status">
          {status}
        </p>
      </div>
      {liveHint !== undefined && <p class="hint">{liveHint}</p>}
      {options}
      {code && <Code {...code} />}
      <h3>{say("share-terminal")}</h3>
      <ul class="commands" id="commands">
        {commands.map((command) => (
          <CommandItem key={command.name} {...command} copy={(text) => copy(text, "command")} />
        ))}
      </ul>
    </div>
  );
}

function CommandItem({ name, title, command, copy }: Command & { copy: (text: string) => Promise<void> }) {
  const [isMarked, mark] = useFor(false, MARKED);
  return (
    <li>
      <span class="command-title">{title}</span>
      <Small
        aria-label={say("share-copy-command", { title })}
        onClick={() => void copy(command).then(() => mark(true))}
      >
        {say("share-copy", { copied: isMarked ? "yes" : "no" })}
      </Small>
      <pre class="terminal scrolls">
        <code data-command={name}>{command}</code>
      </pre>
    </li>
  );
}

const LIBRARIES = ["numpy", "pytorch"];

/** The run as a script that computes it again. */
function Code({ run, iteration }: { run: string; iteration: number }) {
  return (
    <>
      <h3>{say("share-code")}</h3>
      <p class="hint">{say("share-code-hint", { iteration })}</p>
      <p class="share-row">
        {LIBRARIES.map((library) => (
          <a
            key={library}
            class="button"
            id={`code-${library}`}
            href={rooted(`/api/runs/${encodeURIComponent(run)}/code?as=${library}&iteration=${iteration}`)}
            download={`rnn_${library}.py`}
          >
            {say("share-code-download", { library })}
          </a>
        ))}
      </p>
    </>
  );
}
