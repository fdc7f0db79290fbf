import { describe, expect, test } from 'vitest';
import { readScanData } from './scan-data.ts';

const GTIN = '09501101530003';

function read(scan: string) {
  return readScanData(scan, 2026);
}

describe('a scanner that names the symbol', () => {
  test.each([
    [']E05901234123457', 'EAN-13', '05901234123457'],
    [']E00614141000036', 'UPC-A (as EAN-13)', '00614141000036'],
    [']E00042100005264', 'UPC-E (as EAN-13)', '00042100005264'],
    [']E496385074', 'EAN-8', '00000096385074'],
    [']E3590123412345712', 'EAN-13 with add-on', '05901234123457'],
    [']E3590123412345751234', 'EAN-13 with add-on', '05901234123457'],
    [']I198765432109213', 'ITF-14', '98765432109213'],
  ])('sends %s for a %s', (scan, symbology, gtin14) => {
    expect(read(scan)).toMatchObject({ ok: true, symbology, gtin14 });
  });

  test.each([
    [']C1', 'GS1-128'],
    [']d2', 'GS1 DataMatrix'],
    [']Q3', 'GS1 QR Code'],
    [']e0', 'GS1 DataBar'],
    [']J1', 'GS1 DotCode'],
  ])('sends %s before the elements of a %s', (identifier, symbology) => {
    expect(read(`${identifier}01${GTIN}10A1`)).toMatchObject({
      ok: true,
      symbology,
      elements: [{ ai: '01', value: GTIN }, { ai: '10' }],
    });
  });

  test('sends plain text and addresses as they are', () => {
    expect(read(']Q1HELLO')).toMatchObject({ ok: true, symbology: 'QR Code', data: 'HELLO', elements: [] });
    expect(read(']A0SKU-1')).toMatchObject({ ok: true, symbology: 'Code 39', data: 'SKU-1' });
    expect(read(`]Q1https://example.com/01/${GTIN}`)).toMatchObject({ elements: [{ ai: '01', value: GTIN }] });
  });

  test('sends what stands beside an EAN with it', () => {
    expect(read(']E05901234123457|]e010A1')).toMatchObject({
      gtin14: '05901234123457',
      elements: [{ ai: '10', value: 'A1' }],
    });
  });

  test.each([
    [']E0590123412345', 'length'],
    [']E059012341234570', 'length'],
    [']E05901234123458', 'check_digit'],
    [']E0590123412345x', 'not_numeric'],
    [']E4963850741', 'length'],
    [']E35901234123457123', 'length'],
    [']E1123', 'length'],
    [']I198765432109214', 'check_digit'],
    [']C1', 'empty'],
    [']C10109501101530004', 'check_digit'],
    [']d20509501101530003', 'unknown_ai'],
    [`]Q1https://example.com/01/09501101530004`, 'check_digit'],
    [']E05901234123457|]e010', 'too_short'],
    [']y0ABC', 'unknown_symbology'],
    [']C9ABC', 'unknown_symbology'],
    [']', 'unknown_symbology'],
    [']E', 'unknown_symbology'],
    ['5901234123457', 'no_identifier'],
    ['', 'no_identifier'],
  ])('%j is refused: %s', (scan, reason) => {
    expect(read(scan)).toEqual({ ok: false, reason });
  });
});
