import type { Gs1Element } from './element.ts';

/** Which elements belong together on one item and which contradict each other, by the digits they begin with. */

/** Each of the first needs one of the second. An element named in several rows needs one of each. */
const NEEDS: readonly (readonly [elements: string, oneOf: string])[] = [
  ['02', '37'],
  ['10 11 13 15 16 20 240 241 242 422 7001', '01 02 03 8006 8026'],
  ['12', '8020'],
  ['17', '01 02 03 255 8006 8026'],
  ['21 250 251 7020 7021 7240 8012', '01 03 8006'],
  ['22 235 243 71 337 392 7004 8001 8200', '01'],
  ['250', '21'],
  ['254', '414'],
  ['30', '01 02'],
  ['31 32 350 351 352 356 357 360 361 364 365 366', '01 02'],
  ['330 331 332 333 334 335 336 34 353 354 355 362 363 367 368 369', '00 01'],
  ['37', '00'],
  ['37', '02 8026'],
  ['390', '255 8020'],
  ['391', '8020'],
  ['392 393 395', '30 31 32 35 36'],
  ['394 8111', '255'],
  ['403 43 7041', '00'],
  ['415', '8020'],
  ['423 424 425 426 427 7002 7003 7005 7006 7007 7008 7009 7010 7011 703 8005 8008', '01 02'],
  ['427', '422'],
  ['4303', '4302'],
  ['4313', '4312'],
  ['7004', '10'],
  ['7020', '416'],
  ['7022', '7021'],
  ['723', '01 8004'],
  ['7241 7242 725 8019', '8017 8018'],
  ['8007 8020', '415'],
  ['8009', '00 01'],
  ['8011', '8010'],
  ['8026', '37'],
  ['8030', '00 01 253 255 8003 8004 8006 8010 8017 8018'],
];

/** The first may not stand beside any of the second. */
const CONTRADICTS: readonly (readonly [element: string, others: string])[] = [
  ['01', '02 03 255 37'],
  ['21', '235'],
  ['255', '02 415 8006 8020 8026'],
  ['390', '391 394 8111'],
  ['392', '393'],
  ['394', '8111'],
  ['395', '392 393 8005'],
  ['420', '421'],
  ['421', '4307'],
  ['426', '422 423 424 425'],
  ['4330', '4331'],
  ['4332', '4333'],
  ['8006', '01 37'],
  ['8017', '8018'],
  ['8026', '02 8006'],
];

export type Associations =
  | { ok: true }
  /** `needs` names the identifiers of which one is missing. */
  | { ok: false; reason: 'needs'; ai: string; needs: readonly string[] }
  /** Also for one identifier with two different values. */
  | { ok: false; reason: 'contradicts'; ai: string; other: string };

/**
 * Whether the elements of one item agree. The rules hold over everything that is printed on the item: a single scan
 * that breaks a `needs` may only be half of it.
 */
export function checkAssociations(elements: readonly Gs1Element[]): Associations {
  return contradiction(elements) ?? missing(elements) ?? { ok: true };
}

function contradiction(elements: readonly Gs1Element[]): Associations | null {
  const ais = elements.map(({ ai }) => ai);
  for (const [first, others] of CONTRADICTS) {
    const ai = ais.find((known) => known.startsWith(first));
    const other = ai === undefined ? undefined : ais.find((known) => beginsWithOneOf(known, others));
    if (ai !== undefined && other !== undefined) {
      return { ok: false, reason: 'contradicts', ai, other };
    }
  }
  for (const [place, element] of elements.entries()) {
    const other = elements.slice(0, place).find((known) => saysOtherwise(known, element));
    if (other !== undefined) {
      return { ok: false, reason: 'contradicts', ai: element.ai, other: other.ai };
    }
  }
  return null;
}

/** The same thing said twice is no contradiction; one measure with different decimals is, even where both fit. */
function saysOtherwise(known: Gs1Element, element: Gs1Element): boolean {
  if (known.ai === element.ai) {
    return known.value !== element.value;
  }
  return /^3[1-69]/.test(element.ai) && known.ai.slice(0, 3) === element.ai.slice(0, 3);
}

function missing(elements: readonly Gs1Element[]): Associations | null {
  for (const [needing, oneOf] of NEEDS) {
    const needy = elements.find(({ ai }) => beginsWithOneOf(ai, needing));
    if (needy !== undefined && !elements.some(({ ai }) => beginsWithOneOf(ai, oneOf))) {
      return { ok: false, reason: 'needs', ai: needy.ai, needs: oneOf.split(' ') };
    }
  }
  return null;
}

function beginsWithOneOf(ai: string, beginnings: string): boolean {
  return beginnings.split(' ').some((beginning) => ai.startsWith(beginning));
}
