/** A choice of one among several. */

import type { ComponentChildren } from "preact";

interface Attributes {
  id?: string | undefined;
  name?: string;
  "aria-label"?: string;
  title?: string;
  disabled?: boolean;
  value: string | number | undefined;
  /** values, with what is read of them */
  options: (readonly [value: string | number, text: string])[] | undefined;
  onChoose: (value: string) => void;
}

export function Select({ options, onChoose, ...attributes }: Attributes) {
  return (
    <select {...attributes} onInput={(event) => onChoose(event.currentTarget.value)}>
      {options?.map(([value, text]) => (
        <option key={value} value={value}>
          {text}
        </option>
      ))}
    </select>
  );
}

/** With its label before it; `class` is the label's. */
export function LabelledSelect({
  label,
  class: kind,
  ...attributes
}: Attributes & { class?: string; label: ComponentChildren }) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is inside
    <label class={kind}>
      {label} <Select {...attributes} />
    </label>
  );
}
