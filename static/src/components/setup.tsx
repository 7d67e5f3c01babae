/**
 * The setup form. Learning rate, optimizer and clipping apply as soon as they are entered; the
 * other fields wait for “Start new run”. Nothing that breaks a limit leaves the form.
 */

import type { VNode } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";

import { ProblemError } from "../client/api";
import { Say, say } from "../lib/messages";
import { allowed } from "../model/fields";
import { cellName, optimizerName, setting } from "../model/format";
import type { Entered } from "../model/setup";
import {
  applies,
  changedFrom,
  configurationFrom,
  enteredFrom,
  hasHalves,
  learningOf,
  readNewRun,
  suggestion,
} from "../model/setup";
import type { Configuration, Hyperparameters, Limit, PageConfig, Settings } from "../model/types";
import { Small } from "./button";
import { Field } from "./field";
import { Learning } from "./learning";

const HIGHEST_NEW_SEED = 9999;

type Name = keyof Entered;
type Errors = Partial<Record<string, string>>;
/** What a task keeps of the fields while another one is chosen. */
type Draft = Partial<Entered>;

export function Setup({
  run,
  config,
  onChange,
  onStart,
}: {
  run: Settings | null;
  config: PageConfig;
  /** resolves when it has been applied, rejects when the server refuses */
  onChange: (changes: Partial<Hyperparameters>) => Promise<void>;
  onStart: (configuration: Configuration) => Promise<void>;
}) {
  const limits = config.limits.run;
  const limit = (name: string) => limits[name] as Limit;
  const configuration = run?.configuration ?? config.defaults;
  const [entered, setEntered] = useState(() => enteredFrom(config.defaults, config.defaults.text));
  const [refusals, setRefusals] = useState<Errors>({});
  const [isStarting, setStarting] = useState(false);
  const drafts = useRef(new Map<string, Draft>());
  const shown = useRef<Settings | null>(null);
  const form = useRef<HTMLFormElement>(null);

  const read = readNewRun(entered, limits);
  const changed = changedFrom(configuration, read);
  const errors: Errors = { ...refusals, ...read.errors };
  const isWrong = Object.keys(read.errors).length > 0;
  const isDirty = changed.size > 0;

  // Another run fills the form, unless something else has been entered and not been started.
  useLayoutEffect(() => {
    const before = shown.current;
    shown.current = run;
    if (run !== null && (before === null || !isDirty || changedFrom(before.configuration, read).size === 0)) {
      setEntered((now) => enteredFrom(run.configuration, now.text));
      setRefusals({});
    }
  }, [run?.id]);

  const enter = (patch: Partial<Entered>) => {
    setEntered((now) => ({ ...now, ...patch }));
    setRefusals({});
  };
  const chooseTask = (task: string) => {
    const { cell, sharing, hidden_size, distance, examples } = entered;
    drafts.current.set(entered.task, { cell, sharing, hidden_size, distance, examples });
    enter({ task, ...(drafts.current.get(task) ?? suggestion(task, config)) });
  };

  /** A refusal stands at its field, or beside the button when it is about none of them. */
  const refused = (error: unknown) => {
    const placed: Errors = {};
    for (const { field, message } of error instanceof ProblemError ? error.errors : []) {
      const name = field.split(".").at(-1) ?? field;
      if (name in entered) {
        placed[name] = message;
      }
    }
    const status = error instanceof Error && Object.keys(placed).length === 0 ? error.message : "";
    setRefusals({ ...placed, status });
  };

  const start = async () => {
    const [wrong] = Object.keys(read.errors);
    if (wrong !== undefined) {
      const field = form.current?.querySelector<HTMLElement>(`#${wrong}`);
      field?.closest("details")?.setAttribute("open", "");
      field?.focus();
    } else if (run !== null) {
      setStarting(true);
      await onStart(configurationFrom(run, read, config)).catch(refused);
      setStarting(false);
    }
  };

  const controlled = (name: Name) => ({
    name,
    value: entered[name],
    disabled: !applies(name, entered),
    "data-changed": changed.has(name) && run !== null ? "" : undefined,
    onInput: (event: InputEvent) => enter({ [name]: (event.currentTarget as HTMLInputElement).value }),
  });
  const field = (
    name: Name,
    input: VNode<Record<string, unknown>>,
    more: Partial<Parameters<typeof Field>[0]> = {},
  ) => (
    <Field
      id={name}
      label={<Say id={`setup-${name}`} values={{ cell: entered.cell }} />}
      error={errors[name]}
      {...more}
    >
      {input}
    </Field>
  );
  const number = (name: Name, title: string = allowed(limit(name))) =>
    field(name, <input type="text" inputMode="decimal" {...controlled(name)} />, { title });
  const choice = (
    name: Name,
    names: readonly string[],
    label: (name: string) => string,
    more?: Partial<Parameters<typeof Field>[0]>,
    attributes?: object,
  ) =>
    field(
      name,
      <select {...controlled(name)} {...attributes}>
        {names.map((each) => (
          <option key={each} value={each}>
            {label(each)}
          </option>
        ))}
      </select>,
      more,
    );
  const begins = entered.task === configuration.task ? null : learningOf(entered.task, config);

  return (
    <form
      ref={form}
      id="setup"
      class="setup"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void start();
      }}
    >
      <Learning run={run} limits={limits} defaults={config.defaults} onChange={onChange} />
      <fieldset>
        <legend>
          {say("setup-network")} <span class="legend-note">{say("setup-network-note")}</span>
        </legend>
        {choice(
          "task",
          Object.keys(config.tasks),
          (name) => config.tasks[name]?.title ?? name,
          {
            hint:
              begins === null
                ? ""
                : say("setup-begins", {
                    optimizer: optimizerName(begins.optimizer),
                    rate: setting(begins.learning_rate),
                  }),
          },
          { onInput: (event: InputEvent) => chooseTask((event.currentTarget as HTMLSelectElement).value) },
        )}
        {applies("text", entered) &&
          field(
            "text",
            <textarea
              {...controlled("text")}
              rows={1}
              autocapitalize="off"
              spellcheck={false}
              onKeyDown={(event) => {
                if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
                  event.preventDefault();
                  void start();
                }
              }}
            />,
            { isWide: true, hint: say("setup-text-hint", { allowed: allowed(limit("text")) }) },
          )}
        {applies("distance", entered) &&
          field("distance", <input type="text" inputMode="numeric" {...controlled("distance")} />, {
            title: allowed(limit("distance")),
            before: (
              <input
                type="range"
                id="distance-slider"
                aria-label={say("setup-distance-slider")}
                min={limit("distance").minimum ?? 1}
                max={limit("distance").maximum ?? 100}
                step={1}
                value={entered.distance}
                onInput={(event) => enter({ distance: event.currentTarget.value })}
              />
            ),
          })}
        {applies("examples", entered) &&
          field("examples", <textarea {...controlled("examples")} rows={4} autocapitalize="off" spellcheck={false} />, {
            isWide: true,
            details: "own-examples",
            hint: say("setup-examples-hint", { task: entered.task }),
          })}
        {choice("cell", limit("cell").choices ?? [], cellName)}
        {number("hidden_size")}
        {choice(
          "sharing",
          limit("sharing").choices ?? [],
          (name) => say(`setup-sharing-${name}`),
          { hint: hasHalves(entered) ? say("setup-halves") : "" },
          hasHalves(entered) ? { disabled: true, value: "all" } : {},
        )}
        {choice("initialization", limit("initialization").choices ?? [], (name) => say(`gradients-choice-${name}`))}
        {number("initialization_scale")}
        {field(
          "spectral_radius",
          <input
            type="text"
            inputMode="decimal"
            placeholder={say("setup-unscaled")}
            {...controlled("spectral_radius")}
          />,
          { title: say("setup-spectral_radius-title", { allowed: allowed(limit("spectral_radius")) }) },
        )}
        {number("keep_bias", say("setup-keep_bias-title", { allowed: allowed(limit("keep_bias")) }))}
        {field("seed", <input type="text" inputMode="numeric" {...controlled("seed")} />, {
          title: allowed(limit("seed")),
          after: (
            <Small
              id="new-seed"
              onClick={() => {
                const most = Math.min(limit("seed").maximum ?? HIGHEST_NEW_SEED, HIGHEST_NEW_SEED);
                enter({ seed: String(Math.floor(Math.random() * (most + 1))) });
              }}
            >
              {say("setup-new-seed")}
            </Small>
          ),
        })}
        <div class="setup-actions">
          <button
            type="submit"
            class="button primary"
            id="start-run"
            disabled={run === null || !isDirty || isWrong || isStarting}
          >
            {say("setup-start")}
          </button>
          <button
            type="button"
            class="button"
            id="discard"
            disabled={run === null || !isDirty}
            onClick={() => enter(enteredFrom(configuration, entered.text))}
          >
            {say("setup-discard")}
          </button>
          <p class="hint" id="setup-status" role="status">
            {errors.status || (isDirty && !isWrong && run !== null ? say("setup-not-applied") : "")}
          </p>
        </div>
      </fieldset>
    </form>
  );
}
