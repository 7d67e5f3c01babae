/**
 * The arithmetic of a derivation as blocks to be read from top to bottom: a sum as a table of its
 * terms, a softmax as a table of shares, everything else as short steps, inner ones first, with the
 * parentheses that the usual precedence asks for. Pure; every number in it is the server's.
 */

import type { Term } from "./types";

/** text, or a number: an operand, one of the formula, a result */
export type Piece = string | Term;
/** and how strongly it holds together */
type Written = { pieces: Piece[]; binding: number };

/** of a sum */
export interface Row {
  pieces: Piece[];
  /** where it is just two operands multiplied */
  pair: [Term, Term] | null;
  term: Term;
  shown: boolean;
}

export type SumBlock = { kind: "sum"; rows: Row[]; term: Term };
export type SharesBlock = { kind: "shares"; shown: boolean[]; term: Term };
export type StepBlock = { kind: "step"; pieces: Piece[]; term: Term };
export type Block = SumBlock | SharesBlock | StepBlock;

// From the loosest; a negative number binds like a product, and a name with its number like a power.
const [SUM, NEGATIVE, QUOTIENT, PRODUCT, POWER, WHOLE] = [0, 1, 2, 3, 4, 5];
const NAMES: Record<string, string> = { sigmoid: "σ", sqrt: "√", minimum: "min" };

const isLeaf = ({ op }: Term) => op === "operand" || op === "number";

/** The factors after −1, where a product begins with it. */
function negated({ op, of: [first, ...others] = [] }: Term): Term[] | null {
  const isMinusOne = first?.op === "number" && first.value === -1 && !first.note && !first.symbol;
  return op === "product" && isMinusOne && others.length > 0 ? others : null;
}

/** The operand p of −log p. */
export function surprising(term: Term): Term | null {
  const [log] = negated(term) ?? [];
  const p = log?.op === "log" ? log.of?.[0] : undefined;
  return p?.op === "operand" ? p : null;
}

/** The operands of an expression. */
export function operandsOf(term: Term | null): Term[] {
  return term?.op === "operand" ? [term] : (term?.of ?? []).flatMap(operandsOf);
}

/** The terms of a sum, those of sums within it included. */
export function flattened(term: Term): Term[] {
  return term.op === "sum" ? (term.of ?? []).flatMap(flattened) : [term];
}

/** Whether it is so short that it needs no line of its own. */
function isSlight(term: Term): boolean {
  const children = term.of ?? [];
  if (term.op === "product") {
    const others = negated(term) ?? [];
    return others.length === 1 && others.every((each) => isLeaf(each) || isSlight(each));
  }
  return (children.length === 1 || term.op === "power") && term.op !== "sum" && children.every(isLeaf);
}

/** None where the number is made of no other. */
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
      const shown = (term.of ?? []).map((_, i) => term.fold?.shown.includes(i) ?? true);
      list.push({ kind: "shares", shown, term });
    } else if (term.op === "sum" && (term === root || flattened(term).length > 2)) {
      list.push({ kind: "sum", rows: rowsOf(term), term });
    } else {
      list.push({ kind: "step", pieces: written(term, part).pieces, term });
    }
  }

  if (root.op !== "number") {
    block(root);
  }
  return list;
}

function rowsOf(sum: Term): Row[] {
  return flattened(sum).map((term, place) => {
    const [left, right, ...more] = term.op === "product" ? (term.of ?? []) : [];
    const isPair = left?.op === "operand" && right?.op === "operand" && more.length === 0;
    return {
      pieces: whole(term).pieces,
      pair: isPair ? [left, right] : null,
      term,
      shown: sum.fold?.shown.includes(place) ?? true,
    };
  });
}

/** The expression in one line, with all its parts. */
function whole(term: Term): Written {
  return written(term, whole);
}

function written(term: Term, part: (child: Term) => Written): Written {
  if (isLeaf(term) || term.op === "result") {
    return { pieces: [term], binding: bindingOf(term) };
  }
  const others = negated(term);
  if (others !== null) {
    const [only] = others;
    // Turning the sign of a product or a quotient is no step of its own.
    const isTurned = only !== undefined && others.length === 1 && only.op !== "sum";
    return negative(isTurned ? written(only, part) : multiplied("×", others.map(part)));
  }
  const parts = (term.of ?? []).map(part);
  switch (term.op) {
    case "product":
      return multiplied("×", parts);
    case "quotient":
      return multiplied("/", parts);
    case "sum":
      return added(parts);
    case "square":
      return { pieces: parts.flatMap(squared), binding: POWER };
    case "power":
      return {
        pieces: parts.flatMap((each, i) => (i === 0 ? within(each, WHOLE) : ["^", ...within(each, POWER)])),
        binding: POWER,
      };
    default:
      return {
        pieces: [
          `${NAMES[term.op] ?? term.op}(`,
          ...parts.flatMap(({ pieces }, i) => (i === 0 ? pieces : [",", ...pieces])),
          ")",
        ],
        binding: WHOLE,
      };
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

/** Factors, or numerator and denominator. A minus in front of the first is one in front of the whole. */
function multiplied(sign: "×" | "/", [first, ...others]: Written[]): Written {
  if (first === undefined || others.length === 0) {
    return first ?? { pieces: [], binding: WHOLE };
  }
  const isTurned = first.binding === NEGATIVE;
  const least = sign === "×" ? PRODUCT : POWER;
  return {
    pieces: [
      ...(isTurned ? first.pieces : within(first, PRODUCT)),
      ...others.flatMap((each) => [sign, ...within(each, least)]),
    ],
    binding: isTurned ? NEGATIVE : sign === "×" ? PRODUCT : QUOTIENT,
  };
}

function squared(of: Written): Piece[] {
  const pieces = within(of, WHOLE);
  return pieces.at(-1) === ")" ? [...pieces.slice(0, -1), ")²"] : [...pieces, "²"];
}
