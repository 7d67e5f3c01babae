/** A picture as the server reads it: rows of # and . with / between. Pure. */

export type Size = { rows: number; columns: number };

export const blank = ({ rows, columns }: Size) => Array.from({ length: rows }, () => ".".repeat(columns)).join("/");

export const rowsOf = (picture: string) => picture.split("/").map((row) => [...row].map((pixel) => pixel === "#"));

/** @param place of the pixel, counted row by row */
export function inked(picture: string, place: number, ink: boolean) {
  const columns = picture.split("/", 1)[0]?.length ?? 1;
  const at = place + Math.floor(place / columns);
  return picture.slice(0, at) + (ink ? "#" : ".") + picture.slice(at + 1);
}
