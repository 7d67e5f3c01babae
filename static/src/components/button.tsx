/** The buttons that stand in many places. */

import type { ButtonHTMLAttributes, ComponentChildren } from "preact";

import { say } from "../lib/messages";

type Attributes = ButtonHTMLAttributes<HTMLButtonElement>;

/** A small button. */
export function Small(attributes: Attributes) {
  return <button type="button" {...attributes} class="button small" />;
}

/** A button that stays pressed. */
export function Toggle({ isPressed, ...attributes }: Attributes & { isPressed: boolean }) {
  return <button type="button" {...attributes} class="toggle" aria-pressed={isPressed} />;
}

/** Whether the loss axis is logarithmic. */
export function LogScale({ isPressed, onClick }: { isPressed: boolean; onClick: () => void }) {
  return (
    <Toggle id="log-scale" title={say("log-title")} isPressed={isPressed} onClick={onClick}>
      {say("log")}
    </Toggle>
  );
}

/** Buttons side by side, of which one is pressed. */
export function Segments({
  label,
  names,
  chosen,
  attributesOf,
  textOf,
  onChoose,
}: {
  label: string;
  names: string[];
  chosen: string;
  attributesOf?: (name: string) => Record<string, string>;
  textOf: (name: string) => ComponentChildren;
  onChoose: (name: string) => void;
}) {
  return (
    <div class="segments" role="group" aria-label={label}>
      {names.map((name) => (
        <button
          key={name}
          type="button"
          aria-pressed={name === chosen}
          {...attributesOf?.(name)}
          onClick={() => onChoose(name)}
        >
          {textOf(name)}
        </button>
      ))}
    </div>
  );
}
