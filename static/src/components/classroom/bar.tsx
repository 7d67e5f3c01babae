/** The line at the top of a workbench that belongs to a class. */

import type { ComponentChildren } from "preact";
import type { Classroom } from "../../client/classroom";
import { say } from "../../lib/messages";
import { rooted } from "../../lib/root";
import type { Class } from "../../model/types";
import { Failure, PupilsQuestion, TeachersQuestion } from "./asked";

function Bar({ classroom, children }: { classroom: Classroom; children: ComponentChildren }) {
  const { connection, failure, tell } = classroom;
  return (
    <div class="class-bar">
      {connection.value === "lost" && (
        <p class="class-lost" role="status">
          {say("class-lost")}
        </p>
      )}
      <Failure text={failure.value} onDismiss={() => tell(null)} />
      {children}
    </div>
  );
}

export function TeachersBar({
  classroom,
  now,
  canAsk,
  isElsewhere,
  onAsk,
  onRevealed,
  onShow,
}: {
  classroom: Classroom;
  now: Class;
  canAsk: boolean;
  /** whether the class is shown another run, by another window of the teacher's */
  isElsewhere: boolean;
  onAsk: () => void;
  onRevealed: () => void;
  /** show the class this window's run */
  onShow: () => void;
}) {
  const joined = now.pupils?.length ?? 0;
  const { question } = now;
  return (
    <Bar classroom={classroom}>
      <section class="class-line" aria-label={say("class-region")}>
        <a class="class-code" href={rooted(`/class?code=${now.code}`)} title={say("class-code-title")}>
          {now.code}
        </a>
        <p class="class-count">{say("class-present", { present: now.present ?? 0, joined })}</p>
        <p class="class-state" role="status">
          {say(
            isElsewhere
              ? "teacher-elsewhere"
              : now.paused
                ? "teacher-paused"
                : now.following
                  ? "teacher-following"
                  : "teacher-free",
          )}
        </p>
        <p class="class-actions">
          {isElsewhere && (
            <button type="button" class="button primary" id="show-here" onClick={onShow}>
              {say("class-show-here")}
            </button>
          )}
          <button type="button" class="button" id="ask-class" disabled={!canAsk} onClick={onAsk}>
            {say("class-ask")}
          </button>
          <button
            type="button"
            class="button"
            id="let-go"
            title={say(now.following ? "class-let-go-title" : "class-gather-title")}
            onClick={() => void (now.following ? classroom.letGo() : classroom.gather())}
          >
            {now.following ? say("class-let-go") : say("class-gather")}
          </button>
          <button type="button" class="button" id="pause-class" onClick={() => void classroom.pause(!now.paused)}>
            {now.paused ? say("class-go-on") : say("class-pause")}
          </button>
        </p>
      </section>
      {question !== null && (
        <TeachersQuestion
          question={question}
          pupils={joined}
          onReveal={() => void classroom.reveal(question.number).then((isDone) => isDone && onRevealed())}
          onPutAway={() => void classroom.putAway()}
        />
      )}
    </Bar>
  );
}

export function PupilsBar({
  classroom,
  now,
  reading,
}: {
  classroom: Classroom;
  now: Class;
  /** where the run that is shown stands */
  reading: string | null;
}) {
  const { question } = now;
  return (
    <>
      <Bar classroom={classroom}>
        <section class="class-line" aria-label={say("class-region")}>
          <p>
            <strong>{now.name}</strong> <span class="class-place">{now.code}</span>
          </p>
          <p class="class-state" role="status">
            {now.view === null ? say("pupil-waiting") : now.following ? say("pupil-following") : say("pupil-free")}
          </p>
          {reading !== null && <p class="class-reading">{reading}</p>}
        </section>
        {question !== null && (
          <PupilsQuestion
            question={question}
            answer={now.answer ?? null}
            onAnswer={(value) => void classroom.answer(question.number, value)}
          />
        )}
      </Bar>
      {now.paused && (
        <div class="class-paused" role="alertdialog" aria-modal="true" aria-labelledby="paused-title" tabIndex={-1}>
          <p id="paused-title">{say("pupil-paused")}</p>
        </div>
      )}
    </>
  );
}

/** In place of it when the class is over, or over for this pupil. */
export function Over({ classroom }: { classroom: Classroom }) {
  return (
    <div class="class-bar">
      <p class="class-lost" role="status">
        {classroom.ending.value === "removed" ? say("class-removed") : say("class-over")}{" "}
        <a class="button small" href={rooted("/workbench")}>
          {say("class-alone")}
        </a>
      </p>
    </div>
  );
}
