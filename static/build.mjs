/**
 * Builds the pages: `node static/build.mjs` bundles static/src into static/dist, with a manifest
 * that says which files belong to which page. With `--watch` it does so again on every change;
 * with `--tests` it bundles tests/js into build/tests instead, for Node's test runner.
 */

import { readdirSync } from "node:fs";
import { mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import * as esbuild from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const output = join(here, "dist");
const testing = process.argv.includes("--tests");
const watching = process.argv.includes("--watch");

/** A language is a folder of catalogues. */
const catalogues = join(here, "messages");
const languages = readdirSync(catalogues, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

/** What a template may ask for, by name. Pages share chunks; what stands alone does not split them. */
const PAGES = {
  ...Object.fromEntries(languages.map((language) => [`messages-${language}`, `language:${language}`])),
  workbench: "static/src/pages/workbench.tsx",
  compare: "static/src/pages/compare.tsx",
  models: "static/src/pages/models.tsx",
  gradients: "static/src/pages/gradients.tsx",
};
/** Articles share among themselves only: with them, the workbench would come in more pieces. */
const ARTICLES = {
  ...Object.fromEntries(languages.map((language) => [`articles-${language}`, `language:${language}`])),
  first: "static/src/pages/first.tsx",
  chapter: "static/src/pages/chapter.tsx",
  glossary: "static/src/pages/glossary.ts",
};
/** By itself: with it, the first page would come in more pieces. */
const KEPT = {
  ...Object.fromEntries(languages.map((language) => [`kept-${language}`, `language:${language}`])),
  runs: "static/src/pages/runs.tsx",
};
/** By themselves for the same reason. */
const CLASSROOM = {
  ...Object.fromEntries(languages.map((language) => [`classroom-${language}`, `language:${language}`])),
  class: "static/src/pages/class.tsx",
  join: "static/src/pages/join.tsx",
};
const ALONE = {
  theme: "static/src/theme.ts",
  docs: "static/src/pages/docs.ts",
  plotly: "static/src/plotly.ts",
};

const BUILDS = [
  { name: "pages", entryPoints: PAGES, splitting: true },
  { name: "articles", entryPoints: ARTICLES, splitting: true },
  { name: "kept", entryPoints: KEPT, splitting: true },
  { name: "classroom", entryPoints: CLASSROOM, splitting: true },
  { name: "alone", entryPoints: ALONE, splitting: false },
];

/**
 * Modules that are made for each language: `messages:en` speaks its catalogues, `language:en` is what
 * a page loads, with the switch to the other languages.
 */
const speaking = {
  name: "speaking",
  setup(build) {
    build.onResolve({ filter: /^(messages|language):/ }, ({ path }) => {
      const [namespace, language] = path.split(":");
      return { namespace, path: language };
    });
    build.onLoad({ filter: /./, namespace: "messages" }, ({ path: language }) => {
      const folder = join(catalogues, language);
      const files = readdirSync(folder).filter((file) => file.endsWith(".ftl"));
      const contents = [
        'import { speak } from "./src/lib/messages";',
        ...files.map((file, place) => `import catalogue${place} from "./messages/${language}/${file}";`),
        `speak("${language}", [${files.map((_, place) => `catalogue${place}`)}]);`,
      ];
      return { contents: contents.join("\n"), resolveDir: here, watchDirs: [folder] };
    });
    build.onLoad({ filter: /./, namespace: "language" }, ({ path: language }) => ({
      contents: `import "messages:${language}";
        import { switchable } from "./src/lib/language";
        switchable("${language}");`,
      resolveDir: here,
    }));
  },
};

/** The chunks that a file imports, directly and through others, but not those it imports later. */
function imported(outputs, file, found = new Set()) {
  for (const { path, kind } of outputs[file].imports) {
    if (kind === "import-statement" && !found.has(path)) {
      found.add(path);
      imported(outputs, path, found);
    }
  }
  return found;
}

const outputs = new Map();

/** Notes what a build made; when all have, writes which files each page needs and drops the others. */
const manifest = (name) => ({
  name: "manifest",
  setup(build) {
    build.onEnd(async ({ metafile, errors }) => {
      if (errors.length > 0) {
        return;
      }
      outputs.set(name, metafile.outputs);
      if (outputs.size === BUILDS.length) {
        await write(Object.assign({}, ...outputs.values()));
      }
    });
  },
});

async function write(made) {
  const result = {};
  for (const [name, module] of BUILDS.flatMap(({ entryPoints }) => Object.entries(entryPoints))) {
    const [file, { cssBundle }] = Object.entries(made).find(
      ([path, { entryPoint }]) => entryPoint === module && basename(path).startsWith(`${name}-`),
    );
    result[name] = {
      script: basename(file),
      style: cssBundle ? basename(cssBundle) : null,
      chunks: [...imported(made, file)].map((chunk) => basename(chunk)).sort(),
    };
  }
  const kept = new Set(Object.keys(made).map((file) => basename(file)));
  for (const file of await readdir(output)) {
    if (!kept.has(file) && file !== "manifest.json") {
      await rm(join(output, file));
    }
  }
  // At once, so that a server that reads it meanwhile finds the old one or the new one.
  const unfinished = join(output, "manifest.json.new");
  await writeFile(unfinished, `${JSON.stringify(result, null, 2)}\n`);
  await rename(unfinished, join(output, "manifest.json"));
}

if (testing) {
  await esbuild.build({
    absWorkingDir: dirname(here),
    entryPoints: ["tests/js/*.test.ts"],
    bundle: true,
    platform: "node",
    external: ["typescript"],
    format: "esm",
    target: "node20",
    inject: ["messages:en"],
    plugins: [speaking],
    outdir: "build/tests",
    outExtension: { ".js": ".mjs" },
    loader: { ".css": "empty", ".ftl": "text" },
    jsx: "automatic",
    jsxImportSource: "preact",
    sourcemap: "inline",
    logLevel: "warning",
  });
  process.exit();
}

await mkdir(output, { recursive: true });
const contexts = await Promise.all(
  BUILDS.map(({ name, entryPoints, splitting }) =>
    esbuild.context({
      absWorkingDir: dirname(here),
      entryPoints,
      splitting,
      bundle: true,
      format: "esm",
      target: "es2022",
      outdir: output,
      entryNames: "[name]-[hash]",
      chunkNames: "chunk-[hash]",
      assetNames: "[name]-[hash]",
      jsx: "automatic",
      jsxImportSource: "preact",
      loader: { ".ftl": "text" },
      minify: !watching,
      sourcemap: watching ? "inline" : false,
      legalComments: "linked",
      metafile: true,
      logLevel: "warning",
      plugins: [speaking, manifest(name)],
    }),
  ),
);
for (const context of contexts) {
  if (watching) {
    await context.watch();
  } else {
    await context.rebuild();
    await context.dispose();
  }
}
if (watching) {
  console.log("Watching static/src");
}
