import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MemoryBlockFile } from '#testkit/memory-block-file.ts';
import { PagedBytes } from '#testkit/paged-bytes.ts';
import { SLOT_BYTES, SLOT_PAYLOAD_BYTES, type SlotKey } from './slot-format.ts';
import { GROWTH_SLOTS, JournalFileFull, SlotFile } from './slots.ts';

const REGISTER = 7;

/** A file with few slots, so that filling it is quick. */
function smallFile(slots: number): MemoryBlockFile {
  const disk = new MemoryBlockFile(PagedBytes.of(new Uint8Array(slots * SLOT_BYTES)));
  disk.faults.capacity = slots * SLOT_BYTES;
  return disk;
}

function keyOf(seq: number, attempt = 0): SlotKey {
  return { register: REGISTER, epoch: 1, seq, hash: `${seq.toString(16)}f${attempt.toString(16)}`.padStart(64, '0') };
}

function record(seq: number, length = 300): { key: SlotKey; bytes: Uint8Array } {
  return { key: keyOf(seq), bytes: Uint8Array.from({ length }, (_, at) => (seq * 31 + at) % 251) };
}

/** A file whose disk has just failed to flush a record that was written, and then to do anything. */
function unflushed(): { disk: MemoryBlockFile; file: SlotFile } {
  const disk = smallFile(4);
  const file = new SlotFile(disk);
  disk.faults.callsLeft = 1;
  expect(() => {
    file.append([record(1)]);
  }).toThrow('the disk failed');
  return { disk, file };
}

function seqs(file: SlotFile): number[] {
  return file
    .keys()
    .map((key) => key.seq)
    .sort((a, b) => a - b);
}

test('set-up really writes 8 MiB of 4,096 slots, once', () => {
  const disk = new MemoryBlockFile();
  const file = new SlotFile(disk);
  file.prepare();
  expect(disk.size()).toBe(8 * 1024 * 1024);
  expect(file.room).toEqual({ slots: GROWTH_SLOTS, free: GROWTH_SLOTS });
  const flushes = disk.flushes;
  file.prepare();
  expect(disk.flushes).toBe(flushes);
});

test('set-up fails aloud when the disk has no room for it', () => {
  const disk = new MemoryBlockFile();
  disk.faults.capacity = 3 * 1024 * 1024;
  expect(() => {
    new SlotFile(disk).prepare();
  }).toThrow('no space');
});

test('one flush per append, whatever the number of slots', () => {
  const disk = smallFile(16);
  const file = new SlotFile(disk);
  file.append([record(1, SLOT_PAYLOAD_BYTES * 5 + 1)]);
  expect(disk.flushes).toBe(1);
  expect(file.room).toEqual({ slots: 16, free: 10 });
});

test('a record that spans slots comes back whole after a power cut', () => {
  const disk = smallFile(16);
  const long = record(1, SLOT_PAYLOAD_BYTES * 3 + 17);
  new SlotFile(disk).append([long]);
  const again = new SlotFile(disk.crash());
  expect(again.keys()).toEqual([long.key]);
  expect(again.read(long.key)).toEqual(long.bytes);
});

test('parts may lie in any free slots', () => {
  const disk = smallFile(6);
  const file = new SlotFile(disk);
  [1, 2, 3, 4, 5].forEach((seq) => {
    file.append([record(seq)]);
  });
  file.discard(keyOf(2));
  file.discard(keyOf(4));
  const long = record(6, SLOT_PAYLOAD_BYTES * 3);
  file.append([long]);
  expect(new SlotFile(disk.crash()).read(long.key)).toEqual(long.bytes);
});

