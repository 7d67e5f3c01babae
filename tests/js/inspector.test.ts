import assert from "node:assert/strict";
import { test } from "node:test";

import { gridOf, moved } from "../../static/src/components/figures/cells";
import { blocks, flattened, surprising } from "../../static/src/model/arithmetic";
import {
  errorText,
  identity,
  isUnsigned,
  nameParts,
  plainName,
  reading,
  readingUnderLog,
} from "../../static/src/model/notation";
import "messages:en";
import { badge } from "../../static/src/components/proof";
import type { Piece } from "../../static/src/model/arithmetic";
import type { Maybe, Term } from "../../static/src/model/types";

const operand = (symbol: string, value: number): Term => ({ op: "operand", symbol, value });
const number = (value: number, note: string = ""): Term => ({ op: "number", value, note });
const node = (op: string, value: number, ...of: Term[]): Term => ({ op, value, of });

const written = (pieces: Piece[]) =>
  pieces
    .map((piece) => (typeof piece === "string" ? piece : piece.op === "operand" ? piece.symbol : String(piece.value)))
    .join(" ");

const steps = (root: Term) =>
  blocks(root).map((block) => (block.kind === "step" ? `${written(block.pieces)} = ${block.term.value}` : block.kind));

test("one function of one number is one step", () => {
  assert.deepEqual(steps(node("tanh", 0.5, operand("a", 0.55))), ["tanh( a ) = 0.5"]);
  const log = node("log", -0.1, operand("p", 0.9));
  assert.deepEqual(steps(node("product", 0.1, number(-1), log)), ["− log( p ) = 0.1"]);
});

/** Reads an expression back by the usual precedence; a name with its number is one thing. */
function readBack(pieces: Piece[]): number {
  const tokens: (string | number)[] = pieces.flatMap((piece) => {
    if (typeof piece === "string") {
      return piece.replace(")²", ") ²").replace(/\($/, " (").trim().split(" ");
    }
    const value = Number(piece.value);
    return piece.op === "operand" || value >= 0 ? [value] : ["−", -value];
  });
  const taken = (...wanted: (string | number)[]) => (wanted.includes(tokens[0] ?? "") ? tokens.shift() : undefined);
  function sum(): number {
    let total = product();
    for (let sign = taken("+", "−"); sign !== undefined; sign = taken("+", "−")) {
      total += sign === "+" ? product() : -product();
    }
    return total;
  }
  function product() {
    let result = signed();
    for (let sign = taken("×", "/"); sign !== undefined; sign = taken("×", "/")) {
      result = sign === "×" ? result * signed() : result / signed();
    }
    return result;
  }
  function signed(): number {
    return taken("−") === undefined ? power() : -signed();
  }
  function power() {
    let base = atom();
    if (taken("²") !== undefined) {
      base **= 2;
    }
    return taken("^") === undefined ? base : base ** atom();
  }
  function atom(): number {
    const token = tokens.shift();
    if (typeof token === "number") {
      return token;
    }
    const name = token === "(" ? "" : token;
    assert.ok(name === "" || taken("(") !== undefined, `${String(token)} is no beginning`);
    const values = [sum()];
    while (taken(",") !== undefined) {
      values.push(sum());
    }
    assert.equal(tokens.shift(), ")");
    return applied(String(name), values);
  }
  const value = sum();
  assert.deepEqual(tokens, []);
  return value;
}

function applied(name: string, [first = NaN, second = NaN]: number[]) {
  switch (name) {
    case "tanh":
      return Math.tanh(first);
    case "log":
      return Math.log(first);
    case "√":
      return Math.sqrt(first);
    case "min":
      return Math.min(first, second);
    default:
      assert.equal(name, "");
      return first;
  }
}

/** Numbers that are drawn again and again alike, from 0 to 1. */
function drawing(seed = 7) {
  let state = seed;
  return () => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return state / 2147483648;
  };
}

