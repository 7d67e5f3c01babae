/**
 * The arithmetic of a derivation as blocks to be read from top to bottom: a sum as a table of its
 * terms, a softmax as a table of shares, everything else as short steps, inner ones first, with the
 * parentheses that the usual precedence asks for. Pure; every number in it is the server's.
 */

import type { Fold, Term } from "../../model/types";

/** text, or a number: an operand, one of the formula, a result */
export type Piece = string | Term;
/** and how strongly it holds together */
export type Written = { pieces: Piece[]; binding: number };

/** of a sum */
export interface Row {
  pieces: Piece[];
  /** where it is just two operands multiplied */
  pair: [Term, Term] | null;
  term: Term;
  shown: boolean;
}

export type SumBlock = { kind: "sum"; rows: Row[]; fold: Fold | null; term: Term };
export type SharesBlock = { kind: "shares"; term: Term; shown: boolean[] };
export type StepBlock = { kind: "step"; pieces: Piece[]; term: Term };
export type Block = SumBlock | SharesBlock | StepBlock;

const LEAVES = ["operand", "number"];
// From the loosest; a negative number binds like a product, and a name with its number like a power.
const [SUM, NEGATIVE, QUOTIENT, PRODUCT, POWER, WHOLE] = [0, 1, 2, 3, 4, 5];
const NAMES = new Map([
  ["tanh", "tanh"],
  ["sigmoid", "σ"],
  ["log", "log"],
  ["sqrt", "√"],
]);

const isLeaf = (term: Term) => LEAVES.includes(term.op);

const isMinusOne = (term: Term) => term.op === "number" && term.value === -1 && !term.note && !term.symbol;

/** @returns the operand p of −log p */
export function surprising(term: Term): Term | null {
  const [first, second] = term.of ?? [];
  const inner = second?.op === "log" ? second.of?.[0] : undefined;
  return term.op === "product" && first !== undefined && isMinusOne(first) && inner?.op === "operand" ? inner : null;
}

/** @returns the terms of a sum, those of sums within it included */
export function flattened(term: Term): Term[] {
  return term.op === "sum" ? (term.of ?? []).flatMap(flattened) : [term];
}

/** Whether it is so short that it needs no line of its own. */
function isSlight(term: Term): boolean {
  const children = term.of ?? [];
  if (term.op === "product") {
    const [first, second] = children;
    return (
      children.length === 2 &&
      first !== undefined &&
      isMinusOne(first) &&
      second !== undefined &&
      (isLeaf(second) || isSlight(second))
    );
  }
  return (children.length === 1 || term.op === "power") && term.op !== "sum" && children.every(isLeaf);
}

/** @returns none where the number ends the walk */
export function blocks(root: Term): Block[] {
  const list: Block[] = [];

  /** A part of a larger expression: by itself when it is short, else by the result of a step. */
  function part(term: Term): Written {
    if (isLeaf(term) || isSlight(term)) {
      return written(term, part);
    }
    block(term);
    return written({ ...term, op: "result", of: [] }, part);
  }

  function block(term: Term) {
    if (term.op === "softmax") {
      const kept = term.fold?.shown;
      const shown = (term.of ?? []).map((_, i) => kept === undefined || kept.includes(i));
      list.push({ kind: "shares", term, shown });
    } else if (term.op === "sum" && (term === root || flattened(term).length > 2)) {
      list.push(sumBlock(term));
    } else {
      list.push({ kind: "step", pieces: written(term, part).pieces, term });
    }
  }

  if (!isLeaf(root)) {
    block(root);
  } else if (root.op === "operand") {
    list.push({ kind: "step", pieces: [root], term: root });
  }
  return list;
}

function sumBlock(term: Term) {
  const fold = term.fold ?? null;
  const rows = flattened(term).map((each, place) => {
    const [left, right, ...more] = each.op === "product" ? (each.of ?? []) : [];
    const isPair = left?.op === "operand" && right?.op === "operand" && more.length === 0;
    return {
      pieces: whole(each).pieces,
      pair: isPair ? ([left, right] as [Term, Term]) : null,
      term: each,
      shown: fold === null || fold.shown.includes(place),
    };
  });
  return { kind: "sum", rows, fold, term } as SumBlock;
}

