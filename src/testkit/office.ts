import { jsonOf } from './test-till.ts';
import type { TestServer } from './test-server.ts';

/** Somebody of the office: the headers that a browser with their session would send. */
export interface SignedIn {
  headers: { cookie: string; 'x-csrf-token': string };
}

/** Signs the demo shop's manager in. */
export async function signIn(server: TestServer): Promise<SignedIn> {
  const response = await server.post('/api/v1/session', { email: 'ana@demo.example', password: 'mostrador-demo' });
  const cookie = /^mostrador_session=[^;]+/.exec(response.headers.get('set-cookie') ?? '')?.[0];
  const { data } = await jsonOf(response);
  const token: unknown = Reflect.get(Object(data), 'csrf_token');
  if (cookie === undefined || typeof token !== 'string') {
    throw new Error(`signing in was answered ${String(response.status)}`);
  }
  return { headers: { cookie, 'x-csrf-token': token } };
}
