/** Runs works one after the other, in the order they were given. */
export type InputQueue = (work: () => Promise<void>) => Promise<void>;

/**
 * Makes the till take one input at a time: the next one is looked at only after what the last one did is stored.
 * The promise given back settles with the work; a work that fails does not stop those behind it.
 */
export function createInputQueue(): InputQueue {
  let tail = Promise.resolve();
  return (work) => {
    const done = tail.then(work);
    tail = done.catch(() => undefined);
    return done;
  };
}
