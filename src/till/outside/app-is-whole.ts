const PAGE = '/index.html';

/**
 * Whether everything that this page was made of lies in the cache that the app starts from without a line. A browser
 * or a person may have cleared the cache and left the service worker.
 */
export async function appIsWhole(): Promise<boolean> {
  const parts = performance
    .getEntriesByType('resource')
    .map(({ name }) => new URL(name))
    .filter(({ origin, pathname }) => origin === location.origin && /^\/assets\/.+\.(js|css)$/.test(pathname));
  const paths = [...new Set([PAGE, ...parts.map(({ pathname }) => pathname)])];
  const found = await Promise.all(paths.map((path) => caches.match(path, { ignoreSearch: true })));
  return found.every((response) => response !== undefined);
}
