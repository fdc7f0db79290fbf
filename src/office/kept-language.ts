import type { Language } from '#ui/locale.ts';

const KEY = 'mostrador.office.language';

/** The language this browser's office was last read in; null when nobody chose one or nothing can be kept here. */
export function keptLanguage(): Language | null {
  try {
    const kept = localStorage.getItem(KEY);
    return kept === 'es' || kept === 'en' ? kept : null;
  } catch {
    return null;
  }
}

/** Where a browser keeps nothing, the choice simply lasts as long as the page. */
export function keepLanguage(language: Language): void {
  try {
    localStorage.setItem(KEY, language);
  } catch {
    return;
  }
}
