import type { Context } from 'hono';
import { parseAccept } from 'hono/utils/accept';

export type Language = 'es' | 'en';

/** The first language of Accept-Language that we speak; Spanish when none is. */
export function languageOf(c: Context): Language {
  const asked = parseAccept(c.req.header('accept-language') ?? '')
    .filter((each) => each.q > 0)
    .sort((a, b) => b.q - a.q)
    .map((each) => each.type.toLowerCase().split('-')[0]);
  return asked.find((each) => each === 'es' || each === 'en') ?? 'es';
}
