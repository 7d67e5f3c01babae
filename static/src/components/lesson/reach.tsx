/** How far a gradient reaches, timestep by timestep, and sliders that change its way. */

import { Legible } from "../../lib/legible";
import { say } from "../../lib/messages";
import { setting } from "../../model/format";
import { scaleOf } from "../../model/laboratory";
import { reading } from "../../model/notation";
import { axisOf, heightOf, heightOfPower } from "../../model/reach";
import type { Maybe } from "../../model/types";
import type { FigureProps } from "./setting";

const [WIDTH, HEIGHT] = [640, 240];

const capital = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

export function Reach({
  figure,
  view: { reach, untrained, isSeen, isHidden },
  moved,
  configuration,
  onMove,
}: FigureProps) {
  if (reach === null) {
    return null;
  }
  const { T, readings } = reach;
  const isOfState = figure.told.of === "state";
  // Before the first letter nothing is read.
  const valuesOf = ({ norms }: typeof reach) => (isOfState ? norms.state : norms.last_loss).slice(1);
  const values = valuesOf(reach);
  // Where the scene trains, what was there before stays in view.
  const earlier = untrained === null ? [] : valuesOf(untrained);
  const axis = axisOf(isHidden ? values.slice(-1) : [...values, ...earlier]);
  // The gradient is drawn where its timestep is, a change by how many steps it has gone: both begin at the last state.
  const x = (place: number) => ((isOfState ? T - 1 - place : place) / Math.max(1, T - 1)) * WIDTH;
  const y = (value: Maybe) => heightOf(axis, value) * HEIGHT;
  const pathOf = (of: Maybe[]) =>
    of.map((value, i) => `${i === 0 ? "M" : "L"}${x(i).toFixed(1)} ${y(value).toFixed(1)}`).join("");
  const last = values.at(-1) ?? null;
  const name = isOfState ? "state" : "loss";
  const measured = isOfState
    ? say("lesson-reach-state", { from: reading(values[0] ?? null, true), steps: T - 1 })
    : readings.words;
  const label = isHidden ? say("lesson-reach-hidden", { of: name }) : measured;
  return (
    <div class="lesson-reach">
      <p class="reach-name">
        <Legible text={say("lesson-reach", { of: name })} />
      </p>
      <div class="reach-plot" role="img" aria-label={label}>
        {axis.ticks.map(({ power, text }) => (
          <span key={power} class="reach-tick" style={{ top: `${(100 * heightOfPower(axis, power)).toFixed(1)}%` }}>
            {text}
          </span>
        ))}
        <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
          {axis.ticks.map(({ power }) => (
            <path key={power} class="reach-grid" d={`M0 ${heightOfPower(axis, power) * HEIGHT}H${WIDTH}`} />
          ))}
          {untrained !== null && <path class="lesson-earlier" d={pathOf(earlier)} />}
          {!isHidden && <path class="lesson-curve" d={pathOf(values)} />}
          <path class="lesson-point" d={`M${x(T - 1)} ${y(last).toFixed(1)}h0.01`} />
        </svg>
      </div>
      <p class="reach-ends">
        <span>{isOfState ? say("lesson-reach-steps", { steps: 0 }) : "t = 1"}</span>
        <span>{isOfState ? say("lesson-reach-steps", { steps: T - 1 }) : `t = ${T}`}</span>
      </p>
      {untrained !== null && (
        <p class="reach-key">
          <span data-line="earlier">{say("lesson-loss-at", { iteration: untrained.iteration })}</span>
          <span data-line="curve">{say("lesson-loss-at", { iteration: reach.iteration })}</span>
        </p>
      )}
      {isSeen && (
        <>
          {!isOfState && (
            <p class="reach-words" role="status">
              <Legible text={capital(readings.words)} />
            </p>
          )}
          {(figure.told.sliders ?? []).map((name) => {
            const { min, max, step } = scaleOf(name);
            const value = moved[name] ?? Number(configuration[name] ?? 0);
            return (
              <label key={name} class="reach-slider">
                <span>{say(`lesson-slider-${name}`)}</span>
                <input
                  type="range"
                  min={min}
                  max={max}
                  step={step}
                  value={value}
                  data-slider={name}
                  onInput={({ currentTarget }) => onMove(name, currentTarget.valueAsNumber)}
                />
                <output>{setting(value)}</output>
              </label>
            );
          })}
        </>
      )}
    </div>
  );
}
