/** Where a pupil joins a class. */

import "../styles/tokens.css";
import "../styles/base.css";
import "../styles/controls.css";
import "../styles/help.css";
import "../styles/class-bar.css";
import "../styles/classroom.css";
import { signal } from "@preact/signals";

import { classes } from "../client/classes";
import type { Classroom } from "../client/classroom";
import { createClassroom } from "../client/classroom";
import { Joined, JoinForm } from "../components/classroom/joining";
import { createThemeSwitch } from "../components/theme";
import { remember } from "../lib/browser";
import { find } from "../lib/dom";
import { say } from "../lib/messages";
import { draw } from "../lib/mount";
import { rooted } from "../lib/root";
import { animal, plainCode } from "../model/classroom";
import { REPORTED } from "../model/progress";
import type { Class } from "../model/types";

const main = find(document, "#main", HTMLElement);
const { code: given = "", longestName = "" } = main.dataset;
const failure = signal<string | null>(null);
const isBusy = signal(false);
const room = signal<{ classroom: Classroom; now: Class } | null>(null);

const suggest = () => animal((below) => Math.floor(Math.random() * below));
const suggested = suggest();
const lesson = (code: string) => rooted(`/workbench?class=${code}`);

async function join(code: string, name: string, shares: boolean) {
  isBusy.value = true;
  failure.value = null;
  const classroom = createClassroom(classes, code);
  const isIn = (await classroom.join(name)) && (!shares || (await classroom.shareProgress(true)));
  if (isIn) {
    remember(REPORTED, shares ? code : "");
    location.assign(lesson(code));
    return;
  }
  const isRemoved = classroom.ending.value === "removed";
  failure.value = classroom.failure.value ?? (isRemoved ? say("class-removed") : say("join-unknown", { code }));
  isBusy.value = false;
}

async function look(code: string) {
  try {
    const now = await classes.get(code);
    if (now.role === "teacher") {
      location.replace(rooted(`/class?code=${code}`));
    } else if (now.role === "pupil") {
      const classroom = createClassroom(classes, code);
      classroom.now.value = now;
      room.value = { classroom, now };
    }
  } catch (error) {
    failure.value = error instanceof Error ? error.message : String(error);
  }
}

draw(main, () => {
  const here = room.value;
  if (here !== null) {
    const now = here.classroom.now.value ?? here.now;
    return (
      <Joined
        code={now.code}
        name={now.name ?? ""}
        shares={now.shares_progress === true}
        address={lesson(now.code)}
        onShare={async (shares) => {
          if (await here.classroom.shareProgress(shares)) {
            remember(REPORTED, shares ? now.code : "");
          }
        }}
        onLeave={async () => {
          if (await here.classroom.leave()) {
            remember(REPORTED, "");
            room.value = null;
          }
        }}
      />
    );
  }
  return (
    <JoinForm
      code={given}
      name={suggested}
      longest={Number(longestName)}
      failure={failure.value}
      isBusy={isBusy.value}
      suggest={suggest}
      onJoin={(code, name, shares) => void join(code, name, shares)}
    />
  );
});
createThemeSwitch(document.body);
if (given !== "") {
  void look(plainCode(given));
}
