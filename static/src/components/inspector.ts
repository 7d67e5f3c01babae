/**
 * The inspector: one number, in words, its formula, and the arithmetic that made it, in which
 * every operand can be asked the same question.
 */

import { copied, find, h, on, setText } from "../lib/dom";
import type { Place } from "../model/address";
import { parameterOf, placeOf, placeText, related } from "../model/address";
import { counted, exact, visible } from "../model/format";
import type { Answer, Inspection, Proof } from "../model/inspection";
import { crumbs, entry, operandsOf } from "../model/inspection";
import type { Derivation, FullAddress, Maybe, Term } from "../model/types";
import type { Block, Piece, Row, SharesBlock, SumBlock } from "./inspector/arithmetic";
import { blocks, surprising } from "./inspector/arithmetic";
import type { Part } from "./inspector/writing";
import { errorText, identity, isUnsigned, nameParts, plainName, reading, readingUnderLog } from "./inspector/writing";

export interface Actions {
  descend: (address: FullAddress) => void;
  inspect: (place: Place) => void;
  go: (at: number) => void;
  back: () => void;
  forward: () => void;
  close: () => void;
  retry: () => void;
  here: () => void;
  prove: () => void;
  onHover: (place: Place | null) => void;
  /** whether it can be set by hand */
  canChange: (place: Place) => boolean;
  change: (place: Place, anchor: Element) => void;
}

function typeset(parts: Part[]): (Node | string)[] {
  return parts.map(({ kind, text, parts: inner }) =>
    kind === "text" ? text : kind === "name" ? h("var", {}, text) : h(kind, {}, ...typeset(inner)),
  );
}

/** @param quantity gives it its colour */
function name({ notation, labels }: Pick<Derivation, "notation" | "labels">, quantity: string = "") {
  const index = labels.length > 0 ? `[${labels.map(visible).join(",")}]` : "";
  return h("span", { class: `symbol ${identity(quantity)}` }, ...typeset(nameParts(notation)), index);
}

const plain = ({ notation, labels }: Pick<Derivation, "notation" | "labels">) =>
  plainName(notation) + (labels.length > 0 ? `[${labels.map(visible).join(",")}]` : "");