describe('a slot is used again only after the server confirmed its event', () => {
  test('a full file of unconfirmed events takes nothing more', () => {
    const file = new SlotFile(smallFile(4));
    [1, 2, 3, 4].forEach((seq) => {
      file.append([record(seq)]);
    });
    expect(file.room.free).toBe(0);
    expect(() => {
      file.append([record(5)]);
    }).toThrow(JournalFileFull);
    expect(seqs(file)).toEqual([1, 2, 3, 4]);
  });

  test('confirmed ones make room, the oldest first', () => {
    const disk = smallFile(4);
    const file = new SlotFile(disk);
    [1, 2, 3, 4].forEach((seq) => {
      file.append([record(seq)]);
    });
    file.confirm([{ register: REGISTER, epoch: 1, seq: 3 }]);
    expect(file.room.free).toBe(3);
    file.append([record(5)]);
    expect(seqs(new SlotFile(disk.crash()))).toEqual([2, 3, 4, 5]);
  });

  test('a mark of another epoch or register frees nothing', () => {
    const file = new SlotFile(smallFile(2));
    file.append([record(1)]);
    file.confirm([
      { register: REGISTER, epoch: 2, seq: 9 },
      { register: REGISTER + 1, epoch: 1, seq: 9 },
    ]);
    expect(file.room.free).toBe(1);
  });

  test('a mark that goes down protects again what still lies there', () => {
    const file = new SlotFile(smallFile(2));
    file.append([record(1)]);
    file.confirm([{ register: REGISTER, epoch: 1, seq: 1 }]);
    file.confirm([{ register: REGISTER, epoch: 1, seq: 0 }]);
    expect(file.room.free).toBe(1);
  });

  test('blank slots are used before confirmed ones', () => {
    const file = new SlotFile(smallFile(4));
    file.append([record(1)]);
    file.confirm([{ register: REGISTER, epoch: 1, seq: 1 }]);
    [2, 3, 4].forEach((seq) => {
      file.append([record(seq)]);
    });
    expect(seqs(file)).toEqual([1, 2, 3, 4]);
  });
});

describe('a record counts only when it is whole', () => {
  test('a torn slot is ignored and free', () => {
    const disk = smallFile(4);
    const file = new SlotFile(disk);
    file.append([record(1)]);
    disk.faults.callsLeft = 1;
    disk.faults.tornBytes = 700;
    expect(() => {
      file.append([record(2, SLOT_PAYLOAD_BYTES * 2)]);
    }).toThrow('the disk failed');
    const again = new SlotFile(disk.crash(() => true));
    expect(seqs(again)).toEqual([1]);
    expect(again.room.free).toBe(3);
  });

  test('a failed flush leaves nothing behind that could come back as a sale', () => {
    const { disk, file } = unflushed();
    disk.faults.callsLeft = Number.POSITIVE_INFINITY;
    expect(file.room.free).toBe(4);
    file.append([{ key: keyOf(1, 1), bytes: new Uint8Array(9) }]);
    expect(new SlotFile(disk.crash()).keys()).toEqual([keyOf(1, 1)]);
  });

  test('what could be neither flushed nor blanked is taken back once the disk lets it, and not called gone before', () => {
    const { disk, file } = unflushed();
    expect(() => {
      file.discard(keyOf(1));
    }).toThrow('the disk failed');
    expect(new SlotFile(disk.snapshot()).keys()).toEqual([keyOf(1)]);
    disk.faults.callsLeft = Number.POSITIVE_INFINITY;
    file.discard(keyOf(1));
    expect(new SlotFile(disk.crash(() => true)).keys()).toEqual([]);
  });

  test('of two whole records for one place the later append is right', () => {
    const disk = smallFile(4);
    const file = new SlotFile(disk);
    file.append([record(1)]);
    file.append([{ key: keyOf(1, 1), bytes: new Uint8Array(9) }]);
    const again = new SlotFile(disk.crash());
    expect(again.keys()).toEqual([keyOf(1, 1)]);
    expect(again.room.free).toBe(3);
  });

  test('a flipped bit anywhere in the record takes it out', () => {
    const disk = smallFile(2);
    new SlotFile(disk).append([record(1)]);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 300 * 8 + 64 * 8 - 1 }), (bit) => {
        const copy = disk.read(0, disk.size());
        copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        expect(new SlotFile(new MemoryBlockFile(PagedBytes.of(copy))).keys()).toEqual([]);
      }),
    );
  });
});

