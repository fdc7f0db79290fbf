/**
 * A UUIDv7: 48 bits of Unix time in milliseconds, then 74 random bits; sorts by the time it was minted.
 * `random` must hold 10 unguessable bytes; clock and randomness are the caller's.
 */
export function uuidV7(nowMs: number, random: Uint8Array): string {
  if (random.length !== 10 || !Number.isSafeInteger(nowMs) || nowMs < 0 || nowMs >= 2 ** 48) {
    throw new RangeError('a UUIDv7 needs milliseconds since 1970 and 10 random bytes');
  }
  const time = nowMs.toString(16).padStart(12, '0');
  const hex = Array.from(random, (byte) => byte.toString(16).padStart(2, '0')).join('');
  const variant = (8 + ((random[1] ?? 0) & 3)).toString(16);
  return [
    time.slice(0, 8),
    time.slice(8, 12),
    `7${hex.slice(0, 3)}`,
    `${variant}${hex.slice(4, 7)}`,
    hex.slice(8, 20),
  ].join('-');
}
