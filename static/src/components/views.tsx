/** How a run is shown: its network folded or not, and what the figures show of its parameters. */

import { say } from "../lib/messages";
import { networkNote } from "../model/network/descriptions";
import type { Trace } from "../model/types";
import { Segments } from "./button";
import { Whose } from "./whose";

const SHOWS = ["value", "gradient", "update"];

/** Above the network. */
export function NetworkHeader({
  trace,
  isFolded,
  onFold,
  onPresent,
}: {
  trace: Trace | null;
  isFolded: boolean;
  onFold: (isFolded: boolean) => void;
  onPresent: () => void;
}) {
  return (
    <>
      <h2 id="network-heading">
        <span id="network-title">{say("network-title", { folded: isFolded ? "yes" : "no" })}</span>{" "}
        <span class="card-note" id="network-note">
          {trace !== null && networkNote(trace, isFolded)}
        </span>
      </h2>
      <div class="network-actions">
        <Segments
          label={say("network-view")}
          names={["folded", "unrolled"]}
          chosen={isFolded ? "folded" : "unrolled"}
          attributesOf={(name) => ({ id: `view-${name}`, title: say(`network-${name}-title`) })}
          textOf={(name) => say(`network-${name}`)}
          onChoose={(name) => onFold(name === "folded")}
        />
        <button
          type="button"
          class="button small"
          id="present"
          aria-label={say("present")}
          title={say("present-title")}
          onClick={onPresent}
        >
          <span class="present-icon" aria-hidden="true" /> <span class="present-text">{say("present")}</span>
        </button>
      </div>
    </>
  );
}

/** Above the figures. */
export function FiguresHeader({
  trace,
  show,
  part,
  onShow,
  onChoosePart,
}: {
  trace: Trace | null;
  show: string;
  part: string | null;
  onShow: (show: string) => void;
  onChoosePart: (part: string) => void;
}) {
  return (
    <>
      <h2>{say("parameters")}</h2>
      <Segments
        label={say("parameters-show")}
        names={SHOWS}
        chosen={show}
        attributesOf={(name) => ({ "data-show": name, title: say(`parameters-${name}-title`) })}
        textOf={(name) => say(`parameters-${name}`)}
        onChoose={onShow}
      />
      <Whose trace={trace} part={part} onChoose={onChoosePart} />
      <p class="card-note" id="show-note">
        {say(`show-${show}`)}
      </p>
    </>
  );
}
