import { OpenAPIHono } from '@hono/zod-openapi';
import type { z } from 'zod';
import { failure } from '#protocol/answer.ts';
import { ApiProblem } from './api-problem.ts';

/** What the socket knows of a request. */
export interface AppEnv {
  Bindings: { address?: string };
}

/** A set of routes that refuses what its schemas do not describe with the published error shape. */
export function createRouter(): OpenAPIHono<AppEnv> {
  return new OpenAPIHono<AppEnv>({
    defaultHook: (result) => {
      if (!result.success) {
        throw new ApiProblem('INVALID_REQUEST', {
          where: result.target === 'json' ? 'body' : result.target,
          issues: issuesOf(result.error),
        });
      }
    },
  });
}

/** What is wrong and where, in words of the schema. */
export function issuesOf(error: z.ZodError): { path: string; message: string }[] {
  return error.issues.slice(0, 20).map((issue) => ({ path: issue.path.map(String).join('.'), message: issue.message }));
}

/** Who may call a route, for the OpenAPI document: an enrolled register, a person of the office, or either. */
export const BY_DEVICE = [{ device: [] }];
export const BY_OFFICE = [{ office: [] }];
export const BY_MEMBER = [...BY_DEVICE, ...BY_OFFICE];

/** What `BY_DEVICE` and `BY_OFFICE` speak of. */
export const SECURITY_SCHEMES = {
  device: { type: 'http', scheme: 'bearer', description: 'The device token that enrolment gave' },
  office: {
    type: 'apiKey',
    in: 'cookie',
    name: 'mostrador_session',
    description: 'The office session; changes also carry its csrf_token in the x-csrf-token header',
  },
} as const;

/** A JSON answer of a route, for the OpenAPI document and the types of its handler. */
export function answers<Schema extends z.ZodType>(description: string, schema: Schema) {
  return { description, content: { 'application/json': { schema } } };
}

/** A JSON body of a route. */
export function body<Schema extends z.ZodType>(schema: Schema) {
  return { required: true, content: { 'application/json': { schema } } };
}

/** Refusals that a route may answer with, for the OpenAPI document. */
export function refusals(...statuses: number[]) {
  return Object.fromEntries(
    statuses.map((status) => [status, { description: REFUSALS[status] ?? 'Refused', content: FAILURE }]),
  );
}

const FAILURE = { 'application/json': { schema: failure } };

const REFUSALS: Readonly<Record<number, string>> = {
  400: 'The request does not have the expected form',
  401: 'Nobody is signed in, or the device is not enrolled',
  403: 'Not allowed',
  404: 'Not found',
  409: 'It belongs elsewhere',
  413: 'Too large',
  415: 'Not JSON',
  429: 'Too many tries; see Retry-After',
  500: 'The server failed; nothing was stored that was not confirmed',
  503: 'The database does not answer; see Retry-After',
};
