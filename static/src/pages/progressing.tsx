/** How far the reader is in each chapter, wherever a page lists them. */

import { Done } from "../components/lesson/progress";
import { remembered } from "../lib/browser";
import { draw } from "../lib/mount";
import { KEPT, NO_PROGRESS, read } from "../model/progress";

export function showProgress(page: HTMLElement) {
  const progress = read(remembered(KEPT));
  for (const place of page.querySelectorAll<HTMLElement>("[data-progress]")) {
    const { progress: slug = "", parts = "" } = place.dataset;
    draw(place, () => <Done parts={parts.split(" ")} progress={progress[slug] ?? NO_PROGRESS} />);
  }
}
