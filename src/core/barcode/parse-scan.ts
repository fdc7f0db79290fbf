import type { BarcodeRule } from '#core/catalogue/catalogue.ts';
import { bracketedText, readBracketedText } from './gs1/bracketed-text.ts';
import { readDigitalLink } from './gs1/digital-link.ts';
import type { Gs1Element, Gs1Fault, Gs1Reading } from './gs1/element.ts';
import { GROUP_SEPARATOR, readElementString } from './gs1/element-string.ts';
import { contentOf, type Gs1Content } from './gs1/gs1-content.ts';
import { gtin14 } from './gtin.ts';
import { namesSymbology, readScanData } from './scan-data.ts';
import { expandUpcE } from './upc-e.ts';
import { readVariableMeasure, type VariableMeasure } from './variable-measure.ts';

/** What a scanned or typed code says, before the catalogue is asked. `text` is the code without what the scanner adds. */
export type Scan =
  | {
      kind: 'gtin';
      text: string;
      gtin14: string;
      /** What eight digits mean if they are a UPC-E, where they can be read as that too. */
      upcE: string | null;
    }
  /** A scale label: the goods' number and a weight in kilograms, a price or a number of pieces. */
  | ({ kind: 'measured'; text: string } & VariableMeasure)
  /** A GS1 symbol. `text` is its bracketed form; `label` is read from a scale label's number inside it. */
  | ({ kind: 'gs1'; text: string; elements: readonly Gs1Element[]; label: VariableMeasure | null } & Gs1Content)
  /** What is no code as it stands: most likely misread, and never to be guessed at. */
  | { kind: 'misread'; text: string; reason: MisreadReason }
  /** Anything else: a SKU, a PLU, a code of the local's own. */
  | { kind: 'code'; text: string };

/** Beside the faults of GS1 data: the check digit of a scale label's weight or price, and a text far too long. */
export type MisreadReason = Gs1Fault | 'verifier';

/** What reading needs to know of the local and the day. */
export interface ScanContext {
  rules: readonly BarcodeRule[];
  /** The current year, for dates of two digits; a year or two off does no harm. */
  year: number;
}

/** The longest text that is read, above what any symbol at a counter holds, and what is kept of a longer one. */
const MAX_LENGTH = 500;
const KEPT_LENGTH = 200;

/** Reads a raw text. Never throws; the same text in the same context always gives the same answer. */
export function parseScan(raw: string, context: ScanContext): Scan {
  const text = raw.trim();
  if (text.length > MAX_LENGTH) {
    return { kind: 'misread', text: text.slice(0, KEPT_LENGTH).toWellFormed(), reason: 'too_long' };
  }
  const whole = text.toWellFormed();
  return namesSymbology(whole) ? namedScan(whole, context) : plainScan(whole, context);
}

/** A text that begins with the kind of symbol it was in. */
function namedScan(scan: string, context: ScanContext): Scan {
  const read = readScanData(scan, context.year);
  if (read.ok) {
    const composite = read.gtin14 === null ? [] : [{ ai: '01', value: read.gtin14 }];
    return read.elements.length === 0
      ? plainScan(read.data, context)
      : gs1Scan([...composite, ...read.elements], context);
  }
  const text = scan.slice(3);
  if (read.reason === 'unknown_symbology' || read.reason === 'no_identifier') {
    return plainScan(scan, context);
  }
  return read.reason === 'not_numeric' || read.reason === 'length'
    ? shortenedScan(text, context)
    : { kind: 'misread', text, reason: read.reason };
}

/** Some scanners leave out the zero before a UPC-A, or send a UPC-E as printed: a GTIN of another length will do. */
function shortenedScan(text: string, context: ScanContext): Scan {
  const scan = plainScan(text, context);
  return scan.kind === 'code' ? { kind: 'misread', text, reason: 'format' } : scan;
}

/** A text without the kind of symbol: what it looks like is what it is. */
function plainScan(text: string, context: ScanContext): Scan {
  const gs1 = gs1Reading(text, context.year);
  if (gs1 !== null) {
    return gs1.ok ? gs1Scan(gs1.elements, context) : { kind: 'misread', text, reason: gs1.reason };
  }
  const gtin = gtin14(text);
  if (gtin !== null) {
    return measuredScan(text, gtin, context) ?? { kind: 'gtin', text, gtin14: gtin, upcE: upcEOf(text) };
  }
  const upcE = upcEOf(text);
  if (upcE !== null) {
    return { kind: 'gtin', text, gtin14: upcE, upcE };
  }
  return /^\d{12,14}$/.test(text) ? { kind: 'misread', text, reason: 'check_digit' } : { kind: 'code', text };
}

/** Null for a text that does not look like GS1 data. */
function gs1Reading(text: string, year: number): Gs1Reading | null {
  if (text.includes(GROUP_SEPARATOR)) {
    return readElementString(text, year);
  }
  if (/^\(\d{2,4}\)/.test(text)) {
    return readBracketedText(text, year);
  }
  if (/^(01\d{14}|00\d{18})/.test(text)) {
    const reading = readElementString(text, year);
    return reading.ok ? reading : null;
  }
  return readDigitalLink(text, year);
}

function gs1Scan(elements: readonly Gs1Element[], { rules }: ScanContext): Scan {
  const text = bracketedText(elements);
  const content = contentOf(elements);
  const label = content.gtin14 === null ? null : readVariableMeasure(content.gtin14, rules);
  return label?.verifierOk === false
    ? { kind: 'misread', text, reason: 'verifier' }
    : { kind: 'gs1', text, elements, label, ...content };
}

function measuredScan(text: string, gtin: string, { rules }: ScanContext): Scan | null {
  const label = text.length === 12 || text.length === 13 ? readVariableMeasure(gtin, rules) : null;
  if (label === null) {
    return null;
  }
  return label.verifierOk === false
    ? { kind: 'misread', text, reason: 'verifier' }
    : { kind: 'measured', text, ...label };
}

/** Only eight digits, with their check digit: fewer are PLUs. */
function upcEOf(text: string): string | null {
  const expanded = text.length === 8 ? expandUpcE(text) : null;
  return expanded?.ok === true ? expanded.gtin14 : null;
}
