/** What a network makes of texts. */

import { say } from "../../lib/messages";
import { visible } from "../../model/format";
import type { Measured } from "../../model/lesson";
import type { FigureProps } from "./setting";
import { UNKNOWN } from "./setting";

const text = (values: Measured["values"], name: string) => [...String(values[name] ?? "")];

/** Where no prediction is asked for, in what a measure tells. */
const NOTHING_ASKED = "·";

/** Texts letter by letter, and what the network predicts after each; nothing where it has no weights. */
export function Readings({ view: { measures, isHidden } }: FigureProps) {
  const [measured] = measures;
  if (measured === undefined) {
    return null;
  }
  const { values } = measured;
  const texts = [{ read: text(values, "read"), said: text(values, "written"), asked: text(values, "asked") }];
  if (values.other !== undefined) {
    texts.push({ read: text(values, "other"), said: text(values, "other_written"), asked: [] });
  }
  return (
    <div class="lesson-readings">
      {texts.map(({ read, said, asked }) => (
        <div class="scrolls">
          <table aria-label={say("lesson-reading", { text: read.join("") })}>
            <tbody>
              <tr>
                <th scope="row">{say("lesson-reads")}</th>
                {read.map((letter, place) => (
                  <td key={place}>{visible(letter)}</td>
                ))}
              </tr>
              <tr>
                <th scope="row">{say("lesson-says")}</th>
                {read.map((_, place) => (
                  <Said
                    key={place}
                    token={isHidden ? null : said[place]}
                    target={asked[place] === NOTHING_ASKED ? undefined : asked[place]}
                  />
                ))}
              </tr>
              {!isHidden && asked.length > 0 && (
                <tr class="is-asked">
                  <th scope="row">{say("lesson-asked")}</th>
                  {asked.map((token, place) => (
                    <td key={place}>{token === NOTHING_ASKED ? "" : visible(token)}</td>
                  ))}
                </tr>
              )}
            </tbody>
          </table>
        </div>
      ))}
    </div>
  );
}

/** @param token null as long as it is hidden, undefined where there is none */
function Said({ token, target }: { token: string | null | undefined; target: string | undefined }) {
  if (token === null) {
    return <td class="is-unknown">{UNKNOWN}</td>;
  }
  if (token === undefined) {
    return (
      <td class="is-none" aria-label={say("lesson-no-weights")}>
        –
      </td>
    );
  }
  const mark = target === undefined ? "none" : target === token ? "right" : "wrong";
  return (
    <td class="is-said" data-mark={mark}>
      {visible(token)}
      {mark !== "none" && <span class="visually-hidden"> {say("lesson-mark", { mark })}</span>}
    </td>
  );
}
