/** Over the rows that a class shall think about before it sees them. */

import { say } from "../../lib/messages";
import type { Cover as Covered } from "../../model/network/cover";
import type { Layout } from "../../model/network/layout";
import type { View } from "../../model/network/viewport";

const AIR = 4;

export function Cover({
  covered,
  isOurs,
  layout,
  view,
  onUncover,
}: {
  covered: Covered;
  /** whether it is taken away here, and not by somebody else */
  isOurs: boolean;
  layout: Layout;
  view: View;
  onUncover: (() => void) | undefined;
}) {
  const { rows, gutter } = layout;
  const top = rows.loss - AIR;
  const bottom = covered === "losses" ? rows.verdict : rows.outputArrow - 2 * AIR;
  const style = {
    top: `${top}px`,
    left: `${view.left + gutter}px`,
    width: `${view.width - gutter}px`,
    height: `${bottom - top}px`,
  };
  const name = <span>{say("network-covered", { covered })}</span>;
  return !isOurs ? (
    <p class="network-cover" style={style}>
      {name}
    </p>
  ) : (
    <button type="button" class="network-cover" style={style} onClick={onUncover}>
      {name} <b>{say("network-uncover")}</b>
    </button>
  );
}
