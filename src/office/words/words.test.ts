import { createTranslator } from 'use-intl/core';
import { describe, expect, it } from 'vitest';
import { wordsEn } from './words-en.ts';
import { wordsEs } from './words-es.ts';

/** Every text under its full key. */
function textsOf(words: object, path: readonly string[] = []): [key: string, text: string][] {
  return Object.entries(words).flatMap(([name, value]: [string, unknown]) => {
    const here = [...path, name];
    return typeof value === 'object' && value !== null ? textsOf(value, here) : [[here.join('.'), String(value)]];
  });
}

function argumentsOf(text: string): string[] {
  return [...text.matchAll(/\{(\w+)/g)].map((match) => match[1] ?? '').sort();
}

const english = textsOf(wordsEn);
const spanish = textsOf(wordsEs);

describe('the words of the office', () => {
  it('exist in both languages with the same keys and the same arguments', () => {
    expect(spanish.map(([key, text]) => [key, argumentsOf(text)])).toEqual(
      english.map(([key, text]) => [key, argumentsOf(text)]),
    );
  });

  it('are never empty', () => {
    expect([...english, ...spanish].filter(([, text]) => text.trim() === '')).toEqual([]);
  });

  it.each([
    { locale: 'en', texts: english },
    { locale: 'es', texts: spanish },
  ])('can all be said in $locale', ({ locale, texts }) => {
    const flat = Object.fromEntries(texts.map(([key, text]) => [key.replaceAll('.', '_'), text]));
    const say = createTranslator({
      locale,
      messages: flat,
      onError: (error) => {
        throw error;
      },
    });
    for (const [key, text] of Object.entries(flat)) {
      const said = say(key, Object.fromEntries(argumentsOf(text).map((name) => [name, 2])));
      expect(said).not.toBe('');
      expect(said).not.toContain('{');
      expect(text).not.toBe('');
    }
  });
});
