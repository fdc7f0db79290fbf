import { expect, test } from 'vitest';
import { crc32 } from './crc32.ts';

test('gives the published check value of CRC-32', () => {
  expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcb_f4_39_26);
  expect(crc32(new Uint8Array())).toBe(0);
});

test('a single changed bit changes the sum', () => {
  const bytes = new Uint8Array(2048).fill(7);
  const before = crc32(bytes);
  bytes[1999] = 6;
  expect(crc32(bytes)).not.toBe(before);
});