/** Any arithmetic, with its values. */
function anyTerm(draw: () => number, depth: number): Term {
  if (depth === 0 || draw() < 0.2) {
    const value = (0.2 + draw()) * (draw() < 0.4 ? -1 : 1);
    return draw() < 0.7 ? operand("a", value) : number(value);
  }
  const inner = () => anyTerm(draw, depth - 1);
  const [a, b] = [inner(), inner()];
  const [x, y] = [Number(a.value), Number(b.value)];
  switch (Math.floor(draw() * 9)) {
    case 0:
      return node("sum", x + y, a, b);
    case 1:
      return node("sum", x - y, a, node("product", -y, number(-1), b));
    case 2:
      return node("product", x * y, a, b);
    case 3:
      return node("product", -x, number(-1), a);
    case 4:
      return node("quotient", x / y, a, b);
    case 5:
      return node("square", x * x, a);
    case 6:
      return node("tanh", Math.tanh(x), a);
    case 7:
      return node("minimum", Math.min(x, y), a, b);
    default:
      return node("power", x ** 2, a, number(2));
  }
}

function assertClose(actual: number, expected: Maybe | undefined, text: string) {
  const wanted = Number(expected);
  assert.ok(Math.abs(actual - wanted) <= 1e-9 * Math.max(1, Math.abs(wanted)), `${text}: ${actual}, not ${wanted}`);
}

