import { describe, expect, test } from 'vitest';
import { readDigitalLink } from './digital-link.ts';

const GTIN = '09501101530003';

function elements(address: string) {
  const reading = readDigitalLink(address, 2026);
  return reading?.ok === true ? reading.elements.map(({ ai, value }) => `${ai}=${value}`).join(' ') : reading;
}

describe('a GS1 Digital Link', () => {
  test.each([
    [`https://id.gs1.org/01/${GTIN}`, `01=${GTIN}`],
    [`HTTP://example.com/01/${GTIN}/`, `01=${GTIN}`],
    [`https://example.com/shop/es/01/${GTIN}/10/A1/21/S1?17=261231`, `01=${GTIN} 10=A1 21=S1 17=261231`],
    ['https://example.com/01/9501101530003', `01=${GTIN}`],
    ['https://example.com/gtin/9501101530003/lot/A1?exp=261231', `01=${GTIN} 10=A1 17=261231`],
    [`https://example.com/01/${GTIN}?linkType=all&3103=001750&utm=x#part`, `01=${GTIN} 3103=001750`],
    [`https://example.com/01/${GTIN}/10/A%2FB%26C`, `01=${GTIN} 10=A/B&C`],
    [`https://example.com/10/5/01/${GTIN}`, `01=${GTIN}`],
    [`https://example.com/01/${GTIN}/235/T1`, `01=${GTIN} 235=T1`],
    ['https://example.com/414/9501101530003/254/7', '414=9501101530003 254=7'],
    ['https://example.com/00/106141411928374657', '00=106141411928374657'],
  ])('%s says %s', (address, said) => {
    expect(elements(address)).toBe(said);
  });

  test.each([
    [`https://example.com/01/09501101530004`, 'check_digit', '01'],
    [`https://example.com/01/${GTIN}?17=261301`, 'invalid_date', '17'],
    [`https://example.com/01/${GTIN}?05=1`, 'unknown_ai', '05'],
    [`https://example.com/01/${GTIN}/10/A%2`, 'format', '10'],
    [`https://example.com/01/${GTIN}/10/A%20B`, 'character', '10'],
  ])('%s is refused: %s', (address, reason, ai) => {
    expect(readDigitalLink(address, 2026)).toEqual({ ok: false, reason, ai });
  });

  test.each([
    'https://example.com/',
    'https://example.com',
    `https://example.com/10/A1`,
    `https://example.com/01/${GTIN}/21/S1/10/A1`,
    `https://example.com/01/${GTIN}/99/A`,
    `https://example.com/01/${GTIN}/10/`,
    `https://example.com/constructor/${GTIN}`,
    `ftp://example.com/01/${GTIN}`,
    `/01/${GTIN}`,
    GTIN,
  ])('%s is none', (address) => {
    expect(readDigitalLink(address, 2026)).toBeNull();
  });
});
