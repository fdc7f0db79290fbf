import { describe, expect, it } from 'vitest';
import { sealEvent } from '#core/journal/chain.ts';
import { GENESIS_HASH, type JournalEvent } from '#core/journal/journal-event.ts';
import { HistoryShelf } from '#store/history-shelf.ts';
import { registrationOf } from '#store/registration.ts';
import { FaultyIndexedDB } from '#testkit/faulty-indexed-db.ts';
import { enrolmentOf, saleCompleted } from '#testkit/journal-drafts.ts';
import { ServerProblem } from '../ports.ts';
import { createHistory } from './history-fetch.ts';

const NOW = '2026-03-14T15:00:00.000Z';
const PAGE = 2;

/** Sales of epoch 1, oldest first. */
function sold(days: readonly string[]): JournalEvent[] {
  return days.map((soldAt, at) =>
    sealEvent(
      saleCompleted(`e${String(at + 1)}`, { soldAt })({ epoch: 1, seq: at + 1, saleNumber: at + 1, newestAt: null }),
      {
        registerId: 'register-1',
        epoch: 1,
        seq: at + 1,
        prevHash: GENESIS_HASH,
      },
    ),
  );
}

/** A device and a server that holds these events; `line.pages` more pages get through. */
function deviceWith(events: readonly JournalEvent[]) {
  const indexedDB = new FaultyIndexedDB();
  const place = { name: 'history', indexedDB, IDBKeyRange: FaultyIndexedDB.keyRange };
  const line = { pages: Number.POSITIVE_INFINITY, asked: [] as (string | null)[] };
  const disk = { full: false };
  const file = {
    probe: () => (disk.full ? Promise.reject(new DOMException('full', 'QuotaExceededError')) : Promise.resolve()),
  };
  const newestFirst = events.toReversed();
  const start = () => {
    const shelf = new HistoryShelf(place, file);
    const history = createHistory({
      history: shelf,
      store: { registration: registrationOf(enrolmentOf()) },
      now: () => NOW,
      server: {
        enrol: () => Promise.reject(new Error('not asked')),
        fetchShelf: () => Promise.reject(new Error('not asked')),
        fetchCopyKey: () => Promise.reject(new Error('not asked')),
        takeInCopy: () => Promise.reject(new Error('not asked')),
        fetchPastEvents: (_token, before) => {
          line.asked.push(before);
          if (line.pages <= 0) {
            return Promise.reject(new ServerProblem('no_line', ''));
          }
          line.pages -= 1;
          const from = before === null ? 0 : newestFirst.findIndex((event) => `1.${String(event.seq)}` === before) + 1;
          const page = newestFirst.slice(from, from + PAGE);
          const understood = page.filter((event) => event.register_id !== '');
          const last = page.at(-1);
          const more = from + PAGE < newestFirst.length;
          return Promise.resolve({ events: understood, next: more && last ? `1.${String(last.seq)}` : null });
        },
      },
    });
    const seqs = async () => (await shelf.newest('register-1', 99)).map(({ seq }) => seq);
    return { history, shelf, seqs };
  };
  return { start, line, disk };
}

const TODAY = [
  '2026-03-14T10:00:00.000Z',
  '2026-03-14T11:00:00.000Z',
  '2026-03-14T12:00:00.000Z',
  '2026-03-14T13:00:00.000Z',
  NOW,
];

describe('what the server has of a register', () => {
  it('comes back whole, is found by sale and by event, and is not asked for again', async () => {
    const { start, line } = deviceWith(sold(TODAY));
    const { history, shelf, seqs } = start();
    await history.begin();
    expect(await seqs()).toEqual([5, 4, 3, 2, 1]);
    expect((await shelf.find('register-1', 'sale-of-e3'))?.id).toBe('e3');
    expect((await shelf.find('register-1', 'e2'))?.seq).toBe(2);
    expect(await shelf.find('register-2', 'e2')).toBeNull();
    await history.goOn();
    expect(line.asked).toEqual([null, '1.4', '1.2']);
  });

  it('goes on where a cut line or a restart interrupted it', async () => {
    const device = deviceWith(sold(TODAY));
    device.line.pages = 1;
    const first = device.start();
    await first.history.begin();
    expect(await first.seqs()).toEqual([5, 4]);
    first.shelf.close();

    device.line.pages = 9;
    const second = device.start();
    expect(await second.seqs()).toEqual([5, 4]);
    await second.history.goOn();
    expect(await second.seqs()).toEqual([5, 4, 3, 2, 1]);
    expect(device.line.asked).toEqual([null, '1.4', '1.4', '1.2']);
  });

  it('is fetched for ninety days back and no further', async () => {
    const long = ['2025-01-01T10:00:00.000Z', '2025-01-02T10:00:00.000Z', '2025-11-01T10:00:00.000Z'];
    const device = deviceWith(sold([...long, ...TODAY]));
    const { history, seqs } = device.start();
    await history.begin();
    expect(await seqs()).toEqual([8, 7, 6, 5, 4]);
    expect(device.line.asked).toEqual([null, '1.7', '1.5', '1.3']);
  });

  it('is not cut short by one event whose clock had lost its battery', async () => {
    const [first, second, , ...rest] = TODAY;
    const { history, seqs } = deviceWith(
      sold([first, second, '1970-01-01T00:00:07.000Z', ...rest] as string[]),
    ).start();
    await history.begin();
    expect(await seqs()).toEqual([5, 4, 2, 1]);
  });

  it('goes on behind a page of which nothing was understood', async () => {
    const strange = (at: number) => ({ ...(sold(TODAY)[at] as JournalEvent), register_id: '' });
    const { history, seqs } = deviceWith([...sold(TODAY).slice(0, 3), strange(3), strange(4)]).start();
    await history.begin();
    expect(await seqs()).toEqual([3, 2, 1]);
  });

  it('touches no database while the disk is full, and comes when there is room', async () => {
    const device = deviceWith(sold(TODAY));
    device.disk.full = true;
    const { history, seqs } = device.start();
    await history.begin();
    expect(await seqs()).toEqual([]);
    device.disk.full = false;
    await history.goOn();
    expect(await seqs()).toEqual([5, 4, 3, 2, 1]);
  });

  it('is fetched anew when the device becomes the register again', async () => {
    const device = deviceWith(sold(TODAY));
    const { history } = device.start();
    await history.begin();
    await history.begin();
    expect(device.line.asked).toEqual([null, '1.4', '1.2', null, '1.4', '1.2']);
  });
});
