import { readDigitalLink } from './gs1/digital-link.ts';
import type { Gs1Element, Gs1Fault } from './gs1/element.ts';
import { readElementString } from './gs1/element-string.ts';
import { readGtin } from './gtin.ts';
import { suppressUpcA } from './upc-e.ts';

/**
 * What a scanner sends that names the kind of symbol before the data, with the three characters of ISO/IEC 15424:
 * "]E0" for EAN-13, "]C1" for GS1-128.
 */
export type ScanData =
  | {
      ok: true;
      symbology: string;
      /** What follows the identifier, without the add-on that magazines have beside their code. */
      data: string;
      /** Of EAN, UPC and ITF-14 symbols. */
      gtin14: string | null;
      /** Of symbols that hold GS1 data; empty for the rest. */
      elements: readonly Gs1Element[];
    }
  | { ok: false; reason: Gs1Fault | 'no_identifier' | 'unknown_symbology' | 'not_numeric' | 'length' };

type Holds = 'ean13' | 'ean8' | 'add_on' | 'ean13_and_add_on' | 'itf' | 'gs1' | 'text';

const SYMBOLOGIES: Readonly<Record<string, readonly [name: string, holds: Holds]>> = {
  E0: ['EAN-13', 'ean13'], E1: ['EAN-2 add-on', 'add_on'], E2: ['EAN-5 add-on', 'add_on'],
  E3: ['EAN-13 with add-on', 'ean13_and_add_on'], E4: ['EAN-8', 'ean8'],
  C0: ['Code 128', 'text'], C1: ['GS1-128', 'gs1'], C2: ['Code 128', 'text'], C4: ['Code 128', 'text'],
  d0: ['Data Matrix', 'text'], d1: ['Data Matrix', 'text'], d2: ['GS1 DataMatrix', 'gs1'], d3: ['Data Matrix', 'text'],
  d4: ['Data Matrix', 'text'], d5: ['Data Matrix', 'text'], d6: ['Data Matrix', 'text'],
  e0: ['GS1 DataBar', 'gs1'], e1: ['GS1 Composite', 'gs1'], e2: ['GS1 Composite', 'gs1'],
  I0: ['ITF', 'itf'], I1: ['ITF-14', 'itf'], I3: ['ITF', 'itf'], J0: ['DotCode', 'text'], J1: ['GS1 DotCode', 'gs1'],
  Q0: ['QR Code', 'text'], Q1: ['QR Code', 'text'], Q2: ['QR Code', 'text'], Q3: ['GS1 QR Code', 'gs1'],
  Q4: ['QR Code', 'text'], Q5: ['QR Code', 'text'], Q6: ['QR Code', 'text'],
}; // prettier-ignore

/** Symbols that only ever hold text, whatever the modifier after their letter. */
const PLAIN_SYMBOLOGIES: Readonly<Record<string, string>> = {
  A: 'Code 39', F: 'Codabar', G: 'Code 93', H: 'Code 11', L: 'PDF417', M: 'MSI', O: 'Codablock', P: 'Plessey',
  R: 'Straight 2 of 5', S: 'Straight 2 of 5', U: 'MaxiCode', z: 'Aztec',
}; // prettier-ignore

/** What follows an EAN or UPC that has a composite component beside it. */
const COMPOSITE = '|]e0';

/** True for a text that begins as ISO/IEC 15424 says, whether or not the symbol is known. */
export function namesSymbology(text: string): boolean {
  return /^\][A-Za-z][\dA-Za-z]/.test(text);
}

/** Reads data with its symbology identifier, strictly: each symbol holds what its standard says. */
export function readScanData(scan: string, year: number): ScanData {
  if (!namesSymbology(scan)) {
    return { ok: false, reason: scan.startsWith(']') ? 'unknown_symbology' : 'no_identifier' };
  }
  const [symbology, holds] = symbologyOf(scan.slice(1, 3)) ?? [];
  if (symbology === undefined || holds === undefined) {
    return { ok: false, reason: 'unknown_symbology' };
  }
  const data = scan.slice(3);
  const read = { ok: true, symbology, data, gtin14: null, elements: [] } as const;
  switch (holds) {
    case 'gs1':
      return withElements(read, readElementString(data, year));
    case 'text': {
      const link = readDigitalLink(data, year);
      return link === null ? read : withElements(read, link);
    }
    case 'itf':
      return data.length === 14 ? withGtin(read, data) : read;
    case 'add_on':
      return /^(\d{2}|\d{5})$/.test(data) ? read : { ok: false, reason: 'length' };
    case 'ean13':
    case 'ean13_and_add_on':
    case 'ean8':
      return readEan(read, holds, year);
  }
}

type Read = Extract<ScanData, { ok: true }>;

function symbologyOf(identifier: string): readonly [name: string, holds: Holds] | undefined {
  if (Object.hasOwn(SYMBOLOGIES, identifier)) {
    return SYMBOLOGIES[identifier];
  }
  const letter = identifier.slice(0, 1);
  const plain = Object.hasOwn(PLAIN_SYMBOLOGIES, letter) ? PLAIN_SYMBOLOGIES[letter] : undefined;
  return plain === undefined ? undefined : [plain, 'text'];
}

function withElements(read: Read, reading: ReturnType<typeof readElementString>): ScanData {
  return reading.ok ? { ...read, elements: reading.elements } : { ok: false, reason: reading.reason };
}

function withGtin(read: Read, code: string): ScanData {
  const gtin = readGtin(code);
  return gtin.ok ? { ...read, gtin14: gtin.gtin14 } : gtin;
}

/** EAN and UPC arrive in full: thirteen digits, or eight; an add-on or a composite component may follow. */
function readEan(read: Read, holds: Holds, year: number): ScanData {
  const [primary = '', composite] = read.data.split(COMPOSITE, 2);
  const code = holds === 'ean13_and_add_on' ? primary.slice(0, 13) : primary;
  const addOn = primary.slice(code.length);
  if (!/^\d*$/.test(primary)) {
    return { ok: false, reason: 'not_numeric' };
  }
  if (code.length !== (holds === 'ean8' ? 8 : 13) || !/^(\d{2}|\d{5})?$/.test(addOn)) {
    return { ok: false, reason: 'length' };
  }
  const named = { ...read, data: code, symbology: holds === 'ean13' ? nameOfEan13(code) : read.symbology };
  const gtin = withGtin(named, code);
  return gtin.ok && composite !== undefined ? withElements(gtin, readElementString(composite, year)) : gtin;
}

/** A UPC-A is sent with a zero before it, a UPC-E expanded to UPC-A; only their digits tell. */
function nameOfEan13(code: string): string {
  if (!code.startsWith('0')) {
    return 'EAN-13';
  }
  return suppressUpcA(code.slice(1)).ok ? 'UPC-E (as EAN-13)' : 'UPC-A (as EAN-13)';
}
