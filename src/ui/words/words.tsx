import { type ReactNode, use } from 'react';
import { type createTranslator, IntlProvider, useTranslations } from 'use-intl';
import type { Language } from '../locale.ts';
import type { en } from './en.ts';

/** The words of one language, shaped like the English ones. */
export type WordsLike<Shape> = {
  readonly [Key in keyof Shape]: Shape[Key] extends string ? string : WordsLike<Shape[Key]>;
};
export type AppWords = WordsLike<typeof en>;

/** Finds the words for a key; keys and their arguments are checked by the compiler. */
export type Say = ReturnType<typeof createTranslator<typeof en>>;

const loading = new Map<Language, Promise<AppWords>>();

/** Each language is a file of its own; only the one that is spoken is loaded. */
export function loadWords(language: Language): Promise<AppWords> {
  const known = loading.get(language);
  if (known !== undefined) {
    return known;
  }
  const words = fetchWords(language);
  loading.set(language, words);
  words.catch(() => {
    loading.delete(language);
  });
  return words;
}

async function fetchWords(language: Language): Promise<AppWords> {
  return language === 'es' ? (await import('./es.ts')).es : (await import('./en.ts')).en;
}

/** Gives the words of one language to everything below; suspends until they are there. */
export function WordsProvider({ language, children }: { language: Language; children: ReactNode }) {
  const messages = use(loadWords(language));
  return (
    <IntlProvider locale={language} messages={messages}>
      {children}
    </IntlProvider>
  );
}

export function useSay(): Say {
  return useTranslations();
}
