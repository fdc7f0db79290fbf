import { hashOf } from '#core/journal/chain.ts';
import type { JournalEvent } from '#core/journal/journal-event.ts';
import { card, cash, percent } from './sale-builders.ts';
import { newId, type TestTill } from './test-till.ts';

const COLA = 'demo-be-010';
const WATER = 'demo-ag-010';
const GARLIC = 'demo-plu-1209';

/**
 * Seven events of a till: a drawer, sales good and odd (one by a stranger that oversells), an intact event of a kind
 * that nobody understands, and one whose content is not what its hash says. Five are sales that can be posted or, for
 * the damaged one, would have been: four are.
 */
export function oddDay(till: TestTill): unknown[] {
  const opened = till.openDrawer('50.00');
  const good = till.sell({ quantities: { [COLA]: '3', [GARLIC]: '0.785' }, sale: { discount: percent('3.5') } });
  const poison = sealStrange(till, { type: 'drawer.exploded' });
  const odd = till.sell({ quantities: { [WATER]: '2000' }, sale: { cashierId: 'stranger' } });
  const damaged = till.sell({ quantities: { [COLA]: '1' } });
  const mixed = till.sell({ quantities: { [COLA]: '2' }, sale: { tenders: [card('2.00'), cash('20.00')] } });
  const last = till.sell({ quantities: { [WATER]: '1', [COLA]: '1' } });
  return [opened, good, poison, odd, { ...damaged, id: newId() }, mixed, last];
}

/** Seals an intact event that is changed in some way no till of today writes, as the till's next one. */
export function sealStrange(
  till: TestTill,
  change: object,
  event: JournalEvent = till.openDrawer('1.00'),
): object & { id: string; seq: number; hash: string } {
  const strange = { ...event, ...change };
  const sealed = { ...strange, hash: hashOf(strange) };
  till.place.prevHash = sealed.hash;
  return sealed;
}
