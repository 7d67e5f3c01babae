/** A field of a form with its label, what is to be known about it, and what is wrong with it. */

import type { ComponentChildren, VNode } from "preact";
import { cloneElement } from "preact";

/** The one child is the input or select: it is told its name, and what is wrong. */
export function Field({
  id,
  label,
  error = "",
  hint,
  title,
  isWide = false,
  details,
  before,
  after,
  children,
}: {
  id: string;
  label: ComponentChildren;
  error?: string | undefined;
  hint?: string;
  title?: string;
  /** below its label and not beside it */
  isWide?: boolean;
  /** the id of what has to be opened for it */
  details?: string;
  before?: ComponentChildren;
  after?: ComponentChildren;
  children: VNode<Record<string, unknown>>;
}) {
  const isPair = before !== undefined || after !== undefined;
  const input = cloneElement(children, {
    id,
    title,
    autocomplete: "off",
    "aria-describedby": `${hint === undefined ? "" : `${id}-hint `}${id}-error`,
    "aria-invalid": error === "" ? undefined : "true",
  });
  const named = <label for={id}>{label}</label>;
  const told = hint !== undefined && (
    <p class="hint" id={`${id}-hint`}>
      {hint}
    </p>
  );
  return (
    <div class={isWide ? "field wide" : "field"}>
      {details !== undefined ? (
        <details id={details}>
          <summary>{named}</summary>
          {input}
          {told}
        </details>
      ) : (
        <>
          {named}
          {isPair ? (
            <div class={after === undefined ? "pair" : "pair seed"}>
              {before}
              {input}
              {after}
            </div>
          ) : (
            input
          )}
          {told}
        </>
      )}
      <p class="error" id={`${id}-error`}>
        {error}
      </p>
    </div>
  );
}
