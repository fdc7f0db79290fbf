interface Entry {
  at: number;
  /** Of two entries for one moment, the one asked for first comes first. */
  order: number;
  run: () => void;
  isCancelled: boolean;
}

/**
 * The time of a simulated world: nothing passes but from one thing that was asked for to the next. It also stands in
 * for the timers of the process, so that production code that waits, waits in this time.
 */
export class Timeline {
  #now: number;
  #order = 0;
  readonly #heap: Entry[] = [];

  /** Milliseconds since the Unix epoch. */
  constructor(start: number) {
    this.#now = start;
  }

  get now(): number {
    return this.#now;
  }

  /** Calls back once after so many milliseconds; gives back how to stop that. */
  after(ms: number, run: () => void): () => void {
    const entry: Entry = { at: this.#now + Math.max(0, ms), order: this.#order, run, isCancelled: false };
    this.#order += 1;
    this.#push(entry);
    return () => {
      entry.isCancelled = true;
    };
  }

  /** Goes on to the next thing and does it; false when there is none, or none before `until`. */
  step(until = Number.POSITIVE_INFINITY): boolean {
    for (;;) {
      const first = this.#heap[0];
      if (first === undefined || first.at > until) {
        this.#now = Number.isFinite(until) ? Math.max(this.#now, until) : this.#now;
        return false;
      }
      this.#pop();
      if (!first.isCancelled) {
        this.#now = first.at;
        first.run();
        return true;
      }
    }
  }

  /** Puts this time in place of the process's own timers; gives back how to undo that. */
  takeOverTimers(): () => void {
    const { setTimeout: realSet, clearTimeout: realClear } = globalThis;
    const stops = new Map<number, () => void>();
    let next = 1;
    const fakeSet = (run: (...args: unknown[]) => void, ms = 0, ...args: unknown[]): number => {
      const id = next;
      next += 1;
      const stop = this.after(ms, () => {
        stops.delete(id);
        run(...args);
      });
      stops.set(id, stop);
      return id;
    };
    const fakeClear = (id: unknown): void => {
      if (typeof id === 'number') {
        stops.get(id)?.();
        stops.delete(id);
      }
    };
    Object.assign(globalThis, { setTimeout: fakeSet, clearTimeout: fakeClear });
    return () => {
      Object.assign(globalThis, { setTimeout: realSet, clearTimeout: realClear });
    };
  }

  #push(entry: Entry): void {
    const heap = this.#heap;
    let at = heap.length;
    heap.push(entry);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!isBefore(entry, heap[parent])) {
        break;
      }
      swap(heap, at, parent);
      at = parent;
    }
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) {
      return;
    }
    heap[0] = last;
    let at = 0;
    for (;;) {
      const [left, right] = [2 * at + 1, 2 * at + 2];
      const smaller = isBefore(heap[right], heap[left]) ? right : left;
      if (!isBefore(heap[smaller], heap[at])) {
        return;
      }
      swap(heap, at, smaller);
      at = smaller;
    }
  }
}

function isBefore(a: Entry | undefined, b: Entry | undefined): boolean {
  if (a === undefined || b === undefined) {
    return a !== undefined;
  }
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}

function swap(heap: Entry[], a: number, b: number): void {
  const [first, second] = [heap[a], heap[b]];
  if (first !== undefined && second !== undefined) {
    heap[a] = second;
    heap[b] = first;
  }
}
