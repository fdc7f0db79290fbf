import { createContext, type ReactNode, use, useMemo } from 'react';
import { createTranslator } from 'use-intl/core';
import type { Language } from '#ui/locale.ts';
import { type OfficeWords, wordsEn } from './words-en.ts';
import { wordsEs } from './words-es.ts';

/** Finds the text for a key; keys and their arguments are checked by the compiler. */
export type OfficeSay = ReturnType<typeof createTranslator<typeof wordsEn>>;

interface Spoken {
  language: Language;
  say: OfficeSay;
  speak: (language: Language) => void;
}

const SpokenContext = createContext<Spoken | null>(null);

interface OfficeWordsProviderProps {
  language: Language;
  speak: (language: Language) => void;
  children: ReactNode;
}

export function OfficeWordsProvider({ language, speak, children }: OfficeWordsProviderProps) {
  const spoken = useMemo(() => ({ language, say: translator(language), speak }), [language, speak]);
  return <SpokenContext value={spoken}>{children}</SpokenContext>;
}

export function useSpoken(): Spoken {
  const spoken = use(SpokenContext);
  if (spoken === null) {
    throw new Error('useSpoken needs an OfficeWordsProvider above it');
  }
  return spoken;
}

export function useSay(): OfficeSay {
  return useSpoken().say;
}

function translator(language: Language): OfficeSay {
  const messages: OfficeWords = language === 'es' ? wordsEs : wordsEn;
  return createTranslator({ locale: language, messages });
}
