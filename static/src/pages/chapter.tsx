/** A chapter: brings its scenes and checks to life as they come near. */

import "../styles/tokens.css";
import "../styles/base.css";
import "../styles/controls.css";
import "../styles/figures.css";
import "../styles/network.css";
import "../styles/gating.css";
import "../styles/phases.css";
import "../styles/inspector.css";
import "../styles/task.css";
import "../styles/article.css";
import "../styles/scene.css";
import "../styles/lesson-figures.css";
import "../styles/check.css";
import "../styles/glossary.css";
import "../lib/scrolling";

import { computed, effect, signal } from "@preact/signals";

import { api } from "../client/api";
import { classes } from "../client/classes";
import { createFindings } from "../client/findings";
import type { Stage } from "../client/lesson";
import { createStage } from "../client/lesson";
import { createRuns } from "../client/lesson-runs";
import { createProgress } from "../client/progress";
import { createFilling } from "../client/sum";
import { Bar, End, SectionFoot } from "../components/lesson/progress";
import { Scene } from "../components/lesson/scene";
import { SumCheck } from "../components/lesson/sum";
import { explainWords } from "../components/lesson/words";
import { createThemeSwitch, theme } from "../components/theme";
import { remember, remembered } from "../lib/browser";
import { copied, find, prefersReducedMotion } from "../lib/dom";
import { askBeforeLeaving } from "../lib/leaving";
import { draw } from "../lib/mount";
import type { Lesson } from "../model/lesson";
import { trialOf } from "../model/lesson";
import { toQuery, workbench } from "../model/link";
import { REPORTED, reported } from "../model/progress";
import type { Configuration, PageConfig } from "../model/types";
// Too small for a request of its own, as which the other articles would ask for it.
import "./progressing";

/** Before a part is on screen, it is made ready from here on. */
const NEAR = "700px";
/** The line that the eyes are on: a section that crosses it is the one that is being read. */
const READ = "-30% 0px -70% 0px";

const page = document.body;
const config: PageConfig & { lesson: Lesson } = JSON.parse(find(document, "#page-config", HTMLScriptElement).text);
const { lesson } = config;

createThemeSwitch(page);
const setting = { palette: config.palette, cells: config.cells, plotly: config.plotly, theme };

// What a link carries is kept, and the address is plain again.
const carried = new URLSearchParams(location.search).get("progress");
const progress = createProgress(lesson.slug, { remembered, remember }, carried);
if (carried !== null) {
  history.replaceState(null, "", location.pathname + location.hash);
}

const standings = [
  ...lesson.scenes.flatMap(({ before, after }) => [before, after]),
  ...lesson.sums.map((s) => s.state),
];
const runs = createRuns(api, standings);
const pause = (milliseconds: number) =>
  prefersReducedMotion() ? Promise.resolve() : new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

/** The workbench at what a scene shows. */
function tryAddress({ scene, step, view }: Stage): string | null {
  const { run } = view.value;
  if (run === null) {
    return null;
  }
  const { experiment, before, after } = scene;
  const standing = experiment !== null ? trialOf(experiment) : step.value === "seen" ? after : before;
  const record = {
    configuration: { ...config.defaults, ...standing.configuration } as Configuration,
    interventions: run.interventions,
    iteration: standing.iteration,
  };
  const phase = standing.phase === "loss" ? null : standing.phase;
  return workbench(toQuery(record, config.defaults, null, { phase }));
}

const findings = createFindings({ remembered, remember });

/** By the name of a part: what makes it ready, and what begins it anew. */
const parts = new Map<string, { open: () => Promise<void>; reset: () => unknown }>();

const stages: Stage[] = [];
for (const scene of lesson.scenes) {
  const stage = createStage({ scene, runs, api, progress, findings, pause, theme: () => theme.peek() });
  parts.set(scene.id, stage);
  stages.push(stage);
  draw(find(page, `#${scene.id}`, HTMLElement), () => (
    <Scene
      stage={stage}
      setting={setting}
      tryAddress={tryAddress(stage)}
      onGuess={(guess) => {
        stage.guess.value = guess;
      }}
    />
  ));
}
askBeforeLeaving(computed(() => stages.some(({ isTraining }) => isTraining.value)));
for (const sum of lesson.sums) {
  const filling = createFilling({ sum, runs, progress, pause });
  parts.set(sum.id, filling);
  draw(find(page, `#${sum.id}`, HTMLElement), () => <SumCheck filling={filling} />);
}

const near = new IntersectionObserver(
  (entries) => {
    for (const { isIntersecting, target } of entries) {
      if (isIntersecting) {
        near.unobserve(target);
        void parts.get(target.id)?.open();
      }
    }
  },
  { rootMargin: NEAR },
);
for (const id of parts.keys()) {
  near.observe(find(page, `#${id}`, HTMLElement));
}

// What would have told an answer can be read once it has been given.
effect(() => {
  const { done } = progress.here.value;
  for (const prose of page.querySelectorAll<HTMLElement>("[data-after]")) {
    prose.toggleAttribute("data-done", String(prose.dataset.after) in done);
  }
});

const resetAll = (ids: readonly string[]) => {
  progress.forget(ids);
  for (const id of ids) {
    void parts.get(id)?.reset();
  }
};

// In class, and only with the reader's consent, the teacher sees how far this is.
const reportedTo = remembered(REPORTED);
if (reportedTo !== null && reportedTo !== "") {
  effect(() => {
    const { done, missed } = reported(progress.here.value);
    if (done.length > 0) {
      // A class that is over, or a server that is away: the reader goes on all the same.
      void classes.report(reportedTo, lesson.slug, { done, missed }).catch(() => {});
    }
  });
}

const titles = Object.fromEntries(
  lesson.sections.map(({ id }) => [id, find(page, `#${id}-title`, HTMLElement).textContent ?? ""]),
);
const current = signal<string | null>(null);
const reading = new IntersectionObserver(
  (entries) => {
    for (const { isIntersecting, target } of entries) {
      if (isIntersecting) {
        current.value = target.id;
      } else if (current.peek() === target.id) {
        current.value = null;
      }
    }
  },
  { rootMargin: READ },
);
for (const { id } of lesson.sections) {
  reading.observe(find(page, `#${id}`, HTMLElement));
}
draw(find(page, "#chapter-bar", HTMLElement), () => (
  <Bar lesson={lesson} titles={titles} current={current.value} progress={progress.here.value} />
));
for (const { id, parts: counted, optional } of lesson.sections) {
  const ids = [...counted, ...optional];
  draw(find(page, `[data-foot="${id}"]`, HTMLElement), () => (
    <SectionFoot parts={ids} progress={progress.here.value} onReset={() => resetAll(ids)} />
  ));
}
draw(find(page, "#chapter-end", HTMLElement), () => (
  <End
    link={() => copied(`${location.origin}${location.pathname}?progress=${progress.link()}`)}
    onReset={() => resetAll([...parts.keys()])}
  />
));
explainWords(page);
