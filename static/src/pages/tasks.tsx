/** The workbench's task card. */

import { render } from "preact";

import type { Api } from "../client/api";
import type { State } from "../client/session";
import { createTask } from "../client/task";
import { TaskPanel } from "../components/task/panel";
import { find } from "../lib/dom";
import type { Store } from "../lib/store";

export function createTasks({ page, store, api }: { page: HTMLElement; store: Store<State>; api: Api }) {
  const client = createTask({ api, store });
  const root = find(page, "#task-panel", HTMLElement);
  const Card = () => <TaskPanel state={client.state.value} client={client} />;
  render(<Card />, root);

  return {
    /** To where the network can be asked about an input of one's own. */
    tryOwn() {
      find(root, "details", HTMLDetailsElement).open = true;
      const place = find(root, "#task-grid [tabindex='0'], #task-source", HTMLElement);
      place.focus();
      if (place instanceof HTMLInputElement) {
        place.select();
      }
    },
  };
}
