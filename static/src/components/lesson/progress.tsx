/** How far the reader is: above the chapter, below each section, and at the end. */

import { useEffect, useState } from "preact/hooks";

import { say } from "../../lib/messages";
import type { Lesson } from "../../model/lesson";
import type { ChapterProgress } from "../../model/progress";
import { CopyButton } from "../copy";

const doneOf = (parts: readonly string[], { done }: ChapterProgress) => parts.filter((part) => part in done).length;

/** How many parts of a chapter are done, once any is. */
export function Done({ parts, progress }: { parts: readonly string[]; progress: ChapterProgress }) {
  const done = doneOf(parts, progress);
  return done === 0 ? null : say("lesson-done", { done, count: parts.length });
}

/** What is said below a link that has no room to say it itself. */
interface Label {
  title: string;
  /** how far right the link stands */
  left: number;
  /** whatever brought it takes it away again; a tap ends with the next one */
  by: "mouse" | "focus" | "tap";
}

function labelOf(link: HTMLElement, title: string, by: Label["by"]): Label | null {
  const own = link.querySelector<HTMLElement>(".bar-title");
  const isReadable = own !== null && own.clientWidth > 0 && own.scrollWidth <= own.clientWidth;
  return isReadable ? null : { title, left: link.offsetLeft, by };
}

/** Sections as steps, and how many parts of all are done. */
export function Bar({
  lesson,
  titles,
  current,
  progress,
}: {
  lesson: Lesson;
  titles: Record<string, string>;
  /** the section that is being read */
  current: string | null;
  progress: ChapterProgress;
}) {
  const [label, setLabel] = useState<Label | null>(null);
  const isLabelled = label !== null;
  useEffect(() => {
    if (!isLabelled) {
      return;
    }
    const end = () => setLabel(null);
    const dismiss = ({ key }: KeyboardEvent) => key === "Escape" && end();
    document.addEventListener("pointerdown", end);
    document.addEventListener("keydown", dismiss);
    return () => {
      document.removeEventListener("pointerdown", end);
      document.removeEventListener("keydown", dismiss);
    };
  }, [isLabelled]);
  const parts = lesson.sections.flatMap((section) => section.parts);
  const done = doneOf(parts, progress);
  return (
    <nav class="bar-inner" aria-label={say("lesson-sections")}>
      <ol>
        {lesson.sections.map((section, place) => {
          const isDone = doneOf(section.parts, progress) === section.parts.length;
          const title = titles[section.id] ?? "";
          const tell = (link: HTMLElement, by: Label["by"]) => setLabel(labelOf(link, title, by));
          const leave = (by: Label["by"]) => setLabel((told) => (told?.by === by ? null : told));
          return (
            <li key={section.id} data-done={isDone ? "" : undefined}>
              <a
                href={`#${section.id}`}
                aria-current={section.id === current ? "location" : undefined}
                onPointerEnter={({ pointerType, currentTarget }) =>
                  pointerType === "mouse" && tell(currentTarget, "mouse")
                }
                onPointerLeave={() => leave("mouse")}
                onPointerUp={({ pointerType, currentTarget }) => pointerType !== "mouse" && tell(currentTarget, "tap")}
                onFocus={({ currentTarget }) => currentTarget.matches(":focus-visible") && tell(currentTarget, "focus")}
                onBlur={() => leave("focus")}
              >
                <span class="bar-number" aria-hidden="true">
                  {isDone ? "✓" : place + 1}
                </span>
                <span class="bar-title" aria-hidden="true">
                  {title}
                </span>
                {/* Also where there is no room to show it. */}
                <span class="visually-hidden">
                  {title} {isDone && say("lesson-section-done")}
                </span>
              </a>
            </li>
          );
        })}
      </ol>
      <p class="bar-current" aria-hidden="true">
        {current !== null && titles[current]}
      </p>
      <p class="bar-count" id="progress-count">
        {say("lesson-done", { done, count: parts.length })}
      </p>
      {label !== null && (
        <p class="bar-label" aria-hidden="true" style={{ "--left": `${label.left}px` }}>
          <span>{label.title}</span>
        </p>
      )}
      <progress class="bar-progress" max={parts.length} value={done} aria-labelledby="progress-count" />
    </nav>
  );
}

export function SectionFoot({
  parts,
  progress,
  onReset,
}: {
  parts: readonly string[];
  progress: ChapterProgress;
  onReset: () => void;
}) {
  const isBegun = parts.some((part) => part in progress.done || part in progress.guesses);
  return isBegun ? (
    <button type="button" class="link-button" onClick={onReset}>
      {say("lesson-section-reset")}
    </button>
  ) : null;
}

export function End({ link, onReset }: { link: () => Promise<boolean>; onReset: () => void }) {
  return (
    <div class="chapter-keep">
      <CopyButton id="copy-progress" label={say("lesson-link")} copy={link} />
      <button type="button" class="button small" id="reset-chapter" onClick={onReset}>
        {say("lesson-reset")}
      </button>
      <p class="hint">{say("lesson-kept")}</p>
    </div>
  );
}
