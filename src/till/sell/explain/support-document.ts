import type { Policy } from '#core/catalogue/catalogue.ts';
import type { Explanation, LineExplanation, LineStep, SaleStep } from '#core/pricing/explain-sale.ts';
import type { OpenPrice } from '#core/pricing/price-open-sale.ts';
import type { OpenFigures } from '#core/pricing/priced-sale.ts';
import type { Promotion } from '#core/promotion/promotion.ts';
import type { Discount, Sale } from '#core/sale/sale.ts';

/**
 * Everything that a sale's figures come from, to be looked into elsewhere. It names no person: no customer, no words
 * that somebody typed, nothing of cards or slips. The inner parts are spelt as the program spells them.
 */
export interface SupportDocument {
  kind: 'mostrador-support';
  v: 1;
  app_version: string;
  catalogue_version: string;
  /** UTC instant. */
  saved_at: string;
  policy: Policy;
  promotions: readonly Promotion[];
  sale: NamelessSale;
  figures: OpenFigures;
  explanation: Explanation;
}

/** What of a sale its figures come from. */
type NamelessSale = Pick<Sale, 'saleId' | 'currency' | 'openedAt' | 'lines' | 'discount'> & {
  customerTier: string | null;
};

/** Tells how a sale was priced, for a file that leaves the till. */
export function supportDocument(
  price: OpenPrice,
  explanation: Explanation,
  made: { appVersion: string; catalogueVersion: string; at: string },
): SupportDocument {
  const { policy, promotions } = price.rules.book;
  return {
    kind: 'mostrador-support',
    v: 1,
    app_version: made.appVersion,
    catalogue_version: made.catalogueVersion,
    saved_at: made.at,
    policy,
    promotions,
    sale: nameless(price.sale),
    figures: price.figures,
    explanation: {
      ...explanation,
      lines: explanation.lines.map((line): LineExplanation => ({ ...line, steps: line.steps.map(wordlessStep) })),
      sale: explanation.sale.map(wordlessStep),
    },
  };
}

function nameless({ saleId, currency, openedAt, lines, discount, customer }: Sale): NamelessSale {
  return {
    saleId,
    currency,
    openedAt,
    lines: lines.map((line) => ({ ...line, discount: wordless(line.discount) })),
    discount: wordless(discount),
    customerTier: customer?.tier ?? null,
  };
}

/** A reason is typed by a person and may name another. */
function wordless(discount: Discount | null): Discount | null {
  return discount === null ? null : { ...discount, reason: '' };
}

function wordlessStep<Step extends LineStep | SaleStep>(step: Step): Step {
  return 'discount' in step ? { ...step, discount: { ...step.discount, reason: '' } } : step;
}
