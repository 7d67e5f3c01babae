/** The page that a teacher shows: how to join, who is there, and what to do next. */

import { useState } from "preact/hooks";
import type { Classes } from "../../client/classes";
import type { Classroom } from "../../client/classroom";
import { copied } from "../../lib/dom";
import { say } from "../../lib/messages";
import { rooted } from "../../lib/root";
import type { Class } from "../../model/types";
import { CopyButton } from "../copy";
import { Dialog } from "../dialog";
import { LabelledSelect } from "../select";
import { Failure } from "./asked";

export interface RoomConfig {
  /** whether only this machine reaches the server */
  listens_locally: boolean;
  port: number;
  chapters: { slug: string; title: string; parts: number }[];
}

type Pupil = NonNullable<Class["pupils"]>[number];

/** Before there is a class. */
export function Opening({
  isBusy,
  failure,
  onOpen,
  onDismiss,
}: {
  isBusy: boolean;
  failure: string | null;
  onOpen: () => void;
  onDismiss: () => void;
}) {
  return (
    <section class="card room-opening">
      <h1 tabIndex={-1}>{say("class-heading")}</h1>
      <p>{say("class-description")}</p>
      <ol class="room-steps">
        <li>{say("class-step-join")}</li>
        <li>{say("class-step-follow")}</li>
        <li>{say("class-step-predict")}</li>
        <li>{say("class-step-explore")}</li>
      </ol>
      <Failure text={failure} onDismiss={onDismiss} />
      <p>
        <button type="button" class="button primary room-open" id="open-class" disabled={isBusy} onClick={onOpen}>
          {say("class-open")}
        </button>
      </p>
      <p class="hint">{say("class-privacy")}</p>
    </section>
  );
}

