import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { serveStatic } from '@hono/node-server/serve-static';
import type { Context, MiddlewareHandler } from 'hono';

/**
 * Serves the built app. Files under assets/ carry a hash of their content in their name and may be kept for ever;
 * everything else (index.html, the service worker, the manifest) is asked for anew each time, or an update would
 * never arrive.
 */
export function staticFiles(root: string): MiddlewareHandler {
  const serve = serveStatic({ root });
  return async (c, next) => {
    const response = await serve(c, next);
    if (response instanceof Response) {
      const kept = c.req.path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';
      response.headers.set('cache-control', kept);
    }
    return response;
  };
}

/** The app's own routes (/sell, /office …) exist only in the browser: they all get index.html. Null when not one. */
export async function appPage(c: Context, root: string): Promise<Response | null> {
  const index = path.join(root, 'index.html');
  const wantsPage = (c.req.header('accept') ?? '').includes('text/html');
  if (c.req.method !== 'GET' || !wantsPage || c.req.path.startsWith('/api/') || !existsSync(index)) {
    return null;
  }
  c.header('cache-control', 'no-cache');
  return c.html(await readFile(index, 'utf8'));
}
