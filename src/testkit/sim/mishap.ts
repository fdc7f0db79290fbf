/**
 * A call to a disk: what a till writes to its file or database, what a server does in its database. `file_call` is the
 * page's call to the worker that owns the file: it can be late, the rest is the file's own matter.
 */
export type DiskCall =
  | 'file_call'
  | 'file_write'
  | 'file_flush'
  | 'database_read'
  | 'database_write'
  | 'statement'
  | 'commit';

/**
 * What befalls one call. `fails`: an error, and nothing was done. `fails_after`: an error, though all was done.
 * `hangs`: it never answers; nothing was done. `slow`: it takes a while. `late`: longer than anybody waits, and is done all
 * the same. `dies`: the program is gone, before or right after it was done.
 */
export type Mishap = 'none' | 'fails' | 'fails_after' | 'hangs' | 'slow' | 'late' | 'dies_before' | 'dies_after';

/** Decides over each call. */
export type Fate = (call: DiskCall) => Mishap;

/** A disk's error that a mishap stands for. */
export class DiskFailed extends Error {
  override readonly name = 'DiskFailed';
}

/** For work that is never done, because whoever waits for it is gone. */
export function never<T>(): Promise<T> {
  return new Promise<T>(() => undefined);
}
