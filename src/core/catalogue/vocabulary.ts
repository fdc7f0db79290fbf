import type { Product } from './catalogue.ts';

/** The words of all product names in alphabetical order, each with the products (by place) it stands in. */
export interface Vocabulary {
  tokens: readonly string[];
  /** For each token the places of its products in the catalogue, rising. */
  postings: readonly (readonly number[])[];
}

/** Lower case, without accents: "Café" and "cafe" are one word. */
export function normalise(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
}

/** The words of a text: runs of letters and digits. */
export function tokensOf(text: string): string[] {
  return normalise(text).match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** Walks the products once and sorts the words they use, names in every language, brand, SKU and codes. */
export function buildVocabulary(products: readonly Product[]): Vocabulary {
  const places = new Map<string, number[]>();
  products.forEach((product, place) => {
    const texts = [product.name.es, product.name.en, product.brand ?? '', product.sku, product.plu ?? ''];
    for (const token of new Set([...texts, ...product.barcodes].flatMap(tokensOf))) {
      const known = places.get(token);
      if (known === undefined) {
        places.set(token, [place]);
      } else {
        known.push(place);
      }
    }
  });
  const tokens = [...places.keys()].sort();
  return { tokens, postings: tokens.map((token) => places.get(token) ?? []) };
}

/** The places of the tokens that begin with `prefix`, as a half-open range. */
export function prefixRange(vocabulary: Vocabulary, prefix: string): [number, number] {
  const start = lowerBound(vocabulary.tokens, prefix);
  return [start, lowerBound(vocabulary.tokens, `${prefix}\uffff`)];
}

function lowerBound(sorted: readonly string[], wanted: string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? '') < wanted) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}
