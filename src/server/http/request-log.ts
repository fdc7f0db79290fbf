import type { MiddlewareHandler } from 'hono';
import type { ServerDeps } from '../deps.ts';

/** One line for each request: never the query, headers or bodies, which may hold what nobody else may read. */
export function requestLog(deps: ServerDeps): MiddlewareHandler {
  return async (c, next) => {
    const start = deps.now();
    await next();
    const fields = { method: c.req.method, path: c.req.path, status: c.res.status, ms: deps.now() - start };
    deps.logger.info(fields, 'request');
  };
}
