/**
 * What people read, by key: the catalogues in static/messages are the only place with sentences.
 * A page loads the catalogue of its language before its own script.
 */

import type { FluentVariable, Scope } from "@fluent/bundle";
import { FluentBundle, FluentNumber, FluentResource } from "@fluent/bundle";
import type { ComponentChild } from "preact";
import { Fragment } from "preact";

import { Legible } from "./legible";

export type Arguments = Record<string, FluentVariable>;

/** What a message may mark: inline elements without attributes, and a link. */
const ELEMENTS = new Set(["var", "sub", "sup", "b", "i", "em", "strong", "kbd", "code"]);
const TAG = /<(\/?)(\w+)>/;

/** From here on a number has separators. */
const GROUPED = 1000;

/** A number; the browser's formatter, which takes long to be ready, is only called where it is needed. */
class Amount extends FluentNumber {
  override toString(scope?: Scope): string {
    const isPlain = Number.isInteger(this.value) && this.value >= 0 && this.value < GROUPED;
    return isPlain ? String(this.value) : super.toString(scope);
  }
}

let bundle = new FluentBundle("en");

/** Speaks a language from now on. Throws where a catalogue cannot be read or a key comes twice. */
export function speak(language: string, catalogues: string[]) {
  // Marks of direction around each value would be found by whoever copies or searches the text.
  bundle = new FluentBundle(language, { useIsolating: false });
  for (const catalogue of catalogues) {
    const [error] = bundle.addResource(new FluentResource(catalogue));
    if (error !== undefined) {
      throw error;
    }
  }
}

/** An integer as sentences write it, with the separators of the language. */
export const integer = (value: number) =>
  Math.abs(value) < GROUPED ? String(value) : new Intl.NumberFormat(bundle.locales).format(value);

/** Whether there is such a message. */
export const isSaid = (key: string) => bundle.hasMessage(key);

/** The message with its values put in. Throws where there is none, or a value is missing. */
export function say(key: string, values: Arguments = {}): string {
  const pattern = bundle.getMessage(key)?.value;
  if (pattern === null || pattern === undefined) {
    throw new Error(`there is no message ${key}`);
  }
  const given = Object.entries(values).map(([name, value]) => [
    name,
    typeof value === "number" ? new Amount(value) : value,
  ]);
  return bundle.formatPattern(pattern, Object.fromEntries(given));
}

/** The items of a list: `x, y, z`. */
export const listed = (items: readonly string[]) => items.join(say("list-separator"));

/** Names in a sentence: `W_xh, W_hh and b_h`. */
export function conjoined(names: readonly string[]) {
  const last = names[names.length - 1] ?? "";
  return names.length < 2 ? last : say("names-and", { names: listed(names.slice(0, -1)), last });
}

/** Parts of a sentence, each with commas of its own: `x, y; z`. */
export const clauses = (texts: readonly string[]) => texts.join(say("clause-separator"));

/** Sentences one after the other. */
export const sentences = (texts: readonly string[]) => texts.join(say("sentence-separator"));

/** A text that ends as a sentence does. */
export const sentence = (text: string) => say("sentence", { text });

/** A text in quotation marks. */
export const quotation = (text: string) => say("quotation", { text });

/**
 * A message as elements: `<var>h</var><sub>t</sub>` in the catalogue. What is not one of the
 * allowed elements is an element of the caller's, by name: `with={{ weight: <Number … /> }}` is put
 * where the message has `<weight></weight>`.
 */
export function Say({
  id,
  values,
  slots = {},
}: {
  id: string;
  values?: Arguments;
  slots?: Record<string, ComponentChild>;
}) {
  return <>{marked(say(id, values), slots)}</>;
}

function marked(text: string, slots: Record<string, ComponentChild>): ComponentChild[] {
  const found: ComponentChild[] = [];
  let rest = text;
  for (let tag = TAG.exec(rest); tag !== null; tag = TAG.exec(rest)) {
    const [whole, , name = ""] = tag;
    const end = `</${name}>`;
    const begin = tag.index + whole.length;
    const close = rest.indexOf(end, begin);
    if (close < 0) {
      throw new Error(`<${name}> is not closed in “${text}”`);
    }
    found.push(<Legible text={rest.slice(0, tag.index)} />);
    if (name in slots) {
      found.push(<Fragment>{slots[name]}</Fragment>);
    } else if (ELEMENTS.has(name)) {
      const Element = name as "var";
      found.push(<Element>{marked(rest.slice(begin, close), slots)}</Element>);
    } else {
      throw new Error(`a message may not hold <${name}>: “${text}”`);
    }
    rest = rest.slice(close + end.length);
  }
  found.push(<Legible text={rest} />);
  return found;
}
