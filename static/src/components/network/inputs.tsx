/** What a timestep reads: one-hot vectors, or their tokens where they are long; and the picture. */

import { Legible } from "../../lib/legible";
import { quotation, say } from "../../lib/messages";
import { subscript, visible } from "../../model/format";
import type { Layout } from "../../model/network/layout";
import { HEAD } from "../../model/network/paths";
import { elided } from "../../model/network/tokens";
import { inputGroups, partAt } from "../../model/parts";
import type { Trace } from "../../model/types";
import { VerticalArrow, WeightArrow } from "./arrows";
import { Token } from "./tokens";

const CAPTION_SIZE = 13;

export function Inputs({ layout, trace, t }: { layout: Layout; trace: Trace; t: number }) {
  const { fewInputs, inputWidth: width, rows, pitch, entry, tight, words } = layout;
  const { input, x } = trace.steps[t - 1];
  const read = quotation(visible(input));
  const name = `x${subscript(t)}`;
  const caption =
    tight && words
      ? name
      : fewInputs || !words
        ? `${name} = ${read}`
        : `${name} = ${elided(read, pitch - 12 - 3 * CAPTION_SIZE, CAPTION_SIZE)}`;
  return (
    <g>
      {inputGroups(partAt(trace, t)).map(({ offset, tokens }, line) => {
        const hot = tokens.findIndex((_, index) => x[offset + index] === 1);
        const shown = fewInputs ? tokens.map((_, index) => index) : [hot];
        const y = rows.input + line * rows.inputRow;
        return shown.map((index, place) => {
          const left = entry + (place - shown.length / 2) * width + 1;
          // Before the first letter there is nothing to be asked about.
          const isThere = index !== -1;
          return (
            <g
              key={`${line} ${place}`}
              class={`network-item network-input${isThere && index === hot ? " is-hot" : ""}`}
              data-quantity={isThere ? "x" : undefined}
              data-t={t}
              data-index={isThere ? offset + index : undefined}
            >
              <rect x={left} y={y} width={width - 2} height={24} rx={4} />
              <Token token={tokens[index] ?? "–"} room={width - 8} x={left + (width - 2) / 2} y={y + 16.5} />
            </g>
          );
        });
      })}
      <text class="network-caption" x={entry} y={rows.inputLabel + 17} aria-hidden="true">
        <Legible text={caption} inside="svg" />
      </text>
    </g>
  );
}

/** The picture that sets h_0, under it as an input is under its state. */
export function Picture({ layout, trace }: { layout: Layout; trace: Trace }) {
  const { image } = trace.example;
  if (image === null) {
    return null;
  }
  const { rows, pixel, imageWidth } = layout;
  const imageHeight = image.rows * pixel;
  const arrow = { trace, t: 0, weights: "W_ph" };
  return (
    <g>
      {layout.lane ? (
        <WeightArrow {...arrow} {...pastTheCellState(layout, imageHeight)} />
      ) : (
        <VerticalArrow {...arrow} from={rows.input - 3} to={rows.cellEnd + 3} />
      )}
      <rect
        class="network-image-frame"
        x={-imageWidth / 2 - 2}
        y={rows.input - 2}
        width={imageWidth + 4}
        height={imageHeight + 4}
        rx={3}
      />
      {image.pixels.map((value, index) => (
        <g
          key={index}
          class="network-item network-pixel"
          data-quantity="p"
          data-index={index}
          data-on={value ? "" : undefined}
        >
          <rect
            x={(index % image.columns) * pixel - imageWidth / 2}
            y={rows.input + Math.floor(index / image.columns) * pixel}
            width={pixel}
            height={pixel}
          />
        </g>
      ))}
      <text class="network-caption" y={rows.input + imageHeight + 19} aria-hidden="true">
        {say("network-picture")}
      </text>
    </g>
  );
}

/** The picture decides h_0 and not c_0, which stands between the two. */
function pastTheCellState({ rows, imageWidth, frameWidth, frameHeight }: Layout, imageHeight: number) {
  const edge = -frameWidth / 2 - 3 - HEAD;
  const y = rows.frame + frameHeight / 2;
  const x = Math.min(edge - 3, -imageWidth / 2 - 10);
  return {
    path: `M${-imageWidth / 2 - 4} ${rows.input + imageHeight / 2}H${x}V${y}H${edge}`,
    end: { x: edge, y, degrees: 0 },
    name: { x: x + 9, y: (rows.cellEnd + rows.input) / 2 + 2 },
  };
}
