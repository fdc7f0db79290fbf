import type { OfficeSay } from '../words/office-words.tsx';

/** What the server raises; a newer server may raise more. */
const KINDS = [
  'price_differs',
  'not_compared',
  'price_book_differs',
  'rules_differ',
  'unknown_product',
  'unknown_promotion',
  'promotion_differs',
  'unknown_staff',
  'unknown_customer',
  'number_repeats',
  'oversold',
  'local_differs',
  'currency_differs',
  'quarantined',
  'conflict',
  'data_restored',
] as const;

/** What was noticed and what it means, in words; an unknown kind keeps the name the server gave it. */
export function attentionWords(kind: string, say: OfficeSay): { title: string; meaning: string } {
  const known = KINDS.find((each) => each === kind);
  return known === undefined
    ? { title: kind, meaning: say('attention.unknownKind') }
    : { title: say(`noticed.${known}.title`), meaning: say(`noticed.${known}.meaning`) };
}

/** A detail as one line of text, whatever the server put there. */
export function detailText(value: unknown): string {
  if (Array.isArray(value)) {
    return value.map(detailText).join('; ');
  }
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value)
      .map(([name, part]) => `${name} ${detailText(part)}`)
      .join(', ');
  }
  if (value === null || value === undefined) {
    return '–';
  }
  return typeof value === 'string' ? value : JSON.stringify(value);
}
