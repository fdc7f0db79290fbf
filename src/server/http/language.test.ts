import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { languageOf } from './language.ts';

const app = new Hono().get('/', (c) => c.text(languageOf(c)));

test.each([
  ['en-GB,en;q=0.9', 'en'],
  ['es-PA', 'es'],
  ['fr, en;q=0.8, es;q=0.9', 'es'],
  ['en;q=0, es', 'es'],
  ['de', 'es'],
  ['', 'es'],
])('Accept-Language %j is answered in %s', async (header, language) => {
  const response = await app.request('/', { headers: { 'accept-language': header } });
  expect(await response.text()).toBe(language);
});
