/** The runs that this browser has made, as cards; what is deleted is deleted for good, so it is asked first. */

import type { Collection } from "../client/collection";
import { say } from "../lib/messages";
import { rooted } from "../lib/root";
import { learns, settings } from "../model/summary";
import type { KeptRun } from "../model/types";
import { Small } from "./button";
import { Dialog } from "./dialog";
import { Sparkline } from "./sparkline";

/** What is to be deleted: one run, or all of them. */
export type Doomed = KeptRun | "all";

const DAY = 86_400;

/** @param props.longest how many characters a title may have */
export function Kept({
  collection,
  longest,
  workbench,
  doomed,
  onDoom,
  onDelete,
}: {
  collection: Collection;
  longest: number;
  workbench: string;
  doomed: Doomed | null;
  onDoom: (doomed: Doomed | null) => void;
  onDelete: (doomed: Doomed) => void;
}) {
  const { runs, total, keptSeconds, failure, isBusy } = collection;
  const known = runs.value;
  const days = Math.floor(keptSeconds.value / DAY);
  return (
    <>
      <header class="kept-head">
        <h1 tabIndex={-1}>{say("page-runs")}</h1>
        <p>{say("runs-description")}</p>
        {known !== null && (
          <p class="hint">{say("runs-kept", { days, hours: Math.max(1, Math.round(keptSeconds.value / 3600)) })}</p>
        )}
      </header>
      {failure.value !== null && (
        <p class="kept-failure" role="alert">
          {failure.value.reason} <Small onClick={() => void failure.value?.again()}>{say("trouble-retry")}</Small>
        </p>
      )}
      {known === null && failure.value === null && <p role="status">{say("runs-loading")}</p>}
      {known?.length === 0 && (
        <p class="card kept-none">
          {say("runs-none")}{" "}
          <a class="button" href={workbench}>
            {say("runs-workbench")}
          </a>
        </p>
      )}
      {known !== null && known.length > 0 && (
        <>
          <ul class="kept-runs">
            {known.map((run) => (
              <li key={run.id} class="card">
                <Card run={run} longest={longest} onTitle={collection.entitle} onDelete={() => onDoom(run)} />
              </li>
            ))}
          </ul>
          <p class="kept-foot">
            <span role="status">
              {say("runs-shown", {
                count: known.length,
                total: total.value,
                isAll: known.length < total.value ? "no" : "yes",
              })}
            </span>
            {known.length < total.value && (
              <button type="button" class="button" disabled={isBusy.value} onClick={() => void collection.more()}>
                {say("runs-more")}
              </button>
            )}
            <button type="button" class="button" id="delete-all" onClick={() => onDoom("all")}>
              {say("runs-delete-all")}
            </button>
          </p>
        </>
      )}
      {doomed !== null && (
        <Confirm doomed={doomed} total={total.value} onClose={() => onDoom(null)} onDelete={() => onDelete(doomed)} />
      )}
    </>
  );
}

function Card({
  run,
  longest,
  onTitle,
  onDelete,
}: {
  run: KeptRun;
  longest: number;
  onTitle: (id: string, title: string) => void;
  onDelete: () => void;
}) {
  const { configuration, sketch } = run;
  const name = nameOf(run);
  return (
    <>
      <h2>
        <a href={rooted(run.links.page)}>{name}</a>
      </h2>
      {run.title !== "" && <p>{learns(configuration)}</p>}
      <p class="hint">{settings({ configuration, hyperparameters: configuration })}</p>
      {sketch !== null && <Sparkline course={sketch} />}
      <p>
        {say("runs-iteration", {
          iteration: run.iteration,
          furthest: run.furthest_iteration,
          isBack: run.iteration < run.furthest_iteration ? "yes" : "no",
          changes: run.changes,
        })}
        <br />
        <span class="hint">{say("runs-used", { used: new Date(run.used) })}</span>
      </p>
      <div class="kept-actions">
        <input
          value={run.title}
          maxLength={longest}
          placeholder={say("runs-title-none")}
          aria-label={say("runs-title", { name })}
          onChange={(event) => onTitle(run.id, event.currentTarget.value.trim())}
          onKeyDown={(event) => {
            if (event.key === "Enter") {
              event.currentTarget.blur();
            } else if (event.key === "Escape") {
              event.currentTarget.value = run.title;
              event.currentTarget.blur();
            }
          }}
        />
        <Small aria-label={say("runs-delete-one", { name })} onClick={onDelete}>
          {say("runs-delete")}
        </Small>
      </div>
    </>
  );
}

const nameOf = (run: KeptRun) => (run.title === "" ? learns(run.configuration) : run.title);

function Confirm({
  doomed,
  total,
  onClose,
  onDelete,
}: {
  doomed: Doomed;
  total: number;
  onClose: () => void;
  onDelete: () => void;
}) {
  return (
    <Dialog
      id="confirm"
      class="help"
      labelledBy="confirm-title"
      onOpen={(dialog) => dialog.querySelector<HTMLButtonElement>("#keep")?.focus()}
      onClose={onClose}
    >
      <h2 id="confirm-title">
        {doomed === "all" ? say("runs-confirm-all", { count: total }) : say("runs-confirm", { name: nameOf(doomed) })}
      </h2>
      <p>{say("runs-confirm-note")}</p>
      <form method="dialog" class="kept-confirm">
        <button type="submit" class="button" id="keep">
          {say("runs-keep")}
        </button>
        <button type="submit" class="button primary" id="delete" onClick={onDelete}>
          {say("runs-delete")}
        </button>
      </form>
    </Dialog>
  );
}
