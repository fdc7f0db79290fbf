/** The browser's storage neither did it nor failed: it may still do it later. */
export class TookTooLong extends Error {
  override readonly name = 'TookTooLong';
}

/**
 * Rejects with TookTooLong when `work` has not settled after so many milliseconds. A browser whose storage hangs
 * must not hang the till: everything behind this is safe to do again.
 */
export async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const patience = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new TookTooLong(`no answer from the storage in ${String(ms)} ms`));
    }, ms);
  });
  try {
    return await Promise.race([work, patience]);
  } finally {
    clearTimeout(timer);
  }
}
