/** The direction of imports in the browser: what may know of what. */

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize, relative } from "node:path";
import { test } from "node:test";

import ts from "typescript";

const SOURCE = "static/src";
/** A part may import from those before it, and from itself. */
const PARTS = ["lib", "model", "client", "components", "pages"];

const FILES = readdirSync(SOURCE, { recursive: true, encoding: "utf8" }).filter(
  (path) => /\.tsx?$/.test(path) && !path.endsWith(".d.ts"),
);

const partOf = (path: string) => path.split("/")[0] as string;

/** The files that one imports, as far as they are the project's own. */
function imported(path: string): string[] {
  const { importedFiles } = ts.preProcessFile(readFileSync(join(SOURCE, path), "utf8"), true, true);
  return importedFiles
    .map(({ fileName }) => fileName)
    .filter((name) => name.startsWith("."))
    .map((name) => relative(SOURCE, normalize(join(SOURCE, dirname(path), name))));
}

for (const path of FILES.filter((each) => PARTS.includes(partOf(each)))) {
  test(`${path} imports only what stands below it`, () => {
    const allowed = PARTS.slice(0, PARTS.indexOf(partOf(path)) + 1);
    const upward = imported(path).filter((each) => PARTS.includes(partOf(each)) && !allowed.includes(partOf(each)));
    assert.deepEqual(upward, []);
  });
}

test("no files import one another in a circle", () => {
  const names = new Map(FILES.map((path) => [path.replace(/\.tsx?$/, ""), path]));
  const edges = new Map(
    FILES.map((path) => [
      path,
      imported(path).flatMap((each) => {
        const found = names.get(each) ?? names.get(join(each, "index"));
        return found === undefined ? [] : [found];
      }),
    ]),
  );
  const left = new Map([...edges].map(([path, targets]) => [path, new Set(targets)]));
  for (let leaf = true; leaf; ) {
    leaf = false;
    for (const [path, targets] of left) {
      if (![...targets].some((target) => left.has(target))) {
        left.delete(path);
        leaf = true;
      }
    }
  }
  assert.deepEqual([...left.keys()], []);
});
