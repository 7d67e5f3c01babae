/**
 * A gradient as the sum of its timesteps: small multiples that add up to the total, on one
 * symmetric scale; only a total that is far larger than its parts has one of its own. Under them
 * stands one weight's sum in numbers; inside an iteration only what has been added by then.
 */

import { Fragment } from "preact";
import { useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Sums } from "../client/sums";
import { say } from "../lib/messages";
import type { Scale, ThemeColours } from "../model/colours";
import { createScale } from "../model/colours";
import type { Place, Scene } from "../model/contributions";
import { boundsOf, cellSize, largestOf, sentenceOf, sumOf } from "../model/contributions";
import { setting, visible } from "../model/format";
import { norm } from "../model/network/numbers";
import { added } from "../model/sums";
import type { Contributions as Data, Maybe } from "../model/types";
import { Segments, Small } from "./button";

const MATRICES = ["W_xh", "W_hh", "W_hy"];
const MOVES: Record<string, Place> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

const within = (place: number, size: number) => Math.max(0, Math.min(size - 1, place));

/** A matrix with its subscript: `W_xh`, and of which part. */
function Matrix({ name }: { name: string }) {
  const [letter, below, of] = name.split("_");
  return (
    <>
      <i>{letter}</i>
      <sub>{below}</sub>
      {of !== undefined && <sup>{/^\d+$/.test(of) ? `(${of})` : of}</sup>}
    </>
  );
}

export function Contributions({
  sums,
  isInside,
  colours,
  onSelect,
}: {
  sums: Sums;
  isInside: boolean;
  colours: ThemeColours;
  /** a weight, once its gradient is complete */
  onSelect: (parameter: string, place: Place) => void;
}) {
  const shown = sums.shown.value;
  const name = shown?.data.parameter ?? sums.parameter.value;
  const isAlone = shown !== null && shown.scene.uses.length === 1 && shown.scene.T > 1;
  return (
    <section class="contributions" id="contributions" aria-labelledby="contributions-heading">
      <header class="contributions-head">
        <h3 id="contributions-heading">
          <span class="contributions-name">
            ∂<i>L</i>/∂
            <Matrix name={name} />
          </span>{" "}
          <span class="card-note">{isAlone ? say("sums-alone") : say("sums-about")}</span>
        </h3>
        <Segments
          label={say("sums-of")}
          names={MATRICES}
          chosen={MATRICES.find((matrix) => name.startsWith(matrix)) ?? ""}
          attributesOf={(matrix) => ({ "data-parameter": matrix })}
          textOf={(matrix) => <Matrix name={matrix} />}
          onChoose={sums.choose}
        />
        {!isInside && (
          <Small id="contributions-close" onClick={sums.close}>
            {say("sums-close")}
          </Small>
        )}
      </header>
      {shown === null ? (
        <div class="contributions-row">
          <span class="contributions-missing">{sums.trouble.value}</span>
        </div>
      ) : (
        <Sum
          {...{ ...shown, colours }}
          isSought={sums.sought.value}
          onFound={sums.found}
          onSelect={(place) => onSelect(name, place)}
        />
      )}
    </section>
  );
}

