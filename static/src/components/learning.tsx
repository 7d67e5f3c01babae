/** Learning rate, optimizer and clipping: each applies to the run as soon as it is entered. */

import { useLayoutEffect, useRef, useState } from "preact/hooks";

import { ProblemError } from "../client/api";
import { Say, say } from "../lib/messages";
import { allowed, logarithmic, readNumber } from "../model/fields";
import { optimizerName, setting } from "../model/format";
import type { Configuration, Hyperparameters, Limit, Settings } from "../model/types";
import { Field } from "./field";
import { Select } from "./select";

const SLIDER = { low: 1e-4, high: 10, steps: 1000 };
const USUAL_NORM = 5;

/** What is typed and not applied yet; what is missing is the run's. */
interface Typed {
  learning_rate?: string;
  clip_norm?: string;
  clipping?: boolean;
  optimizer?: string;
}

export function Learning({
  run,
  limits,
  defaults,
  onChange,
}: {
  run: Settings | null;
  limits: Record<string, Limit>;
  defaults: Configuration;
  onChange: (changes: Partial<Hyperparameters>) => Promise<void>;
}) {
  const limit = (name: string) => limits[name] as Limit;
  const now = run?.hyperparameters ?? defaults;
  const [typed, setTyped] = useState<Typed>({});
  const [errors, setErrors] = useState<Partial<Record<string, string>>>({});
  const norm = useRef(defaults.clip_norm ?? USUAL_NORM);
  norm.current = now.clip_norm ?? norm.current;
  const rate = typed.learning_rate ?? setting(now.learning_rate);
  const isClipping = typed.clipping ?? now.clip_norm !== null;
  const clip = typed.clip_norm ?? setting(norm.current);
  const scale = logarithmic(
    Math.max(SLIDER.low, limit("learning_rate").minimum ?? 0),
    Math.min(SLIDER.high, limit("learning_rate").maximum ?? Infinity),
  );

  // What has changed elsewhere is shown, except where somebody is typing.
  useLayoutEffect(() => {
    const focused = document.activeElement?.id ?? "";
    setTyped((before) => ({
      ...(focused.startsWith("learning_rate") ? { learning_rate: before.learning_rate } : {}),
      ...(focused === "clip_norm" ? { clip_norm: before.clip_norm } : {}),
    }));
    setErrors({});
  }, [run?.id, now.learning_rate, now.optimizer, now.clip_norm]);

  async function apply(name: keyof Hyperparameters, value: number | string | null) {
    setErrors((before) => ({ ...before, [name]: "" }));
    if (run === null || run.hyperparameters[name] === value) {
      return;
    }
    try {
      await onChange({ [name]: value });
    } catch (error) {
      if (error instanceof Error) {
        const field =
          error instanceof ProblemError ? error.errors.find((each) => each.field.endsWith(name)) : undefined;
        setErrors((before) => ({ ...before, [name]: field?.message ?? error.message }));
      }
    }
  }

  function applyNumber(name: "learning_rate" | "clip_norm", text: string) {
    const { value, error } = readNumber(text, limit(name));
    if (error === undefined) {
      void apply(name, value);
    } else {
      setErrors((before) => ({ ...before, [name]: error }));
    }
  }

  const input = (name: "learning_rate" | "clip_norm", value: string, attributes: object = {}) => (
    <input
      {...attributes}
      type="text"
      inputMode="decimal"
      name={name}
      value={value}
      onInput={(event) => setTyped({ ...typed, [name]: event.currentTarget.value })}
      onChange={(event) => applyNumber(name, event.currentTarget.value)}
      onKeyDown={(event) => {
        // Enter applies the field, and does not start a run.
        if (event.key === "Enter") {
          event.preventDefault();
          applyNumber(name, event.currentTarget.value);
        }
      }}
    />
  );
  const atPosition = (position: string) => setting(scale.value(Number(position) / SLIDER.steps));
  const position = readNumber(rate, limit("learning_rate")).value ?? now.learning_rate;

  return (
    <fieldset>
      <legend>
        {say("setup-learning")} <span class="legend-note">{say("setup-learning-note")}</span>
      </legend>
      <Field
        id="learning_rate"
        label={<Say id="setup-learning_rate" />}
        error={errors.learning_rate}
        title={allowed(limit("learning_rate"))}
        before={
          <input
            type="range"
            id="learning_rate-slider"
            aria-label={say("setup-learning_rate-slider")}
            aria-valuetext={rate}
            min={0}
            max={SLIDER.steps}
            step={1}
            value={Math.round(SLIDER.steps * scale.position(position))}
            onInput={({ currentTarget: { value } }) => {
              setTyped({ ...typed, learning_rate: atPosition(value) });
              setErrors({ ...errors, learning_rate: "" });
            }}
            onChange={(event) => applyNumber("learning_rate", atPosition(event.currentTarget.value))}
          />
        }
      >
        {input("learning_rate", rate)}
      </Field>
      <Field id="optimizer" label={say("setup-optimizer")} error={errors.optimizer}>
        <Select
          name="optimizer"
          value={typed.optimizer ?? now.optimizer}
          options={limit("optimizer").choices?.map((name) => [name, optimizerName(name)])}
          onChoose={(value) => {
            setTyped({ ...typed, optimizer: value });
            void apply("optimizer", value);
          }}
        />
      </Field>
      <Field
        id="clip_norm"
        label={say("setup-clip_norm")}
        error={errors.clip_norm}
        title={allowed(limit("clip_norm"))}
        before={
          <label class="check">
            <input
              type="checkbox"
              id="clipping"
              checked={isClipping}
              onChange={({ currentTarget: { checked } }) => {
                setTyped({ ...typed, clipping: checked });
                if (checked) {
                  applyNumber("clip_norm", clip);
                } else {
                  void apply("clip_norm", null);
                }
              }}
            />{" "}
            {say("setup-clipping")}
          </label>
        }
      >
        {input("clip_norm", clip, { disabled: !isClipping, "aria-label": say("setup-clip_norm-label") })}
      </Field>
    </fieldset>
  );
}
