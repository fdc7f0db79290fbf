import type { DrainPorts, OutboxPosition, ServerHead } from './ports.ts';

/**
 * Compares what the server holds with what this register wrote. A server that was restored from a backup lacks events
 * it once confirmed: they are sent again. A server that holds more than this device, or something else, shows that
 * another device wrote as this register: selling goes on in a new epoch. Resolves to whether the server could be
 * asked.
 */
export async function heal(ports: Pick<DrainPorts, 'outbox' | 'server'>): Promise<boolean> {
  const position = await ports.outbox.position();
  if (position === null) {
    return true;
  }
  for (const extent of everyEpoch(position)) {
    const head = await ports.server.head(extent.epoch);
    if (head === null) {
      return false;
    }
    if (head.seq < extent.sentThrough) {
      await ports.outbox.rewind(extent.epoch, head.seq + 1);
    }
    if (extent.epoch === position.currentEpoch && (await isForked(ports, extent, head))) {
      const epoch = await ports.server.newEpoch();
      if (epoch === null) {
        return false;
      }
      await ports.outbox.startEpoch(epoch);
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

async function isForked(
  { outbox }: Pick<DrainPorts, 'outbox'>,
  extent: { epoch: number; lastSeq: number },
  head: ServerHead,
): Promise<boolean> {
  if (head.seq > extent.lastSeq) {
    return true;
  }
  const hash = head.seq === 0 ? null : await outbox.hashAt(extent.epoch, head.seq);
  return hash !== null && head.hash !== null && hash !== head.hash;
}
