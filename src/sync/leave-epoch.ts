import type { DrainPorts } from './ports.ts';

/**
 * Makes sure that nothing more is written in this epoch; false when the server gave no later one, as one that was
 * restored may not at first.
 */
export async function leaveEpoch(
  { outbox, server }: Pick<DrainPorts, 'outbox' | 'server'>,
  epoch: number,
): Promise<boolean> {
  const position = await outbox.position();
  if (position !== null && position.currentEpoch > epoch) {
    return true;
  }
  const next = await server.newEpoch();
  if (next === null || next <= epoch) {
    return false;
  }
  await outbox.startEpoch(next);
  return true;
}
