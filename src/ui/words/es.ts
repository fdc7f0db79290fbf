import type { AppWords } from './words.tsx';
export const es: AppWords = { sell: { pay: 'Cobrar', items: '{count, plural, one {# artículo} other {# artículos}}' } };
