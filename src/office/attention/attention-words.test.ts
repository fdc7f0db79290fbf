import { describe, expect, it } from 'vitest';
import { createTranslator } from 'use-intl/core';
import { wordsEs } from '../words/words-es.ts';
import { detailText, factName } from './attention-words.ts';

describe('the details of something noticed', () => {
  it('become one line, however they are nested', () => {
    const lines = [
      { variant_id: 'v-1', sold_at: '1.85', price_book: '1.95' },
      { variant_id: 'v-2', sold_at: '2.00', price_book: null },
    ];
    expect(detailText(lines)).toBe(
      'variant_id v-1, sold_at 1.85, price_book 1.95; variant_id v-2, sold_at 2.00, price_book –',
    );
    expect(detailText(7)).toBe('7');
    expect(detailText([])).toBe('');
  });

  it('have names that people know, and the server’s own where there is none', () => {
    const say = createTranslator({ locale: 'es', messages: wordsEs });
    expect(['lost_from', 'kept_events', 'toString', 'of_tomorrow'].map((name) => factName(name, say))).toEqual([
      'Primer número perdido',
      'Guardados después',
      'toString',
      'of_tomorrow',
    ]);
  });
});
