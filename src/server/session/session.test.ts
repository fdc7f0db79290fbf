import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signIn } from '#testkit/office.ts';
import { openTestServer, TEST_DATABASES, type TestServer } from '#testkit/test-server.ts';
import { jsonOf } from '#testkit/test-till.ts';

const ANA = { email: 'ana@demo.example', password: 'mostrador-demo' };

describe.each(TEST_DATABASES)('the office session on %s', (kind) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await openTestServer(kind);
  }, 120_000);
  afterAll(() => server.close());

  const who = async (headers: Record<string, string>) => server.request('/api/v1/session', { headers });

  test('a manager signs in and is known by the cookie', async () => {
    const response = await server.post('/api/v1/session', ANA);
    expect(response.status).toBe(200);
    const person = {
      staff_id: 'demo-ana',
      name: 'Ana Morales',
      role: 'manager',
      organisation_name: 'Súper La Esquina',
      locals: [
        {
          local_id: 'demo-el-cangrejo',
          name: 'Súper La Esquina, El Cangrejo',
          time_zone: 'America/Panama',
          currency: 'USD',
        },
      ],
      csrf_token: expect.stringMatching(/^[\w-]{43}$/),
    };
    expect((await jsonOf(response)).data).toEqual(person);
    const { headers } = await signIn(server);
    expect((await jsonOf(await who(headers))).data).toEqual({ ...person, csrf_token: headers['x-csrf-token'] });
  });

  test('the page’s scripts cannot read the cookie, other sites cannot send it, and behind TLS it stays there', async () => {
    const plain = (await server.post('/api/v1/session', ANA)).headers.get('set-cookie');
    expect(plain).toMatch(/HttpOnly/);
    expect(plain).toMatch(/SameSite=Lax/);
    expect(plain).toMatch(/Path=\//);
    expect(plain).not.toMatch(/Secure/);
    const behindProxy = await server.post('/api/v1/session', ANA, { 'x-forwarded-proto': 'https' });
    expect(behindProxy.headers.get('set-cookie')).toMatch(/Secure/);
  });

  test('an address is known in whatever case it is typed', async () => {
    expect((await server.post('/api/v1/session', { ...ANA, email: ' Ana@Demo.Example ' })).status).toBe(200);
  });

  test('a wrong password, an unknown address and somebody without a password are refused alike', async () => {
    const wrong = [
      { ...ANA, password: 'mostrador' },
      { email: 'nobody@demo.example', password: ANA.password },
      { email: 'maria@demo.example', password: '4827' },
    ];
    for (const credentials of wrong) {
      const response = await server.post('/api/v1/session', credentials, { 'accept-language': 'en' });
      expect(response.status).toBe(401);
      expect(response.headers.get('set-cookie')).toBeNull();
      expect((await jsonOf(response)).error).toEqual({
        code: 'POS-9103',
        type: 'SIGN_IN_REFUSED',
        message: 'The e-mail address or the password is not right.',
        details: {},
      });
    }
  });

  test('signing out ends the session for every copy of the cookie, and needs the proof', async () => {
    const { headers } = await signIn(server);
    const signOut = (given: Record<string, string>) =>
      server.request('/api/v1/session', { method: 'DELETE', headers: given });
    expect((await signOut({ cookie: headers.cookie })).status).toBe(403);
    expect((await signOut({ ...headers, 'x-csrf-token': `${headers['x-csrf-token']}x` })).status).toBe(403);
    expect((await who(headers)).status).toBe(200);
    expect((await signOut(headers)).status).toBe(200);
    expect((await who(headers)).status).toBe(401);
  });

  test('a session ends after twelve hours, and a made-up cookie never was one', async () => {
    const { headers } = await signIn(server);
    const start = server.clock.now;
    server.clock.now = start + 12 * 3_600_000 - 1;
    expect((await who(headers)).status).toBe(200);
    server.clock.now = start + 12 * 3_600_000;
    expect((await who(headers)).status).toBe(401);
    server.clock.now = start;
    expect((await who({ cookie: `mostrador_session=${'x'.repeat(43)}` })).status).toBe(401);
    expect((await who({})).status).toBe(401);
  });

  test('neither password nor token lie readable in the database or the log', async () => {
    const { headers } = await signIn(server);
    const stored = JSON.stringify([
      await server.deps.database.db.selectFrom('office_sessions').selectAll().execute(),
      await server.deps.database.db.selectFrom('staff').selectAll().execute(),
      server.logged,
    ]);
    expect(stored).toContain('$argon2id$v=19$m=19456,t=2,p=1$');
    expect(stored).not.toContain(headers.cookie.split('=')[1]);
    expect(stored).not.toContain(ANA.password);
  });

  test('guessing passwords is slowed down', async () => {
    const guess = () =>
      server.request('/api/v1/session', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ ...ANA, password: 'guess' }),
        address: 'guesser',
      });
    const statuses: number[] = [];
    for (let tried = 0; tried < 21; tried += 1) {
      statuses.push((await guess()).status);
    }
    expect(statuses).toEqual([...Array<number>(20).fill(401), 429]);
  }, 60_000);

  test('only JSON is a sign-in: a form from another site is not', async () => {
    const response = await server.request('/api/v1/session', {
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      body: JSON.stringify(ANA),
    });
    expect(response.status).toBe(415);
    expect((await jsonOf(response)).error.type).toBe('UNSUPPORTED_MEDIA_TYPE');
  });
});
