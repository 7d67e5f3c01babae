/** A button that copies a text, and says for a moment whether it could. */

import { useState } from "preact/hooks";

import { say } from "../lib/messages";
import { Small } from "./button";

const SAID_FOR = 1500;

export function CopyButton({
  id,
  label,
  title,
  copy,
}: {
  id: string;
  label: string;
  title?: string;
  /** null where there is nothing to copy, else whether it worked */
  copy: () => Promise<boolean> | null;
}) {
  const [said, setSaid] = useState("");
  async function press() {
    const worked = await copy();
    if (worked !== null) {
      setSaid(say(`copied-${worked}`));
      setTimeout(() => setSaid(""), SAID_FOR);
    }
  }
  return (
    <Small id={id} aria-label={title} onClick={() => void press()}>
      {said || label}
    </Small>
  );
}
