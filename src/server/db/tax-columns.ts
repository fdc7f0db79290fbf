import type { TaxRule } from '#core/catalogue/catalogue.ts';
import { rateText, storedRate } from './scaled.ts';
import type { StoredRate } from './stored-units.ts';

/** How a tax is taken, as a row keeps it: of a local's rules and of a sale's taxes alike. */
export interface TaxColumns {
  rate: StoredRate;
  included: number;
  /** Null for a percentage of the base. */
  kind: NonNullable<TaxRule['kind']> | null;
  compounds: number;
  ignores_compounded: number;
}

export function taxColumns(tax: TaxRule): TaxColumns {
  return {
    rate: storedRate(tax.rate),
    included: tax.included ? 1 : 0,
    kind: tax.kind ?? null,
    compounds: tax.compounds ? 1 : 0,
    ignores_compounded: tax.ignores_compounded ? 1 : 0,
  };
}

/** The tax again; `decimals` are the currency's, for the money of a tax on every unit. */
export function taxOfColumns(row: TaxColumns & { tax_id: string; name: string }, decimals: number): TaxRule {
  return {
    tax_id: row.tax_id,
    name: row.name,
    rate: row.kind === 'per_unit' ? rateText(row.rate, decimals) : rateText(row.rate),
    included: row.included === 1,
    ...(row.kind !== null && { kind: row.kind }),
    ...(row.compounds === 1 && { compounds: true }),
    ...(row.ignores_compounded === 1 && { ignores_compounded: true }),
  };
}
