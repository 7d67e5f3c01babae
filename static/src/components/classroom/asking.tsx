/** The teacher's dialog for a question: ready-made ones about what is on screen, or one's own. */

import { useState } from "preact/hooks";
import type { Wish } from "../../client/classes";
import { say } from "../../lib/messages";
import type { Place } from "../../model/address";
import { askable, numberName } from "../../model/classroom";
import type { Asked } from "../../model/ready";
import { READY } from "../../model/ready";
import type { QuestionKind, Trace } from "../../model/types";
import { Dialog } from "../dialog";
import { LabelledSelect } from "../select";

const KINDS: QuestionKind[] = ["letter", "loss", "sign", "number", "choice"];
/** After how many iterations it is measured. */
const STEPS = [0, 1, 10, 100];
const CHAPTERS = [...new Set(READY.map(({ chapter }) => chapter))];
const LONGEST = 200;

export function AskDialog({
  trace,
  inspected,
  failure,
  onAsk,
  onClose,
}: {
  trace: Trace;
  /** the number whose derivation is open */
  inspected: Place | null;
  /** why it was not asked */
  failure: string | null;
  /** @returns whether it was asked */
  onAsk: (wish: Wish) => Promise<boolean>;
  onClose: () => void;
}) {
  const [kind, setKind] = useState<QuestionKind>(inspected === null ? "letter" : "sign");
  const [steps, setSteps] = useState(1);
  const [t, setT] = useState(trace.steps.length);
  const [text, setText] = useState("");
  const [options, setOptions] = useState("");
  const [given, setGiven] = useState<Asked["number"] | null>(null);
  const [ready, setReady] = useState("");
  const number = given ?? (inspected === null ? null : askable(inspected));
  const needsNumber = kind === "sign" || kind === "number";
  const chosen = options
    .split("\n")
    .map((option) => option.trim())
    .filter((option) => option !== "");
  const isWhole = needsNumber
    ? number !== null
    : kind !== "choice" || (text.trim() !== "" && chosen.length >= 2 && new Set(chosen).size === chosen.length);

  function choose(id: string) {
    const asked = READY.find((each) => each.id === id)?.asked(trace) ?? null;
    setReady(id);
    setGiven(asked?.number ?? null);
    if (asked !== null) {
      setKind(asked.kind);
      setSteps(asked.steps);
      setT(asked.t ?? trace.steps.length);
      setText("");
    }
  }

  function wish(): Wish {
    const own = text.trim() === "" ? {} : { text: text.trim() };
    if (kind === "choice") {
      return { kind, ...own, options: chosen };
    }
    return {
      kind,
      steps,
      ...own,
      ...(kind === "letter" ? { t } : {}),
      ...(needsNumber && number !== null ? number : {}),
    };
  }

  return (
    <Dialog
      id="ask"
      class="help ask"
      labelledBy="ask-title"
      onOpen={(dialog) => dialog.querySelector<HTMLInputElement>("input:checked")?.focus()}
      onClose={onClose}
    >
      <h2 id="ask-title">{say("ask-title")}</h2>
      <form
        method="dialog"
        onSubmit={(event) => {
          event.preventDefault();
          const dialog = event.currentTarget.closest("dialog");
          void onAsk(wish()).then((isAsked) => isAsked && dialog?.close());
        }}
      >
        <label class="ask-field">
          {say("ready")}
          <select id="ask-ready" value={ready} onChange={({ currentTarget: { value } }) => choose(value)}>
            <option value="">{say("ready-none")}</option>
            {CHAPTERS.map((chapter, place) => (
              <optgroup key={chapter} label={say(`ready-chapter_${place + 1}`)}>
                {READY.filter((each) => each.chapter === chapter).map(({ id, asked }) => (
                  <option key={id} value={id} disabled={asked(trace) === null}>
                    {say(`ready-${id}`)}
                  </option>
                ))}
              </optgroup>
            ))}
          </select>
        </label>
        <fieldset class="ask-kinds">
          <legend class="visually-hidden">{say("ask-kind")}</legend>
          {KINDS.map((each) => (
            <label key={each}>
              <input
                type="radio"
                name="kind"
                value={each}
                checked={kind === each}
                onChange={() => {
                  setKind(each);
                  setReady("");
                  setGiven(null);
                }}
              />{" "}
              {say(`ask-kind-${each}`)}
            </label>
          ))}
        </fieldset>
        {kind === "letter" && (
          <LabelledSelect
            class="ask-field"
            label={say("ask-after")}
            id="ask-t"
            value={t}
            onChoose={(value) => setT(Number(value))}
            options={trace.steps.map((_, at) => [
              at + 1,
              trace.steps
                .slice(0, at + 1)
                .map(({ input }) => input)
                .join(""),
            ])}
          />
        )}
        {needsNumber && (
          <p class="ask-field">
            {number === null ? (
              say("ask-no-number")
            ) : (
              <>
                {say(given === null ? "ask-number-chosen" : "ask-number-ready")} <strong>{numberName(number)}</strong>
              </>
            )}
          </p>
        )}
        {kind !== "choice" && (
          <LabelledSelect
            class="ask-field"
            label={say("ask-steps")}
            id="ask-steps"
            value={steps}
            onChoose={(value) => setSteps(Number(value))}
            options={STEPS.filter((count) => count > 0 || kind !== "loss").map((count) => [
              count,
              say("ask-steps-count", { count }),
            ])}
          />
        )}
        <label class="ask-field">
          {kind === "choice" ? say("ask-text") : say("ask-text-optional")}
          <input
            id="ask-text"
            value={text}
            maxLength={LONGEST}
            autocomplete="off"
            onInput={(event) => setText(event.currentTarget.value)}
          />
        </label>
        {kind === "choice" && (
          <label class="ask-field">
            {say("ask-options")}
            <textarea
              id="ask-options"
              rows={4}
              value={options}
              onInput={(event) => setOptions(event.currentTarget.value)}
            />
          </label>
        )}
        {failure !== null && (
          <p class="class-failure" role="alert">
            {failure}
          </p>
        )}
        <p class="class-actions">
          <button type="submit" class="button primary" id="ask-send" disabled={!isWhole}>
            {say("ask-send")}
          </button>
          <button type="button" class="button" onClick={(event) => event.currentTarget.closest("dialog")?.close()}>
            {say("class-cancel")}
          </button>
        </p>
      </form>
    </Dialog>
  );
}
