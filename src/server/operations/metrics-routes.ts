import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { ServerDeps } from '../deps.ts';
import { ApiProblem } from '../http/api-problem.ts';
import { type AppEnv, createRouter, refusals } from '../http/router.ts';
import { sameSecret } from '../http/secrets.ts';
import { metricsText } from './metrics.ts';

const metrics = createRoute({
  method: 'get',
  path: '/metrics',
  summary: 'Figures to watch over the shop by, for Prometheus; from this machine, or with the METRICS_TOKEN',
  responses: {
    200: { description: 'The figures', content: { 'text/plain': { schema: z.string() } } },
    ...refusals(403),
  },
});

const LOOPBACK = /^(127(\.\d{1,3}){3}|::1|::ffff:127(\.\d{1,3}){3})$/;

/** Headers by which a proxy on this machine says that somebody else asks. */
const FORWARDED = ['forwarded', 'x-forwarded-for', 'x-real-ip'];

export function metricsRoutes(deps: ServerDeps) {
  const router = createRouter();
  router.openapi(metrics, async (c) => {
    if (!isFromHere(c) && !hasToken(c, deps.watching?.metricsToken ?? null)) {
      throw new ApiProblem('NOT_ALLOWED', { operation: 'read_metrics' });
    }
    const text = await metricsText(deps);
    return c.text(text, 200, {
      'content-type': 'text/plain; version=0.0.4; charset=utf-8',
      'cache-control': 'no-store',
    });
  });
  return router;
}

function isFromHere(c: Context<AppEnv>): boolean {
  return LOOPBACK.test(c.env.address ?? '') && FORWARDED.every((name) => c.req.header(name) === undefined);
}

function hasToken(c: Context, token: string | null): boolean {
  const sent = /^Bearer (.+)$/.exec(c.req.header('authorization') ?? '')?.[1];
  return token !== null && sent !== undefined && sameSecret(sent, token);
}
