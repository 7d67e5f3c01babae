/** How a pupil joins: a code, and a name that need not be one's own. */

import { useState } from "preact/hooks";
import { say } from "../../lib/messages";
import { plainCode } from "../../model/classroom";
import { Small } from "../button";

export function JoinForm({
  code,
  name,
  longest,
  failure,
  isBusy,
  suggest,
  onJoin,
}: {
  code: string;
  name: string;
  /** characters of a name */
  longest: number;
  failure: string | null;
  isBusy: boolean;
  /** another name */
  suggest: () => string;
  onJoin: (code: string, name: string, shares: boolean) => void;
}) {
  const [typed, setTyped] = useState(code);
  const [called, setCalled] = useState(name);
  const [shares, setShares] = useState(false);
  return (
    <form
      class="card join-form"
      onSubmit={(event) => {
        event.preventDefault();
        onJoin(plainCode(typed), called.trim(), shares);
      }}
    >
      <h1 tabIndex={-1}>{say("join-heading")}</h1>
      <label class="join-field" for="code">
        {say("class-code")}
        <input
          id="code"
          class="join-code"
          value={typed}
          required
          maxLength={12}
          autocomplete="off"
          autocapitalize="characters"
          spellcheck={false}
          onInput={(event) => setTyped(event.currentTarget.value)}
        />
      </label>
      <div class="join-field">
        <label for="name">{say("join-name")}</label>
        <span class="join-name">
          <input
            id="name"
            value={called}
            required
            maxLength={longest}
            autocomplete="off"
            onInput={(event) => setCalled(event.currentTarget.value)}
          />
          <Small id="another" onClick={() => setCalled(suggest())}>
            {say("join-another")}
          </Small>
        </span>
        <span class="hint">{say("join-name-hint")}</span>
      </div>
      <label class="join-consent">
        <input
          type="checkbox"
          id="shares"
          checked={shares}
          onChange={(event) => setShares(event.currentTarget.checked)}
        />
        <span>{say("join-consent")}</span>
      </label>
      {failure !== null && (
        <p class="class-failure" role="alert">
          {failure}
        </p>
      )}
      <button type="submit" class="button primary room-open" id="join" disabled={isBusy}>
        {say("join-join")}
      </button>
    </form>
  );
}

/** For who is in the class already. */
export function Joined({
  code,
  name,
  shares,
  address,
  onShare,
  onLeave,
}: {
  code: string;
  name: string;
  shares: boolean;
  address: string;
  onShare: (shares: boolean) => void;
  onLeave: () => void;
}) {
  return (
    <section class="card join-form">
      <h1 tabIndex={-1}>{say("join-welcome", { name })}</h1>
      <p>{say("join-in", { code })}</p>
      <p>
        <a class="button primary room-open" id="go-on" href={address}>
          {say("join-go-on")}
        </a>
      </p>
      <label class="join-consent">
        <input type="checkbox" checked={shares} onChange={(event) => onShare(event.currentTarget.checked)} />
        <span>{say("join-consent")}</span>
      </label>
      <p>
        <Small id="leave" onClick={onLeave}>
          {say("join-leave")}
        </Small>
      </p>
    </section>
  );
}
