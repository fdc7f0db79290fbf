import { leaveEpoch } from './leave-epoch.ts';
import type { DrainPorts, EventMark, OutboxPosition, ServerHead } from './ports.ts';
import { standsApart } from './stands-apart.ts';

/**
 * Compares what the server holds with what this register wrote. A server that was restored from a backup lacks events
 * it once confirmed: they are sent again. A server that holds more than this device, or something else, shows that
 * another device wrote as this register: selling goes on in a new epoch, and what the server has put beside the other
 * device's events is sent again where it has forgotten that. Resolves to whether the server could be asked.
 */
export async function heal(ports: Pick<DrainPorts, 'outbox' | 'server'>): Promise<boolean> {
  const position = await ports.outbox.position();
  if (position === null) {
    return true;
  }
  for (const extent of everyEpoch(position)) {
    const head = await ports.server.head(extent.epoch, await lastConfirmed(ports, extent));
    if (head === null) {
      return false;
    }
    const isHealed =
      head.seq > extent.lastSeq || (await standsApart(ports.outbox, head))
        ? await leaveForkedEpoch(ports, extent, head)
        : await fillUp(ports, extent, head);
    if (!isHealed) {
      return false;
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

async function fillUp(
  { outbox }: Pick<DrainPorts, 'outbox'>,
  extent: { epoch: number; sentThrough: number },
  head: ServerHead,
): Promise<boolean> {
  if (head.seq < extent.sentThrough && !(await standsBesideLoss(outbox, head))) {
    await outbox.rewind(extent.epoch, head.seq + 1);
  }
  return true;
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
  { outbox }: Pick<DrainPorts, 'outbox'>,
  { epoch, sentThrough: seq }: { epoch: number; sentThrough: number },
): Promise<EventMark | null> {
  const hash = seq === 0 ? null : await outbox.hashAt(epoch, seq);
  return hash === null ? null : { seq, hash };
}

/**
 * What was written in it has been handed over beside the other device's events, and sending it again adds nothing,
 * unless the server no longer has it. Of such events it keeps no head to compare: then all of the epoch is sent again.
 */
async function leaveForkedEpoch(
  ports: Pick<DrainPorts, 'outbox' | 'server'>,
  { epoch }: { epoch: number },
  head: ServerHead,
): Promise<boolean> {
  if (head.holds === false) {
    await ports.outbox.rewind(epoch, 1);
  }
  return leaveEpoch(ports, epoch);
}
