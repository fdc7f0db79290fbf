/** Tells apart the copies kept of events whose id or place was taken. */
export function copyKey(eventId: string, rawHash: string): string {
  return `${eventId} ${rawHash}`;
}
