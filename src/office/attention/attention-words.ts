import type { OfficeSay } from '../words/office-words.tsx';
import { factsEn } from '../words/words-facts-en.ts';
import { noticedEn } from '../words/words-noticed-en.ts';

/** What was noticed, whether money is missing, and what to do now. */
export interface AttentionWords {
  title: string;
  meaning: string;
  /** Empty where this page does not know. */
  money: string;
  todo: string;
}

/** In words; an unknown kind, of a newer server, keeps the name the server gave it. */
export function attentionWords(kind: string, say: OfficeSay): AttentionWords {
  return isKnown(kind)
    ? {
        title: say(`noticed.${kind}.title`),
        meaning: say(`noticed.${kind}.meaning`),
        money: say(`noticed.${kind}.money`),
        todo: say(`noticed.${kind}.todo`),
      }
    : { title: kind, meaning: say('attention.unknownKind'), money: '', todo: '' };
}

function isKnown(kind: string): kind is keyof typeof noticedEn {
  return Object.hasOwn(noticedEn, kind);
}

/** What a fact is called; one that a newer server tells of keeps the name it was given. */
export function factName(name: string, say: OfficeSay): string {
  return isNamed(name) ? say(`fact.${name}`) : name;
}

function isNamed(name: string): name is keyof typeof factsEn {
  return Object.hasOwn(factsEn, name);
}

/** A detail as one line of text, whatever the server put there. */
export function detailText(value: unknown): string {
  if (Array.isArray(value)) {
    return value.map(detailText).join('; ');
  }
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value)
      .map(([name, part]) => `${name} ${detailText(part)}`)
      .join(', ');
  }
  if (value === null || value === undefined) {
    return '–';
  }
  return typeof value === 'string' ? value : JSON.stringify(value);
}
