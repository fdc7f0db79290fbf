import { checkDigit } from '#core/barcode/gtin.ts';
import { parseScan } from '#core/barcode/parse-scan.ts';
import type { Catalogue } from '#core/catalogue/catalogue.ts';
import { buildCatalogueIndex } from '#core/catalogue/catalogue-index.ts';
import { resolveScan } from '#core/catalogue/resolve-scan.ts';
import { policyOf, productOf } from '#testkit/sale-builders.ts';
import { type Figure, figure } from './figure.ts';

const RUNS = 2_000;
/** Scans in one timed run, so that the clock is fine enough. */
const SCANS = 20;

/** Reading a code, and finding it among few and among many products: the number of products must not matter. */
export function scanBench(clock: () => number): Figure[] {
  const few = shelfOf(1_000);
  const many = shelfOf(100_000);
  const name = `${String(SCANS)} scans among 1,000 products`;
  const gs1 = '010950600013435217290131310300078510LOTE42';
  const timed = (row: string, work: () => void) => figure({ name: row, against: name }, { work, runs: RUNS }, clock);
  return [
    timed(name, scanning(few)),
    timed(`${String(SCANS)} scans among 100,000 products`, scanning(many)),
    timed(`${String(SCANS)} GS1 symbols with batch, date and weight, read only`, () => {
      for (let scan = 0; scan < SCANS; scan += 1) {
        parseScan(gs1, { rules: [], year: 2026 });
      }
    }),
  ];
}

function codeOf(place: number): string {
  const payload = `779${String(place).padStart(9, '0')}`;
  return payload + checkDigit(payload);
}

function shelfOf(products: number) {
  const catalogue: Catalogue = {
    version: 'bench',
    as_of: '2026-01-01T00:00:00.000Z',
    policy: policyOf(),
    products: Array.from({ length: products }, (_, place) =>
      productOf({ variant_id: `goods-${String(place)}`, sku: `SKU-${String(place)}`, barcodes: [codeOf(place)] }),
    ),
    categories: [],
    taxes: [],
    barcode_rules: [],
    customers: [],
  };
  return { index: buildCatalogueIndex(catalogue), products };
}

/** Scans goods from all over the shelf, one after the other. */
function scanning({ index, products }: ReturnType<typeof shelfOf>): () => void {
  let turn = 0;
  return () => {
    for (let scan = 0; scan < SCANS; scan += 1) {
      turn = (turn + 7_919) % products;
      if (resolveScan(index, codeOf(turn)).kind !== 'article') {
        throw new Error(`the bench lost ${codeOf(turn)}`);
      }
    }
  };
}
