/** The gradients' laboratory: settings, and what the server measures of them. */

import { computed, signal } from "@preact/signals";

import type { Measured, Preset, SeedsMeasured, Settings } from "../model/laboratory";
import { body, consistent, defaults, presetOf, seedless } from "../model/laboratory";
import type { Limit } from "../model/types";
import { createQuestion } from "./question";

/** How long the settings have to stay as they are before something is asked (ms). */
const ASK_AFTER = 120;

export type Laboratory = ReturnType<typeof createLaboratory>;

export function createLaboratory({
  opened,
  presets,
  limits,
  measure,
  measureSeeds,
  show,
}: {
  /** the settings it begins with */
  opened: Settings;
  presets: Preset[];
  limits: Record<string, Limit>;
  measure: (body: Settings, signal: AbortSignal) => Promise<Measured>;
  measureSeeds: (body: Settings, signal: AbortSignal) => Promise<SeedsMeasured>;
  /** draws what was measured */
  show: (measured: Measured) => Promise<void>;
}) {
  const settings = signal(opened);
  const preset = computed(() => presetOf(settings.value, presets, limits));
  const measured = createQuestion((cut) => measure(body(settings.value, limits), cut), show);
  const seeds = createQuestion((cut) => measureSeeds(body(settings.value, limits), cut));
  // A question of the page, unlike a moved slider, is put to several seeds at once.
  let withSeeds = preset.value !== null;
  let waiting: ReturnType<typeof setTimeout> | undefined;

  async function ask() {
    clearTimeout(waiting);
    await measured.ask();
    if (withSeeds && !measured.isAsked.value) {
      withSeeds = false;
      askSeeds();
    }
  }

  function askSeeds() {
    seeds.forget();
    void seeds.ask();
  }

  function askSoon() {
    clearTimeout(waiting);
    measured.expect();
    waiting = setTimeout(() => void ask(), ASK_AFTER);
  }

  function change(changes: Settings) {
    withSeeds = false;
    const before = seedless(settings.value, limits);
    settings.value = consistent({ ...settings.value, ...changes });
    // What several seeds said belongs to the settings they were trained with.
    if (seedless(settings.value, limits) !== before) {
      seeds.forget();
    }
    askSoon();
  }

  return {
    limits,
    presets,
    settings,
    preset,
    measured,
    seeds,
    ask,
    askSeeds,
    change,

    /** A preset is a whole experiment: it sets everything but the seed. */
    choose(chosen: Preset) {
      change({ ...defaults(limits), ...chosen.settings, seed: settings.value.seed ?? null });
      withSeeds = true;
    },

    /** What is on its way has the colours of another theme. */
    recolour() {
      if (measured.isAsked.value) {
        askSoon();
      }
    },
  };
}
