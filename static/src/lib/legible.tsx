/** Text whose scripts can be read: fonts draw Unicode's at six tenths of their size. */

const SCRIPTS = /([\u2080-\u209c]+|[\u00b2\u00b3\u00b9\u2070-\u207f]+)/;
const BELOW = /^[\u2080-\u209c]/;

/** A text with larger scripts; to read and to copy it is the same text. `inside` an `<svg>` or not. */
export function Legible({ text, inside = "html" }: { text: string; inside?: "html" | "svg" }) {
  if (!SCRIPTS.test(text)) {
    return <>{text}</>;
  }
  const Script = inside === "svg" ? "tspan" : "span";
  return (
    <>
      {text.split(SCRIPTS).map((piece, place) =>
        // Every second piece is a script.
        place % 2 === 0 ? piece : <Script class={BELOW.test(piece) ? "script is-below" : "script"}>{piece}</Script>,
      )}
    </>
  );
}
