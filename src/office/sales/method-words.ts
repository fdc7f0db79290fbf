import { tenderMethod } from '#protocol/catalogue.ts';
import type { OfficeSay } from '../words/office-words.tsx';

/** The ways of paying in words, each once; one that this page does not know is shown as the server named it. */
export function methodWords(methods: readonly string[], say: OfficeSay): string[] {
  return [...new Set(methods)].map((method) => {
    const known = tenderMethod.safeParse(method);
    return known.success ? say(`method.${known.data}`) : method;
  });
}
