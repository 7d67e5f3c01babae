/** Every language as the pages read it: another parser than the server's. */

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

import { inLanguage } from "../../static/src/lib/language";
import { clauses, listed, quotation, say, sentence, sentences, speak } from "../../static/src/lib/messages";

const MESSAGES = "static/messages";

function catalogues(language: string) {
  const folder = `${MESSAGES}/${language}`;
  return readdirSync(folder)
    .filter((file) => file.endsWith(".ftl"))
    .map((file) => readFileSync(`${folder}/${file}`, "utf8"));
}

for (const language of readdirSync(MESSAGES)) {
  test(`the pages can speak ${language}`, () => {
    speak(language, catalogues(language));
    assert.notEqual(say("language-name"), "");
    speak("en", catalogues("en"));
  });
}

for (const language of readdirSync(MESSAGES)) {
  test(`numbers look in ${language} as the browser writes them`, () => {
    speak(language, ["number = { $value }\n"]);
    const { format } = new Intl.NumberFormat(language);
    for (const value of [0, 7, 999, 1000, 35_000, 1.5, -3, 1_234_567.25]) {
      assert.equal(say("number", { value }), format(value));
    }
    speak("en", catalogues("en"));
  });
}

test("what stands between words and around them is the language's", () => {
  assert.equal(listed(["x", "y", "z"]), "x, y, z");
  assert.equal(clauses(["x, y", "z"]), "x, y; z");
  assert.equal(sentences([sentence("One"), sentence("Two")]), "One. Two.");
  assert.equal(quotation("x"), "“x”");
});

test("without a page there is no language to ask for", () => {
  assert.equal(inLanguage("/api/limits"), "/api/limits");
});
