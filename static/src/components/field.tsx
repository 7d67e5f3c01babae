/** A field of a form with its label and what is wrong with it. */

import type { ComponentChildren, VNode } from "preact";
import { cloneElement } from "preact";

/** The one child is the input or select: it is told its name, and what is wrong. */
export function Field({
  id,
  label,
  error = "",
  title,
  before,
  after,
  children,
}: {
  id: string;
  label: ComponentChildren;
  error?: string | undefined;
  title?: string;
  before?: ComponentChildren;
  after?: ComponentChildren;
  children: VNode<Record<string, unknown>>;
}) {
  const isPair = before !== undefined || after !== undefined;
  const input = cloneElement(children, {
    id,
    title,
    autocomplete: "off",
    "aria-describedby": `${id}-error`,
    "aria-invalid": error === "" ? undefined : "true",
  });
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {isPair ? (
        <div class={after === undefined ? "pair" : "pair seed"}>
          {before}
          {input}
          {after}
        </div>
      ) : (
        input
      )}
      <p class="error" id={`${id}-error`}>
        {error}
      </p>
    </div>
  );
}