function Sum({
  data,
  scene,
  colours,
  isSought,
  onFound,
  onSelect,
}: {
  data: Data;
  scene: Scene;
  colours: ThemeColours;
  /** whether the reader has just asked for it and is to be taken there */
  isSought: boolean;
  onFound: () => void;
  onSelect: (place: Place) => void;
}) {
  const row = useRef<HTMLDivElement>(null);
  const size: Place = [data.total.length, data.total[0]?.length ?? 0];
  const of = [data.parameter, ...size].join(" ");
  const [pointed, setPointed] = useState<{ of: string; at: Place } | null>(null);
  const [chosen, setChosen] = useState<{ of: string; at: Place } | null>(null);
  // A weight of another matrix is no choice of this one.
  const picked = [pointed, chosen].find((each) => each?.of === of)?.at;
  const largest = useMemo(() => largestOf(data), [data]);
  const place = picked ?? largest;

  const { addends, total, relation } = sumOf(data, place, scene);
  const begun = addends.some(({ t }) => t >= scene.from);
  const bounds = useMemo(() => boundsOf(data.contributions, data.total), [data]);
  const scale = useMemo(() => createScale(colours, bounds.each), [colours, bounds.each]);
  const sumScale = useMemo(() => createScale(colours, bounds.sum), [colours, bounds.sum]);
  const complete = scene.from === 1;

  useLayoutEffect(() => {
    const now = row.current?.querySelector<HTMLElement>(".contribution.is-now");
    if (row.current && now && row.current.scrollWidth > row.current.clientWidth) {
      row.current.scrollLeft = now.offsetLeft - row.current.clientWidth / 2;
    }
  }, [scene.now, data]);
  useLayoutEffect(() => {
    if (isSought) {
      row.current?.parentElement?.scrollIntoView({ block: "nearest" });
      row.current?.focus({ preventScroll: true });
      onFound();
    }
  }, [isSought]);

  function choose(at: Place) {
    setChosen({ of, at });
    setPointed(null);
  }

  function pressed(event: KeyboardEvent) {
    const move = MOVES[event.key];
    if (event.key === "Enter" && complete) {
      onSelect(place);
    } else if (move !== undefined && !(event.altKey || event.ctrlKey || event.metaKey)) {
      // The page would step or train.
      event.preventDefault();
      event.stopPropagation();
      choose([within(place[0] + move[0], size[0]), within(place[1] + move[1], size[1])]);
    }
  }

  /** The weight under the pointer, in whichever heatmap. */
  function weightAt({ target, clientX, clientY }: MouseEvent): Place | null {
    const picture = target instanceof Element ? target.closest(".contributions-picture") : null;
    const box = picture?.querySelector("canvas")?.getBoundingClientRect();
    return box === undefined
      ? null
      : [
          within(Math.floor(((clientY - box.top) / box.height) * size[0]), size[0]),
          within(Math.floor(((clientX - box.left) / box.width) * size[1]), size[1]),
        ];
  }

  function point(event: MouseEvent) {
    const at = weightAt(event);
    if (at !== null) {
      setPointed({ of, at });
    }
  }

  function clicked(event: MouseEvent) {
    const at = weightAt(event);
    if (at !== null) {
      choose(at);
    }
    if (at !== null && complete) {
      onSelect(at);
    }
  }

  const mark = begun ? place : null;
  const times = Array.from({ length: data.last - data.first + 1 }, (_, i) => data.first + i);
  return (
    <>
      <div
        class="contributions-row scrolls"
        ref={row}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys choose a weight
        tabIndex={0}
        role="application"
        aria-label={say("sums-row")}
        onKeyDown={pressed}
        onPointerMove={point}
        onClick={clicked}
        onPointerLeave={() => setPointed(null)}
      >
        {data.first > 1 && <Sign text="… +" />}
        {times.map((t) => {
          const known = t >= scene.from;
          const addend = known ? addends.find((each) => each.t === t)?.text : undefined;
          return (
            <Fragment key={t}>
              {t > data.first && <Sign text="+" />}
              <Heatmap
                t={t}
                {...{ size, mark }}
                values={known ? data.contributions[t - data.first] : null}
                scale={scale}
                label={`t = ${t} ${visible(scene.letters[t - 1] ?? "")}`}
                spoken={say("sums-timestep", { t, known: known ? "yes" : "no", norm: norm(data.norm[t - data.first]) })}
                term={addend === undefined ? "" : t === scene.uses[0] ? addend : added(addend)}
                state={`${known ? "" : " is-ahead"}${t === scene.now ? " is-now" : ""}`}
              />
            </Fragment>
          );
        })}
        <span class="contributions-end">
          <Sign text={data.last === scene.T ? "=" : "+ … ="} />
          <Heatmap
            {...{ size, mark }}
            values={complete ? data.total : null}
            scale={sumScale}
            label={say("sums-sum")}
            spoken={say("sums-total", { known: complete ? "yes" : "no", norm: norm(data.total_norm) })}
            term={complete ? `${relation} ${total}` : ""}
            state={` is-sum${complete ? "" : " is-ahead"}${scene.now === 1 ? " is-new" : ""}`}
          />
        </span>
      </div>
      <p class="contributions-foot">
        <span class="contributions-scale" aria-hidden="true">
          −{setting(bounds.each)}
          <span class="contributions-bar" style={{ background: scale.gradient }} />+{setting(bounds.each)}
          {bounds.sum !== bounds.each && say("sums-scale", { bound: setting(bounds.sum) })}
        </span>{" "}
        <output class="contributions-sum">
          {!begun && say("sums-ahead")}
          {begun && picked === undefined && `${say("sums-largest")} `}
          {begun && sentenceOf(data, place, scene)}
        </output>{" "}
        <span class="contributions-hint">{say("sums-hint")}</span>
      </p>
    </>
  );
}

const Sign = ({ text }: { text: string }) => (
  <span class="contributions-sign" aria-hidden="true">
    {text}
  </span>
);

/** One matrix in colours, a pixel for each weight. */
function Heatmap({
  t,
  size: [rows, columns],
  values,
  scale,
  mark,
  label,
  spoken,
  term,
  state,
}: {
  /** undefined for the sum */
  t?: number;
  size: Place;
  /** null while they lie ahead */
  values: Maybe[][] | null;
  scale: Scale;
  mark: Place | null;
  label: string;
  spoken: string;
  term: string;
  state: string;
}) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const cell = cellSize(rows, columns);

  useLayoutEffect(() => {
    const pen = canvas.current?.getContext("2d");
    pen?.clearRect(0, 0, columns, rows);
    values?.forEach((line, i) =>
      line.forEach((value, j) => {
        if (pen) {
          pen.fillStyle = scale.colour(value);
          pen.fillRect(j, i, 1, 1);
        }
      }),
    );
  }, [values, scale, rows, columns]);

  return (
    <span class={`contribution${state}`} data-t={t}>
      <span class="contributions-picture">
        <canvas
          ref={canvas}
          width={columns}
          height={rows}
          role="img"
          aria-label={spoken}
          style={{ width: `${columns * cell}px`, height: `${rows * cell}px` }}
        />
        {mark !== null && (
          <span
            class="contributions-mark"
            style={{
              width: `${cell}px`,
              height: `${cell}px`,
              transform: `translate(${mark[1] * cell}px, ${mark[0] * cell}px)`,
            }}
          />
        )}
      </span>
      <span class="contributions-label" aria-hidden="true">
        {label}
      </span>
      <span class="contributions-term" aria-hidden="true">
        {term}
      </span>
    </span>
  );
}
