/** The switches of the hidden units, beside their rows: off holds a unit at 0 at every timestep. */

import { h, on, setAttributes, setText } from "../../lib/dom";
import { setting } from "../../model/format";
import { holding } from "../../model/interventions";
import type { Layout } from "../../model/network/layout";
import type { Clamp } from "../../model/types";

export function createUnits(toggle: (unit: number, on: boolean) => void) {
  const element = h("div", {
    class: "network-units",
    role: "group",
    "aria-label": "Hidden units, switched on and off",
  });
  let switches: { button: HTMLButtonElement; note: HTMLElement }[] = [];
  let active = 0;
  let clamps: readonly Clamp[] | undefined;

  function focus(unit: number) {
    switches[active]?.button.setAttribute("tabindex", "-1");
    active = Math.max(0, Math.min(switches.length - 1, unit));
    switches[active]?.button.setAttribute("tabindex", "0");
    switches[active]?.button.focus();
  }

  on(element, "keydown", (event) => {
    const places: Record<string, number> = {
      ArrowUp: active - 1,
      ArrowDown: active + 1,
      Home: 0,
      End: switches.length - 1,
    };
    const place = places[event.key];
    if (place !== undefined) {
      event.preventDefault();
      focus(place);
    }
    // The diagram around would move its own focus, and the page train.
    if (place !== undefined || ["ArrowLeft", "ArrowRight", "Enter", " "].includes(event.key)) {
      event.stopPropagation();
    }
  });

  return {
    element,

    /** @param layout with one unit in each row; with more there is no room for switches */
    rebuild(layout: Layout) {
      const { cells, H, offset } = layout;
      active = 0;
      switches =
        cells.columns > 1
          ? []
          : Array.from({ length: H }, (_, unit) => {
              const top = layout.cell(unit).y + cells.height / 2;
              const note = h("span", { class: "network-unit-note" });
              const button = h(
                "button",
                {
                  type: "button",
                  class: "network-unit-switch",
                  role: "switch",
                  tabindex: unit === 0 ? 0 : -1,
                  style: `top:${top}px;left:${offset}px;height:${cells.height + cells.gap}px`,
                },
                note,
                h("span", { class: "network-unit-knob", "aria-hidden": "true" }),
                h("span", { class: "network-unit-name" }, String(unit)),
              );
              on(button, "click", () => {
                active = unit;
                toggle(unit, holding(clamps, unit, null) !== undefined);
              });
              return { button, note };
            });
      element.replaceChildren(...switches.map(({ button }) => button));
      this.update(clamps);
    },

    /** @param now the states that are held */
    update(now: readonly Clamp[] | undefined) {
      clamps = now;
      switches.forEach(({ button, note }, unit) => {
        const held = holding(now, unit, null);
        const isOff = held !== undefined && held.value === 0;
        setText(note, held === undefined ? "" : isOff ? "off" : setting(held.value));
        setAttributes(button, {
          "aria-checked": String(held === undefined),
          "aria-label": held === undefined || isOff ? `Unit ${unit}` : `Unit ${unit}, held at ${setting(held.value)}`,
          title:
            held === undefined
              ? `Switch unit ${unit} off: hold it at 0 at every timestep`
              : `Switch unit ${unit} on again`,
        });
      });
    },
  };
}