test("every line, read by the usual precedence, comes to its result, with no sign too many", () => {
  const draw = drawing();
  for (let i = 0; i < 3000; i += 1) {
    for (const block of blocks(anyTerm(draw, 4))) {
      const lines = block.kind === "sum" ? block.rows : block.kind === "step" ? [block] : [];
      for (const { pieces, term } of lines) {
        const text = written(pieces);
        assertClose(readBack(pieces), term.value, text);
        assert.ok(!/\+ [−+-]|[×/(] \+|^\+|− [−-]|− 1 ×/.test(text.replaceAll("a", "")), text);
      }
      if (block.kind === "sum") {
        const total = block.rows.reduce((sum, { term }) => sum + Number(term.value), 0);
        assertClose(total, block.term.value, "sum");
      }
    }
  }
});

test("parentheses stand where they must and nowhere else", () => {
  const [a, b, c] = [operand("a", 2), operand("b", -3), operand("c", 4)];
  const minus = (of: Term) => node("product", -Number(of.value), number(-1), of);
  const slope = node("sum", -15, number(1), minus(node("square", 16, node("tanh", 4, c))));
  /** @returns in a row of a sum, where it stands as a whole */
  const inOneLine = (term: Term): string => {
    const [table] = blocks(node("sum", 0, term, a));
    assert.ok(table?.kind === "sum");
    return written(table.rows[0]?.pieces ?? []);
  };
  assert.equal(inOneLine(node("product", 0, a, b, slope)), "a × b × ( 1 − tanh( c )² )");
  assert.equal(
    inOneLine(node("quotient", 0, node("product", 0, a, b), node("sum", 0, node("sqrt", 2, c), number(1e-10)))),
    "a × b / ( √( c ) + 1e-10 )",
  );
  assert.equal(inOneLine(minus(node("quotient", 0, node("product", 0, a, b), c))), "− a × b / c");
  assert.equal(inOneLine(node("product", 0, a, node("quotient", 0, b, c))), "a × ( b / c )");
  assert.equal(inOneLine(node("product", 0, number(0.5), node("square", 0, a))), "0.5 × ( a )²");
  assert.equal(inOneLine(node("quotient", 0, a, node("product", 0, b, c))), "a / ( b × c )");
});

test("a sum of results takes their signs as its own", () => {
  const below = node("quotient", -0.5, operand("a", -1), operand("b", 2));
  const above = node("quotient", 0.25, operand("c", 1), operand("d", 4));
  assert.equal(steps(node("tanh", 0.2, node("sum", -0.25, above, below))).at(-2), "0.25 − 0.5 = -0.25");
  const minus = node("product", 0.5, number(-1), number(-0.5));
  assert.equal(steps(node("tanh", 0.6, node("sum", 0.75, above, minus))).at(-2), "0.25 − ( -0.5 ) = 0.75");
});

test("inner parts come first, and outer ones use their results", () => {
  const slope = node(
    "sum",
    0.36,
    number(1),
    node("product", -0.64, number(-1), node("square", 0.64, operand("h", 0.8))),
  );
  assert.deepEqual(steps(node("product", -0.07, operand("dh", -0.2), slope)), [
    "1 − ( h )² = 0.36",
    "dh × 0.36 = -0.07",
  ]);
});

test("a quotient of two expressions is three steps", () => {
  const above = node("product", 0.007, operand("eta", 0.1), operand("g", 0.07));
  const below = node("sum", 0.5, node("sqrt", 0.5, operand("G", 0.25)), number(1e-10, "ε"));
  const update = node("product", -0.014, number(-1), node("quotient", 0.014, above, below));
  assert.deepEqual(steps(update), ["eta × g = 0.007", "√( G ) + 1e-10 = 0.5", "− 0.007 / 0.5 = -0.014"]);
});

test("a sum is a table, sums within it included, folded as the server says", () => {
  const pairs = [0, 1, 2].map((i) => node("product", i, operand(`W[${i}]`, i), operand(`x[${i}]`, 1)));
  const root = {
    ...node("sum", 3.5, node("sum", 3, ...pairs), operand("b", 0.5)),
    fold: { shown: [1, 2, 3], rest: 1, value: 0, zero: true },
  };
  assert.equal(flattened(root).length, 4);
  const [table] = blocks(root);
  assert.ok(table?.kind === "sum");
  assert.deepEqual(
    table.rows.map(({ shown }) => shown),
    [false, true, true, true],
  );
  assert.deepEqual(
    table.rows.map(({ pair }) => pair?.[0].symbol ?? null),
    ["W[0]", "W[1]", "W[2]", null],
  );
});

test("the root of a long sum is a table and then a step", () => {
  const squares = [1, 2, 3].map((i) => node("square", i * i, operand(`g${i}`, i)));
  assert.deepEqual(steps(node("sqrt", 3.7, node("sum", 14, ...squares))), ["sum", "√( 14 ) = 3.7"]);
});

test("a softmax shows what its fold keeps", () => {
  const root = {
    ...node("softmax", 0.7, operand("y0", 1), operand("y1", 0)),
    chosen: 0,
    fold: { shown: [0], rest: 1, value: 1, zero: false },
  };
  const [shares] = blocks(root);
  assert.ok(shares?.kind === "shares");
  assert.deepEqual(shares.shown, [true, false]);
});

test("a number of the formula needs no arithmetic", () => {
  assert.deepEqual(blocks(number(1, "the input at t = 3")), []);
});

test("numbers are read with as many digits as they need", () => {
  assert.equal(reading(-0.8309383), "−0.8309");
  assert.equal(reading(0.8309383), "+0.8309");
  assert.equal(reading(0.8309383, true), "0.8309");
  assert.equal(reading(1), "+1");
  assert.equal(reading(0.1), "+0.1");
  assert.equal(reading(0), "0");
  assert.equal(reading(0.0000213), "+2.1·10⁻⁵");
  assert.equal(reading(1e-10, true), "1·10⁻¹⁰");
  assert.equal(reading(12.345678), "+12.346");
  assert.equal(reading(123456.7), "+1.2·10⁵");
  assert.equal(reading(null), "∞");
  assert.equal(errorText(3.4e-12), "3·10⁻¹²");
  assert.equal(errorText(0), "0");
});

test("probabilities and norms carry no plus sign", () => {
  assert.ok(["probs", "loss", "gradient_norm", "dh_norm", "optimizer_state.v.W_hh", "x"].every(isUnsigned));
  assert.ok(!["h", "W_hh", "gradients.W_hh", "optimizer_state.m.W_hh", "h_0"].some(isUnsigned));
});

test("names are typeset from the server's notation", () => {
  assert.deepEqual(
    nameParts("∂L/∂h_{3}").map(({ kind, text }) => [kind, text]),
    [
      ["text", "∂"],
      ["name", "L"],
      ["text", "/∂"],
      ["name", "h"],
      ["sub", "3"],
    ],
  );
  assert.equal(nameParts("g_{W_{hh}}")[1]?.text, "W_{hh}");
  assert.equal(nameParts("‖g‖^{2}").at(-1)?.kind, "sup");
  assert.equal(plainName("∂L/∂h_{3}"), "∂L/∂h₃");
  assert.equal(plainName("W_{hh}"), "W_hh");
});

test("each matrix keeps its colour, gradients and losses theirs", () => {
  assert.equal(identity("W_hh"), "w-hh");
  assert.equal(identity("gradients.W_hh"), "loss-ink");
  assert.equal(identity("loss"), "loss-ink");
  assert.equal(identity("da"), "loss-ink");
  assert.equal(identity("h"), "");
});

test("a proof is worth as much as it has checked", () => {
  const check = {
    iteration: 3,
    parameter: "W_hh",
    analytic: [],
    numeric: [],
    relative_error: [],
    overall_error: 3.4e-12,
    checked: 36,
    total: 36,
  };
  assert.equal(badge(undefined).state, "none");
  assert.equal(badge({ state: "checking" }).state, "checking");
  assert.deepEqual(
    [badge({ state: "checked", check }).state, badge({ state: "checked", check }).text],
    ["right", "✓ 3·10⁻¹²"],
  );
  const part = badge({ state: "checked", check: { ...check, checked: 800, total: 4096 } });
  assert.equal(part.text, "✓ 3·10⁻¹², 800 of 4,096");
  assert.ok(part.title.startsWith("Partly checked"));
  assert.equal(badge({ state: "checked", check: { ...check, overall_error: 0.3 } }).state, "wrong");
  assert.equal(badge({ state: "checked", check: { ...check, overall_error: null } }).state, "wrong");
  assert.equal(badge({ state: "failed", text: "no" }).title, "no");
});

test("arrow keys walk a figure's cells", () => {
  const heatmap = {
    data: [
      {
        type: "heatmap",
        z: [
          [1, 2, 3],
          [4, 5, 6],
        ],
      },
    ],
  };
  const bars = { data: [{ type: "bar", y: [1, 2, 3, 4] }] };
  assert.deepEqual(gridOf(heatmap), [2, 3]);
  assert.deepEqual(gridOf(bars), [4]);
  assert.deepEqual(moved([0, 0], "ArrowRight", [2, 3]), [0, 1]);
  assert.deepEqual(moved([0, 0], "ArrowDown", [2, 3]), [1, 0]);
  assert.deepEqual(moved([1, 2], "ArrowRight", [2, 3]), [1, 2]);
  assert.deepEqual(moved([1, 0], "End", [2, 3]), [1, 2]);
  assert.deepEqual(moved([2], "ArrowLeft", [4]), [1]);
  assert.equal(moved([0], "a", [4]), null);
});

test("the logarithm of the probability that is read is the loss that is read", () => {
  for (let i = 1; i < 4000; i += 1) {
    for (const p of [i / 4001, 10 ** (-i / 400), 1 - 10 ** (-1 - i / 1500)]) {
      const text = readingUnderLog(p, -Math.log(p));
      const [digits, power = ""] = text.split("·10");
      const exponent = Array.from(power, (sign) => "⁰¹²³⁴⁵⁶⁷⁸⁹".indexOf(sign))
        .filter((digit) => digit >= 0)
        .join("");
      const value = Number(`${digits}e-${exponent === "" ? 0 : exponent}`);
      assert.equal(reading(-Math.log(value), true), reading(-Math.log(p), true), `−log ${text} of ${p}`);
    }
  }
  assert.equal(readingUnderLog(0.0032, -Math.log(0.0032)), "0.003200");
  assert.equal(readingUnderLog(0.0000213, -Math.log(0.0000213)), "2.130·10⁻⁵");
  assert.equal(readingUnderLog(1 - 1e-9, 1e-9), "0.9999…");
});

test("only an operand under a negative logarithm is a probability that surprises", () => {
  const p = operand("probs_3[2]", 0.98);
  const product: (...of: Term[]) => Term = (...of) => ({ op: "product", value: 0, of });
  const log: Term = { op: "log", value: -0.02, of: [p] };
  assert.equal(surprising(product(number(-1), log)), p);
  assert.equal(surprising(product(number(2), log)), null);
  assert.equal(surprising(product(number(-1), p)), null);
  assert.equal(surprising(log), null);
});
