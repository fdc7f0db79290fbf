import { bodyLimit } from 'hono/body-limit';
import { compress } from 'hono/compress';
import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { attentionRoutes } from './attention/attention-routes.ts';
import { catalogueRoutes } from './catalogue/catalogue-routes.ts';
import { copyRoutes } from './copies/copy-routes.ts';
import type { ServerDeps } from './deps.ts';
import { enrolmentRoutes } from './enrolment/enrolment-routes.ts';
import { ApiProblem } from './http/api-problem.ts';
import { healthRoutes } from './http/health-routes.ts';
import { languageOf } from './http/language.ts';
import { requestLog } from './http/request-log.ts';
import { createRouter, SECURITY_SCHEMES } from './http/router.ts';
import { securityHeaders } from './http/security-headers.ts';
import { appPage, staticFiles } from './http/static-files.ts';
import { metricsRoutes } from './operations/metrics-routes.ts';
import { sessionRoutes } from './session/session-routes.ts';
import { pastEventsRoutes } from './sync/past-events-routes.ts';
import { syncRoutes } from './sync/sync-routes.ts';
import { transactionRoutes } from './transactions/transaction-routes.ts';

/** Everything but a till's push and a copy is small; those limit themselves. */
const MOST_BYTES = 64 * 1024;

/** The whole server as one fetch-shaped application, without a socket. */
export function createApp(deps: ServerDeps) {
  const app = createRouter();
  app.use(requestLog(deps));
  app.use(securityHeaders);
  app.use(compress());
  app.use('/api/v1/session/*', limited());
  app.use('/api/v1/pos/enrolments', limited());
  app.use('/api/v1/registers/*', limited());
  app.use('/api/v1/attention/*', limited());
  app.use('/api/*', uncached);

  app.route('/', healthRoutes(deps));
  app.route('/', metricsRoutes(deps));
  app.route('/', enrolmentRoutes(deps));
  app.route('/', catalogueRoutes(deps));
  app.route('/', syncRoutes(deps));
  app.route('/', pastEventsRoutes(deps));
  app.route('/', copyRoutes(deps));
  app.route('/', transactionRoutes(deps));
  app.route('/', sessionRoutes(deps));
  app.route('/', attentionRoutes(deps));
  for (const [name, scheme] of Object.entries(SECURITY_SCHEMES)) {
    app.openAPIRegistry.registerComponent('securitySchemes', name, scheme);
  }
  app.doc31('/openapi.json', {
    openapi: '3.1.0',
    info: { title: 'Mostrador', version: '1', description: 'The backend of the till that never stops.' },
  });

  const root = deps.staticRoot;
  if (root !== null) {
    app.use(staticFiles(root));
  }
  app.notFound(async (c) => {
    const page = root === null ? null : await appPage(c, root);
    return page ?? refusal(c, new ApiProblem('NOT_FOUND', { path: c.req.path }));
  });
  app.onError((error, c) => refusal(c, problemOf(deps, error, c)));
  return app;
}

function limited() {
  return bodyLimit({
    maxSize: MOST_BYTES,
    onError: () => {
      throw new ApiProblem('TOO_LARGE', { most_bytes: MOST_BYTES });
    },
  });
}

/** An answer of the API is true now; no cache may keep it unless the route says so. */
async function uncached(c: Context, next: () => Promise<void>): Promise<void> {
  await next();
  if (!c.res.headers.has('cache-control')) {
    c.res.headers.set('cache-control', 'no-store');
  }
}

function refusal(c: Context, problem: ApiProblem): Response {
  if (problem.retryAfter !== null) {
    c.header('retry-after', String(problem.retryAfter));
  }
  return c.json(problem.answer(languageOf(c)), problem.status);
}

/** What to tell of an error: ours as they are, the framework's by their status, all others without a detail. */
function problemOf(deps: ServerDeps, error: Error, c: Context): ApiProblem {
  if (error instanceof ApiProblem) {
    return error;
  }
  if (error instanceof HTTPException && error.status < 500) {
    const kind = error.status === 415 ? 'UNSUPPORTED_MEDIA_TYPE' : 'INVALID_REQUEST';
    return new ApiProblem(kind, { where: 'body', issues: [{ path: '', message: error.message }] });
  }
  deps.logger.error({ err: error, method: c.req.method, path: c.req.path }, 'a request failed');
  return new ApiProblem('INTERNAL');
}
