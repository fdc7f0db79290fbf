import type { JournalBytes } from './journal-bytes.ts';

/** What the page asks of the file's worker: one method of the file, by name, with its arguments. */
export type FileCall = {
  [Method in keyof JournalBytes]: { id: number; method: Method; args: Parameters<JournalBytes[Method]> };
}[keyof JournalBytes];

export type FileReply =
  | { id: number; ok: true; value: unknown }
  /** `busy`: another tab has the file. */
  | { id: number; ok: false; busy: boolean; message: string };
