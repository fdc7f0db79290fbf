/** What this device knows of the app's versions; kept beside their caches. */
export interface VersionRecord {
  /** The cache of the version that answers now. */
  name: string;
  /** Whether a page of it has come up and said so. */
  healthy: boolean;
  /** The cache of the last version that was healthy before it; null when there was none. */
  before: string | null;
  /** How often it was started without being healthy, and when last (milliseconds since 1970). */
  starts: number;
  lastStartAt: number;
}

/** So many starts a new version has to come up. A person who sees an empty page loads it again once or twice. */
const CHANCES = 3;
/** After that it is tried again now and then: what kept it from coming up may have passed. */
const TRY_AGAIN_MS = 12 * 60 * 60_000;

/** The record once the version of this name answers; `known` is null on a device without any. */
export function recordOnTakeOver(known: VersionRecord | null, name: string): VersionRecord {
  if (known?.name === name) {
    return known;
  }
  const before = known === null ? null : known.healthy ? known.name : known.before;
  return { name, healthy: false, before, starts: 0, lastStartAt: 0 };
}

/**
 * Which version answers a start of the app at this moment (milliseconds since 1970), and the record after it. `page`: the
 * office never says that it came up, so opening it is no chance that was missed; it follows what the till has shown.
 */
export function judgeStart(
  record: VersionRecord,
  { page, now }: { page: 'till' | 'office'; now: number },
): { serve: 'this' | 'before'; record: VersionRecord } {
  const { healthy, before, starts, lastStartAt } = record;
  if (healthy) {
    return { serve: 'this', record };
  }
  if (before !== null && starts >= CHANCES && now - lastStartAt < TRY_AGAIN_MS) {
    return { serve: 'before', record };
  }
  if (page === 'office') {
    return { serve: 'this', record };
  }
  return { serve: 'this', record: { ...record, starts: starts + 1, lastStartAt: now } };
}
