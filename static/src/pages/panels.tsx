/** The workbench's panels beside the network, of which one is open. */

import { effect, signal } from "@preact/signals";

import type { Command } from "../client/curl";
import { commands } from "../client/curl";
import type { Session } from "../client/session";
import { recordOf } from "../client/session";
import type { State } from "../client/state";
import type { Key } from "../components/help";
import { Hiding } from "../components/hiding";
import { Setup } from "../components/setup";
import { Share } from "../components/share";
import { Tabs } from "../components/tabs";
import { remember, remembered, throttled } from "../lib/browser";
import { find } from "../lib/dom";
import { say } from "../lib/messages";
import { draw } from "../lib/mount";
import { base } from "../lib/root";
import type { Store } from "../lib/store";
import { steady } from "../lib/store";
import type { Hideable } from "../model/hiding";
import type { PageConfig } from "../model/types";
import { createGenerating } from "./generating";
import { asSeen } from "./timemachine";

const PANELS = ["explain", "setup", "generate", "share"];
const COMMANDS_EVERY = 250;

export function createPanels({
  page,
  config,
  store,
  session,
  address,
  hidden,
}: {
  page: HTMLElement;
  config: PageConfig;
  store: Store<State>;
  session: Session;
  /** of what is on screen */
  address: (isLive: boolean, hides: readonly Hideable[]) => string;
  /** parts of the page that its address hides */
  hidden: readonly Hideable[];
}) {
  const names = PANELS.filter((name) => !hidden.some((each) => each === name));
  const last = remembered("tab")?.replace("tab-", "") ?? "";
  const first = names.includes("setup") ? "setup" : (names[0] ?? "explain");
  const chosen = signal(names.includes(last) ? last : first);
  const open = (name: string) => {
    chosen.value = name;
    remember("tab", `tab-${name}`);
  };
  effect(() => {
    for (const name of PANELS) {
      find(page, `#panel-${name}`, HTMLElement).hidden = name !== chosen.value;
    }
  });
  draw(find(page, "#tabs", HTMLElement), () => <Tabs names={names} chosen={chosen.value} onChoose={open} />);

  const { run, trace, view } = store.signals;
  // A form of many fields: it is not drawn again for each iteration.
  const settings = steady(() => {
    const seen = asSeen({ run: run.value, trace: trace.value, view: view.value });
    return seen && { id: seen.id, configuration: seen.configuration, hyperparameters: seen.hyperparameters };
  });
  draw(find(page, "#panel-setup", HTMLElement), () => (
    <Setup
      run={settings.value}
      config={config}
      onChange={(changes) => session.change(changes)}
      onStart={(configuration) => session.startRun(configuration)}
    />
  ));

  const generate = createGenerating({ root: find(page, "#generate-form", HTMLElement), config, store, session });

  const shared = signal<Command[]>([]);
  /** the run as it stands, to be taken along as a script */
  const code = signal<{ run: string; iteration: number } | null>(null);
  /** in the links that are copied */
  const hides = signal<readonly Hideable[]>(hidden);
  draw(find(page, "#panel-share", HTMLElement), () => (
    <Share
      link={() => address(false, hides.value)}
      live={() => address(true, hides.value)}
      commands={shared.value}
      hint={say("share-hint")}
      liveHint={say("share-live-hint")}
      code={code.value}
      options={
        <Hiding
          hidden={hides.value}
          onHide={(next) => {
            hides.value = next;
          }}
        />
      }
    />
  ));
  const showCommands = throttled(() => {
    const state = store.get();
    if (state.run !== null) {
      const record = recordOf(state.run, state.trace?.iteration);
      const { defaults } = config;
      const origin = base();
      const sample = generate.request();
      code.value = { run: state.run.id, iteration: record.iteration };
      shared.value = commands({ origin, run: state.run, record, defaults, speed: state.speed, sample });
    }
  }, COMMANDS_EVERY);
  store.watch(["run", "trace", "speed"], showCommands);
  generate.onChange(showCommands);

  function openAt(name: string, ...selectors: string[]) {
    if (!names.includes(name)) {
      return undefined;
    }
    open(name);
    const fields = selectors.map((selector) => page.querySelector<HTMLElement>(selector));
    const field = fields.find((each) => each?.checkVisibility());
    field?.focus();
    return field;
  }

  return {
    tabs: { open: (id: string) => open(id.replace("tab-", "")) },
    keys: [
      { keys: ["e"], label: "E", does: say("key-edit"), act: () => openAt("setup", "#text", "#task") },
      {
        keys: ["w"],
        label: "W",
        does: say("key-write"),
        act: () => {
          // Some tasks leave nothing to generate, and offer something else.
          if (openAt("generate", "#first", "#generate-instead")?.id === "first") {
            void generate.generate();
          }
        },
      },
      { keys: ["c"], label: "C", does: say("key-copy"), act: () => openAt("share", "#copy-link")?.click() },
    ] as Key[],
  };
}
