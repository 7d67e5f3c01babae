/** The exact value of what the pointer or the focus is on. */

import { useLayoutEffect, useRef } from "preact/hooks";

import { Legible } from "../../lib/legible";
import { say } from "../../lib/messages";
import type { Description } from "../../model/network/descriptions";

const DISTANCE = 10;
const EDGE = 4;

export function Tooltip({
  anchor,
  within,
  description,
  isNumber,
}: {
  anchor: Element;
  /** positioned; the tooltip stays inside it */
  within: Element;
  description: Description;
  /** a number can be asked about; a whole matrix is none */
  isNumber: boolean;
}) {
  const tooltip = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (tooltip.current === null) {
      return;
    }
    const outer = within.getBoundingClientRect();
    const target = anchor.getBoundingClientRect();
    const own = tooltip.current.getBoundingClientRect();
    const middle = (target.left + target.right) / 2 - outer.left;
    const left = Math.max(EDGE, Math.min(outer.width - own.width - EDGE, middle - own.width / 2));
    const hasRoomAbove = target.top - own.height - DISTANCE >= 0;
    const top = (hasRoomAbove ? target.top - own.height - DISTANCE : target.bottom + DISTANCE) - outer.top;
    // In a network that is drawn larger, a length is fewer of its own pixels.
    const scale = own.width / tooltip.current.offsetWidth || 1;
    tooltip.current.style.transform = `translate(${Math.round(left / scale)}px, ${Math.round(top / scale)}px)`;
  });
  return (
    <div class="network-tooltip" role="tooltip" ref={tooltip}>
      <div>
        <span class="network-tooltip-title">
          <Legible text={description.title} />
        </span>
        {description.value !== "" && (
          <span class="network-tooltip-value">
            {isNumber ? " = " : ", "}
            {description.value}
          </span>
        )}
      </div>
      <div class="network-tooltip-notes">
        {description.notes.map((note, i) => (
          <p key={i}>
            <Legible text={note} />
          </p>
        ))}
      </div>
      {isNumber && <p class="network-tooltip-ask">{say("network-ask")}</p>}
    </div>
  );
}
