/** The dialog that forks: a second run from an iteration, with something else from there on. */

import { useEffect, useRef, useState } from "preact/hooks";

import { ProblemError } from "../client/api";
import { forkCommand } from "../client/curl";
import { copied } from "../lib/dom";
import { Say, say } from "../lib/messages";
import { base } from "../lib/root";
import type { Chosen } from "../model/changeable";
import { addressOf, anyNumber, changeable } from "../model/changeable";
import { readNumber } from "../model/fields";
import { fixed, optimizerName } from "../model/format";
import { symbol } from "../model/interventions";
import type { Changes, Hyperparameters, Limit, Run, Trace } from "../model/types";
import { NumberChoice } from "./choice";
import { CopyButton } from "./copy";
import { Dialog } from "./dialog";
import { Field } from "./field";
import { Select } from "./select";

/** The form as it was filled in. */
export interface ForkFields {
  learning_rate: string;
  optimizer: string;
  isClipping: boolean;
  clip_norm: string;
  /** the quantity is empty where no weight is changed */
  weight: Chosen;
  value: string;
}

type Limits = Record<string, Limit>;
type Fork = (run: Run, body: Changes & { iteration: number }) => Promise<void>;

const FACTORS = [
  { factor: 0.1, text: "÷ 10" },
  { factor: 0.5, text: "÷ 2" },
  { factor: 2, text: "× 2" },
  { factor: 10, text: "× 10" },
];

/** What the form changes, and what cannot be read of it, both by what the API calls it. */
export function readFork(fields: ForkFields, before: Hyperparameters, limits: Limits) {
  const changes: Changes = {};
  const errors: Record<string, string> = {};
  const number = (name: string, text: string, limit: Limit) => {
    const { value, error } = readNumber(text, limit);
    if (error !== undefined) {
      errors[name] = error;
    }
    return value;
  };
  const rate = number("learning_rate", fields.learning_rate, limits.learning_rate as Limit);
  if (rate !== undefined && rate !== before.learning_rate) {
    changes.learning_rate = rate;
  }
  if (fields.optimizer !== before.optimizer) {
    changes.optimizer = fields.optimizer;
  }
  const norm = fields.isClipping ? number("clip_norm", fields.clip_norm, limits.clip_norm as Limit) : null;
  if (norm !== undefined && norm !== before.clip_norm) {
    changes.clip_norm = norm;
  }
  const { quantity, index } = fields.weight;
  if (quantity !== "" && fields.value.trim() !== "") {
    const value = number("edits", fields.value, anyNumber());
    if (value !== undefined) {
      changes.edits = [{ parameter: quantity, index, value }];
    }
  }
  return { changes, errors };
}

