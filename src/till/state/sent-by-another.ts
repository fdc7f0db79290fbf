import type { UnsentSummary } from '#store/till-store.ts';
import type { DrainerState } from '#sync/drainer.ts';

/**
 * Whether all that was unsent has arrived though this page knows of no line: the service worker has sent it. So there is
 * a line, and the page need not wait until it would have looked again by itself.
 */
export function isSentByAnother(
  unsent: { before: UnsentSummary | null; now: UnsentSummary | null },
  trouble: DrainerState['trouble'],
): boolean {
  return trouble?.kind === 'no_line' && (unsent.before?.events ?? 0) > 0 && unsent.now?.events === 0;
}
