/** Proof on demand: on a parameter's card, whether its gradient was checked and how it went. */

import { Legible } from "../lib/legible";
import { say } from "../lib/messages";
import type { Proof } from "../model/inspection";
import { errorText } from "./inspector/writing";

/** Rounding alone reaches about 1e-9; a wrong gradient is off by whole percents. */
const LARGEST_ERROR = 1e-5;

interface Badge {
  state: "none" | "checking" | "right" | "wrong" | "failed";
  text: string;
  title: string;
}

/** A proof in as many words as fit on a badge, and what to say when there is room. */
export function badge(proof: Proof | undefined): Badge {
  if (proof === undefined) {
    return { state: "none", text: say("proof-none"), title: say("proof-none-title") };
  }
  if (proof.state === "checking") {
    return { state: "checking", text: say("proof-checking"), title: say("proof-checking-title") };
  }
  if (proof.state === "failed") {
    return { state: "failed", text: say("proof-failed"), title: proof.text };
  }
  const { checked, total, overall_error } = proof.check;
  const right = overall_error !== null && overall_error <= LARGEST_ERROR;
  const extent = checked === total ? "all" : "some";
  const values = { mark: right ? "✓" : "✗", error: errorText(overall_error), checked, total, extent };
  return {
    state: right ? "right" : "wrong",
    text: say("proof-checked", values),
    title: say("proof-checked-title", values),
  };
}

/** The badge of one parameter; a click checks its gradient. */
export function ProofBadge({
  parameter,
  proof,
  onProve,
}: {
  parameter: string;
  proof: Proof | undefined;
  onProve: () => void;
}) {
  const { state, text, title } = badge(proof);
  return (
    <button
      type="button"
      class="prove"
      data-prove={parameter}
      data-state={state}
      disabled={state === "checking"}
      title={title}
      aria-label={say("proof-label", { text, parameter, title })}
      onClick={onProve}
    >
      <Legible text={text} />
    </button>
  );
}