export function createInspector(root: HTMLElement, actions: Actions) {
  const bar = find(root, "#inspector-bar", HTMLElement);
  const body = find(root, "#inspector-body", HTMLElement);
  const back = find(bar, "#inspector-back", HTMLButtonElement);
  const forward = find(bar, "#inspector-forward", HTMLButtonElement);
  const trail = find(bar, "#inspector-trail", HTMLOListElement);
  const empty = find(root, "#inspector-empty", HTMLElement);
  const sprite = document.getElementById("sprite");

  let drawn: Inspection | null = null;
  /** the sums whose every term is shown, by the number's symbol */
  const unfolded: Set<string> = new Set();
  let lit: Place | null = null;
  let origin = "";

  // ---- formula ----------------------------------------------------------------------------

  /**
   * The server's SVG brings its glyphs along: those the page does not have yet join its sprite.
   */
  function formula(source: string) {
    const parsed = new DOMParser().parseFromString(source, "image/svg+xml").documentElement;
    for (const glyph of parsed.querySelectorAll("symbol")) {
      glyph.remove();
      if (document.getElementById(glyph.id) === null) {
        sprite?.append(document.importNode(glyph, true));
      }
    }
    return document.importNode(parsed, true);
  }

  // ---- terms ------------------------------------------------------------------------------

  /**
   * @param term an operand
   * @param iteration of what it is an operand of
   * @param value where the value stands: on which side of the name
   * @param where in a column of numbers, where a plus sign
   *   tells something; written in digits of its own
   */
  function operand(
    term: Term,
    iteration: number,
    value: "before" | "after" | "none" = "after",
    { listed = false, written }: { listed?: boolean; written?: string } = {},
  ) {
    const address = term.address as FullAddress;
    const named = { notation: term.notation ?? "", labels: term.labels ?? [] };
    const earlier = address.iteration !== iteration;
    const number = h(
      "span",
      { class: "value" },
      written ?? reading(term.value, !listed || isUnsigned(address.quantity)),
    );
    const symbol = name(named, address.quantity);
    const tag = earlier ? h("span", { class: "earlier" }, `iteration ${address.iteration}`) : null;
    const inside = value === "before" ? [number, symbol] : value === "none" ? [symbol] : [symbol, number];
    const button = h(
      "button",
      {
        type: "button",
        class: `term ${term.end ? "is-end" : ""}`,
        "data-quantity": address.quantity,
        "data-t": address.t,
        "data-index": address.index.join(","),
        "data-iteration": address.iteration,
        title: `${plain(named)} = ${exact(term.value)}${earlier ? `, at iteration ${address.iteration}` : ""}${term.end ? ": made of no other number" : ": why?"}`,
      },
      ...inside,
      tag,
    );
    on(button, "click", () => actions.descend(address));
    return button;
  }

  function pieceNode(piece: Piece, iteration: number) {
    if (typeof piece === "string") {
      return h("span", { class: "sign" }, piece);
    }
    if (piece.op === "operand") {
      return operand(piece, iteration);
    }
    const { op, value, symbol = null, note = "" } = piece;
    const number = h(
      "span",
      { class: op === "result" ? "value result" : "value" },
      reading(value, true),
      note === "" ? null : h("span", { class: "note" }, note),
    );
    return symbol === null ? number : h("span", { class: "constant" }, h("span", { class: "symbol" }, symbol), number);
  }

  function signedBar(value: Maybe, largest: number) {
    const share = value === null || largest === 0 ? 0 : Math.min(1, Math.abs(value) / largest);
    return h(
      "span",
      { class: "bar", "aria-hidden": "true" },
      h("span", {
        class: (value ?? 0) < 0 ? "negative" : "positive",
        style: `width:${(share * 50).toFixed(1)}%`,
      }),
    );
  }

  // ---- blocks -----------------------------------------------------------------------------

  function blockNode(block: Block, of: Derivation, where: { inner: boolean }) {
    const { iteration } = of.address;
    if (block.kind === "step") {
      const p = surprising(block.term);
      const node = (piece: Piece) =>
        piece === p
          ? operand(p, iteration, "after", { written: readingUnderLog(p.value, block.term.value) })
          : pieceNode(piece, iteration);
      return h(
        "p",
        { class: "step" },
        h("span", { class: "expression" }, ...block.pieces.map(node)),
        h("span", { class: "equals" }, "="),
        h("b", { class: "value" }, reading(block.term.value, true)),
      );
    }
    return block.kind === "sum" ? sumNode(block, of, where) : sharesNode(block, of);
  }

  function sumNode({ rows, fold, term }: SumBlock, of: Derivation, { inner }: { inner: boolean }) {
    const { iteration } = of.address;
    const key = of.symbol;
    const all = unfolded.has(key);
    const sizes = rows.map(({ term: each }) => Math.abs(each.value ?? 0));
    const largest = Math.max(...sizes);
    const items = rows.filter(({ shown }) => shown || all).map((row) => rowNode(row, iteration, largest));
    if (fold !== null) {
      const together = fold.zero ? "each of them 0" : `together ${reading(fold.value)}`;
      const more = h(
        "button",
        { type: "button", class: "fold", "data-key": `fold ${key}`, "aria-expanded": String(all) },
        all
          ? "Show fewer terms"
          : `${counted(fold.rest, "more term")}, ${fold.zero && fold.rest === 1 ? "it is 0" : together}`,
        all ? null : h("span", { class: "fold-show" }, "show"),
      );
      on(more, "click", () => {
        if (all) {
          unfolded.delete(key);
        } else {
          unfolded.add(key);
        }
        redraw();
      });
      items.push(h("li", { class: "row row-fold" }, more));
    }
    const isResult = term === of.arithmetic;
    return h(
      "div",
      { class: "sum" },
      h("ul", { class: "rows" }, ...items),
      h(
        "p",
        { class: "total" },
        "sum",
        isResult ? " = " : null,
        isResult ? (inner ? innerName(of) : name(of, of.address.quantity)) : null,
        h("b", { class: "value" }, reading(term.value, ofUnsigned(term, of))),
      ),
    );
  }

  /** Whether it is the whole of a number that is never negative. */
  function ofUnsigned(term: Term, of: Derivation) {
    return term === of.arithmetic && isUnsigned(of.address.quantity);
  }

  /** @param of the operand that is explained in place: it can be opened itself */
  function innerName(of: Derivation) {
    return operand(
      {
        op: "operand",
        value: of.value,
        notation: of.notation,
        labels: of.labels,
        address: of.address,
      },
      of.address.iteration,
      "none",
    );
  }

  function rowNode({ pieces, pair, term }: Row, iteration: number, largest: number) {
    const left =
      term.op === "operand"
        ? [h("span", { class: "expression" }, operand(term, iteration, "none"))]
        : pair === null
          ? [h("span", { class: "expression" }, ...pieces.map((piece) => pieceNode(piece, iteration)))]
          : [
              operand(pair[0], iteration, "after"),
              h("span", { class: "sign" }, "×"),
              operand(pair[1], iteration, "before"),
            ];
    return h(
      "li",
      { class: pair === null ? "row" : "row row-pair" },
      ...left,
      h("b", { class: "value row-value" }, reading(term.value)),
      signedBar(term.value, largest),
    );
  }

  function sharesNode({ term, shown }: SharesBlock, of: Derivation) {
    const { iteration } = of.address;
    const key = of.symbol;
    const all = unfolded.has(key);
    const fold = term.fold ?? null;
    const power = term.shift ? `y − ${reading(term.shift, true)}` : "y";
    const rows = (term.of ?? []).flatMap((logit, i) =>
      shown[i] || all
        ? [
            h(
              "li",
              { class: `row row-share ${i === term.chosen ? "is-chosen" : ""}` },
              operand(logit, iteration, "after", { listed: true }),
              h("span", { class: "value" }, reading(term.exponentials?.[i], true)),
              h("b", { class: "value row-value" }, reading(term.shares?.[i], true)),
              h(
                "span",
                { class: "bar share", "aria-hidden": "true" },
                h("span", { style: `width:${(100 * (term.shares?.[i] ?? 0)).toFixed(1)}%` }),
              ),
            ),
          ]
        : [],
    );
    if (fold !== null) {
      const more = h(
        "button",
        { type: "button", class: "fold", "data-key": `fold ${key}`, "aria-expanded": String(all) },
        all ? "Show fewer letters" : `${counted(fold.rest, "more letter")}, together ${reading(fold.share, true)}`,
        all ? null : h("span", { class: "fold-show" }, "show"),
      );
      on(more, "click", () => {
        if (all) {
          unfolded.delete(key);
        } else {
          unfolded.add(key);
        }
        redraw();
      });
      rows.push(h("li", { class: "row row-fold" }, more));
    }
    const chosen = term.chosen ?? 0;
    return h(
      "div",
      { class: "sum shares" },
      h(
        "ul",
        { class: "rows" },
        h(
          "li",
          { class: "row row-share shares-head", "aria-hidden": "true" },
          h("span", { class: "term" }, "score", h("var", {}, "y")),
          h("span", { class: "value" }, h("var", {}, "e"), h("sup", {}, power)),
          h("span", { class: "value row-value" }, "share"),
        ),
        ...rows,
      ),
      h(
        "p",
        { class: "step" },
        h(
          "span",
          { class: "expression" },
          h("span", { class: "value" }, reading(term.exponentials?.[chosen], true)),
          h("span", { class: "sign" }, "/"),
          h("span", { class: "value" }, reading(term.total, true)),
          h("span", { class: "note" }, "the sum of all"),
        ),
        h("span", { class: "equals" }, "="),
        h("b", { class: "value" }, reading(term.value, true)),
      ),
    );
  }

  function arithmetic({ derivation, inner }: Answer) {
    const nodes = [];
    if (inner !== null && inner.arithmetic !== null) {
      const of = blocks(inner.arithmetic);
      if (of.length > 0) {
        nodes.push(h("div", { class: "inner" }, ...of.map((block) => blockNode(block, inner, { inner: true }))));
      }
    }
    if (derivation.arithmetic !== null) {
      nodes.push(...blocks(derivation.arithmetic).map((block) => blockNode(block, derivation, { inner: false })));
    }
    return nodes;
  }

  // ---- the rest of the panel --------------------------------------------------------------

  function headline({ derivation, before }: Answer, { iteration }: Inspection) {
    const { address, value } = derivation;
    const unsigned = isUnsigned(address.quantity);
    const was =
      before === null
        ? null
        : h(
            "span",
            { class: "before" },
            before.value === value
              ? `unchanged since iteration ${before.iteration}`
              : `was ${reading(before.value, unsigned)} at iteration ${before.iteration}`,
          );
    return [
      h(
        "div",
        { class: "inspector-head" },
        h(
          "h2",
          { class: "inspector-title", id: "inspector-title", tabindex: -1 },
          name(derivation, address.quantity),
          " = ",
          h("b", { class: "value", title: exact(value) }, reading(value, unsigned)),
          h("span", { class: "why" }, operandsOf(derivation.arithmetic).length > 0 ? " why?" : ""),
        ),
        changeButton(address),
      ),
      h(
        "p",
        { class: "words" },
        `${derivation.words[0]?.toUpperCase() ?? ""}${derivation.words.slice(1)}`,
        " · ",
        h("span", { class: address.iteration === iteration ? "" : "earlier" }, `iteration ${address.iteration}`),
        was === null ? null : " · ",
        was,
      ),
    ];
  }

  function changeButton({ t, ...rest }: FullAddress) {
    const place = { ...rest, ...(t === null ? {} : { t }) };
    if (!actions.canChange(place)) {
      return null;
    }
    const button = h(
      "button",
      { type: "button", class: "button small inspector-change", "data-key": "change" },
      "Change…",
    );
    on(button, "click", () => actions.change(place, button));
    return button;
  }

  function formulaNode({ derivation, formula: source, inner, innerFormula }: Answer) {
    const lines: [Derivation | null, string | null][] = [
      [derivation, source],
      [inner, innerFormula],
    ];
    const drawings = lines.flatMap(([of, drawing]) =>
      of === null || of.formula === null ? [] : [drawing === null ? h("code", {}, of.formula.plain) : formula(drawing)],
    );
    return drawings.length === 0
      ? null
      : h(
          "div",
          { class: "inspector-formula scrolls", tabindex: 0, role: "group", "aria-label": "Formula" },
          ...drawings,
        );
  }

  function endNode({ derivation }: Answer) {
    return derivation.source === null
      ? null
      : h("p", { class: "end" }, h("b", {}, "Here the question ends: "), derivation.source, ".");
  }

  function proofNode({ derivation }: Answer, proof: Proof | null) {
    if (!derivation.address.quantity.startsWith("gradients.")) {
      return null;
    }
    const button = h(
      "button",
      { type: "button", class: "button small", id: "prove-this", disabled: proof?.state === "checking" },
      proof?.state === "checking" ? "Checking…" : proof === null ? "Check it" : "Check again",
    );
    on(button, "click", () => actions.prove());
    return h(
      "section",
      { class: "proof", "aria-label": "Proof" },
      h("p", {}, h("b", {}, "Is it right? "), "Nudge this weight, measure the loss, compare."),
      button,
      h("div", { class: "proof-result", role: "status" }, proofResult(derivation, proof)),
    );
  }

  function proofResult({ address }: Derivation, proof: Proof | null) {
    if (proof === null || proof.state === "checking") {
      return null;
    }
    if (proof.state === "failed") {
      return h("p", { class: "error" }, proof.text);
    }
    const { analytic, numeric, relative_error } = proof.check;
    const lines: [string, string][] = [
      ["by backpropagation", exact(entry(analytic, address.index))],
      ["by differences of the loss", exact(entry(numeric, address.index))],
      ["relative error", errorText(entry(relative_error, address.index))],
    ];
    return h("dl", {}, ...lines.flatMap(([term, text]) => [h("dt", {}, term), h("dd", {}, text)]));
  }

  function requests({ derivation }: Answer) {
    const address = `'${origin}${derivation.links.self ?? ""}'`;
    const commands: [string, string, string][] = [
      ["curl", "Copy as curl", `curl -s ${address}`],
      ["text", "Copy for plain text", `curl -s -H 'Accept: text/plain' ${address}`],
    ];
    const status = h("span", { class: "hint", role: "status" });
    return h(
      "footer",
      { class: "requests" },
      h(
        "pre",
        { class: "terminal scrolls", tabindex: 0, "aria-label": "This explanation's request" },
        h("code", {}, commands[0]?.[2]),
      ),
      ...commands.map(([id, label, command]) => {
        const button = h(
          "button",
          { type: "button", class: "button small", "data-key": id, "data-command": command },
          label,
        );
        on(button, "click", () => {
          void copied(command).then((worked) => setText(status, worked ? "Copied." : "Copying is not allowed here."));
        });
        return button;
      }),
      status,
    );
  }

  function troubleNode({ trouble, iteration }: Inspection) {
    if (trouble === null) {
      return null;
    }
    const ways: [boolean, string, () => void][] = [
      [trouble.retry, "Try again", actions.retry],
      [trouble.here, `Explain it at iteration ${iteration}`, actions.here],
      [true, "Close", actions.close],
    ];
    return h(
      "div",
      { class: "trouble", role: "alert" },
      h("p", {}, trouble.text),
      ...ways
        .filter(([helps]) => helps)
        .map(([, label, act]) => {
          const button = h("button", { type: "button", class: "button small" }, label);
          on(button, "click", act);
          return button;
        }),
    );
  }

  function drawTrail({ visits, at }: Inspection) {
    back.disabled = at <= 0;
    forward.disabled = at >= visits.length - 1;
    const way = crumbs(visits, at);
    const items = way.map(({ visit, at: place }) => {
      const label = visit.label === null ? placeText(visit.place) : name(visit.label, visit.place.quantity);
      const current = place === at;
      const button = h(
        "button",
        { type: "button", class: "crumb", "data-key": `crumb ${place}`, "aria-current": current ? "location" : null },
        label,
        visit.place.iteration === undefined ? null : h("sup", {}, `@${visit.place.iteration}`),
      );
      on(button, "click", () => actions.go(place));
      return h("li", {}, button);
    });
    trail.replaceChildren(...items);
    trail.scrollLeft = trail.scrollWidth;
  }

  // ---- drawing ----------------------------------------------------------------------------

  function redraw() {
    if (drawn !== null) {
      draw(drawn);
    }
  }

  /** What has the focus, so that the same thing has it after a redraw. */
  function focusKey() {
    const element = document.activeElement;
    if (!(element instanceof HTMLElement) || !root.contains(element)) {
      return null;
    }
    const place = placeOf(element.dataset);
    return element.id || element.dataset.key || (place === null ? "title" : placeText(place));
  }

  function focus(key: string) {
    const target =
      [...root.querySelectorAll("button, [tabindex]")].find((element) => {
        if (!(element instanceof HTMLElement)) {
          return false;
        }
        const place = placeOf(element.dataset);
        return element.id === key || element.dataset.key === key || (place !== null && placeText(place) === key);
      }) ?? body.querySelector("#inspector-title");
    if (target instanceof HTMLElement && !(target instanceof HTMLButtonElement && target.disabled)) {
      target.focus({ preventScroll: key !== "title" });
    }
  }

  function draw(state: Inspection) {
    const key = focusKey();
    const before = drawn;
    drawn = state;
    const open = state.place !== null;
    empty.toggleAttribute("hidden", open);
    bar.toggleAttribute("hidden", !open);
    body.toggleAttribute("hidden", !open);
    if (!open) {
      body.replaceChildren();
      return;
    }
    drawTrail(state);
    const { answer, trouble } = state;
    if (
      before !== null &&
      before !== state &&
      before.place !== null &&
      before.answer === answer &&
      before.trouble === trouble &&
      before.proof === state.proof &&
      before.iteration === state.iteration
    ) {
      return;
    }
    const nodes = [];
    if (answer !== null) {
      nodes.push(
        ...headline(answer, state),
        formulaNode(answer),
        troubleNode(state),
        endNode(answer),
        ...arithmetic(answer),
        proofNode(answer, state.proof),
        requests(answer),
      );
    } else {
      nodes.push(troubleNode(state));
    }
    body.replaceChildren(...nodes.filter((node) => node !== null));
    body.classList.toggle("is-stale", trouble !== null && answer !== null);
    body.dataset.symbol = answer?.derivation.symbol ?? "";
    body.dataset.iteration = String(answer?.derivation.address.iteration ?? "");
    mark();
    const moved = before?.answer?.derivation.symbol !== answer?.derivation.symbol;
    if (moved) {
      root.scrollTop = 0;
    }
    if (key !== null) {
      focus(moved ? "title" : key);
    }
  }

  function mark() {
    for (const element of body.querySelectorAll(".term")) {
      const place = element instanceof HTMLElement ? placeOf(element.dataset) : null;
      element.classList.toggle("is-lit", lit !== null && place !== null && related(place, lit));
    }
  }

  // ---- listening --------------------------------------------------------------------------

  on(back, "click", () => actions.back());
  on(forward, "click", () => actions.forward());
  on(find(bar, "#inspector-close", HTMLButtonElement), "click", () => actions.close());
  for (const button of empty.querySelectorAll("[data-start]")) {
    const place = button instanceof HTMLElement ? placeOf(button.dataset) : null;
    if (place !== null) {
      on(button, "click", () => actions.inspect(place));
    }
  }
  const placeUnder = (target: EventTarget | null) => {
    const term = target instanceof Element ? target.closest(".term") : null;
    return term instanceof HTMLElement ? placeOf(term.dataset) : null;
  };
  on(body, "pointerover", (event) => actions.onHover(placeUnder(event.target)));
  on(body, "pointerleave", () => actions.onHover(null));
  on(body, "focusin", (event) => actions.onHover(placeUnder(event.target)));
  on(body, "focusout", () => actions.onHover(null));

  return {
    update: draw,
    /** @param place what the reader points at elsewhere */
    setHighlight(place: Place | null) {
      lit = place;
      mark();
    },
    /** @param value for the requests that can be copied */
    setOrigin(value: string) {
      origin = value;
    },
    focus: () => focus("title"),
    hasFocus: (): boolean => root.contains(document.activeElement),
    parameter: () => (drawn?.answer ? parameterOf(drawn.answer.derivation.address.quantity) : null),
  };
}