describe('growing', () => {
  test('another 8 MiB once under a quarter is free', () => {
    const disk = smallFile(8);
    disk.faults.capacity = Number.POSITIVE_INFINITY;
    const file = new SlotFile(disk);
    [1, 2, 3, 4, 5, 6].forEach((seq) => {
      file.append([record(seq)]);
    });
    file.growWhenShort();
    expect(file.room.slots).toBe(8);
    file.append([record(7)]);
    file.growWhenShort();
    expect(file.room.slots).toBe(8 + GROWTH_SLOTS);
    expect(seqs(new SlotFile(disk.crash()))).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  test('that it fails is no fault until the last slot is used', () => {
    const file = new SlotFile(smallFile(4));
    [1, 2, 3, 4].forEach((seq) => {
      file.append([record(seq)]);
      file.growWhenShort();
    });
    expect(seqs(file)).toEqual([1, 2, 3, 4]);
  });
});

/** What a till may do to its file, and what a disk may do to a till. */
type Step =
  | { do: 'append'; length: number; callsLeft: number | null; tornBytes: number }
  | { do: 'discard'; callsLeft: number | null }
  | { do: 'confirm'; share: number }
  | { do: 'crash'; keep: number };

const someCalls = fc.option(fc.integer({ min: 0, max: 6 }), { freq: 3 });

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('append' as const),
      length: fc.integer({ min: 0, max: SLOT_PAYLOAD_BYTES * 4 }),
      callsLeft: someCalls,
      tornBytes: fc.integer({ min: 0, max: SLOT_BYTES }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('discard' as const), callsLeft: someCalls }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('confirm' as const), share: fc.double({ min: 0, max: 1, noNaN: true }) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('crash' as const), keep: fc.nat() }) },
);

/** The file beside what a cashier was told. */
class FileModel {
  disk = smallFile(24);
  file = new SlotFile(this.disk);
  readonly told = new Map<number, Uint8Array>();
  /** Hashes of those of which `discard` said that they are gone. */
  readonly gone = new Set<string>();
  /** What was refused last, and is not known to be gone. */
  refused: SlotKey | null = null;
  confirmedThrough = 0;
  seq = 0;
  attempt = 0;

  run(next: Step): void {
    switch (next.do) {
      case 'append':
        this.#append(next);
        break;
      case 'discard':
        this.#discard(next.callsLeft);
        break;
      case 'confirm':
        this.confirmedThrough = Math.max(this.confirmedThrough, Math.floor(this.seq * next.share));
        this.#confirm();
        break;
      case 'crash':
        this.disk = this.disk.crash((sector) => ((next.keep >> (sector % 31)) & 1) === 1);
        this.file = new SlotFile(this.disk);
        this.#confirm();
        break;
    }
  }

  #append(next: Extract<Step, { do: 'append' }>): void {
    const seq = this.seq + 1;
    this.attempt += 1;
    const bytes = Uint8Array.from({ length: next.length }, (_, at) => (seq + at * 7 + this.attempt) % 256);
    this.disk.faults.callsLeft = next.callsLeft ?? Number.POSITIVE_INFINITY;
    this.disk.faults.tornBytes = next.tornBytes;
    const key = keyOf(seq, this.attempt);
    try {
      this.file.append([{ key, bytes }]);
      this.told.set(seq, bytes);
      this.seq = seq;
    } catch {
      // Refused: the cashier was told that it is not known whether anything was done.
      this.refused = key;
    }
    this.disk.faults.callsLeft = Number.POSITIVE_INFINITY;
  }

  #discard(callsLeft: number | null): void {
    this.disk.faults.callsLeft = callsLeft ?? Number.POSITIVE_INFINITY;
    try {
      if (this.refused !== null) {
        this.file.discard(this.refused);
        this.gone.add(this.refused.hash);
        this.refused = null;
      }
    } catch {
      // It may come up again.
    }
    this.disk.faults.callsLeft = Number.POSITIVE_INFINITY;
  }

  #confirm(): void {
    this.file.confirm([{ register: REGISTER, epoch: 1, seq: this.confirmedThrough }]);
  }
}

/** The told and unconfirmed events that the file does not give back word for word. */
function missing(model: FileModel): number[] {
  const found = new Map(model.file.keys().map((key) => [key.seq, model.file.read(key)]));
  return [...model.told]
    .filter(([seq]) => seq > model.confirmedThrough)
    .filter(([seq, bytes]) => Buffer.compare(found.get(seq) ?? Buffer.from('gone'), bytes) !== 0)
    .map(([seq]) => seq);
}

test('whatever fails and whenever the power goes, each told and unconfirmed event is there, word for word, and none that was taken back', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const model = new FileModel();
      for (const next of steps) {
        model.run(next);
        expect(missing(model)).toEqual([]);
        expect(model.file.keys().filter(({ hash }) => model.gone.has(hash))).toEqual([]);
      }
    }),
    { numRuns: 300 },
  );
});
