/**
 * The application identifiers of the GS1 General Specifications. A GS1 symbol is a chain of elements, each an
 * identifier of two to four digits and its value.
 */

/** `N` digits, `X` the 82 characters of ISO 646, `Y` capitals, digits and "#-/", `Z` the URI-safe base 64. */
type CharacterSet = 'N' | 'X' | 'Y' | 'Z';

/** A part of a value: so many characters of a set, in the order in which they stand. */
export interface Component {
  set: CharacterSet;
  least: number;
  most: number;
  /** May be missing at the end of the value. */
  optional: boolean;
  /** The name of what its content must be, beside its characters; see `CHECKS`. */
  check: string | null;
}

export interface ApplicationIdentifier {
  ai: string;
  components: readonly Component[];
  /** Length of the whole value where the standard fixes it by the first two digits, so that no separator follows. */
  predefined: number | null;
  /** How many digits stand after the point; null where the value is no decimal number. */
  decimals: number | null;
  /** "kg", "m²" …; null for what has none. */
  unit: string | null;
  /** The value begins with the three digits of an ISO 4217 currency. */
  money: boolean;
}

/** What a value is made of: components with their lengths and checks, in brackets where they may be missing. */
const FORMATS: readonly (readonly [format: string, identifiers: string])[] = [
  ['N18:check', '00 8017 8018'],
  ['N14:check', '01-03'],
  ['X..20', '10 21 22 243 254 420 710-716 4318 7020-7022 7240 8002 8012'],
  ['N6:day_or_month', '11-13 15-17'],
  ['N2', '20'],
  ['X..28', '235'],
  ['X..30', '240 241 250 251 400 403 4308 4319 7002 90'],
  ['N..6', '242'],
  ['N13:check [X..17]', '253'],
  ['N13:check [N..12]', '255'],
  ['N..8', '30 37'],
  ['N..15', '3900-3909 3920-3929'],
  ['N3 N..15', '3910-3919 3930-3939'],
  ['N4', '3940-3943 8111'],
  ['N6', '3950-3955 8005'],
  ['X..30:company', '401 7023 8004'],
  ['N17:check', '402'],
  ['N13:check', '410-417'],
  ['N3:country X..9', '421'],
  ['N3:country', '422 424 426'],
  ['N3:country [N3:country] [N3:country] [N3:country] [N3:country]', '423 425'],
  ['X..3', '427 7008'],
  ['X..35:percent', '4300 4301 4310 4311 4320'],
  ['X..70:percent', '4302-4306 4312-4316 7257'],
  ['X2:letters', '4307 4317'],
  ['N10:latitude N10:longitude', '4309'],
  ['N1:yes_or_no', '4321-4323'],
  ['N6:day_or_month N4:time_or_none', '4324 4325'],
  ['N6:day', '4326 7006'],
  ['N6 [X1:minus]', '4330-4333'],
  ['N13', '7001'],
  ['N6:day N4:time', '7003'],
  ['N..4', '7004'],
  ['X..12', '7005'],
  ['N6:day [N6:day]', '7007'],
  ['X..10', '7009 7255'],
  ['X..2', '7010'],
  ['N6:day [N4:time]', '7011'],
  ['N3:processor X..27', '7030-7039'],
  ['N1 X1 X1 X1:importer', '7040'],
  ['X..4', '7041'],
  ['X2 X..28', '7230-7239'],
  ['N2:medium', '7241'],
  ['X..25', '7242 8020'],
  ['N8:full_day', '7250'],
  ['N8:full_day N4:time', '7251'],
  ['N1:sex', '7252'],
  ['X..40:percent', '7253 7254 7259'],
  ['X..90:percent', '7256'],
  ['X3:place_of_several', '7258'],
  ['N4:above_zero N5:above_zero N3:above_zero N1:winding N1', '8001'],
  ['N1:zero N13 [X..16]', '8003'],
  ['N14:check N4:piece', '8006 8026'],
  ['X..34:iban', '8007'],
  ['N8:day_and_hour [N..4:minutes_and_seconds]', '8008'],
  ['X..50', '8009'],
  ['Y..30:company', '8010'],
  ['N..12:no_leading_zero', '8011'],
  ['X..25:check_pair', '8013 8014'],
  ['N..10', '8019'],
  ['Z..90', '8030'],
  ['N..70', '8110 8112'],
  ['X..70', '8200'],
  ['X..90', '91-99'],
];