export function Room({
  classroom,
  classes,
  now,
  others,
  config,
  onClosed,
}: {
  classroom: Classroom;
  classes: Pick<Classes, "table" | "picture">;
  now: Class;
  /** codes of this teacher's other classes */
  others: string[];
  config: RoomConfig;
  onClosed: () => void;
}) {
  const [which, setWhich] = useState(0);
  const [isClosing, setClosing] = useState(false);
  const [removing, setRemoving] = useState<Pupil | null>(null);
  const addresses = now.addresses ?? [];
  const address = addresses[which];
  const pupils = now.pupils ?? [];
  return (
    <>
      <section class="card room" aria-labelledby="room-title">
        <div class="room-way">
          <h1 id="room-title" tabIndex={-1}>
            {say("class-join-at")}
          </h1>
          {address === undefined ? (
            <Local isLocal={config.listens_locally} port={config.port} />
          ) : (
            <>
              <p class="room-address">{address.replace(/^https?:\/\//, "").replace(/\/[^/]*$/, "")}</p>
              {addresses.length > 1 && (
                <LabelledSelect
                  class="room-choice"
                  label={say("class-address")}
                  id="class-address"
                  value={which}
                  onChoose={(value) => setWhich(Number(value))}
                  options={addresses.map((each, at) => [at, each.replace(/\/join\/[^/]*$/, "")])}
                />
              )}
            </>
          )}
          <p class="room-label">{say("class-code")}</p>
          <p class="room-code" id="class-code">
            {now.code}
          </p>
          <p class="room-count" role="status">
            {say("class-present", { present: now.present ?? 0, joined: pupils.length })}
          </p>
          <p>
            <a class="button primary room-open" id="teach" href={rooted(`/workbench?class=${now.code}`)}>
              {say(now.view === null ? "class-teach" : "class-teach-on")}
            </a>
          </p>
        </div>
        {address !== undefined && (
          <figure class="room-picture">
            <img src={classes.picture(now.code, which)} alt={say("class-qr", { address })} />
          </figure>
        )}
      </section>
      <Failure text={classroom.failure.value} onDismiss={() => classroom.tell(null)} />
      <Pupils pupils={pupils} chapters={config.chapters} onRemove={setRemoving} />
      <section class="room-foot" aria-label={say("class-actions")}>
        {address !== undefined && <CopyButton id="join-link" label={say("class-link")} copy={() => copied(address)} />}
        <a class="button" id="answers" href={classes.table(now.code)} download>
          {say("class-answers")}
        </a>
        {others.map((code) => (
          <a key={code} class="button" href={rooted(`/class?code=${code}`)}>
            {say("class-other", { code })}
          </a>
        ))}
        <button type="button" class="button" id="close-class" onClick={() => setClosing(true)}>
          {say("class-close")}
        </button>
      </section>
      {isClosing && (
        <Confirm
          id="close"
          title={say("class-close-sure")}
          note={say("class-close-note")}
          action={say("class-close")}
          onConfirm={() => void classroom.close().then((isDone) => isDone && onClosed())}
          onClose={() => setClosing(false)}
        />
      )}
      {removing !== null && (
        <Confirm
          id="remove"
          title={say("class-remove-sure", { name: removing.name })}
          note={say("class-remove-note")}
          action={say("class-remove")}
          onConfirm={() => void classroom.remove(removing.id)}
          onClose={() => setRemoving(null)}
        />
      )}
    </>
  );
}

/** Asks once more before something that cannot be taken back. */
function Confirm({
  id,
  title,
  note,
  action,
  onConfirm,
  onClose,
}: {
  id: string;
  title: string;
  note: string;
  action: string;
  onConfirm: () => void;
  onClose: () => void;
}) {
  return (
    <Dialog
      id={`${id}-sure`}
      class="help confirm"
      labelledBy={`${id}-title`}
      onOpen={(dialog) => dialog.querySelector<HTMLButtonElement>(`#${id}-cancel`)?.focus()}
      onClose={onClose}
    >
      <h2 id={`${id}-title`}>{title}</h2>
      <p>{note}</p>
      <form method="dialog" class="class-actions">
        <button type="submit" class="button" id={`${id}-cancel`}>
          {say("class-cancel")}
        </button>
        <button type="submit" class="button primary" id={`${id}-now`} onClick={onConfirm}>
          {action}
        </button>
      </form>
    </Dialog>
  );
}

/** Nobody else can reach the server: why, and what to do. */
function Local({ isLocal, port }: { isLocal: boolean; port: number }) {
  return (
    <div class="room-local">
      <p>{isLocal ? say("class-local") : say("class-no-address")}</p>
      {isLocal && (
        <p>
          <code>rnn-explainer --host 0.0.0.0 --port {port}</code>
        </p>
      )}
    </div>
  );
}

function Pupils({
  pupils,
  chapters,
  onRemove,
}: {
  pupils: Pupil[];
  chapters: RoomConfig["chapters"];
  onRemove: (pupil: Pupil) => void;
}) {
  if (pupils.length === 0) {
    return (
      <section class="card" aria-labelledby="pupils-title">
        <h2 id="pupils-title">{say("class-pupils")}</h2>
        <p>{say("class-nobody")}</p>
      </section>
    );
  }
  const sharing = pupils.filter(({ shares_progress }) => shares_progress);
  return (
    <section class="card room-pupils" aria-labelledby="pupils-title">
      <h2 id="pupils-title">{say("class-pupils")}</h2>
      <ul class="room-names">
        {pupils.map((pupil) => (
          <li key={pupil.id}>
            <span class="room-name">{pupil.name}</span>
            <button
              type="button"
              class="icon-button"
              aria-label={say("class-remove-name", { name: pupil.name })}
              title={say("class-remove")}
              onClick={() => onRemove(pupil)}
            >
              <svg viewBox="0 0 16 16" aria-hidden="true">
                <path d="M4 4l8 8M12 4l-8 8" />
              </svg>
            </button>
          </li>
        ))}
      </ul>
      {sharing.length > 0 && (
        <>
          <h3>{say("class-progress")}</h3>
          <div class="room-table scrolls">
            <table>
              <thead>
                <tr>
                  <th scope="col">{say("class-pupil")}</th>
                  {chapters.map(({ slug, title }) => (
                    <th key={slug} scope="col">
                      {title}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {sharing.map(({ id, name, progress }) => (
                  <tr key={id}>
                    <th scope="row">{name}</th>
                    {chapters.map(({ slug, parts }) => {
                      const chapter = progress[slug];
                      return (
                        <td key={slug}>
                          {chapter === undefined ? (
                            <span class="hint">–</span>
                          ) : (
                            <>
                              {say("class-done", { done: chapter.done.length, of: parts })}
                              {chapter.missed.length > 0 && (
                                <small title={chapter.missed.join(", ")}>
                                  {say("class-missed", { count: chapter.missed.length })}
                                </small>
                              )}
                            </>
                          )}
                        </td>
                      );
                    })}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
      <p class="hint">{say("class-consent-note", { sharing: sharing.length, joined: pupils.length })}</p>
    </section>
  );
}
