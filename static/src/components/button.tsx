/** A small button. */

import type { ButtonHTMLAttributes } from "preact";

export function Small(attributes: ButtonHTMLAttributes<HTMLButtonElement>) {
  return <button type="button" {...attributes} class="button small" />;
}