/** Measures of six digits: three digits of identifier, a fourth for the decimals, and what they are measured in. */
const MEASURES: readonly (readonly [unit: string, identifiers: string])[] = [
  ['kg', '310 330'],
  ['m', '311-313 331-333'],
  ['m²', '314 334'],
  ['l', '315 335'],
  ['m³', '316 336'],
  ['kg/m²', '337'],
  ['lb', '320 340'],
  ['in', '321 324 327 341 344 347'],
  ['ft', '322 325 328 342 345 348'],
  ['yd', '323 326 329 343 346 349'],
  ['in²', '350 353'],
  ['ft²', '351 354'],
  ['yd²', '352 355'],
  ['t oz', '356'],
  ['oz', '357'],
  ['qt', '360 362'],
  ['gal', '361 363'],
  ['in³', '364 367'],
  ['ft³', '365 368'],
  ['yd³', '366 369'],
];

/** Lengths that decoders know by the first two digits of the identifier alone. */
const PREDEFINED: Readonly<Record<string, number>> = {
  '00': 18, '01': 14, '02': 14, '03': 14, '04': 16,
  '11': 6, '12': 6, '13': 6, '14': 6, '15': 6, '16': 6, '17': 6, '18': 6, '19': 6, '20': 2,
  '31': 6, '32': 6, '33': 6, '34': 6, '35': 6, '36': 6, '41': 13,
}; // prettier-ignore

const IDENTIFIERS = tableOf();
/** All identifiers that begin with the same two digits are equally long. */
const LENGTHS = new Map(Array.from(IDENTIFIERS.keys(), (ai) => [ai.slice(0, 2), ai.length]));

/** The identifier with exactly these digits. */
export function identifierOf(ai: string): ApplicationIdentifier | undefined {
  return IDENTIFIERS.get(ai);
}

/** The identifier that stands at this place of a text. */
export function identifierAt(text: string, place: number): ApplicationIdentifier | undefined {
  const length = LENGTHS.get(text.slice(place, place + 2));
  return length === undefined ? undefined : IDENTIFIERS.get(text.slice(place, place + length));
}

/** Every identifier there is, in the order of the table. */
export function allIdentifiers(): readonly ApplicationIdentifier[] {
  return Array.from(IDENTIFIERS.values());
}

function tableOf(): ReadonlyMap<string, ApplicationIdentifier> {
  const table = new Map<string, ApplicationIdentifier>();
  for (const [format, identifiers] of FORMATS) {
    const components = format.split(' ').map(componentOf);
    for (const ai of eachOf(identifiers)) {
      table.set(ai, identifier(ai, components, null));
    }
  }
  const sixDigits = [componentOf('N6')];
  for (const [unit, identifiers] of MEASURES) {
    for (const ai of eachOf(identifiers).flatMap((three) => eachOf(`${three}0-${three}5`))) {
      table.set(ai, identifier(ai, sixDigits, unit));
    }
  }
  return table;
}

function identifier(ai: string, components: readonly Component[], unit: string | null): ApplicationIdentifier {
  const predefined = PREDEFINED[ai.slice(0, 2)] ?? null;
  return { ai, components, predefined, decimals: decimalsOf(ai), unit, money: /^39[13]/.test(ai) };
}

/** Measures and amounts name their decimals in the fourth digit; counts have none. */
function decimalsOf(ai: string): number | null {
  if (ai === '30' || ai === '37') {
    return 0;
  }
  return /^3[1-69]\d\d$/.test(ai) ? Number(ai.slice(3)) : null;
}

/** "N6", "X..20", "N13:check" or one of these in brackets. */
function componentOf(format: string): Component {
  const optional = format.startsWith('[');
  const [shape = '', check = null] = format.replace(/[[\]]/g, '').split(':');
  const most = Number(shape.replace(/^\D+/, ''));
  const set = shape.slice(0, 1);
  return {
    set: set === 'X' || set === 'Y' || set === 'Z' ? set : 'N',
    least: shape.includes('..') ? 1 : most,
    most,
    optional,
    check,
  };
}

/** "11-13 20" is 11, 12, 13 and 20. */
function eachOf(identifiers: string): string[] {
  return identifiers.split(' ').flatMap((range) => {
    const [first = '', last = first] = range.split('-');
    return Array.from({ length: Number(last) - Number(first) + 1 }, (_, step) =>
      String(Number(first) + step).padStart(first.length, '0'),
    );
  });
}