/** @returns the expression in one line, with all its parts */
function whole(term: Term): Written {
  return written(term, whole);
}

function written(term: Term, part: (child: Term) => Written): Written {
  if (isLeaf(term) || term.op === "result") {
    return { pieces: [term], binding: bindingOf(term) };
  }
  const children = term.of ?? [];
  const [first, ...others] = children;
  if (term.op === "product" && first !== undefined && isMinusOne(first) && others.length > 0) {
    const [only] = others;
    // Turning the sign of a product or a quotient is no step of its own.
    const same = only !== undefined && others.length === 1 && only.op !== "sum";
    return negative(same ? written(only, part) : multiplied(others.map(part)));
  }
  const parts = children.map(part);
  switch (term.op) {
    case "product":
      return multiplied(parts);
    case "sum":
      return added(parts);
    case "quotient":
      return divided(parts);
    case "square":
      return { pieces: parts.flatMap(squared), binding: POWER };
    case "power":
      return {
        pieces: parts.flatMap((each, i) => (i === 0 ? within(each, WHOLE) : ["^", ...within(each, POWER)])),
        binding: POWER,
      };
    default:
      return { pieces: called(term.op, parts), binding: WHOLE };
  }
}

function bindingOf({ op, value }: Term) {
  if (op === "operand") {
    return POWER;
  }
  // A very small or large number is written as a product with a power of ten.
  const isPlain = value !== null && (value === 0 || (Math.abs(value) >= 1e-3 && Math.abs(value) < 1e5));
  return isPlain && value >= 0 ? WHOLE : PRODUCT;
}

const within = ({ pieces, binding }: Written, least: number) => (binding >= least ? pieces : ["(", ...pieces, ")"]);

const isNegative = (piece: Piece | undefined) =>
  typeof piece === "string" ? piece === "−" : piece?.op !== "operand" && (piece?.value ?? 0) < 0;

function added(terms: Written[]): Written {
  const pieces = terms.flatMap(({ pieces: [head, ...rest] }, i) => {
    if (head === undefined || i === 0) {
      return head === undefined ? [] : [head, ...rest];
    }
    if (!isNegative(head)) {
      return ["+", head, ...rest];
    }
    const size = typeof head === "string" ? [] : [{ ...head, value: -Number(head.value) }];
    return ["−", ...size, ...rest];
  });
  return { pieces, binding: terms.length === 1 ? (terms[0]?.binding ?? SUM) : SUM };
}

const negative = (of: Written): Written => ({
  pieces: ["−", ...within(of, isNegative(of.pieces[0]) ? WHOLE : QUOTIENT)],
  binding: NEGATIVE,
});

/** A minus in front of the first factor is one in front of the whole. */
const leading = (first: Written) => (first.binding === NEGATIVE ? first.pieces : within(first, PRODUCT));

function multiplied(factors: Written[]): Written {
  const [first] = factors;
  if (first === undefined || factors.length === 1) {
    return first ?? { pieces: [], binding: WHOLE };
  }
  return {
    pieces: factors.flatMap((each, i) => (i === 0 ? leading(each) : ["×", ...within(each, PRODUCT)])),
    binding: first.binding === NEGATIVE ? NEGATIVE : PRODUCT,
  };
}

/** @param parts numerator and denominator */
const divided = (parts: Written[]): Written => ({
  pieces: parts.flatMap((each, i) => (i === 0 ? leading(each) : ["/", ...within(each, POWER)])),
  binding: parts[0]?.binding === NEGATIVE ? NEGATIVE : QUOTIENT,
});

function squared(of: Written): Piece[] {
  const pieces = within(of, WHOLE);
  return pieces.at(-1) === ")" ? [...pieces.slice(0, -1), ")²"] : [...pieces, "²"];
}

function called(op: string, parts: Written[]): Piece[] {
  const name = op === "minimum" ? "min" : (NAMES.get(op) ?? op);
  return [`${name}(`, ...parts.flatMap(({ pieces }, i) => (i === 0 ? pieces : [",", ...pieces])), ")"];
}
