import type { EnrolmentAnswer, EnrolmentRequest } from '#protocol/enrolment.ts';
import { isSameRegister } from '#store/registration.ts';
import { EnrolmentRefused, type Registration, StorageRefused } from '#store/till-store.ts';
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
  show('asking');
  await till.ports.device.keepStorage();
  till.device.shut(till.ports.store.registration !== null);
  try {
    // What is scanned meanwhile waits: it is on a sale of the register that this device is in the end, or on none.
    await till.desk.whileClosed(() => enrol(till, request, show));
  } finally {
    till.device.shut(false);
  }
  show('catalogue');
  await till.device.refresh();
  // Whatever becomes of the goods: this device sends and looks up as the register from here on.
  void till.ports.sender.sendNow();
  void till.ports.copies.refreshKey();
  void till.history.begin();
  await till.refreshShelf();
}

/** Resolves when this device is a register for the first time, or the one it was; else the page is loaded anew. */
async function enrol(till: Till, request: EnrolmentRequest, show: (step: ConnectStep) => void): Promise<void> {
  const { server, store } = till.ports;
  const before = store.registration;
  const stays = before === null ? null : await whyItStays(till);
  const answer = await server.enrol(bound(request, stays === null ? null : before)).catch((error: unknown) => {
    const isOther = error instanceof ServerProblem && error.code === 'CODE_OF_ANOTHER_REGISTER';
    throw isOther && stays !== null ? stays : error;
  });
  show('storage');
  if (before !== null && isSameRegister(before, answer)) {
    await store.enrol(answer);
    return;
  }
  const isFirst = before === null;
  const refusal = await (isFirst ? store.enrol(answer) : leaveFor(till, answer)).then(
    () => null,
    (error: unknown) => ({ error }),
  );
  const is = store.registration;
  if (is === null || !isSameRegister(is, answer)) {
    throw refusal?.error;
  }
  if (!isFirst || refusal !== null) {
    await startAnew(till, answer);
  }
}

/** A code of another register is not even used up where this device cannot become that. */
function bound(request: EnrolmentRequest, only: Registration | null): EnrolmentRequest {
  return only === null || !('code' in request)
    ? request
    : { ...request, only: { organisation_id: only.organisationId, register_id: only.registerId } };
}

/** Null where it may become another register. */
async function whyItStays({ desk, shelf, ports }: Till): Promise<Stays | null> {
  try {
    // Where there are no goods the sale that was open is on the disk alone.
    const hidden = shelf.state.getState().index === null ? await ports.store.loadOpenSale() : [];
    if (desk.isOccupied() || hidden.length > 0) {
      return new Stays('sale_first');
    }
    await ports.store.assertMayBecomeAnother();
    return null;
  } catch (error) {
    if (error instanceof EnrolmentRefused || error instanceof StorageRefused) {
      return new Stays(error instanceof EnrolmentRefused ? 'unsent_first' : 'not_seen');
    }
    throw error;
  }
}

async function leaveFor(till: Till, answer: EnrolmentAnswer): Promise<void> {
  till.people.lock();
  await till.desk.clear();
  await till.ports.store.enrol(answer);
}

/** Longer than that nobody waits for what a later start makes good. */
const BEFORE_RELOAD_MS = 3000;

/**
 * Loads the page anew: nothing of the register that this device was, its shop, its prices and its people, is on a screen
 * or in memory then, nor what was half done.
 */
async function startAnew({ desk, ports }: Till, answer: EnrolmentAnswer): Promise<void> {
  const prepared = Promise.all([desk.noteAllSeen(), ports.history.restart(answer.register.register_id)]);
  const waited = new Promise((resolve) => setTimeout(resolve, BEFORE_RELOAD_MS));
  await Promise.race([prepared, waited]).catch(() => undefined);
  ports.updates.reload();
  await new Promise(() => undefined);
}
