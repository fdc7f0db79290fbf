import type { OutboxPort, ServerHead } from './ports.ts';

/**
 * Whether the server's newest event of an epoch is another than the one that stands in its place on this device: two
 * devices wrote as one register. False where that event is not here to be compared.
 */
export async function standsApart(
  outbox: Pick<OutboxPort, 'hashAt'>,
  { epoch, seq, hash }: Pick<ServerHead, 'epoch' | 'seq' | 'hash'>,
): Promise<boolean> {
  const own = seq === 0 ? null : await outbox.hashAt(epoch, seq);
  return own !== null && hash !== null && own !== hash;
}

/** Its newest event came damaged: whose it is nobody can say. */
export function isUnreadable({ seq, hash }: Pick<ServerHead, 'seq' | 'hash'>): boolean {
  return seq > 0 && hash === null;
}
