import { describe, expect, it } from 'vitest';
import { firstLanguage, localeTag } from './locale.ts';

describe('the language of the screens', () => {
  it('is the first one of the device that they speak', () => {
    expect(firstLanguage(['fr-FR', 'es-PA', 'en-US'])).toBe('es');
    expect(firstLanguage(['en-GB', 'es'])).toBe('en');
  });

  it('is English where the device speaks neither', () => {
    expect(firstLanguage(['fr-FR'])).toBe('en');
    expect(firstLanguage([])).toBe('en');
  });
});

describe('how figures are written', () => {
  it('follows the region of the device in the language of the person', () => {
    expect(localeTag('es', ['en-US', 'es-ES'])).toBe('es-ES');
    expect(localeTag('en', ['en-GB'])).toBe('en-GB');
  });

  it('is the Americas’ where the device names no region for that language', () => {
    expect(localeTag('es', ['en-US'])).toBe('es-419');
    expect(localeTag('en', ['es'])).toBe('en-US');
  });
});
