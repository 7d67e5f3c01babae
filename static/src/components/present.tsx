/** Below a network that is presented: what is covered, and the way back. */

import { say } from "../lib/messages";
import type { Cover } from "../model/network/cover";
import { Segments } from "./button";

const NOTHING = "nothing";
const COVERS: readonly (Cover | typeof NOTHING)[] = [NOTHING, "losses", "predictions"];

export function PresentBar({
  cover,
  onCover,
  onLeave,
}: {
  cover: Cover | null;
  onCover: (cover: Cover | null) => void;
  onLeave: () => void;
}) {
  return (
    <section class="present-bar" aria-label={say("present-region")}>
      <span class="present-cover" aria-hidden="true">
        {say("present-cover")}
      </span>
      <Segments
        label={say("present-cover")}
        names={[...COVERS]}
        chosen={cover ?? NOTHING}
        attributesOf={(name) => ({ id: `cover-${name}` })}
        textOf={(name) => say(`present-cover-${name}`)}
        onChoose={(name) => onCover(COVERS.find((each): each is Cover => each === name && each !== NOTHING) ?? null)}
      />
      <button type="button" class="button" id="stop-presenting" onClick={onLeave}>
        {say("present-leave")} <kbd>Esc</kbd>
      </button>
    </section>
  );
}
