import { leaveEpoch } from './leave-epoch.ts';
import type { DrainPorts, EventMark, OutboxPosition, ServerHead } from './ports.ts';
import { isUnreadable, standsApart } from './stands-apart.ts';

/** So often the server is asked whether it has what it confirmed. */
export const HEAL_EVERY_MS = 60 * 60_000;
/** So often at most an epoch is sent again for one and the same reason, where that may help nothing. */
const SEND_AGAIN_MS = 24 * 60 * 60_000;
/** And so often what the server says that it lacks: it may lack it again for having been restored once more. */
const LACKED_AGAIN_MS = 10 * 60_000;
/** How far to look for a confirmed event whose hash is none any more. */
const MOST_DAMAGED = 5;

/** What a drainer keeps between two healings: by the reason, when an epoch was sent again. */
export type SentAgain = Map<string, number>;

const HASH = /^[0-9a-f]{64}$/;

type HealPorts = Pick<DrainPorts, 'outbox' | 'server' | 'now'>;

/**
 * Compares what the server holds with what this register wrote. A server that was restored from a backup lacks events
 * it once confirmed: they are sent again. A server that holds more than this device, or something else, shows that
 * another device wrote as this register: selling goes on in a new epoch, and what the server has put beside the other
 * device's events is sent again where it has forgotten that; not where `sentAgain` is null. Resolves to how
 * many milliseconds later that is to be asked again: 0 where the server could not be asked.
 */
export async function heal(ports: HealPorts, sentAgain: SentAgain | null = new Map()): Promise<number> {
  const position = await ports.outbox.position();
  if (position === null) {
    return HEAL_EVERY_MS;
  }
  const unsent = await ports.outbox.unsent();
  let again = HEAL_EVERY_MS;
  for (const extent of everyEpoch(position)) {
    const mark = await lastConfirmed(ports, extent);
    const head = await ports.server.head(extent.epoch, mark, unsent);
    if (head === null) {
      return 0;
    }
    const isForked = head.seq > extent.lastSeq || (await standsApart(ports.outbox, head));
    if (isForked && !(await leaveEpoch(ports, extent.epoch))) {
      return 0;
    }
    const lacked = againFrom({ ...extent, isForked }, head);
    if (lacked !== null && !(await standsBesideLoss(ports.outbox, head))) {
      again = Math.min(again, await sendAgain({ ...ports, sentAgain }, { ...lacked, epoch: extent.epoch, mark }));
    }
  }
  return again;
}

/** Also the epoch that nothing has been written in yet. */
function everyEpoch({ currentEpoch, epochs }: OutboxPosition): OutboxPosition['epochs'] {
  return epochs.some(({ epoch }) => epoch === currentEpoch)
    ? epochs
    : [...epochs, { epoch: currentEpoch, lastSeq: 0, sentThrough: 0 }];
}

/**
 * From which number on an epoch has to be sent again; null where it need not be. A server that was restored lacks what
 * follows its head. But where another device wrote as this register, or the head came damaged and may be another
 * device's, its head says nothing of what this device wrote: then all goes again, if it is not held. `doubt` says why that
 * may be in vain, as where some of it is lost on both sides; null where it is not.
 */
function againFrom(
  { sentThrough, lastSeq, isForked }: { sentThrough: number; lastSeq: number; isForked: boolean },
  head: ServerHead,
): { from: number; doubt: string | null } | null {
  if (isForked || head.seq >= sentThrough) {
    // What is not all confirmed yet is under way: whether it is all there is asked when it has arrived.
    return head.holds === false && sentThrough === lastSeq ? { from: 1, doubt: 'is not held' } : null;
  }
  const isSure = head.holds === false && !isUnreadable(head);
  const from = isUnreadable(head) ? 1 : head.seq + 1;
  return { from, doubt: isSure ? null : `is held, or may be, behind ${String(head.seq)}` };
}

/**
 * The service worker, which keeps nothing in mind, leaves it where it may be in vain. Resolves to how many milliseconds later it
 * is to be looked at once more.
 */
async function sendAgain(
  { outbox, now, sentAgain }: HealPorts & { sentAgain: SentAgain | null },
  { epoch, from, doubt, mark }: { epoch: number; from: number; doubt: string | null; mark: EventMark | null },
): Promise<number> {
  const reason = `${String(epoch)} ${mark?.hash ?? ''} ${doubt ?? `is lacked from ${String(from)} on`}`;
  const gone = now() - (sentAgain?.get(reason) ?? Number.NEGATIVE_INFINITY);
  const rest = (doubt === null ? LACKED_AGAIN_MS : SEND_AGAIN_MS) - gone;
  if (gone >= 0 && rest > 0) {
    return Math.min(rest, HEAL_EVERY_MS);
  }
  if (sentAgain !== null || doubt === null) {
    sentAgain?.set(reason, now());
    await outbox.rewind(epoch, from);
  }
  return HEAL_EVERY_MS;
}

/**
 * What came after numbers that are lost on both sides stands beside the chain, and the server still has it: its head
 * can only move again when the next number is found.
 */
async function standsBesideLoss(outbox: DrainPorts['outbox'], { epoch, seq, holds }: ServerHead): Promise<boolean> {
  return holds === true && (await outbox.hashAt(epoch, seq + 1)) === null;
}

/** The newest event of an epoch that the server has had; null when there is none, or it is no longer on this device. */
async function lastConfirmed(
  { outbox }: HealPorts,
  { epoch, sentThrough }: { epoch: number; sentThrough: number },
): Promise<EventMark | null> {
  for (let seq = sentThrough; seq > Math.max(0, sentThrough - MOST_DAMAGED); seq -= 1) {
    const hash = await outbox.hashAt(epoch, seq);
    if (hash === null || HASH.test(hash)) {
      return hash === null ? null : { seq, hash };
    }
  }
  return null;
}
