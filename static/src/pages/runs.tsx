/** The runs that this browser has made. */

import "../styles/tokens.css";
import "../styles/base.css";
import "../styles/controls.css";
import "../styles/help.css";
import "../styles/sparkline.css";
import "../styles/kept.css";
import { signal } from "@preact/signals";

import { api } from "../client/api";
import { createCollection } from "../client/collection";
import type { Doomed } from "../components/kept";
import { Kept } from "../components/kept";
import { createThemeSwitch } from "../components/theme";
import { find } from "../lib/dom";
import { draw } from "../lib/mount";
import { workbench } from "../model/link";

const main = find(document, "#main", HTMLElement);
const longest = Number(main.dataset.longestTitle);
const collection = createCollection(api);
const doomed = signal<Doomed | null>(null);

async function remove(each: Doomed) {
  await (each === "all" ? collection.removeAll() : collection.remove(each.id));
  // The button that was clicked is gone, and the focus with it.
  find(main, "h1", HTMLElement).focus();
}

draw(main, () => (
  <Kept
    collection={collection}
    longest={longest}
    workbench={workbench("")}
    doomed={doomed.value}
    onDoom={(each) => {
      doomed.value = each;
    }}
    onDelete={(each) => void remove(each)}
  />
));
createThemeSwitch(document.body);
// A page that comes back from the browser's cache shows what has become of the runs meanwhile.
addEventListener("pageshow", (event) => event.persisted && void collection.load());
void collection.load();
