/** Proof on demand: whether a gradient was checked against central differences, and how it went. */

import { Legible } from "../lib/legible";
import { Say, say } from "../lib/messages";
import { exact } from "../model/format";
import type { Proof } from "../model/inspection";
import { entry } from "../model/inspection";
import { errorText } from "../model/notation";
import type { Derivation } from "../model/types";
import { Small } from "./button";

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

type BadgeProps = { parameter: string; proof: Proof | undefined; onProve: () => void };

/** The badge of one parameter; a click checks its gradient. */
export function ProofBadge({ parameter, proof, onProve }: BadgeProps) {
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

/** Of the one number that is explained, where it is a gradient. */
export function ProofOfOne({ of, proof, onProve }: { of: Derivation; proof: Proof | null; onProve: () => void }) {
  const { quantity, index } = of.address;
  if (!quantity.startsWith("gradients.")) {
    return null;
  }
  const isChecking = proof?.state === "checking";
  return (
    <section class="proof" aria-label={say("proof-heading")}>
      <p>
        <Say id="proof-question" />
      </p>
      <Small id="prove-this" disabled={isChecking} onClick={onProve}>
        {isChecking ? say("proof-running") : proof === null ? say("proof-run") : say("proof-again")}
      </Small>
      <div class="proof-result" role="status">
        {proof?.state === "failed" && <p class="error">{proof.text}</p>}
        {proof?.state === "checked" && (
          <dl>
            <dt>{say("proof-analytic")}</dt>
            <dd>{exact(entry(proof.check.analytic, index))}</dd>
            <dt>{say("proof-numeric")}</dt>
            <dd>{exact(entry(proof.check.numeric, index))}</dd>
            <dt>{say("proof-error")}</dt>
            <dd>
              <Legible text={errorText(entry(proof.check.relative_error, index))} />
            </dd>
          </dl>
        )}
      </div>
    </section>
  );
}
