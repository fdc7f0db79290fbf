import { leaveEpoch } from './leave-epoch.ts';
import type { DrainPorts, EventMark, OutboxPosition, ServerHead } from './ports.ts';
import { isUnreadable, standsApart } from './stands-apart.ts';

/** So often at most all of an epoch is sent again for one and the same event that the server does not hold. */
const SEND_AGAIN_MS = 24 * 60 * 60_000;

/** What a drainer keeps between two healings: by an event's hash, when all was sent again because it was not held. */
export type SentAgain = Map<string, number>;

type HealPorts = Pick<DrainPorts, 'outbox' | 'server' | 'now'>;

/**
 * Compares what the server holds with what this register wrote. A server that was restored from a backup lacks events
 * it once confirmed: they are sent again. A server that holds more than this device, or something else, shows that
 * another device wrote as this register: selling goes on in a new epoch, and what the server has put beside the other
 * device's events is sent again where it has forgotten that; not where `sentAgain` is null. Resolves to whether the server
 * could be asked.
 */
export async function heal(ports: HealPorts, sentAgain: SentAgain | null = new Map()): Promise<boolean> {
  const position = await ports.outbox.position();
  if (position === null) {
    return true;
  }
  for (const extent of everyEpoch(position)) {
    const mark = await lastConfirmed(ports, extent);
    const head = await ports.server.head(extent.epoch, mark);
    if (head === null) {
      return false;
    }
    const isForked = head.seq > extent.lastSeq || (await standsApart(ports.outbox, head));
    if (isForked && !(await leaveEpoch(ports, extent.epoch))) {
      return false;
    }
    if (!isForked && head.seq < extent.sentThrough) {
      await fillUp(ports, extent, head);
    } else if (sentAgain !== null) {
      await sendAllAgain({ ...ports, sentAgain }, { epoch: extent.epoch, mark, head });
    }
  }
  return true;
}

/** Also the epoch that nothing has been written in yet. */
function everyEpoch({ currentEpoch, epochs }: OutboxPosition): OutboxPosition['epochs'] {
  return epochs.some(({ epoch }) => epoch === currentEpoch)
    ? epochs
    : [...epochs, { epoch: currentEpoch, lastSeq: 0, sentThrough: 0 }];
}

/** A head that could not be read may be another device's: then all is sent again, and each finds its place. */
async function fillUp({ outbox }: HealPorts, { epoch }: { epoch: number }, head: ServerHead): Promise<void> {
  if (!(await standsBesideLoss(outbox, head))) {
    await outbox.rewind(epoch, isUnreadable(head) ? 1 : head.seq + 1);
  }
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
  { epoch, sentThrough: seq }: { epoch: number; sentThrough: number },
): Promise<EventMark | null> {
  const hash = seq === 0 ? null : await outbox.hashAt(epoch, seq);
  return hash === null ? null : { seq, hash };
}

/**
 * What was written in a forked epoch has been handed over beside the other device's events, and sending it again adds
 * nothing, unless the server no longer has it. Of such events it keeps no head to compare: then all of the epoch is sent
 * again, and so it is where the server has as many events as this device and yet not its own. Where that does not help, because some of it is lost on both sides, it is not done again every hour.
 */
async function sendAllAgain(
  { outbox, now, sentAgain }: HealPorts & { sentAgain: SentAgain },
  { epoch, mark, head }: { epoch: number; mark: EventMark | null; head: ServerHead },
): Promise<void> {
  if (mark === null || head.holds !== false) {
    sentAgain.delete(mark?.hash ?? '');
    return;
  }
  const gone = now() - (sentAgain.get(mark.hash) ?? Number.NEGATIVE_INFINITY);
  if (gone < 0 || gone >= SEND_AGAIN_MS) {
    sentAgain.set(mark.hash, now());
    await outbox.rewind(epoch, 1);
  }
}
