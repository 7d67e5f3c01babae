/** What somebody else points at. */

import { useLayoutEffect, useRef } from "preact/hooks";

import type { Layout } from "../../model/network/layout";
import type { Address, Trace } from "../../model/types";
import { pointedAt } from "./items";

export function Pointer({
  at,
  within,
  trace,
  layout,
}: {
  at: Address | null;
  /** positioned; the network is in it */
  within: { current: HTMLElement | null };
  trace: Trace | null;
  layout: Layout | null;
}) {
  const dot = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const canvas = within.current;
    if (dot.current === null || canvas === null || trace === null || layout === null) {
      return;
    }
    const item = at === null ? null : pointedAt(canvas, at);
    dot.current.hidden = item === null;
    if (item !== null) {
      const outer = canvas.getBoundingClientRect();
      const { left, top, width, height } = item.getBoundingClientRect();
      // In a network that is drawn larger, a length is fewer of its own pixels.
      const scale = outer.width / canvas.offsetWidth || 1;
      const x = (left + width / 2 - outer.left) / scale;
      const y = (top + height / 2 - outer.top) / scale;
      dot.current.style.transform = `translate(${x.toFixed(1)}px, ${y.toFixed(1)}px)`;
    }
  });
  return <div class="network-pointer" ref={dot} aria-hidden="true" hidden />;
}
