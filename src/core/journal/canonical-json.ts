/** Whatever JSON spells in another way than it reads: quotes, backslashes, controls, and all beyond ASCII. */
const NEEDS_CARE = /[^\x20\x21\x23-\x5b\x5d-\x7e]/;
/** More and longer keys than the wire has: what others send must not fill the memory. */
const MOST_SPELT_KEYS = 1000;
const LONGEST_SPELT_KEY = 64;

const speltKeys = new Map<string, string>();

/**
 * One spelling for one document: keys sorted by code unit, no white space, undefined fields left out.
 * Numbers must be safe integers; amounts and quantities are decimal strings. Throws TypeError otherwise, and for
 * whatever would be hashed as less than it is: a date, a map, a list with holes.
 *
 * Every event is spelt at each of its stations, and a starting till spells all that it has not sent: this is put
 * together as one growing text, without lists in between, and no key is spelt twice.
 */
export function canonicalJson(value: unknown): string {
  if (typeof value === 'string') {
    return canonicalString(value);
  }
  if (value === null || typeof value === 'boolean') {
    return String(value);
  }
  if (typeof value === 'number') {
    return canonicalInteger(value);
  }
  if (Array.isArray(value)) {
    return canonicalList(value);
  }
  if (Object.prototype.toString.call(value) === '[object Object]' && typeof value === 'object') {
    return canonicalObject(value);
  }
  throw new TypeError(`${typeof value} has no canonical JSON`);
}

function canonicalString(value: string): string {
  if (!NEEDS_CARE.test(value)) {
    return `"${value}"`;
  }
  if (!value.isWellFormed()) {
    throw new TypeError('a text with half a character has no canonical JSON');
  }
  return JSON.stringify(value);
}

function canonicalInteger(value: number): string {
  if (!Number.isSafeInteger(value)) {
    throw new TypeError(`${String(value)} is not a safe integer`);
  }
  return Object.is(value, -0) ? '0' : String(value);
}

function canonicalList(values: readonly unknown[]): string {
  let items = '';
  for (let at = 0; at < values.length; at += 1) {
    items += `${at === 0 ? '' : ','}${canonicalJson(values[at])}`;
  }
  return `[${items}]`;
}

function canonicalObject(value: object): string {
  let fields = '';
  for (const key of sortedKeys(value)) {
    const field: unknown = Reflect.get(value, key);
    if (field !== undefined) {
      fields += `${fields === '' ? '' : ','}${canonicalKey(key)}${canonicalJson(field)}`;
    }
  }
  return `{${fields}}`;
}

function sortedKeys(value: object): string[] {
  const keys = Object.keys(value);
  return keys.every((key, at) => at === 0 || (keys[at - 1] ?? '') < key) ? keys : keys.sort();
}

/** With its colon. */
function canonicalKey(key: string): string {
  const known = speltKeys.get(key);
  if (known !== undefined) {
    return known;
  }
  const spelt = `${canonicalString(key)}:`;
  if (key.length <= LONGEST_SPELT_KEY && speltKeys.size < MOST_SPELT_KEYS) {
    speltKeys.set(key, spelt);
  }
  return spelt;
}
