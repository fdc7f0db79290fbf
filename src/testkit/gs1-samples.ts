import { checkDigit } from '#core/barcode/gtin.ts';
import {
  allIdentifiers,
  type ApplicationIdentifier,
  type Component,
} from '#core/barcode/gs1/application-identifiers.ts';
import { checkPair } from '#core/barcode/gs1/check-pair.ts';

/** A whole number from 0 up to, but not with, `below`. */
export type Dice = (below: number) => number;

/** Numbers that are the same for the same seed, quick enough for a million texts. */
export function diceOf(seed: number): Dice {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below);
  };
}

const ALL = allIdentifiers();

export function sampleIdentifier(dice: Dice): ApplicationIdentifier {
  const identifier = ALL[dice(ALL.length)];
  if (identifier === undefined) {
    throw new Error('the table has no identifiers');
  }
  return identifier;
}

/** A value that the standard allows for this identifier. */
export function sampleValue({ components }: ApplicationIdentifier, dice: Dice): string {
  const shown = components.findIndex((component) => component.optional && dice(2) === 0);
  return components
    .slice(0, shown < 0 ? components.length : shown)
    .map((component) => sampleComponent(component, dice))
    .join('');
}

const CHARACTERS = {
  N: '0123456789',
  X: '!"%&\'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz',
  Y: '#-/0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ',
  Z: '-_0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz',
};

function sampleComponent(component: Component, dice: Dice): string {
  const length = component.least + dice(component.most - component.least + 1);
  const text = characters(CHARACTERS[component.set], length, dice);
  const make = component.check === null ? undefined : MAKERS[component.check];
  return make === undefined ? text : make(text, dice);
}

/** What fits each check, made from a text of the right characters and length. */
const MAKERS: Readonly<Record<string, (text: string, dice: Dice) => string>> = {
  check: (text) => text.slice(0, -1) + checkDigit(text.slice(0, -1)),
  check_pair: (text) => `1${text.slice(3)}` + (checkPair(`1${text.slice(3)}`) ?? ''),
  iban: () => 'GB29NWBK60161331926819',
  day: (_, dice) => two(dice(100)) + two(1 + dice(12)) + two(1 + dice(28)),
  day_or_month: (_, dice) => two(dice(100)) + two(1 + dice(12)) + two(dice(29)),
  day_and_hour: (_, dice) => two(dice(100)) + two(1 + dice(12)) + two(1 + dice(28)) + two(dice(24)),
  full_day: (_, dice) => String(1900 + dice(200)) + two(1 + dice(12)) + two(1 + dice(28)),
  time: (_, dice) => two(dice(24)) + two(dice(60)),
  time_or_none: () => '9999',
  minutes_and_seconds: (_, dice) => two(dice(60)) + (dice(2) === 0 ? '' : two(dice(60))),
  above_zero: (text) => `1${text.slice(1)}`,
  company: (text) => `9501${text.slice(4)}`.slice(0, Math.max(4, text.length)),
  country: (_, dice) => ['591', '724', '840', '004'][dice(4)] ?? '591',
  importer: () => 'A',
  latitude: (_, dice) => String(dice(1_800_000_001)).padStart(10, '0'),
  letters: () => 'PA',
  longitude: (_, dice) => String(dice(3_600_000_001)).padStart(10, '0'),
  medium: () => '10',
  minus: () => '-',
  no_leading_zero: (text) => `1${text.slice(1)}`,
  percent: (text) => text.replaceAll('%', '_'),
  piece: (_, dice) => `01${two(1 + dice(99))}`,
  place_of_several: () => '2/3',
  processor: () => '999',
  sex: () => '9',
  winding: () => '9',
  yes_or_no: (_, dice) => String(dice(2)),
  zero: () => '0',
};

function characters(from: string, length: number, dice: Dice): string {
  let text = '';
  for (let place = 0; place < length; place += 1) {
    text += from.charAt(dice(from.length));
  }
  return text;
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}
