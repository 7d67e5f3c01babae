/** The readings: iteration (also the field to go to one), loss with its change, the spelling. */

import type { RefObject } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

import { prefersReducedMotion } from "../lib/dom";
import { Legible } from "../lib/legible";
import { Say, say } from "../lib/messages";
import { exact, loss, lossChange, quoted, visible } from "../model/format";
import { hasWords } from "../model/parts";
import { letters } from "../model/spelling";
import type { Maybe, Trace } from "../model/types";

const LONGEST = 12;
const LONGEST_LINE = 18;

/** The iteration on screen, and a field to type another into. */
export function Iteration({
  iteration,
  furthest,
  field,
  onGo,
  onWrong,
}: {
  iteration: number;
  /** the largest iteration there can be */
  furthest: number;
  field: RefObject<HTMLInputElement | null>;
  onGo: (iteration: number) => void;
  /** what was wrong with the number, in words */
  onWrong: (text: string) => void;
}) {
  const write = () => {
    if (field.current !== null) {
      field.current.value = String(iteration);
    }
  };
  useLayoutEffect(() => {
    // What is being typed stays.
    if (document.activeElement !== field.current) {
      write();
    }
  }, [iteration]);
  const go = () => {
    const text = field.current?.value.trim().replaceAll(",", "") ?? "";
    if (/^\d+$/.test(text) && Number(text) <= furthest) {
      onGo(Number(text));
      field.current?.blur();
    } else {
      onWrong(say("iteration-wrong", { furthest }));
      write();
      field.current?.select();
    }
  };
  return (
    <form
      class="reading"
      id="goto-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        go();
      }}
    >
      <label for="goto">{say("iteration")}</label>
      <input
        ref={field}
        id="goto"
        type="text"
        inputMode="numeric"
        pattern="[0-9]*"
        autocomplete="off"
        size={6}
        title={say("iteration-title")}
        onFocus={(event) => event.currentTarget.select()}
        onBlur={write}
      />
    </form>
  );
}

/** How long it glows (ms). */
const GLOW = 900;

/**
 * Lets what has another text than before glow for a moment; a reader who asked for less motion sees
 * a still underline for the same moment. While it keeps changing nothing glows.
 */
export function useGlow<E extends Element>(text: string, keepsChanging: boolean): RefObject<E | null> {
  const element = useRef<E>(null);
  const before = useRef("");
  const glow = useRef<Animation | null>(null);
  useLayoutEffect(() => {
    if (before.current !== "" && before.current !== text) {
      glow.current?.cancel();
      glow.current = keepsChanging ? null : (element.current?.animate(glowing(), GLOW) ?? null);
    }
    before.current = text;
  }, [text]);
  return element;
}

function glowing(): Keyframe[] {
  if (prefersReducedMotion()) {
    const mark = "inset 0 -2px var(--changed)";
    return [{ boxShadow: mark }, { boxShadow: mark }];
  }
  return [{ backgroundColor: "var(--changed)" }, { backgroundColor: "transparent" }];
}

/** How the loss has changed since what was on screen before. */
export function LossChange({
  id,
  before,
  after,
}: {
  id?: string;
  before: Pick<Trace, "iteration" | "loss"> | null;
  after: Maybe;
}) {
  const change = before === null ? "" : lossChange(before.loss, after);
  return (
    <span
      class="delta"
      id={id}
      data-direction={change.startsWith("▼") ? "down" : "up"}
      title={before === null ? undefined : say("loss-before", { loss: loss(before.loss), iteration: before.iteration })}
    >
      {change}
    </span>
  );
}

export function Loss({
  trace,
  previous,
  isTraining,
}: {
  trace: Trace | null;
  previous: Trace | null;
  isTraining: boolean;
}) {
  const text = trace === null ? "" : loss(trace.loss);
  const output = useGlow<HTMLOutputElement>(text, isTraining);
  return (
    <p class="reading loss-reading">
      <span>{say("loss")}</span>{" "}
      <button type="button" class="number" data-quantity="loss" title={say("loss-title")}>
        <output
          id="loss"
          ref={output}
          title={trace === null ? "" : say("loss-exact", { loss: exact(trace.loss), count: trace.steps.length })}
        >
          {text}
        </output>
      </button>{" "}
      <LossChange id="loss-delta" before={previous} after={trace?.loss ?? null} />
    </p>
  );
}

/** `“hell” → “ello” ✓`; where there are several examples, what is read on a line of its own. */
export function Sentence({ trace }: { trace: Trace }) {
  const spelled = letters(trace);
  const isRight = spelled.every(({ right }) => right);
  const between = hasWords(trace) ? " " : "";
  const { count, image, source } = trace.example;
  const isOneOfMany = count > 1;
  let room = isOneOfMany ? LONGEST_LINE : LONGEST;
  const fitting = spelled.filter(({ predicted }) => {
    room -= (predicted ?? "?").length + between.length;
    return room >= 0;
  });
  const text = (
    <>
      <b>
        {fitting.map(({ t, right, predicted }, i) => (
          <span key={t} class={right ? "right" : "wrong"}>
            {i === 0 ? "" : between}
            <Legible text={predicted === null ? "?" : predicted === " " ? " " : visible(predicted)} />
          </span>
        ))}
      </b>
      {spelled.length > fitting.length && "…"}
    </>
  );
  const said = (
    <>
      <Say id="quotation" values={{ text: "<text></text>" }} slots={{ text }} />{" "}
      <span
        class={isRight ? "mark right" : "mark wrong"}
        role="img"
        aria-label={say("sentence-mark", { right: isRight ? "yes" : "no" })}
      >
        {isRight ? "✓" : "✗"}
      </span>
    </>
  );
  if (!isOneOfMany) {
    return (
      <>
        {`${quoted(spelled.map(({ input }) => input).join(between), LONGEST)} → `}
        {said}
      </>
    );
  }
  return (
    <>
      <span class="line">{quoted(image === null ? source : say("sentence-picture"), LONGEST_LINE)}</span>
      <span class="line">→ {said}</span>
    </>
  );
}

/** Which of the examples this iteration trains on. */
export function exampleTitle({ example: { index, count } }: Trace) {
  return count === 1 ? "" : say("sentence-example", { number: index + 1, count });
}
