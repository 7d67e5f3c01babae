/** The language of the page: the switch in its header, and what is asked of the server in it. */

import { rooted } from "./root";

const COOKIE = "lang";
const YEAR = 365 * 24 * 3600;

/** What the browser remembers, and the server goes by. */
function remembered(): string | undefined {
  return document.cookie
    .split("; ")
    .find((each) => each.startsWith(`${COOKIE}=`))
    ?.slice(COOKIE.length + 1);
}

let spoken = "";
/** Whether the server goes by something else than what the page was asked for with. */
let isAlone = false;

/**
 * Lets the switch of the page's header reload the page in another language: with the same history
 * entry, in which a page finds its run again. The language leaves the address, which names a run
 * and nothing of who reads it.
 */
export function switchable(language: string) {
  spoken = language;
  const address = new URL(location.href);
  if (address.searchParams.has(COOKIE)) {
    isAlone = remembered() !== language;
    const query = address.search
      .slice(1)
      .split("&")
      .filter((part) => part.split("=")[0] !== COOKIE)
      .join("&");
    history.replaceState(history.state, "", `${address.pathname}${query && `?${query}`}${address.hash}`);
  }
  for (const link of document.querySelectorAll<HTMLAnchorElement>("[data-language]")) {
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) {
        return;
      }
      event.preventDefault();
      const wanted = link.dataset.language ?? language;
      // biome-ignore lint/suspicious/noDocumentCookie: the server reads it; the newer way is not everywhere.
      document.cookie = `${COOKIE}=${wanted}; Path=${rooted("/")}; Max-Age=${YEAR}; SameSite=Lax`;
      if (remembered() === wanted) {
        location.reload();
      } else {
        // No cookies here: then the address has to say it.
        address.href = location.href;
        address.searchParams.set(COOKIE, wanted);
        location.href = address.href;
      }
    });
  }
}

/** The address of a request, with the page's language where the server would not know it. */
export function inLanguage(of: string): string {
  const path = rooted(of);
  if (spoken === "") {
    return path;
  }
  const known = remembered();
  const isKnown = known === undefined ? !isAlone : known === spoken;
  return isKnown ? path : `${path}${path.includes("?") ? "&" : "?"}${COOKIE}=${spoken}`;
}
