import { buildCatalogueIndex } from '#core/catalogue/catalogue-index.ts';
import { demoBarcodeRules, demoCategories, demoTaxes } from '#server/demo/categories.ts';
import { demoProducts } from '#server/demo/products.ts';
import { demoShop } from '#server/demo/shop.ts';

/** What a till of the demo shop has to sell. */
export const demoIndex = buildCatalogueIndex({
  version: 'v1',
  as_of: '2026-01-31T12:00:00Z',
  policy: demoShop.policy,
  products: demoProducts,
  categories: demoCategories,
  taxes: demoTaxes,
  barcode_rules: demoBarcodeRules,
  customers: [],
});

/** The barcode of the product that has this name in English. */
export function demoCode(name: string): string {
  const [code] = demoProducts.find((product) => product.name.en === name)?.barcodes ?? [];
  if (code === undefined) {
    throw new Error(`the demo shop has no barcode for ${name}`);
  }
  return code;
}
