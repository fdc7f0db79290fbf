type Callback = (lock: Lock | null) => unknown;

interface Held {
  lock: Lock;
  steal: () => void;
}

/** The Web Locks of one device, for Node, which has none: exclusive locks, with ifAvailable, steal and signal. */
export class MemoryLocks implements Pick<LockManager, 'request'> {
  readonly #held = new Map<string, Held>();
  readonly #queues = new Map<string, (() => void)[]>();

  async request(name: string, ...rest: [Callback] | [LockOptions, Callback]): Promise<never> {
    const [options, callback] = rest.length === 1 ? [{}, rest[0]] : rest;
    if (options.steal) {
      this.#held.get(name)?.steal();
      this.#held.delete(name);
    } else if (this.#held.has(name)) {
      if (options.ifAvailable) {
        return (await callback(null)) as never;
      }
      await this.#turn(name, options.signal);
    }
    return this.#run(name, callback) as never;
  }

  /** The same locks as one tab has them: the browser lets go of what it holds when that is closed. */
  ofTab(closed: Promise<unknown>): Pick<LockManager, 'request'> {
    return {
      request: (name: string, ...rest: [Callback] | [LockOptions, Callback]) => {
        const [options, callback] = rest.length === 1 ? [{}, rest[0]] : rest;
        return this.request(name, options, (lock) => Promise.race([callback(lock), closed]));
      },
    };
  }

  #turn(name: string, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const queue = this.#queues.get(name) ?? [];
      this.#queues.set(name, queue);
      queue.push(resolve);
      signal?.addEventListener('abort', () => {
        queue.splice(queue.indexOf(resolve), 1);
        reject(new DOMException('The request was aborted', 'AbortError'));
      });
    });
  }

  #run(name: string, callback: Callback): Promise<unknown> {
    const lock: Lock = { name, mode: 'exclusive' };
    const stolen = new Promise<never>((_, reject) => {
      this.#held.set(name, {
        lock,
        steal: () => {
          reject(new DOMException('The lock was stolen', 'AbortError'));
        },
      });
    });
    const work = Promise.resolve(callback(lock)).finally(() => {
      if (this.#held.get(name)?.lock === lock) {
        this.#held.delete(name);
        this.#queues.get(name)?.shift()?.();
      }
    });
    return Promise.race([work, stolen]);
  }
}
