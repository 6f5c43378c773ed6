/**
 * The present address of the pages. This file follows addresses with the History API. A library is not used, because a page needs only a
 * pattern, a link that the browser can also open in a new tab, and the way back.
 */
export interface Route {
  path: string;
  query: URLSearchParams;
}

export const routeNow = (): Route => ({ path: location.pathname, query: new URLSearchParams(location.search) });

/** Returns the values that a path has for the parameters of a pattern such as `/kiosks/:kioskId`. `null`: the path does not match. */
export function matchPath(pattern: string, path: string): Record<string, string> | null {
  const wanted = pattern.split('/');
  const given = path.replace(/(?<=.)\/$/, '').split('/');
  if (wanted.length !== given.length) return null;
  const params: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const text = given[index] ?? '';
    if (!part.startsWith(':')) {
      if (part !== text) return null;
      continue;
    }
    try {
      params[part.slice(1)] = decodeURIComponent(text);
    } catch {
      return null;
    }
  }
  return params;
}

const CHANGED = 'torn-route';

/** Goes to another page. `replace` adds no entry to the browser's history, for a change that only filters a page. */
export function goTo(address: string, { replace = false } = {}): void {
  if (replace) history.replaceState(null, '', address);
  else history.pushState(null, '', address);
  dispatchEvent(new Event(CHANGED));
}

/**
 * Calls `onRoute` at each change of the address. A click on a link of this site only changes the address; the browser does not load a page.
 */
export function followRoutes(onRoute: (route: Route) => void): void {
  const changed = () => onRoute(routeNow());
  addEventListener('popstate', changed);
  addEventListener(CHANGED, changed);
  document.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    const isPlain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
    if (!link || !isPlain || event.defaultPrevented) return;
    if (link.origin !== location.origin || link.target !== '' || link.hasAttribute('download')) return;
    // Links with `data-loads` lead to pages that the server draws, such as `/account`, so the browser loads them.
    if (link.dataset.loads !== undefined || (link.pathname === location.pathname && link.hash !== '')) return;
    event.preventDefault();
    goTo(`${link.pathname}${link.search}`);
  });
}
