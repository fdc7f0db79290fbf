import type { Product } from '#core/catalogue/catalogue.ts';
import type { CatalogueIndex } from '#core/catalogue/catalogue-index.ts';
import {
  type Article,
  articleOf,
  articleOfScan,
  resolveScan,
  type ScanResolution,
} from '#core/catalogue/resolve-scan.ts';
import type { Problem } from '#core/problem.ts';
import type { Sale, SaleEvent, ScanMiss } from '#core/sale/sale.ts';
import { holdsCardNumber } from '#core/tender/check-tender.ts';
import { addArticle, type CommandContext } from '#core/sale/sale-commands.ts';

/** What will happen to the sale, and what to tell the cashier of it. */
export interface ScanPlan {
  event: SaleEvent;
  /** A quantity that could not be used, or a limit that was met; the scan is on the sale all the same. */
  problem: Problem | null;
}

/**
 * What a scan does to a sale: every scan ends as a line or as a red row, whatever goes wrong. `readings` is what it may
 * say, the likeliest first; `quantity` is what was typed before it ("" for one).
 */
export function planScan(
  sale: Sale,
  scan: { readings: readonly string[]; quantity: string; index: CatalogueIndex },
  context: CommandContext,
): ScanPlan {
  const { raw, resolution } = bestReading(scan.readings, scan.index);
  if (resolution.kind === 'miss') {
    return missed(resolution.text, resolution.reason, context);
  }
  if (resolution.kind === 'choice') {
    return missed(resolution.text, 'ambiguous', context);
  }
  const quantity = quantityFor(resolution.article, scan.quantity);
  if (quantity === null) {
    return missed(raw.trim(), 'ambiguous', context);
  }
  const wished = addArticle(sale, { ...resolution.article, quantity }, context);
  if (wished.ok) {
    return { event: wished.event, problem: null };
  }
  const once = addArticle(sale, { ...resolution.article, quantity: resolution.article.quantity ?? '1' }, context);
  return once.ok
    ? { event: once.event, problem: wished.problem }
    : { ...missed(raw.trim(), 'not_supported', context), problem: wished.problem };
}

/**
 * The first reading that is something; where none is, the first that is at least a code of ours gone wrong, or else the
 * likeliest.
 */
function bestReading(readings: readonly string[], index: CatalogueIndex): { raw: string; resolution: ScanResolution } {
  const [likeliest = '', ...others] = readings;
  const first = { raw: likeliest, resolution: resolveScan(index, likeliest) };
  const read = [first, ...others.map((raw) => ({ raw, resolution: resolveScan(index, raw) }))];
  return (
    read.find(({ resolution }) => resolution.kind !== 'miss') ??
    read.find(({ resolution }) => resolution.kind === 'miss' && resolution.reason !== 'unknown') ??
    first
  );
}

/**
 * What a touch on a product does; weighed goods need their weight first. A touch that answers a red row brings along
 * what the scan said beside the code.
 */
export function planProduct(
  sale: Sale,
  choice: { product: Product; quantity: string; index: CatalogueIndex; missId?: string },
  context: CommandContext,
): { event: SaleEvent } | { problem: Problem } | { needsWeight: true } {
  const { index, product, missId } = choice;
  const miss = sale.misses.find((known) => known.missId === missId);
  const scanned = miss === undefined ? null : articleOfScan(index, product, miss.text);
  const article = scanned ?? articleOf(index, product, null);
  const quantity = quantityFor(article, choice.quantity);
  if (quantity === null) {
    return { needsWeight: true };
  }
  const planned = addArticle(sale, { ...article, quantity }, context);
  return planned.ok ? { event: planned.event } : { problem: planned.problem };
}

/** What a red row asks for: a choice among products, or the weight of one; nothing where it can only be dismissed. */
export function questionOf(miss: ScanMiss, index: CatalogueIndex): readonly Product[] {
  if (miss.reason !== 'ambiguous') {
    return [];
  }
  const resolution = resolveScan(index, miss.text);
  if (resolution.kind === 'choice') {
    return resolution.products;
  }
  const only =
    resolution.kind === 'article' ? index.productsById.get(resolution.article.product.variantId ?? '') : undefined;
  return only === undefined ? [] : [only];
}

/** A label's own weight or price goes before what was typed; goods by weight have no quantity of their own. */
function quantityFor(article: Article, typed: string): string | null {
  const own = article.quantity;
  return own !== null && own !== '1' ? own : typed === '' ? own : typed;
}

function missed(text: string, reason: ScanMiss['reason'], context: CommandContext): ScanPlan {
  const miss = { missId: context.newId(), text: withoutCardNumber(text), reason };
  return { event: { type: 'miss.added', miss }, problem: null };
}

/**
 * A card drawn through a reader types its number like a scanner does, and a red row is stored: only the last digits
 * stay. Shorter runs are left alone, for they are barcodes.
 */
export function withoutCardNumber(text: string): string {
  return text.replace(/(?<!\d)\d{15,19}(?!\d)/g, (run) => (holdsCardNumber(run) ? `•••• ${run.slice(-4)}` : run));
}

const PENDING = /^(\d{0,5}|\d{1,5}[.]\d{0,3})$/;

/**
 * The quantity that waits for the next scan, after a person typed more: digits and a decimal sign, at most as much as
 * a line may hold; "*" or "x" only says that it is one.
 */
export function typeQuantity(pending: string, typed: string): string {
  return Array.from(typed).reduce((text, char) => {
    const next = text + (char === ',' ? '.' : char);
    return PENDING.test(next) && next !== '.' && !/^0\d/.test(next) ? next : text;
  }, pending);
}
