import { Languages } from 'lucide-react';
import { button } from '#ui/button.ts';
import type { Language } from '#ui/locale.ts';
import { useSpoken } from '../words/office-words.tsx';

/** Changes to the other language; it is named in that language, for whoever cannot read this one. */
export function LanguageButton() {
  const { language, say, speak } = useSpoken();
  const other: Language = language === 'es' ? 'en' : 'es';
  return (
    <button
      type="button"
      lang={other}
      className={button.quiet}
      onClick={() => {
        speak(other);
      }}
    >
      <Languages aria-hidden="true" className="size-5" />
      {say('frame.otherLanguage')}
    </button>
  );
}
