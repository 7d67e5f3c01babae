/** Where the addresses of the server begin: at the root of its origin, or below a path of a proxy. */

const root = globalThis.document?.documentElement.dataset.root ?? "";

/**
 * @param path an address of the server, as the server itself writes it: `/api/runs`
 * @returns the address for the browser
 */
export const rooted = (path: string) => `${root}${path}`;

/** The address that all others begin with, for a terminal. */
export const base = () => `${location.origin}${root}`;
