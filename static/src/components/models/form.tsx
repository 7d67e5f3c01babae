/** The form of an experiment: data, networks, training. */

import type { ComponentChildren } from "preact";

import type { Experiment } from "../../client/experiment";
import { Say, say } from "../../lib/messages";
import { optimizerName } from "../../model/format";
import type { Form } from "../../model/models";
import { labelOf, MODELS } from "../../model/models";
import { Select } from "../select";

type Control = { name: Exclude<keyof Form, "models">; experiment: Experiment };

export function ExperimentForm({
  experiment,
  tasks,
  optimizers,
  onTask,
  onRun,
}: {
  experiment: Experiment;
  /** titles by name */
  tasks: Record<string, { title: string }>;
  /** names */
  optimizers: string[];
  onTask: (task: string) => void;
  onRun: () => void;
}) {
  const { form, errors, state, cancel } = experiment;
  const { task } = form.value;
  const titles = Object.entries(tasks).map(([name, { title }]): [string, string] => [name, title]);
  const named = optimizers.map((name): [string, string] => [name, optimizerName(name)]);
  return (
    <form
      class="card controls scrolls"
      id="controls"
      aria-label={say("experiments-form")}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        onRun();
      }}
    >
      <fieldset>
        <legend>{say("experiments-data")}</legend>
        <Choice name="task" options={titles} experiment={experiment} onChange={onTask} />
        {task === "next_character" && <Typed name="text" experiment={experiment} />}
        {task === "remembering" && <Typed name="distance" experiment={experiment} />}
      </fieldset>
      <Networks experiment={experiment} />
      <fieldset>
        <legend>{say("experiments-training")}</legend>
        <Typed name="hidden_size" experiment={experiment} />
        <Typed name="keep_bias" hint={<Say id="experiments-hint-keep_bias" />} experiment={experiment} />
        <Choice
          name="optimizer"
          options={named}
          experiment={experiment}
          onChange={(optimizer) => experiment.change({ optimizer })}
        />
        <Typed name="learning_rate" experiment={experiment} />
        <Typed name="iterations" experiment={experiment} />
        <Typed name="evaluations" experiment={experiment} />
        <Typed name="seeds" hint={say("experiments-hint-seeds")} experiment={experiment} />
      </fieldset>
      <div class="actions">
        <button type="submit" class="button primary" id="run" disabled={state.value !== "idle"}>
          {say("experiments-run")}
        </button>
        <button type="button" class="button" id="cancel" disabled={state.value !== "running"} onClick={cancel}>
          {say("experiments-cancel")}
        </button>
      </div>
      <p class="error" id="form-error" role="alert">
        {errors.value.form}
      </p>
    </form>
  );
}

function Networks({ experiment: { form, plan, errors, change } }: { experiment: Experiment }) {
  const { models } = form.value;
  return (
    <fieldset id="models">
      <legend>{say("experiments-networks")}</legend>
      <div class="choices">
        {MODELS.map((model) => (
          <label key={model} class="check">
            <input
              type="checkbox"
              name="model"
              value={model}
              checked={models.includes(model)}
              onChange={({ currentTarget: { checked } }) =>
                change({ models: MODELS.filter((each) => (each === model ? checked : models.includes(each))) })
              }
            />{" "}
            {labelOf(model, plan.value.keep_bias)}
          </label>
        ))}
      </div>
      <p class="error" id="models-error">
        {errors.value.models}
      </p>
    </fieldset>
  );
}

function Choice({
  name,
  options,
  experiment: { form, errors },
  onChange,
}: Control & { options: [string, string][]; onChange: (value: string) => void }) {
  return (
    <div class="field">
      <label for={name}>{say(`experiments-label-${name}`)}</label>
      <Select id={name} value={form.value[name]} onChoose={onChange} options={options} />
      <p class="error" id={`${name}-error`}>
        {errors.value[name]}
      </p>
    </div>
  );
}

function Typed({ name, hint, experiment: { form, errors, change } }: Control & { hint?: ComponentChildren }) {
  return (
    <div class="field">
      <label for={name}>
        <Say id={`experiments-label-${name}`} />
      </label>
      <input
        id={name}
        inputMode={name === "text" ? "text" : "decimal"}
        autocomplete="off"
        spellcheck={false}
        aria-describedby={`${name}-hint ${name}-error`}
        aria-invalid={errors.value[name] !== undefined}
        value={form.value[name]}
        onInput={(event) => change({ [name]: event.currentTarget.value })}
      />
      <p class="hint" id={`${name}-hint`}>
        {hint}
      </p>
      <p class="error" id={`${name}-error`}>
        {errors.value[name]}
      </p>
    </div>
  );
}
