/** Where a teacher opens a class, and shows how to join it. */

import "../styles/tokens.css";
import "../styles/base.css";
import "../styles/controls.css";
import "../styles/help.css";
import "../styles/class-bar.css";
import "../styles/classroom.css";
import { signal } from "@preact/signals";

import { UnreachableError } from "../client/api";
import { classes } from "../client/classes";
import type { Classroom } from "../client/classroom";
import { createClassroom } from "../client/classroom";
import type { RoomConfig } from "../components/classroom/room";
import { Opening, Room } from "../components/classroom/room";
import { createThemeSwitch } from "../components/theme";
import { find } from "../lib/dom";
import { say } from "../lib/messages";
import { draw } from "../lib/mount";
import { plainCode } from "../model/classroom";

const AGAIN = 2000;

const main = find(document, "#main", HTMLElement);
const config: RoomConfig = JSON.parse(find(document, "#page-config", HTMLScriptElement).text);
/** null until it is known */
const codes = signal<string[] | null>(null);
const room = signal<Classroom | null>(null);
const failure = signal<string | null>(null);
const isBusy = signal(false);

function enter(code: string) {
  room.value = createClassroom(classes, code);
  history.replaceState(null, "", `?code=${code}`);
  void room.value.enter();
}

async function load(): Promise<void> {
  try {
    const mine = await classes.mine();
    failure.value = null;
    codes.value = mine.codes;
    const wished = plainCode(new URLSearchParams(location.search).get("code") ?? "");
    const code = mine.codes.includes(wished) ? wished : mine.codes[0];
    if (code !== undefined) {
      enter(code);
    }
  } catch (error) {
    failure.value = error instanceof Error ? error.message : String(error);
    if (error instanceof UnreachableError) {
      setTimeout(() => void load(), AGAIN);
    }
  }
}

async function open(): Promise<void> {
  isBusy.value = true;
  failure.value = null;
  try {
    const { code } = await classes.open();
    codes.value = [code, ...(codes.peek() ?? [])];
    enter(code);
  } catch (error) {
    failure.value = error instanceof Error ? error.message : String(error);
  } finally {
    isBusy.value = false;
  }
}

function closed() {
  codes.value = codes.peek()?.filter((code) => code !== room.peek()?.code) ?? null;
  room.value = null;
  history.replaceState(null, "", location.pathname);
}

draw(main, () => {
  const here = room.value;
  const now = here?.now.value ?? null;
  if (here !== null && now !== null && here.connection.value !== "over") {
    return (
      <Room
        classroom={here}
        classes={classes}
        now={now}
        others={(codes.value ?? []).filter((code) => code !== here.code)}
        config={config}
        onClosed={closed}
      />
    );
  }
  if ((codes.value === null && failure.value === null) || (here !== null && here.connection.value === "connecting")) {
    return <p role="status">{say("class-loading")}</p>;
  }
  return (
    <Opening
      isBusy={isBusy.value}
      failure={failure.value ?? here?.failure.value ?? null}
      onOpen={() => void open()}
      onDismiss={() => {
        failure.value = null;
        here?.tell(null);
      }}
    />
  );
});
createThemeSwitch(document.body);
void load();
