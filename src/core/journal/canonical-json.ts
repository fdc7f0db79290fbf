/**
 * One spelling for one document: keys sorted by code unit, no white space, undefined fields left out.
 * Numbers must be safe integers; amounts and quantities are decimal strings. Throws TypeError otherwise, and for
 * whatever would be hashed as less than it is: a date, a map, a list with holes.
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
    return `[${Array.from(value, (item: unknown) => canonicalJson(item)).join(',')}]`;
  }
  if (Object.prototype.toString.call(value) === '[object Object]' && typeof value === 'object') {
    return canonicalObject(value);
  }
  throw new TypeError(`${typeof value} has no canonical JSON`);
}

function canonicalString(value: string): string {
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

/** Put together in one text: every event is spelt at each of its stations, and lists in between cost most of that. */
function canonicalObject(value: object): string {
  let fields = '';
  for (const key of Object.keys(value).sort()) {
    const field: unknown = Reflect.get(value, key);
    if (field !== undefined) {
      fields += `${fields === '' ? '' : ','}${canonicalString(key)}:${canonicalJson(field)}`;
    }
  }
  return `{${fields}}`;
}
