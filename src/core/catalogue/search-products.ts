import type { Product } from './catalogue.ts';
import type { CatalogueIndex } from './catalogue-index.ts';
import { prefixRange, tokensOf, type Vocabulary } from './vocabulary.ts';

/** So many products are looked at for a single word at most, so that one letter costs no more than a whole word. */
const MOST_POSTINGS = 2000;

/**
 * Products in whose name every word of the query begins a word, or else stands inside one; best first: a name that
 * begins with the query, then favourites, then by name. At most `limit`. It looks at words, never at the catalogue.
 */
export function searchProducts(index: CatalogueIndex, query: string, limit: number): Product[] {
  const words = tokensOf(query);
  if (words.length === 0) {
    return [];
  }
  // Of several words every product counts: one that was cut off a short word's list might be the only one of the other.
  const most = words.length === 1 ? MOST_POSTINGS : Infinity;
  const candidates = words.map((word) => placesOf(index.vocabulary, word, most)).sort((a, b) => a.size - b.size);
  const [fewest, ...others] = candidates;
  const places = [...(fewest ?? [])].filter((place) => others.every((set) => set.has(place)));
  const found = places
    .map((place) => index.catalogue.products[place])
    .filter((product): product is Product => product !== undefined);
  const ranked = found.map((product) => ({ product, rank: rankOf(product, words) }));
  ranked.sort((a, b) => a.rank - b.rank || a.product.name.es.localeCompare(b.product.name.es, 'es'));
  return ranked.slice(0, limit).map(({ product }) => product);
}

function placesOf(vocabulary: Vocabulary, word: string, most: number): Set<number> {
  const [start, end] = prefixRange(vocabulary, word);
  const places = new Set<number>();
  for (let token = start; token < end && places.size < most; token += 1) {
    vocabulary.postings[token]?.forEach((place) => places.add(place));
  }
  return places.size === 0 && word.length >= 3 ? placesInside(vocabulary, word) : places;
}

function placesInside(vocabulary: Vocabulary, word: string): Set<number> {
  const places = new Set<number>();
  vocabulary.tokens.forEach((token, place) => {
    if (token.includes(word)) {
      vocabulary.postings[place]?.forEach((product) => places.add(product));
    }
  });
  return places;
}

function rankOf(product: Product, words: readonly string[]): number {
  const starts = [product.name.es, product.name.en].some((name) => tokensOf(name)[0]?.startsWith(words[0] ?? ''));
  return (starts ? 0 : 2) + (product.favourite === null ? 1 : 0);
}
