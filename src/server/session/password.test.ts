import { expect, test } from 'vitest';
import { HASH_OF_NOBODY, hashSecret, secretMatches } from './password.ts';

test('an unknown name takes as long to refuse as a wrong password: it is hashed with the same figures', async () => {
  const figuresOf = (hash: string) => hash.split('$').slice(0, -2);
  const known = await hashSecret('1234', new Uint8Array(16));
  expect(figuresOf(HASH_OF_NOBODY)).toEqual(figuresOf(known));
  expect(HASH_OF_NOBODY).toHaveLength(known.length);
  expect(await secretMatches('1234', known)).toBe(true);
  expect(await secretMatches('1234', HASH_OF_NOBODY)).toBe(false);
});
