/** The workbench's transport and readings: what moves the run, where it is, and what it says there. */

import { createRef } from "preact";

import type { Session } from "../client/session";
import type { State } from "../client/state";
import type { Key } from "../components/help";
import { Spelling } from "../components/spelling";
import { exampleTitle, Iteration, Loss, Sentence } from "../components/status";
import { nextSpeed, Transport } from "../components/transport";
import { find } from "../lib/dom";
import { say } from "../lib/messages";
import { draw } from "../lib/mount";
import type { Store } from "../lib/store";
import type { PageConfig } from "../model/types";

const many = (event: KeyboardEvent) => (event.shiftKey ? 10 : 1);

export function createMoving({
  page,
  config,
  store,
  session,
}: {
  page: HTMLElement;
  config: PageConfig;
  store: Store<State>;
  session: Session;
}) {
  const { trace, previous, view, connection, training, speed, run } = store.signals;
  const field = createRef<HTMLInputElement>();
  const shift = (direction: 1 | -1) => void session.setSpeed(nextSpeed(speed.peek(), direction));

  draw(find(page, ".transport-buttons", HTMLElement), () => (
    <Transport
      runs="one"
      trace={trace.value}
      view={view.value}
      connection={connection.value}
      training={training.value}
      speed={speed.value}
      onReset={() => void session.reset()}
      onBack={(times) => void session.back(times)}
      onStep={(times) => void session.step(times)}
      onTrain={() => void session.toggleTraining()}
      onSpeed={(chosen) => void session.setSpeed(chosen)}
    />
  ));
  const transport = find(page, ".transport", HTMLElement);
  store.watch(["view"], (state) => transport.toggleAttribute("data-viewing", state.view !== null));

  draw(find(page, ".readings", HTMLElement), () => (
    <>
      <Iteration
        field={field}
        iteration={trace.value?.iteration ?? 0}
        furthest={config.limits.run.iteration?.maximum ?? Infinity}
        onGo={(iteration) => void session.goTo(iteration)}
        onWrong={(text) => session.tell({ kind: "error", text })}
      />
      <Loss trace={trace.value} previous={previous.value} isTraining={training.value !== null} />
      <p class="reading sentence" id="sentence" title={trace.value === null ? "" : exampleTitle(trace.value)}>
        {trace.value !== null && <Sentence trace={trace.value} />}
      </p>
    </>
  ));

  draw(find(page, "#spelling-card", HTMLElement), () => (
    <Spelling task={run.value?.configuration.task ?? config.defaults.task} trace={trace.value} />
  ));

  return {
    keys: [
      {
        keys: ["ArrowRight", "s"],
        label: "→ / S",
        does: say("key-step"),
        act: (event) => void session.step(many(event)),
      },
      {
        keys: ["ArrowLeft", "b"],
        label: "← / B",
        does: say("key-back"),
        act: (event) => void session.back(many(event)),
      },
      { keys: [" ", "t"], label: "Space / T", does: say("key-train"), act: () => void session.toggleTraining() },
      { keys: ["Home", "r"], label: "Home / R", does: say("key-reset"), act: () => void session.reset() },
      { keys: ["g"], label: "G", does: say("key-goto"), act: () => field.current?.focus() },
      { keys: ["+", "="], label: "+", does: say("key-faster"), act: () => shift(1) },
      { keys: ["-"], label: "−", does: say("key-slower"), act: () => shift(-1) },
      { keys: ["u"], label: "U", does: say("key-undo"), act: () => session.undo() },
    ] as Key[],
  };
}