export function ForkDialog({
  run,
  trace,
  limits,
  onFork,
  onClose,
}: {
  run: Run;
  /** of the iteration it is forked at */
  trace: Trace;
  limits: Limits;
  /** rejects when the server refuses */
  onFork: Fork;
  onClose: () => void;
}) {
  const { iteration, hyperparameters } = trace;
  const [fields, setFields] = useState<ForkFields>({
    learning_rate: String(hyperparameters.learning_rate),
    optimizer: hyperparameters.optimizer,
    isClipping: hyperparameters.clip_norm !== null,
    clip_norm: String(hyperparameters.clip_norm ?? limits.clip_norm?.default ?? 5),
    weight: { quantity: "", index: [] },
    value: "",
  });
  const [tries, setTries] = useState(0);
  const [refused, setRefused] = useState<Record<string, string>>({});
  const [failure, setFailure] = useState("");
  const [isForking, setForking] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector('[aria-invalid="true"]')?.scrollIntoView({ block: "nearest" }), [tries]);

  const { changes, errors } = readFork(fields, hyperparameters, limits);
  const shown: Record<string, string> = { ...(tries > 0 ? errors : {}), ...refused };
  const command = useRef("");
  if (Object.keys(errors).length === 0) {
    command.current = forkCommand(base(), run.id, { iteration, ...changes });
  }

  function change(changed: Partial<ForkFields>) {
    setFields({ ...fields, ...changed });
    setRefused({});
    setFailure("");
  }

  function multiply(factor: number) {
    const { value } = readNumber(fields.learning_rate, limits.learning_rate as Limit);
    if (value !== undefined) {
      change({ learning_rate: String(Number((value * factor).toPrecision(6))) });
    }
  }

  const focusRate = () => form.current?.querySelector<HTMLInputElement>("#fork-learning_rate")?.select();

  async function submit(event: SubmitEvent) {
    event.preventDefault();
    setTries(tries + 1);
    if (Object.keys(errors).length > 0) {
      return;
    }
    if (Object.keys(changes).length === 0) {
      setFailure(say("fork-nothing"));
      focusRate();
      return;
    }
    setForking(true);
    try {
      await onFork(run, { iteration, ...changes });
      form.current?.closest("dialog")?.close();
    } catch (error) {
      if (!(error instanceof Error)) {
        throw error;
      }
      const told = error instanceof ProblemError ? error.errors : [];
      setRefused(Object.fromEntries(told.map(({ field, message }) => [field, message])));
      setFailure(told.map(({ message }) => message).join(" ") || error.message);
    } finally {
      setForking(false);
    }
  }

  return (
    <Dialog id="fork" class="help fork scrolls" labelledBy="fork-heading" onOpen={focusRate} onClose={onClose}>
      <form method="dialog" class="help-head">
        <h2 id="fork-heading">{say("fork-heading", { iteration })}</h2>
        <button type="submit" class="icon-button" aria-label={say("change-close")}>
          ✕
        </button>
      </form>
      <p class="hint">{say("fork-hint")}</p>
      <form class="fork-form" noValidate ref={form} onSubmit={(event) => void submit(event)}>
        <fieldset>
          <legend>{say("fork-settings")}</legend>
          <Field
            id="fork-learning_rate"
            label={<Say id="fork-learning-rate" />}
            error={shown.learning_rate}
            before={
              <div class="segments" role="group" aria-label={say("fork-times")}>
                {FACTORS.map(({ factor, text }) => (
                  <button key={factor} type="button" onClick={() => multiply(factor)}>
                    {text}
                  </button>
                ))}
              </div>
            }
          >
            <TextInput value={fields.learning_rate} onType={(learning_rate) => change({ learning_rate })} />
          </Field>
          <Field id="fork-optimizer" label={say("fork-optimizer")}>
            <Select
              value={fields.optimizer}
              onChoose={(value) => change({ optimizer: value })}
              options={limits.optimizer?.choices?.map((name) => [name, optimizerName(name)])}
            />
          </Field>
          <Field
            id="fork-clip_norm"
            label={say("fork-clipping")}
            error={fields.isClipping ? shown.clip_norm : ""}
            before={
              <label class="check">
                <input
                  type="checkbox"
                  checked={fields.isClipping}
                  onInput={(event) => change({ isClipping: event.currentTarget.checked })}
                />{" "}
                {say("fork-clip-norm")}
              </label>
            }
          >
            <TextInput
              value={fields.clip_norm}
              disabled={!fields.isClipping}
              onType={(clip_norm) => change({ clip_norm })}
            />
          </Field>
        </fieldset>
        <WeightFields trace={trace} fields={fields} error={shown.edits} onChange={change} />
        <div class="fork-command commands">
          <div class="fork-command-head">
            <span class="command-title">{say("fork-command")}</span>
            <CopyButton
              id="fork-copy"
              label={say("fork-copy")}
              title={say("fork-copy-title")}
              copy={() => copied(command.current)}
            />
          </div>
          <pre class="terminal scrolls">
            <code id="fork-command">{command.current}</code>
          </pre>
        </div>
        <p class="error" id="fork-error" role="alert">
          {failure}
        </p>
        <div class="setup-actions">
          <button type="submit" class="button primary" id="fork-go" disabled={isForking}>
            {say("fork-submit")}
          </button>
          <p class="hint" role="status">
            {isForking && say("fork-forking")}
          </p>
        </div>
      </form>
    </Dialog>
  );
}

/** One weight to set, and to what. */
function WeightFields({
  trace,
  fields: { weight, value },
  error,
  onChange,
}: {
  trace: Trace;
  fields: ForkFields;
  error: string | undefined;
  onChange: (changed: Partial<ForkFields>) => void;
}) {
  const address = addressOf(weight);
  const isChosen = weight.quantity !== "";
  const now = isChosen ? fixed(changeable(trace, address) ?? null, 4) : "";
  return (
    <fieldset>
      <legend>
        <Say id="fork-weight-legend" slots={{ note: <span class="legend-note">{say("fork-weight-note")}</span> }} />
      </legend>
      <div class="fork-weight">
        <NumberChoice
          ids={["fork-parameter", "fork-row", "fork-column"]}
          trace={trace}
          quantities={["", ...Object.keys(trace.parameters)]}
          chosen={weight}
          onChoose={(chosen) => onChange({ weight: chosen, value: "" })}
        />
      </div>
      <Field
        id="fork-value"
        label={say("fork-value")}
        error={error}
        before={
          <span class="hint" id="fork-now">
            {isChosen && say("fork-now", { symbol: symbol(address), value: now })}
          </span>
        }
      >
        <TextInput
          value={value}
          disabled={!isChosen}
          placeholder={now}
          onType={(typed) => onChange({ value: typed })}
        />
      </Field>
    </fieldset>
  );
}

type Typing = { value: string; disabled?: boolean; placeholder?: string; onType: (text: string) => void };

function TextInput({ onType, ...attributes }: Typing) {
  return <input inputMode="decimal" {...attributes} onInput={(event) => onType(event.currentTarget.value)} />;
}
