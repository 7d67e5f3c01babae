import assert from "node:assert/strict";
import { test } from "node:test";
import "messages:en";

import { HIDEABLE, hiddenIn, withHidden } from "../../static/src/model/hiding";
import { fromQuery } from "../../static/src/model/link";

test("what a link hides is read back from it, whatever else it says", () => {
  for (const address of ["/workbench", "/workbench?cell=lstm&iteration=4", "/workbench?class=ABC234"]) {
    for (const hidden of [[], [HIDEABLE[0]], [...HIDEABLE]]) {
      const query = new URL(withHidden(address, hidden), "http://here").search;
      assert.deepEqual(hiddenIn(query), hidden);
      assert.deepEqual(fromQuery(query).problems, []);
    }
  }
});

test("an unknown part hides nothing, and the page says which there are", () => {
  assert.deepEqual(hiddenIn("?hide=setup,<b>,walls"), ["setup"]);
  const [problem = ""] = fromQuery("?hide=setup,walls").problems;
  assert.match(problem, /walls/);
  assert.match(problem, /figures/);
});
