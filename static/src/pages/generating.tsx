/** The workbench's panel in which the network writes. */

import { effect, signal } from "@preact/signals";
import { render } from "preact";

import { createGeneration } from "../client/generation";
import type { Session, State } from "../client/session";
import { Generate } from "../components/generate";
import type { Store } from "../lib/store";
import type { PageConfig } from "../model/types";

export function createGenerating({
  root,
  config,
  store,
  session,
}: {
  root: HTMLElement;
  config: PageConfig;
  store: Store<State>;
  session: Session;
}) {
  const limits = config.limits.sample;
  const generation = createGeneration(limits, (request) => session.sample(request));
  const iteration = () => store.get().trace?.iteration ?? 0;
  const vocabulary = signal<string[]>([]);

  store.watch(["trace"], ({ trace }) => {
    const letters = trace?.vocabulary ?? [];
    if (JSON.stringify(letters) !== JSON.stringify(vocabulary.peek())) {
      vocabulary.value = letters;
      generation.forget(letters[0] ?? "");
    }
  });

  const Panel = () => (
    <Generate
      vocabulary={vocabulary.value}
      iteration={store.signals.trace.value?.iteration ?? 0}
      limits={limits}
      fields={generation.fields.value}
      errors={generation.errors.value}
      made={generation.made.value}
      trouble={generation.trouble.value}
      onChange={generation.change}
      onGenerate={() => void generation.generate(iteration())}
      onNextSeed={() => {
        generation.nextSeed();
        void generation.generate(iteration());
      }}
    />
  );
  render(<Panel />, root);

  return {
    request: generation.request,
    generate: () => generation.generate(iteration()),
    /** Calls the listener whenever the form stands for another request. */
    onChange: (listener: () => void) =>
      effect(() => {
        void generation.fields.value;
        listener();
      }),
  };
}
