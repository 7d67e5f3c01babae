/** Tabs: arrow keys move between them, one panel is open. */

import { say } from "../lib/messages";

export function Tabs({
  names,
  chosen,
  onChoose,
}: {
  /** the tab of `setup` is `#tab-setup` and opens `#panel-setup` */
  names: readonly string[];
  chosen: string;
  onChoose: (name: string) => void;
}) {
  const move = (event: KeyboardEvent, index: number) => {
    const moves = new Map([
      ["ArrowRight", index + 1],
      ["ArrowLeft", index - 1],
      ["Home", 0],
      ["End", -1],
    ]);
    const next = names.at((moves.get(event.key) ?? Number.NaN) % names.length);
    if (moves.has(event.key) && next !== undefined) {
      event.preventDefault();
      onChoose(next);
      document.getElementById(`tab-${next}`)?.focus();
    }
  };
  return (
    <div class="tabs" role="tablist" aria-label={say("tabs")}>
      {names.map((name, index) => (
        <button
          key={name}
          type="button"
          role="tab"
          id={`tab-${name}`}
          aria-controls={`panel-${name}`}
          aria-selected={name === chosen}
          tabIndex={name === chosen ? 0 : -1}
          onClick={() => onChoose(name)}
          onKeyDown={(event) => move(event, index)}
        >
          {say(`tab-${name}`)}
        </button>
      ))}
    </div>
  );
}
