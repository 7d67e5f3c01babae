/** Inside one iteration: its phases, its gradients as sums over time, and a gated cell opened. */

import { effect, signal, untracked } from "@preact/signals";
import { render } from "preact";
import type { Api } from "../client/api";
import { createPlayer } from "../client/player";
import type { Session, State } from "../client/session";
import { createSubtotals } from "../client/subtotals";
import { createSums } from "../client/sums";
import { Contributions } from "../components/contributions";
import { Gates } from "../components/gates";
import type { Key } from "../components/help";
import { Phases } from "../components/phases";
import { find, on } from "../lib/dom";
import { say } from "../lib/messages";
import type { Store } from "../lib/store";
import type { Place } from "../model/address";
import { placeOf } from "../model/address";
import type { Palette } from "../model/colours";
import type { Moment } from "../model/phases";
import type { Address } from "../model/types";

export function createInside({
  page,
  store,
  session,
  api,
  network,
  palette,
  inspect,
  point,
}: {
  page: HTMLElement;
  store: Store<State>;
  session: Session;
  api: Api;
  network: { setPhase: (moment: Moment | null) => void };
  palette: Palette;
  /** explain a number */
  inspect: (address: Address) => void;
  /** a number is pointed at, or none */
  point: (place: Place | null) => void;
}) {
  const { signals } = store;
  const player = createPlayer(store, session);
  const { moment } = player;
  const sums = createSums(store, api, moment);
  const subtotals = createSubtotals(store, api, moment);
  /** the timestep at which a gated cell is opened */
  const opened = signal(2);
  const colours = () => palette[signals.theme.value === "dark" ? "dark" : "light"];
  const formulas = [...find(page, "#phase-formulas", HTMLTemplateElement).content.children].map((element) => ({
    kind: element.getAttribute("data-kind") ?? "",
    cells: element.getAttribute("data-cells") ?? "",
    optimizer: element.getAttribute("data-optimizer") ?? "",
    get html() {
      return element.innerHTML;
    },
  }));

  // Stays under the transport, however many lines that takes.
  const transport = find(page, ".transport", HTMLElement);
  const phases = find(page, "#inside-phases", HTMLElement);
  new ResizeObserver((entries) => {
    // As it was observed: what other observers have drawn since need not be laid out for it.
    const height = entries.at(-1)?.borderBoxSize[0]?.blockSize ?? 0;
    phases.style.setProperty("--transport-height", `${Math.round(height)}px`);
  }).observe(transport);

  const Walk = () => (
    <Phases trace={signals.trace.value} player={player} formulas={formulas} subtotals={subtotals.value} />
  );
  const Sums = () =>
    sums.isOpen.value ? (
      <Contributions
        sums={sums}
        isInside={moment.value !== null}
        colours={colours()}
        onSelect={(parameter, index) => inspect({ quantity: `gradients.${parameter}`, index })}
      />
    ) : null;
  const OpenedCell = () =>
    signals.trace.value && (
      <Gates
        trace={signals.trace.value}
        moment={moment.value}
        t={opened.value}
        colours={colours()}
        onChoose={(t) => {
          opened.value = t;
        }}
        onHover={(data) => point(data === null ? null : placeOf(data))}
      />
    );
  render(<Walk />, phases);
  render(<Sums />, find(page, "#inside-sums", HTMLElement));
  render(<OpenedCell />, find(page, "#inside-cell", HTMLElement));

  // Each of the network's matrices opens its own sum.
  for (const button of page.querySelectorAll("[data-sum]")) {
    on(button, "click", () => sums.seek(button.getAttribute("data-sum") ?? "W_hh"));
  }

  let wasInside = false;
  effect(() => {
    const now = moment.value;
    if (now !== null || wasInside) {
      untracked(() => network.setPhase(now));
    }
    wasInside = now !== null;
  });

  return {
    /** A gated cell is opened at this timestep from now on. */
    openCell(t: number) {
      opened.value = t;
    },
    keys: [
      { keys: ["."], label: ".", does: say("inside-key-next"), act: () => void player.next() },
      { keys: [","], label: ",", does: say("inside-key-back"), act: () => void player.back() },
      { keys: [">"], label: ">", does: say("inside-key-timestep"), act: () => player.timestep(1) },
      { keys: ["<"], label: "<", does: say("inside-key-timestep-back"), act: () => player.timestep(-1) },
      { keys: ["a"], label: "A", does: say("inside-key-play"), act: player.play },
      { keys: ["Escape"], label: "Esc", does: say("inside-key-leave"), act: player.leave },
    ] as Key[],
  };
}
