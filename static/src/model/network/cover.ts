/** What of a network is covered until it is revealed. Pure. */

/** With the predictions, the losses that tell how good they are. */
export type Cover = "losses" | "predictions";

const COVERED: Record<Cover, readonly string[]> = {
  losses: ["loss"],
  predictions: ["loss", "probs", "logits"],
};

/** Whether a quantity is under the cover. */
export const isCovered = (cover: Cover | null, quantity: string) => cover !== null && COVERED[cover].includes(quantity);

const ORDER: readonly (Cover | null)[] = [null, "losses", "predictions"];

/** What one key goes through. */
export const nextCover = (cover: Cover | null): Cover | null =>
  ORDER[(ORDER.indexOf(cover) + 1) % ORDER.length] ?? null;
