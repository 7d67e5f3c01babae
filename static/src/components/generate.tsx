/** Text made by the network, and the form that asks for it. */

import type { Fields } from "../client/generation";
import { say } from "../lib/messages";
import { allowed } from "../model/fields";
import { exact, setting, spoken, visible } from "../model/format";
import type { Limit, Sample } from "../model/types";
import { Small } from "./button";
import { Field } from "./field";
import { Select } from "./select";

/** A token as text that goes on: a line break breaks the line. */
const written = (token: string) => (token === "\n" ? "⏎\n" : token === " " ? " " : visible(token));

function optionLabel(token: string) {
  const name = spoken(token);
  return name === token ? visible(token) : `${visible(token)} ${name}`;
}

export function Generate({
  vocabulary,
  iteration,
  limits,
  fields,
  errors,
  made,
  trouble,
  onChange,
  onGenerate,
  onNextSeed,
}: {
  vocabulary: string[];
  /** the one on screen */
  iteration: number;
  limits: Record<string, Limit>;
  fields: Fields;
  errors: Record<string, string>;
  made: { sample: Sample; first: string; iteration: number } | null;
  /** why nothing could be made */
  trouble: string;
  onChange: (changed: Partial<Fields>) => void;
  onGenerate: () => void;
  onNextSeed: () => void;
}) {
  const isBehind = made !== null && made.iteration !== iteration;
  const range = (name: string) => allowed(limits[name] as Limit);
  return (
    <form
      id="generate"
      class="generate"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        onGenerate();
      }}
    >
      <p class="hint">{say("generate-hint")}</p>
      <Field id="first" label={say("generate-first")}>
        <Select
          value={fields.first}
          onChoose={(value) => onChange({ first: value })}
          options={vocabulary.map((token) => [token, optionLabel(token)])}
        />
      </Field>
      <Field id="length" label={say("generate-length")} error={errors.length} title={range("length")}>
        <input
          inputMode="numeric"
          value={fields.length}
          onInput={(event) => onChange({ length: event.currentTarget.value })}
        />
      </Field>
      <Field
        id="temperature"
        label={say("generate-temperature")}
        error={errors.temperature}
        title={range("temperature")}
        before={
          <input
            type="range"
            id="temperature-slider"
            aria-label={say("generate-temperature")}
            aria-valuetext={fields.temperature}
            min="0"
            max="2"
            step="0.05"
            value={fields.temperature}
            onInput={(event) => onChange({ temperature: setting(Number(event.currentTarget.value)) })}
          />
        }
      >
        <input
          inputMode="decimal"
          value={fields.temperature}
          onInput={(event) => onChange({ temperature: event.currentTarget.value })}
        />
      </Field>
      <Field
        id="sample-seed"
        label={say("generate-seed")}
        error={errors.seed}
        title={range("seed")}
        after={
          <Small id="sample-again" title={say("generate-next-seed-title")} onClick={onNextSeed}>
            {say("generate-next-seed")}
          </Small>
        }
      >
        <input
          inputMode="numeric"
          value={fields.seed}
          onInput={(event) => onChange({ seed: event.currentTarget.value })}
        />
      </Field>
      <div class="setup-actions">
        <button type="submit" class="button primary">
          {say("generate-submit")}
        </button>
        <p class="hint" id="sample-status" role="status">
          {trouble ||
            (made !== null && say("generate-made", { iteration: made.iteration, behind: isBehind ? "yes" : "no" }))}
        </p>
      </div>
      <output class={`sample${isBehind ? " behind" : ""}`} id="sample" for="first length temperature sample-seed">
        {made !== null && <Made {...made} vocabulary={vocabulary} />}
      </output>
    </form>
  );
}

function Made({ sample, first, vocabulary }: { sample: Sample; first: string; vocabulary: string[] }) {
  return (
    <>
      <span class="given" title={say("generate-given")}>
        {written(first)}
      </span>
      {sample.steps.map(({ input, probs, output }, i) => (
        <span
          key={i}
          title={say("generate-probability", {
            input: visible(input),
            output: visible(output),
            probability: exact(probs[vocabulary.indexOf(output)] ?? null),
          })}
        >
          {written(output)}
        </span>
      ))}
    </>
  );
}
