import { startTransition } from 'react';
import type { Language } from '#ui/locale.ts';
import { useSay } from '#ui/words/words.tsx';
import { usePerson, useTill } from '../till-context.tsx';

const LANGUAGES: readonly { language: Language; name: string }[] = [
  { language: 'es', name: 'Español' },
  { language: 'en', name: 'English' },
];

/** The language of the screens while nobody is signed in; each language is named in itself. */
export function LanguageChoice() {
  const say = useSay();
  const { people } = useTill();
  const chosen = usePerson((state) => state.language);
  return (
    <fieldset aria-label={say('language')} className="flex gap-1 rounded-card bg-sunken p-1">
      {LANGUAGES.map(({ language, name }) => (
        <button
          key={language}
          type="button"
          lang={language}
          aria-pressed={chosen === language}
          aria-label={name}
          className={`min-h-12 min-w-12 rounded-tight px-3 font-semibold sm:px-4 ${chosen === language ? 'bg-surface' : 'text-muted hover:text-ink'}`}
          onClick={() => {
            startTransition(() => {
              people.chooseLanguage(language);
            });
          }}
        >
          <span className="sm:hidden">{language.toUpperCase()}</span>
          <span className="hidden sm:inline">{name}</span>
        </button>
      ))}
    </fieldset>
  );
}
