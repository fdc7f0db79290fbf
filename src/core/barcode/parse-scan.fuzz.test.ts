import { describe, expect, test } from 'vitest';
import type { BarcodeRule } from '#core/catalogue/catalogue.ts';
import { diceOf, type Dice, sampleIdentifier, sampleValue } from '#testkit/gs1-samples.ts';
import { COUNTRY_LAYOUTS } from './country-layouts.ts';
import { checkDigit } from './gtin.ts';
import { parseScan } from './parse-scan.ts';

const TEXTS = 1_000_000;
/** Far above what one takes; a machine that pauses now and then must not fail the test. */
const SLOWEST_MS = 250;
const SEED = 20_260_314;

const RULES: readonly BarcodeRule[] = Object.values(COUNTRY_LAYOUTS).flat();
const KINDS = new Set(['gtin', 'measured', 'gs1', 'misread', 'code']);

describe('a million texts', () => {
  test('are each read as something, at once, and none of them breaks anything', { timeout: 120_000 }, () => {
    const dice = diceOf(SEED);
    const seen = new Map<string, number>();
    const wrong: string[] = [];
    let slowest = 0;
    for (let count = 0; count < TEXTS; count += 1) {
      const text = anyScan(dice);
      const begun = performance.now();
      const scan = parseScan(text, { rules: RULES, year: 2026 });
      slowest = Math.max(slowest, performance.now() - begun);
      seen.set(scan.kind, (seen.get(scan.kind) ?? 0) + 1);
      if (!KINDS.has(scan.kind) || !scan.text.isWellFormed() || scan.text.length > 1000) {
        wrong.push(text);
      }
    }
    expect(wrong).toEqual([]);
    expect(slowest).toBeLessThan(SLOWEST_MS);
    expect(Array.from(KINDS).filter((kind) => (seen.get(kind) ?? 0) < TEXTS / 100)).toEqual([]);
  });
});

const SHAPES: readonly ((dice: Dice) => string)[] = [
  anyUnicode,
  digits,
  gtin,
  (dice) => `2${gtin(dice).slice(1)}`,
  label,
  elements,
  (dice) => `]${pick(['E0', 'E4', 'C1', 'd2', 'Q3', 'e0', 'I1', 'A0', 'zz', 'E3'], dice)}${elements(dice)}`,
  (dice) => `]${pick(['E0', 'E3', 'E4', 'I1'], dice)}${gtin(dice)}`,
  (dice) =>
    `https://${pick(['id.gs1.org', 'x.example', ''], dice)}/01/${gtin(dice).padStart(14, '0')}?17=${digits(dice)}`,
  bracketed,
  (dice) => anyUnicode(dice).repeat(1 + dice(60)),
];

/** A text of one of the shapes, half of them with something broken in it. */
function anyScan(dice: Dice): string {
  const text = (SHAPES[dice(SHAPES.length)] ?? digits)(dice);
  return dice(2) === 0 ? text : broken(text, dice);
}

function broken(text: string, dice: Dice): string {
  const place = dice(text.length + 1);
  const piece = pick(['', '\u001d', '(', ')', '0', '9', '%', '/', ' ', '\u0000', '\ud800', 'A', '01', ']E0'], dice);
  return text.slice(0, place) + piece + text.slice(place + dice(3));
}

function anyUnicode(dice: Dice): string {
  const most = pick([0x7f, 0x30, 0x10000], dice);
  return String.fromCharCode(...Array.from({ length: dice(24) }, () => dice(most)));
}

function digits(dice: Dice): string {
  return Array.from({ length: dice(24) }, () => String(dice(10))).join('');
}

function gtin(dice: Dice): string {
  const payload = digits(dice)
    .padStart(13, '0')
    .slice(-pick([7, 11, 12, 13], dice));
  return payload + checkDigit(payload);
}

function label(dice: Dice): string {
  const payload = `2${digits(dice).padStart(11, '7').slice(0, 11)}`;
  return payload + checkDigit(payload);
}

function elements(dice: Dice): string {
  const chain = Array.from({ length: 1 + dice(4) }, () => {
    const identifier = sampleIdentifier(dice);
    return identifier.ai + sampleValue(identifier, dice) + (identifier.predefined === null ? '\u001d' : '');
  });
  return chain.join('');
}

function bracketed(dice: Dice): string {
  const identifier = sampleIdentifier(dice);
  return `(01)${gtin(dice).padStart(14, '0')}(${identifier.ai})${sampleValue(identifier, dice)}`;
}

function pick<Item>(items: readonly Item[], dice: Dice): Item {
  const item = items[dice(items.length)];
  if (item === undefined) {
    throw new Error('nothing to pick from');
  }
  return item;
}
