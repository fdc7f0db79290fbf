import { describe, expect, test } from 'vitest';
import { checkAssociations } from './associations.ts';
import { readBracketedText } from './bracketed-text.ts';

const GTIN = '(01)09501101530003';

function associations(text: string) {
  const reading = readBracketedText(text, 2026);
  if (!reading.ok) {
    throw new Error(`${text} is no GS1 data: ${reading.reason}`);
  }
  return checkAssociations(reading.elements);
}

describe('elements agree', () => {
  test.each([
    GTIN,
    `${GTIN}(10)LOT(17)261231`,
    `${GTIN}(21)S1(250)S2`,
    `${GTIN}(3103)001750(3922)1250`,
    `${GTIN}${GTIN}`,
    '(00)106141411928374657(02)09501101530003(37)12',
    '(415)9501101530003(8020)REF',
    '(255)9501101530003(3900)100',
  ])('in %s', (text) => {
    expect(associations(text)).toEqual({ ok: true });
  });
});

describe('elements contradict each other', () => {
  test.each([
    [`${GTIN}(02)09501101530003(37)1(00)106141411928374657`, '01', '02'],
    [`${GTIN}(01)95011015300038`, '01', '01'],
    [`${GTIN}(10)A(10)B`, '10', '10'],
    [`${GTIN}(3103)001750(3102)000175`, '3102', '3103'],
    [`${GTIN}(30)1(3922)1250(3932)8401250`, '392', '393'],
    ['(00)106141411928374657(420)08001(421)72408001', '420', '421'],
  ])('in %s', (text, first, second) => {
    const found = associations(text);
    const named = found.ok || found.reason === 'needs' ? [] : [found.ai, found.other];
    expect(named.map((ai, place) => ai.startsWith([first, second][place] ?? '?'))).toEqual([true, true]);
  });
});

describe('an element lacks what it needs', () => {
  test.each([
    ['(10)LOT', '10', '01'],
    [`${GTIN}(250)S2`, '250', '21'],
    [`${GTIN}(3922)1250`, '3922', '31'],
    ['(02)09501101530003', '02', '37'],
    ['(37)12', '37', '00'],
    ['(415)9501101530003', '415', '8020'],
    ['(4303)X(00)106141411928374657', '4303', '4302'],
  ])('in %s', (text, ai, needed) => {
    const found = associations(text);
    expect(found).toMatchObject({ ok: false, reason: 'needs', ai });
    expect('needs' in found ? found.needs : []).toContain(needed);
  });
});

describe('bracketed text', () => {
  test('holds brackets of a value with a backslash before them', () => {
    expect(readBracketedText('(10)A\\(21)B(21)C', 2026)).toMatchObject({
      elements: [
        { ai: '10', value: 'A(21)B' },
        { ai: '21', value: 'C' },
      ],
    });
  });

  test.each([
    ['', 'empty', null],
    ['LOT', 'format', null],
    [`x${GTIN}`, 'format', null],
    ['(1)5', 'format', null],
    ['(05)5', 'unknown_ai', '05'],
    ['(10)', 'too_short', '10'],
    ['(01)09501101530004', 'check_digit', '01'],
  ])('%j is refused: %s', (text, reason, ai) => {
    expect(readBracketedText(text, 2026)).toEqual({ ok: false, reason, ai });
  });
});
