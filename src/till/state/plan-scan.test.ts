import { describe, expect, it } from 'vitest';
import { buildCatalogueIndex } from '#core/catalogue/catalogue-index.ts';
import { applySaleEvent } from '#core/sale/apply-sale-event.ts';
import type { CommandContext } from '#core/sale/sale-commands.ts';
import { bookOf, countedIds, lineOf, policyOf, productOf, saleOf } from '#testkit/sale-builders.ts';
import { planProduct, planScan, questionOf, typeQuantity } from './plan-scan.ts';

const COLA = productOf({ variant_id: 'cola', sku: 'COLA', barcodes: ['7501031311309'], unit: 'unit', plu: null });
const TWIN = productOf({ variant_id: 'twin-a', sku: 'A', barcodes: ['4006381333931'], unit: 'unit', plu: null });
const OTHER_TWIN = { ...TWIN, variant_id: 'twin-b', sku: 'B' };
const BANANAS = productOf({ variant_id: 'bananas', sku: 'BAN', barcodes: [], unit: 'kg', plu: '1101' });

const index = buildCatalogueIndex({
  version: 'v1',
  as_of: '2026-01-31T12:00:00Z',
  policy: policyOf(),
  products: [COLA, TWIN, OTHER_TWIN, BANANAS],
  categories: [],
  taxes: [],
  barcode_rules: [],
  customers: [],
});

function context(change: Partial<CommandContext> = {}): CommandContext {
  return { book: bookOf(), role: 'cashier', newId: countedIds(), ...change };
}

/** What the sale holds after this scan. */
function scanned(raw: string | readonly string[], quantity = '', sale = saleOf([])) {
  const plan = planScan(sale, { readings: [raw].flat(), quantity, index }, context());
  const after = applySaleEvent(sale, plan.event);
  return { lines: after.lines, misses: after.misses, problem: plan.problem };
}

describe('a scan', () => {
  it('of a known code is a line, as often as was typed before it', () => {
    expect(scanned('7501031311309').lines).toMatchObject([{ quantity: '1' }]);
    expect(scanned('7501031311309', '3').lines).toMatchObject([{ quantity: '3' }]);
  });

  it('of an unknown or misread code is a red row that says which', () => {
    expect(scanned('75010313').misses).toMatchObject([{ text: '75010313', reason: 'unknown' }]);
    expect(scanned('7501031311308').misses).toMatchObject([{ text: '7501031311308', reason: 'misread' }]);
  });

  it('may be read in several ways: the first that is something counts, else the one that is nearly something', () => {
    expect(scanned(['+7501031311309', '7501031311309']).lines).toMatchObject([{ quantity: '1' }]);
    expect(scanned(["'cola", 'cola']).lines).toMatchObject([{ product: { sku: 'COLA' } }]);
    expect(scanned(['à"', '7501031311308']).misses).toMatchObject([{ text: '7501031311308', reason: 'misread' }]);
    expect(scanned(['none', 'neither']).misses).toMatchObject([{ text: 'none', reason: 'unknown' }]);
  });

  it('of a bank card leaves nothing but its last digits', () => {
    expect(scanned('%B4111111111111111^GARCIA').misses).toMatchObject([{ text: '%B•••• 1111^GARCIA' }]);
    expect(scanned('(01)04006381333931').misses).toMatchObject([{ text: '(01)04006381333931' }]);
  });

  it('of a code that several products have asks which one', () => {
    const [miss] = scanned('4006381333931').misses;
    expect(miss).toMatchObject({ reason: 'ambiguous' });
    expect(miss && questionOf(miss, index).map((product) => product.sku)).toEqual(['A', 'B']);
  });

  it('of goods by weight asks for the weight, unless it was typed before', () => {
    const [miss] = scanned('1101').misses;
    expect(miss && questionOf(miss, index)).toEqual([BANANAS]);
    expect(scanned('1101', '0.78').lines).toMatchObject([{ quantity: '0.78' }]);
  });

  it('with a quantity that pieces cannot have is a line of one, and says so', () => {
    const { lines, problem } = scanned('7501031311309', '1.5');
    expect(lines).toMatchObject([{ quantity: '1' }]);
    expect(problem).toMatchObject({ code: 'POS-1104' });
    expect(scanned('7501031311309', '0').problem).toMatchObject({ code: 'POS-1102' });
  });

  it('that the sale has no room for is a red row, not nothing', () => {
    const full = saleOf([lineOf({ lineId: 'a' })]);
    const plan = planScan(
      full,
      { readings: ['7501031311309'], quantity: '', index },
      context({ book: bookOf(policyOf({ max_lines: 1 })) }),
    );
    expect(plan.event).toMatchObject({ type: 'miss.added', miss: { text: '7501031311309' } });
    expect(plan.problem).toMatchObject({ code: 'POS-1106' });
  });
});

describe('a touch', () => {
  it('on goods by weight asks for it; with it they are a line', () => {
    expect(planProduct(saleOf([]), { product: BANANAS, quantity: '', index }, context())).toEqual({
      needsWeight: true,
    });
    expect(planProduct(saleOf([]), { product: BANANAS, quantity: '0.5', index }, context())).toMatchObject({
      event: { type: 'line.added', line: { quantity: '0.5' } },
    });
  });

  it('that answers a red row keeps what the scan said beside the code', () => {
    const text = '(01)04006381333931(10)L7(30)6';
    const asked = saleOf([], { misses: [{ missId: 'miss-1', text, reason: 'ambiguous' }] });
    const answer = { product: OTHER_TWIN, quantity: '', index, missId: 'miss-1' };
    expect(planProduct(asked, answer, context())).toMatchObject({
      event: { line: { product: { variantId: 'twin-b' }, quantity: '6', marks: { batch: 'L7' } } },
    });
  });
});

describe('a quantity typed with nothing in focus', () => {
  it('grows digit by digit and takes a decimal sign', () => {
    expect(typeQuantity('', '3')).toBe('3');
    expect(typeQuantity('1', '2')).toBe('12');
    expect(typeQuantity('0', ',78')).toBe('0.78');
  });

  it('takes "*" and "x" for what they say and nothing else for a digit', () => {
    expect(typeQuantity('3', ' *')).toBe('3');
    expect(typeQuantity('', 'abc')).toBe('');
    expect(typeQuantity('', '.')).toBe('');
  });

  it('never gets larger or finer than a line may be', () => {
    expect(typeQuantity('', '1234567')).toBe('12345');
    expect(typeQuantity('', '0.78901')).toBe('0.789');
    expect(typeQuantity('0', '5')).toBe('0');
  });
});
