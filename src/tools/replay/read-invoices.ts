import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import Papa from 'papaparse';
import { z } from 'zod';
import { Decimal } from '#core/money/money.ts';

/** One row of the file that counts as a line of a sale. Quantity and price are decimal texts as they stand there. */
export interface InvoiceLine {
  sku: string;
  description: string;
  quantity: string;
  unitPrice: string;
  /** Local wall-clock time, "2010-12-01 08:26:00". */
  timestamp: string;
}

/** All lines of one invoice, wherever in the file they stood. */
export interface Invoice {
  number: string;
  lines: InvoiceLine[];
}

/** What the first walk through the file finds: where each invoice ends, so that none has to be held longer. */
export interface InvoiceSurvey {
  rows: number;
  skippedRows: number;
  /** The place of each invoice's last counted row. */
  lastRowOf: Map<string, number>;
}

const csvRow = z.object({
  invoice: z.string().min(1),
  sku: z.string(),
  description: z.string(),
  quantity: z.string(),
  unit_price: z.string(),
  timestamp: z.string(),
  kind: z.string(),
});

const NUMBER = /^-?\d+(\.\d+)?$/;

/** Walks the file once without keeping its lines. Throws when the file is no CSV of sales. */
export async function surveyInvoices(path: string): Promise<InvoiceSurvey> {
  const survey: InvoiceSurvey = { rows: 0, skippedRows: 0, lastRowOf: new Map() };
  for await (const row of rowsOf(path)) {
    if (countedLine(row) === null) {
      survey.skippedRows += 1;
    } else {
      survey.lastRowOf.set(row.invoice, survey.rows);
    }
    survey.rows += 1;
  }
  return survey;
}

/** Gives each invoice as soon as its last row has been read: only unfinished invoices are in memory. */
export async function* readInvoices(path: string, survey: InvoiceSurvey): AsyncGenerator<Invoice> {
  const unfinished = new Map<string, InvoiceLine[]>();
  let place = 0;
  for await (const row of rowsOf(path)) {
    const line = countedLine(row);
    if (line !== null) {
      const lines = unfinished.get(row.invoice) ?? [];
      lines.push(line);
      unfinished.set(row.invoice, lines);
      if (survey.lastRowOf.get(row.invoice) === place) {
        unfinished.delete(row.invoice);
        yield { number: row.invoice, lines };
      }
    }
    place += 1;
  }
}

async function* rowsOf(path: string): AsyncGenerator<z.infer<typeof csvRow>> {
  await stat(path).catch(() => {
    throw new Error(`There is no file ${path}.`);
  });
  const file = createReadStream(path);
  const text = path.endsWith('.gz') ? file.pipe(createGunzip()) : file;
  const parser = Papa.parse(Papa.NODE_STREAM_INPUT, { header: true, skipEmptyLines: true });
  // A pipe does not carry errors along, and a broken file must not end as an early but quiet "done".
  file.on('error', (error) => parser.destroy(error));
  text.on('error', (error: Error) => parser.destroy(error));
  for await (const row of text.pipe(parser)) {
    const parsed = csvRow.safeParse(row);
    if (!parsed.success) {
      throw new Error(`${path} is no CSV of sales: ${z.prettifyError(parsed.error)}`);
    }
    yield parsed.data;
  }
}

/** A row that counts: of kind "sale", with a quantity and a price above zero; null for every other one. */
function countedLine(row: z.infer<typeof csvRow>): InvoiceLine | null {
  if (row.kind !== 'sale' || !NUMBER.test(row.quantity) || !NUMBER.test(row.unit_price)) {
    return null;
  }
  if (new Decimal(row.quantity).lessThanOrEqualTo(0) || new Decimal(row.unit_price).lessThanOrEqualTo(0)) {
    return null;
  }
  return {
    sku: row.sku,
    description: row.description,
    quantity: row.quantity,
    unitPrice: row.unit_price,
    timestamp: row.timestamp,
  };
}
