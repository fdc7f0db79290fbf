import type { CopyContents } from './inspect-copy.ts';

/** What a backup holds. */
export interface BackupReport {
  /** Its path. */
  file: string;
  bytes: number;
  events: number;
  /** When the server received the newest one, a UTC instant; null when there is none. */
  newestEventAt: string | null;
}

/** What was put back, and where what was there before is kept; null when there was nothing. */
export interface RestoreReport extends CopyContents {
  kept: string | null;
}
