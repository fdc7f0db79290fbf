import type { EnrolmentRequest } from '#protocol/enrolment.ts';
import { EnrolmentRefused, StorageRefused } from '#store/till-store.ts';
import { ServerProblem } from '../ports.ts';
import type { Till } from './till.ts';

export const CONNECT_STEPS = ['asking', 'storage', 'catalogue'] as const;
export type ConnectStep = (typeof CONNECT_STEPS)[number];

/**
 * The code is for another register, and this device must stay the one that it is: somebody is at a sale (`sale_first`), it
 * has what the server has not (`unsent_first`), or it cannot see whether it has (`not_seen`). Nothing was changed, and
 * the code still works.
 */
export class Stays extends Error {
  override readonly name = 'Stays';
  readonly reason: 'sale_first' | 'unsent_first' | 'not_seen';

  constructor(reason: Stays['reason']) {
    super(`this device stays the register that it is: ${reason}`);
    this.reason = reason;
  }
}

/**
 * Makes this device the register of a code or of the demo, and fetches what it sells. One that becomes another register than
 * it was starts anew. Rejects with Stays, ServerProblem or StorageRefused; a till that was connected before sells on then.
 */
export async function connectTill(
  till: Till,
  request: EnrolmentRequest,
  show: (step: ConnectStep) => void,
): Promise<void> {
  const { server, store, device } = till.ports;
  show('asking');
  const before = store.registration;
  const stays = before === null ? null : await whyItStays(till);
  const bound = before !== null && stays !== null && 'code' in request;
  const asked = bound ? { ...request, only_register: before.registerId } : request;
  const answer = await server.enrol(asked).catch((error: unknown) => {
    const isOther = error instanceof ServerProblem && error.code === 'CODE_OF_ANOTHER_REGISTER';
    throw isOther && stays !== null ? stays : error;
  });
  const isAnother = before !== null && before.registerId !== answer.register.register_id;
  if (isAnother) {
    till.people.lock();
    till.desk.forgetSales();
  }
  show('storage');
  await device.keepStorage();
  await store.enrol(answer);
  show('catalogue');
  if (isAnother) {
    await startAnew(till);
    return;
  }
  await till.device.refresh();
  // Whatever becomes of the goods: this device sends and looks up as the register from here on.
  void till.ports.sender.sendNow();
  void till.ports.copies.refreshKey();
  void till.history.begin();
  await till.refreshShelf();
}

/** Null where it may become another register. */
async function whyItStays({ desk, ports }: Till): Promise<Stays | null> {
  if (desk.isOccupied()) {
    return new Stays('sale_first');
  }
  try {
    await desk.clear();
    await ports.store.assertMayBecomeAnother();
    return null;
  } catch (error) {
    if (error instanceof EnrolmentRefused || error instanceof StorageRefused) {
      return new Stays(error instanceof EnrolmentRefused ? 'unsent_first' : 'not_seen');
    }
    throw error;
  }
}

/** Nothing of the register that this device was is on a screen or in memory after that, whichever shop it was in. */
async function startAnew({ shelf, ports }: Till): Promise<void> {
  await shelf.fetch().catch(() => undefined);
  ports.updates.reload();
  await new Promise(() => undefined);
}
