/** What the colours and marks of the diagram mean. */

import type { ComponentChildren } from "preact";

import { Say, say } from "../../lib/messages";
import type { Scale } from "../../model/colours";

export function Legend({
  scale,
  hasCellState,
  hasGates,
  isHeld,
}: {
  scale: Scale;
  hasCellState: boolean;
  hasGates: boolean;
  /** whether a state is held by hand; the room for saying so is kept */
  isHeld: boolean;
}) {
  return (
    <div class="network-legend">
      <Entry>
        <Say id="network-legend-state" />
        <span>−1</span>
        <span class="network-scale" style={{ background: scale.gradient }} />
        <span>+1</span>
      </Entry>
      {hasCellState && (
        <Entry>
          <Say id="network-legend-cell-state" />
        </Entry>
      )}
      {hasGates && (
        <Entry>
          {say("network-legend-gate")}
          <Key of="gate" />1
        </Entry>
      )}
      <Entry>
        <Key of="predicted" />
        {say("network-legend-predicted")}
      </Entry>
      <Entry>
        <Key of="target" />
        {say("network-legend-target")}
      </Entry>
      <Entry class={isHeld ? "network-legend-held is-needed" : "network-legend-held"}>
        <Key of="held" />
        {say("network-legend-held")}
      </Entry>
      <Entry class="network-legend-gradient">
        <Key of="gradient" />
        <Say id="network-legend-gradient" />
      </Entry>
    </div>
  );
}

const Entry = ({ class: name = "", children }: { class?: string; children: ComponentChildren }) => (
  <span class={`network-legend-entry ${name}`}>{children}</span>
);

const Key = ({ of }: { of: string }) => <span class={`network-key network-key-${of}`} />;
