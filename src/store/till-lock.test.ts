import { beforeEach, describe, expect, test, vi } from 'vitest';
import { enrolmentOf, saleCompleted } from '#testkit/journal-drafts.ts';
import { MemoryLocks } from '#testkit/memory-locks.ts';
import { TestDevice } from '#testkit/test-device.ts';
import { type TillHold, type TillLock, acquireTillLock } from './till-lock.ts';

let device: TestDevice;
let locks: MemoryLocks;
let ring: () => void;

beforeEach(() => {
  device = new TestDevice();
  locks = new MemoryLocks();
  ring = () => null;
});

function openTab(where: string): Promise<TillLock> {
  return acquireTillLock({
    locks,
    channel: device.channel(),
    self: { where, since: '2026-03-14T15:00:00Z' },
    after: (_, callback) => {
      ring = callback;
    },
  });
}

async function heldBy(where: string): Promise<TillHold> {
  const lock = await openTab(where);
  if (lock.kind !== 'held') {
    throw new Error('the till is elsewhere');
  }
  return lock.hold;
}

async function elsewhereFor(where: string): Promise<Extract<TillLock, { kind: 'elsewhere' }>> {
  const lock = await openTab(where);
  if (lock.kind !== 'elsewhere') {
    throw new Error('the till is free');
  }
  return lock;
}

describe('one tab sells', () => {
  test('the second one is told which', async () => {
    await heldBy('the first window');
    const second = await elsewhereFor('the second window');
    expect(second.at).toEqual({ where: 'the first window', since: '2026-03-14T15:00:00Z' });
  });

  test('once it gives the till back, the next one has it', async () => {
    const first = await heldBy('first');
    await first.release();
    expect((await openTab('second')).kind).toBe('held');
  });
});

describe('taking over', () => {
  test('the tab that sells finishes, closes, and only then lets go', async () => {
    const order: string[] = [];
    const first = await heldBy('first');
    first.beforeHandOver(async () => {
      await Promise.resolve();
      order.push('closed');
    });
    const second = await elsewhereFor('second');
    await second.takeOver();
    order.push('taken');
    await first.lost;
    expect(order).toEqual(['closed', 'taken']);
    expect((await elsewhereFor('third')).at?.where).toBe('second');
  });

  test('a tab that does not answer loses the till, and hears of it when it wakes', async () => {
    const first = await heldBy('first');
    let closed = false;
    first.beforeHandOver(() => {
      closed = true;
      return new Promise(() => null);
    });
    const second = await elsewhereFor('second');
    const taking = second.takeOver();
    ring();
    await taking;
    await first.lost;
    expect(closed).toBe(true);
  });

  test.each(['asked for', 'taken by force from'])(
    'a tab that the till is %s while it still starts closes as soon as it is open, and sells nothing',
    async (how) => {
      const first = await heldBy('first');
      expect(first.isHeld).toBe(true);
      if (how === 'asked for') {
        await (await elsewhereFor('second')).takeOver();
      } else {
        await locks.request('mostrador:till', { steal: true }, () => null);
      }
      await first.lost;
      expect(first.isHeld).toBe(false);
      const close = vi.fn<() => Promise<void>>(() => Promise.resolve());
      first.beforeHandOver(close);
      expect(close).toHaveBeenCalledOnce();
    },
  );

  test('the stores change hands with every sale in them', async () => {
    const first = await heldBy('first');
    const oldStore = await device.open();
    first.beforeHandOver(() => oldStore.close());
    await oldStore.enrol(enrolmentOf());
    await oldStore.commit('a', saleCompleted('a'));
    const selling = oldStore.commit('b', saleCompleted('b'));

    const second = await elsewhereFor('second');
    await second.takeOver();
    const newStore = await device.open();
    await selling;
    await expect(oldStore.commit('c', saleCompleted('c'))).rejects.toMatchObject({ reason: 'other_tab' });
    expect((await newStore.commit('c', saleCompleted('c'))).seq).toBe(3);
    expect(newStore.bootReport.cause).toBe('clean');
  });
});
