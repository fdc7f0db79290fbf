import { identifierOf } from './application-identifiers.ts';
import { type Gs1Element, type Gs1Reading, readElement } from './element.ts';

/**
 * Reads GS1 data as people read it under a symbol: "(01)09501101530003(10)A123". A bracket that belongs to a value has
 * a backslash before it. As strict as `readElementString`.
 */
export function readBracketedText(text: string, year: number): Gs1Reading {
  if (text === '') {
    return { ok: false, reason: 'empty', ai: null };
  }
  const [before, ...parts] = text.split(/(?<!\\)\((\d{2,4})\)/);
  if (before !== '' || parts.length === 0) {
    return { ok: false, reason: 'format', ai: null };
  }
  const elements: Gs1Element[] = [];
  for (let place = 0; place < parts.length; place += 2) {
    const ai = parts[place] ?? '';
    const identifier = identifierOf(ai);
    if (identifier === undefined) {
      return { ok: false, reason: 'unknown_ai', ai };
    }
    const read = readElement(identifier, (parts[place + 1] ?? '').replaceAll('\\(', '('), year);
    if (!read.ok) {
      return { ...read, ai };
    }
    elements.push(read.element);
  }
  return { ok: true, elements };
}

/** The text that `readBracketedText` reads. */
export function bracketedText(elements: readonly Gs1Element[]): string {
  return elements.map(({ ai, value }) => `(${ai})${value.replaceAll('(', '\\(')}`).join('');
}
