/** The line under the transport: what happened, what is wrong, and what can be done about it. */

import type { Notice, State } from "../client/session";
import { say } from "../lib/messages";

/** @param moved what another window has just done to the run */
export function Notices({
  notice,
  connection,
  moved = null,
}: {
  notice: Notice;
  connection: State["connection"];
  moved?: string | null;
}) {
  return (
    <div class="notice" id="notice" data-kind={notice.kind}>
      <p id="notice-text" role="status">
        {notice.text}
      </p>
      <span class="notice-actions" id="notice-actions">
        {notice.actions?.map(({ label, act }) => (
          <button key={label} type="button" class="button small" onClick={act}>
            {label}
          </button>
        ))}
      </span>
      <span class="connection" id="connection" data-state={connection}>
        <span class="dot" aria-hidden="true" />
        <span id="connection-text">
          {moved !== null && connection === "live"
            ? say("connection-moved", { cause: moved })
            : say("connection", { state: connection })}
        </span>
      </span>
    </div>
  );
}
