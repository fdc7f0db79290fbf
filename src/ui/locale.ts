/** The languages that the screens speak. */
export type Language = 'es' | 'en';

/**
 * The language tag for numbers and dates: the person's language as the device's region writes it. Where the device
 * says nothing of that language, Spanish is Latin America's ("1,234.50") and English the United States'.
 */
export function localeTag(language: Language, deviceLanguages: readonly string[]): string {
  const regional = deviceLanguages.find((tag) => tag.startsWith(`${language}-`));
  return regional ?? (language === 'es' ? 'es-419' : 'en-US');
}

/** The language to start in, before anyone has signed in: the first one of the device that the screens speak. */
export function firstLanguage(deviceLanguages: readonly string[]): Language {
  const spoken = deviceLanguages.find((tag) => /^(es|en)\b/.test(tag));
  return spoken?.startsWith('es') === true ? 'es' : 'en';
}
