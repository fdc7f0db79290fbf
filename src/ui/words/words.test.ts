import { describe, expect, it } from 'vitest';
import { createTranslator } from 'use-intl/core';
import { en } from './en.ts';
import { es } from './es.ts';

type Tree = { readonly [key: string]: string | Tree };

function flat(tree: Tree, path = ''): Map<string, string> {
  return new Map(
    Object.entries(tree).flatMap(([key, value]) =>
      typeof value === 'string' ? [[path + key, value] as const] : [...flat(value, `${path}${key}.`)],
    ),
  );
}

/** The names of the arguments of an ICU message: a small word alone after an opening brace. */
function argumentsOf(message: string): string[] {
  const names = Array.from(message.matchAll(/\{\s*([a-z_]+)\s*(?=[,}])/g), ([, name]) => name ?? '');
  return [...new Set(names)].sort();
}

const english = flat(en);
const spanish = flat(es);

describe('the words of the screens', () => {
  it('say the same things in both languages', () => {
    expect([...spanish.keys()].sort()).toEqual([...english.keys()].sort());
  });

  it.each([...english.keys()])('%s takes the same arguments in both languages', (key) => {
    expect(argumentsOf(spanish.get(key) ?? '')).toEqual(argumentsOf(english.get(key) ?? ''));
  });

  it.each([
    ['en', english],
    ['es', spanish],
  ] as const)('are whole messages in %s', (locale, words) => {
    const onError = (error: Error) => {
      throw error;
    };
    for (const [key, message] of words) {
      const say = createTranslator({ locale, messages: { message }, onError });
      const values = Object.fromEntries(argumentsOf(message).map((name) => [name, 2]));
      expect(say('message', values), key).not.toMatch(/[{}#]/);
    }
  });
});
