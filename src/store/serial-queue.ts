/** Runs one piece of work after the other, in the order they were handed in, whatever becomes of each. */
export class SerialQueue {
  #last: Promise<unknown> = Promise.resolve();

  run<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#last.then(work, work);
    this.#last = result.catch(() => null);
    return result;
  }

  /** Resolves when everything handed in so far is over. */
  async settled(): Promise<void> {
    await this.#last;
  }
}
