import type { z } from 'zod';
import { success } from '#protocol/answer.ts';
import { sessionAnswer } from '#protocol/office.ts';

/** A person signed in to the office of a running server, from outside any browser. */
export interface OfficeClient {
  /** Throws when the server refuses or answers with something else than `shape`. */
  get: <Data>(path: string, shape: z.ZodType<Data>) => Promise<Data>;
  post: <Data>(path: string, shape: z.ZodType<Data>) => Promise<Data>;
  signOut: () => Promise<void>;
}

/** Signs in; null when the server does not know this person or password. */
export async function signInToOffice(
  serverUrl: string,
  person: { email: string; password: string },
): Promise<OfficeClient | null> {
  const signedIn = await fetch(`${serverUrl}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(person),
  });
  if (!signedIn.ok) {
    return null;
  }
  const { csrf_token: csrfToken } = success(sessionAnswer).parse(await signedIn.json()).data;
  const headers = { cookie: signedIn.headers.getSetCookie().join('; '), 'x-csrf-token': csrfToken };

  async function ask<Data>(method: string, path: string, shape: z.ZodType<Data>): Promise<Data> {
    const response = await fetch(serverUrl + path, { method, headers });
    if (!response.ok) {
      throw new Error(`${method} ${path} was answered with ${response.status}: ${await response.text()}`);
    }
    return success(shape).parse(await response.json()).data;
  }

  return {
    get: (path, shape) => ask('GET', path, shape),
    post: (path, shape) => ask('POST', path, shape),
    async signOut() {
      await fetch(`${serverUrl}/api/v1/session`, { method: 'DELETE', headers });
    },
  };
}
