/** Sentences are in the catalogues, and in no script. */

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import ts from "typescript";

const SOURCE = "static/src";
const SPEAKERS = ["lib", "model", "client", "components", "pages"];
/** Two words side by side, one of them of three letters: no class name, no selector, no colour. */
const SENTENCE = /(?<![\w.#[-])[A-Za-z’]{2,},? [A-Za-z’]{3,}(?![\w(=-])/;
/** Attributes and calls whose strings nobody reads. */
const UNREAD_ATTRIBUTES = new Set([
  "for",
  "role",
  "href",
  "class",
  "className",
  "style",
  "d",
  "points",
  "transform",
  "viewBox",
  "id",
  "type",
  "data-way",
]);
const UNREAD_CALLS = new Set([
  "Error",
  "querySelector",
  "querySelectorAll",
  "find",
  "closest",
  "matches",
  "say",
  "matchMedia",
]);

/** Files that still hold sentences themselves. */
const UNSPOKEN: string[] = ["lib/scrolling.ts"];

function filesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesIn(path) : /\.tsx?$/.test(path) && !path.endsWith(".d.ts") ? [path] : [];
  });
}

/** The sentences that a script holds in strings, templates and JSX. */
function sentencesOf(path: string): string[] {
  const file = ts.createSourceFile(
    path,
    readFileSync(path, "utf8"),
    ts.ScriptTarget.Latest,
    true,
    path.endsWith("x") ? ts.ScriptKind.TSX : ts.ScriptKind.TS,
  );
  const found: string[] = [];
  const visit = (node: ts.Node) => {
    if (ts.isImportDeclaration(node) || ts.isTypeNode(node)) {
      return;
    }
    if (ts.isJsxAttribute(node) && UNREAD_ATTRIBUTES.has(node.name.getText())) {
      return;
    }
    if (
      (ts.isCallExpression(node) || ts.isNewExpression(node)) &&
      UNREAD_CALLS.has(node.expression.getText().split(".").pop() ?? "")
    ) {
      node.arguments
        ?.filter((argument) => !ts.isStringLiteralLike(argument) && !ts.isTemplateExpression(argument))
        .forEach(visit);
      return;
    }
    if (ts.isPropertyAssignment(node) && UNREAD_ATTRIBUTES.has(node.name.getText())) {
      return;
    }
    if (
      ts.isStringLiteralLike(node) ||
      ts.isTemplateHead(node) ||
      ts.isTemplateMiddle(node) ||
      ts.isTemplateTail(node) ||
      ts.isJsxText(node)
    ) {
      if (SENTENCE.test(node.text)) {
        found.push(node.text.trim());
      }
      return;
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

const FILES = SPEAKERS.flatMap((folder) => filesIn(join(SOURCE, folder)));

for (const path of FILES) {
  const name = path.slice(SOURCE.length + 1);
  test(`${name} holds no sentence`, () => {
    const sentences = sentencesOf(path);
    if (UNSPOKEN.includes(name)) {
      assert.notDeepEqual(sentences, [], "take it from the list");
    } else {
      assert.deepEqual(sentences, []);
    }
  });
}

test("only files that are there are excused", () => {
  assert.deepEqual(
    UNSPOKEN.filter((name) => !FILES.includes(join(SOURCE, name))),
    [],
  );
});
