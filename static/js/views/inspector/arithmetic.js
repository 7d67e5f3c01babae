// @ts-check
/**
 * The arithmetic of a derivation as blocks to be read from top to bottom: a sum as a table of its
 * terms, a softmax as a table of shares, everything else as short steps, inner ones first. Pure;
 * every number in it is the server's.
 */

/** @typedef {import("../../types.js").Term} Term */
/** @typedef {import("../../types.js").Fold} Fold */

/** @typedef {string | Term} Piece text, or a number: an operand, one of the formula, a result */

/**
 * @typedef {object} Row of a sum
 * @property {Piece[]} pieces
 * @property {[Term, Term] | null} pair where it is just two operands multiplied
 * @property {Term} term
 * @property {boolean} shown
 */

/** @typedef {{kind: "sum", rows: Row[], fold: Fold | null, term: Term}} SumBlock */
/** @typedef {{kind: "shares", term: Term, shown: boolean[]}} SharesBlock */
/** @typedef {{kind: "step", pieces: Piece[], term: Term}} StepBlock */
/** @typedef {SumBlock | SharesBlock | StepBlock} Block */

const LEAVES = ["operand", "number"];
const NAMES = new Map([
  ["tanh", "tanh"],
  ["sigmoid", "σ"],
  ["log", "log"],
  ["sqrt", "√"],
]);

/** @param {Term} term */
const isLeaf = (term) => LEAVES.includes(term.op);

/** @param {Term} term */
const isMinusOne = (term) => term.op === "number" && term.value === -1 && !term.note;

/**
 * @param {Term} term
 * @returns {Term[]} the terms of a sum, those of sums within it included
 */
export function flattened(term) {
  return term.op === "sum" ? (term.of ?? []).flatMap(flattened) : [term];
}

/**
 * Whether it is so short that it needs no line of its own.
 *
 * @param {Term} term
 * @returns {boolean}
 */
function isSlight(term) {
  const children = term.of ?? [];
  if (term.op === "product") {
    const [first, second] = children;
    return (
      children.length === 2 && first !== undefined && isMinusOne(first) &&
      second !== undefined && (isLeaf(second) || isSlight(second))
    );
  }
  return (children.length === 1 || term.op === "power") && term.op !== "sum" && children.every(isLeaf);
}

/**
 * @param {Term} root
 * @returns {Block[]} none where the number ends the walk
 */
export function blocks(root) {
  /** @type {Block[]} */
  const list = [];

  /**
   * A part of a larger expression: by itself when it is short, else by the result of a step.
   *
   * @param {Term} term
   * @returns {Piece[]}
   */
  function part(term) {
    if (isLeaf(term)) {
      return [term];
    }
    if (isSlight(term)) {
      return written(term, part);
    }
    block(term);
    return [{ ...term, op: "result", of: [] }];
  }

  /** @param {Term} term */
  function block(term) {
    if (term.op === "softmax") {
      const kept = term.fold?.shown;
      const shown = (term.of ?? []).map((_, i) => kept === undefined || kept.includes(i));
      list.push({ kind: "shares", term, shown });
    } else if (term.op === "sum" && (term === root || flattened(term).length > 2)) {
      list.push(sumBlock(term));
    } else {
      list.push({ kind: "step", pieces: written(term, part), term });
    }
  }

  if (!isLeaf(root)) {
    block(root);
  } else if (root.op === "operand") {
    list.push({ kind: "step", pieces: [root], term: root });
  }
  return list;
}

/** @param {Term} term */
function sumBlock(term) {
  const fold = term.fold ?? null;
  const rows = flattened(term).map((each, place) => {
    const [left, right, ...more] = each.op === "product" ? (each.of ?? []) : [];
    const isPair =
      left?.op === "operand" && right?.op === "operand" && more.length === 0;
    return {
      pieces: whole(each),
      pair: isPair ? /** @type {[Term, Term]} */ ([left, right]) : null,
      term: each,
      shown: fold === null || fold.shown.includes(place),
    };
  });
  return /** @type {SumBlock} */ ({ kind: "sum", rows, fold, term });
}

/**
 * @param {Term} term
 * @returns {Piece[]} the expression in one line, with all its parts
 */
function whole(term) {
  if (isLeaf(term)) {
    return [term];
  }
  return written(term, (child) => {
    const pieces = whole(child);
    return isLeaf(child) || isSlight(child) ? pieces : ["(", ...pieces, ")"];
  });
}

/**
 * @param {Term} term
 * @param {(child: Term) => Piece[]} part
 * @returns {Piece[]}
 */
function written(term, part) {
  const children = term.of ?? [];
  /** @param {string} sign */
  const joined = (sign) =>
    children.flatMap((child, i) => [...(i > 0 ? [sign] : []), ...part(child)]);
  switch (term.op) {
    case "product": {
      const [first, ...rest] = children;
      if (first !== undefined && isMinusOne(first) && rest.length > 0) {
        const [only] = rest;
        const inner =
          only !== undefined && rest.length === 1
            ? isLeaf(only) || only.op === "sum" ? part(only) : written(only, part)
            : written({ ...term, of: rest }, part);
        return ["−", ...inner];
      }
      return joined("×");
    }
    case "sum":
      return children.flatMap((child, i) => {
        const pieces = part(child);
        if (i === 0) {
          return pieces;
        }
        return pieces[0] === "−" ? pieces : ["+", ...pieces];
      });
    case "quotient":
      return joined("/");
    case "square":
      return ["(", ...children.flatMap(part), ")²"];
    case "power":
      return joined("^");
    case "minimum":
      return ["min(", ...joined(","), ")"];
    default:
      return [`${NAMES.get(term.op) ?? term.op}(`, ...joined(","), ")"];
  }
}
