import { identifierOf } from './application-identifiers.ts';
import { type Gs1Element, type Gs1Reading, readElement } from './element.ts';

/** What an address may be about, each with what may follow it in the path, in this order; some have two ways. */
const KEYS: Readonly<Record<string, readonly string[]>> = {
  '00': [''], '01': ['22 10 21', '235'], '253': [''], '255': [''], '401': [''], '402': [''],
  '414': ['254', '7040'], '415': ['8020'], '417': ['7040'], '8003': [''], '8004': ['7040'], '8006': ['22 10 21'],
  '8010': ['8011'], '8013': [''], '8017': ['8019'], '8018': ['8019'],
}; // prettier-ignore

/** Short names that earlier editions of the standard allowed in place of digits, and that are still printed. */
const SHORT_NAMES: Readonly<Record<string, string>> = {
  sscc: '00', gtin: '01', gdti: '253', gcn: '255', ginc: '401', gsin: '402', gln: '414', payto: '415', party: '417',
  grai: '8003', giai: '8004', itip: '8006', cpid: '8010', gmn: '8013', gsrnp: '8017', gsrn: '8018',
  cpv: '22', lot: '10', ser: '21', glnx: '254', refno: '8020', srin: '8019', cpsn: '8011', exp: '17',
}; // prettier-ignore

const ADDRESS = /^https?:\/\/[^/?#]+([^?#]*)(?:\?([^#]*))?/i;

/**
 * Reads a GS1 Digital Link, an address of any domain whose path names an identifier and its value:
 * "https://example.com/01/09501101530003/10/A1?17=261231". Null for an address that is none. Parameters of the query
 * that are no identifiers are passed over, for they are the shop's own.
 */
export function readDigitalLink(text: string, year: number): Gs1Reading | null {
  const address = ADDRESS.exec(text);
  const path = address === null ? null : keyedPath((address[1] ?? '').split('/').slice(1));
  if (path === null) {
    return null;
  }
  const pairs = [...path, ...queryPairs(address?.[2] ?? '')];
  const elements: Gs1Element[] = [];
  for (const [ai, encoded] of pairs) {
    const identifier = identifierOf(ai);
    const value = decoded(encoded);
    if (identifier === undefined || value === null) {
      return { ok: false, reason: identifier === undefined ? 'unknown_ai' : 'format', ai };
    }
    const read = readElement(identifier, ai === '01' ? asGtin14(value) : value, year);
    if (!read.ok) {
      return { ...read, ai };
    }
    elements.push(read.element);
  }
  return { ok: true, elements };
}

type Pair = readonly [ai: string, encodedValue: string];

/** The pairs from the first segment that names a key on; what comes before it is the shop's own path. */
function keyedPath(segments: readonly string[]): Pair[] | null {
  const named = segments.at(-1) === '' ? segments.slice(0, -1) : segments;
  for (let place = 0; place + 1 < named.length; place += 1) {
    const pairs = (named.length - place) % 2 === 0 ? pairsOf(named.slice(place)) : [];
    if (isKeyed(pairs.map(([ai]) => ai))) {
      return pairs;
    }
  }
  return null;
}

function pairsOf(segments: readonly string[]): Pair[] {
  return Array.from({ length: segments.length / 2 }, (_, pair) => [
    identifierNamed(segments[pair * 2] ?? ''),
    segments[pair * 2 + 1] ?? '',
  ]);
}

function isKeyed([key, ...qualifiers]: readonly string[]): boolean {
  const ways = key === undefined || !Object.hasOwn(KEYS, key) ? [] : (KEYS[key] ?? []);
  return ways.some((way) => isInOrder(qualifiers, way.split(' ')));
}

function isInOrder(qualifiers: readonly string[], way: readonly string[]): boolean {
  const places = qualifiers.map((qualifier) => way.indexOf(qualifier));
  return places.every((place, index) => place > (places[index - 1] ?? -1));
}

function queryPairs(query: string): Pair[] {
  return query.split(/[&;]/).flatMap((parameter): Pair[] => {
    const [name = '', value = ''] = parameter.split('=', 2);
    const ai = identifierNamed(name);
    return /^\d+$/.test(ai) ? [[ai, value]] : [];
  });
}

function identifierNamed(name: string): string {
  return Object.hasOwn(SHORT_NAMES, name) ? (SHORT_NAMES[name] ?? name) : name;
}

/** Null for a percent sign that no two hexadecimal digits of a character follow. */
function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

/** An address may hold the GTIN as it is printed, in fewer digits. */
function asGtin14(value: string): string {
  return /^(\d{8}|\d{12,13})$/.test(value) ? value.padStart(14, '0') : value;
}
