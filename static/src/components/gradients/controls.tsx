/** The laboratory's form: each control is one field of the request. */

import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

import type { Laboratory } from "../../client/laboratory";
import { Say, say, sentences } from "../../lib/messages";
import { optimizerName, setting } from "../../model/format";
import type { Settings } from "../../model/laboratory";
import { read, scaleOf } from "../../model/laboratory";
import type { Limit } from "../../model/types";
import { Small } from "../button";
import { Select } from "../select";

type Control = { name: string; laboratory: Laboratory; children?: ComponentChildren };

/** `problems`: what of the address could not be read. */
export function Controls({ laboratory, problems }: { laboratory: Laboratory; problems: string[] }) {
  const { settings, change } = laboratory;
  const readsText = settings.value.task === "next_character";
  return (
    <form
      class="card controls scrolls"
      id="controls"
      aria-label={say("gradients-controls")}
      noValidate
      onSubmit={(event) => event.preventDefault()}
    >
      <p class="error" id="link-problems" role="status">
        {problems.length > 0 && say("gradients-problems", { problems: sentences(problems) })}
      </p>
      <fieldset>
        <legend>{say("gradients-data")}</legend>
        <Choice name="task" laboratory={laboratory} />
        {readsText ? <Typed name="text" laboratory={laboratory} /> : <Slider name="distance" laboratory={laboratory} />}
      </fieldset>
      <fieldset>
        <legend>{say("gradients-network")}</legend>
        <Choice name="cell" laboratory={laboratory} />
        <Slider name="hidden_size" laboratory={laboratory} />
        <Choice name="initialization" laboratory={laboratory} />
        <Slider name="spectral_radius" box={{ id: "as-drawn", switchesOn: false }} laboratory={laboratory} />
        <Slider name="keep_bias" laboratory={laboratory} />
        <Typed name="seed" laboratory={laboratory}>
          <Small id="new-seed" onClick={() => change({ seed: Math.floor(Math.random() * 10_000) })}>
            {say("gradients-new-seed")}
          </Small>
        </Typed>
      </fieldset>
      <fieldset>
        <legend>{say("gradients-training")}</legend>
        <Slider name="iteration" laboratory={laboratory} />
        <Slider name="iterations" laboratory={laboratory} />
        <Choice name="optimizer" laboratory={laboratory} />
        <Slider name="learning_rate" laboratory={laboratory} />
        <Slider name="clip_norm" box={{ id: "clipping", switchesOn: true }} laboratory={laboratory} />
      </fieldset>
    </form>
  );
}

function Label({ name, laboratory }: Control) {
  return (
    <label for={name}>
      <Say id={`gradients-label-${name}`} values={{ cell: String(laboratory.settings.value.cell) }} />
    </label>
  );
}

function Choice({ name, laboratory }: Control) {
  const { limits, settings, change } = laboratory;
  return (
    <div class="control">
      <Label name={name} laboratory={laboratory} />
      <Select
        id={name}
        value={String(settings.value[name])}
        onChoose={(value) => change({ [name]: value })}
        options={limits[name]?.choices?.map((choice) => [
          choice,
          name === "optimizer" ? optimizerName(choice) : say(`gradients-choice-${choice}`),
        ])}
      />
    </div>
  );
}

/** What is typed stays as it was typed until the setting changes. */
function Typed({ name, laboratory, children }: Control) {
  const limit = laboratory.limits[name] as Limit;
  const value = laboratory.settings.value[name];
  const [typed, setTyped] = useState<string | null>(null);
  useEffect(() => setTyped(null), [value]);
  const isWrong = typed !== null && read(typed, limit) === undefined;
  return (
    <div class={`control ${name}`}>
      <Label name={name} laboratory={laboratory} />
      <input
        id={name}
        type="text"
        inputMode={limit.type === "integer" ? "numeric" : "text"}
        autocomplete="off"
        spellcheck={false}
        aria-describedby={`${name}-error`}
        aria-invalid={isWrong}
        value={typed ?? String(value)}
        onInput={({ currentTarget: { value: text } }) => {
          setTyped(text);
          const wanted = read(text, limit);
          if (wanted !== undefined) {
            laboratory.change({ [name]: wanted });
          }
        }}
      />
      {children}
      <p class="error" id={`${name}-error`}>
        {isWrong && say("gradients-enter", { allowed: limit.allowed })}
      </p>
    </div>
  );
}

/** A number on its scale; with a box that decides whether it is one or null. */
function Slider({ name, box, laboratory }: Control & { box?: { id: string; switchesOn: boolean } }) {
  const { settings, change } = laboratory;
  const scale = scaleOf(name);
  const value = settings.value[name] ?? null;
  const position = useRef((scale.min + scale.max) / 2);
  if (value !== null) {
    position.current = scale.position(Number(value));
  }
  // A link may go beyond what the slider offers.
  const [linked] = useState(Math.ceil(position.current));
  const isOff = value === null || (name === "keep_bias" && settings.value.cell === "tanh");
  const words = isOff ? say(`gradients-off-${name}`) : written(name, settings.value);
  return (
    <div class="control" data-off={isOff ? "" : undefined}>
      <Label name={name} laboratory={laboratory} />
      <output for={name} id={`${name}-value`}>
        {words}
      </output>
      <input
        type="range"
        id={name}
        min={scale.min}
        max={name === "iteration" ? Number(settings.value.iterations) : Math.max(scale.max, linked)}
        step={scale.step}
        value={position.current}
        disabled={isOff}
        aria-valuetext={words}
        onInput={(event) => change({ [name]: scale.value(event.currentTarget.valueAsNumber) })}
      />
      {box !== undefined && (
        <label class="check">
          <input
            type="checkbox"
            id={box.id}
            checked={box.switchesOn !== isOff}
            onChange={(event) => {
              const isOn = event.currentTarget.checked === box.switchesOn;
              change({ [name]: isOn ? scale.value(position.current) : null });
            }}
          />{" "}
          {say(`gradients-box-${name}`)}
        </label>
      )}
    </div>
  );
}

function written(name: string, settings: Settings) {
  const value = Number(settings[name]);
  if (name === "keep_bias") {
    return `${settings.cell === "gru" ? "z" : "f"}: ${value}`;
  }
  return name === "iteration" && value === 0 ? say("gradients-untrained") : setting(value);
}
