import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { enrolmentOf } from '#testkit/journal-drafts.ts';
import { bookOf } from '#testkit/sale-builders.ts';
import { TestDevice } from '#testkit/test-device.ts';
import { type DrainableTillStore, EnrolmentRefused } from '#store/till-store.ts';
import type { TillPorts } from '../ports.ts';
import { createDevice, type Device } from './device-state.ts';

/** The drawer is opened over the till's real storage, which reports an error though it has stored what it was given. */

const BY_MARIA = { actor: 'maria', book: bookOf(), catalogueVersion: '1' };

let disk: TestDevice;
let store: DrainableTillStore;
let device: Device;
let minted = 0;

beforeEach(async () => {
  vi.spyOn(console, 'warn').mockReturnValue(undefined);
  vi.stubGlobal('window', new EventTarget());
  vi.stubGlobal('navigator', { onLine: true });
  disk = new TestDevice();
  store = await disk.open();
  await store.enrol(enrolmentOf());
  device = createDevice(portsOver(store));
});

afterEach(() => {
  device.stop();
  vi.unstubAllGlobals();
});

function portsOver(over: DrainableTillStore): TillPorts {
  const used: Pick<TillPorts, 'store' | 'now' | 'newId'> & Record<'sender' | 'device', object> = {
    store: over,
    sender: { state: () => ({ trouble: null, lastContactAt: null }), subscribe: () => () => null, nudge: () => null },
    device: {},
    now: () => new Date(disk.clock.now).toISOString(),
    newId: () => `id-${String((minted += 1))}`,
  };
  return used as TillPorts;
}

/** Neither copy can say whether it has the event. */
async function refusedUnclear(openingFloat: string): Promise<void> {
  disk.folder.faults.callsLeft = 0;
  Object.assign(disk.indexedDB.faults, { writesLeft: 0, failures: 1, failure: 'commit_and_fail', readsLeft: 1 });
  await expect(device.openDrawer(openingFloat, BY_MARIA)).rejects.toMatchObject({ reason: 'unclear' });
  disk.folder.faults.callsLeft = Number.POSITIVE_INFINITY;
  const well = { writesLeft: Number.POSITIVE_INFINITY, failures: 0, readsLeft: Number.POSITIVE_INFINITY };
  Object.assign(disk.indexedDB.faults, well);
  disk.clock.now += 31_000;
}

async function floats(): Promise<string[]> {
  const events = await store.recentEvents(100);
  return events.flatMap((event) => (event.type === 'drawer.opened' ? [event.body.opening_float] : []));
}

test('a drawer that may be open already is opened once, however often that is pressed', async () => {
  await refusedUnclear('50.00');
  await device.openDrawer('50.00', BY_MARIA);
  expect(await floats()).toEqual(['50.00']);
  expect(device.state.getState().drawer).toMatchObject({ openingFloat: '50.00' });
});

test('another float is another opening, and so is the same one on another day', async () => {
  await refusedUnclear('50.00');
  await device.openDrawer('60.00', BY_MARIA);
  await device.openDrawer('60.00', BY_MARIA);
  expect(await floats()).toEqual(['60.00', '60.00', '50.00']);
  expect(device.state.getState().drawer).toMatchObject({ openingFloat: '60.00' });
});

test('and so is the same one at another register that this device has become', async () => {
  await refusedUnclear('50.00');
  await expect(store.enrol(enrolmentOf({ registerId: 'register-2' }))).rejects.toThrow(EnrolmentRefused);
  await store.outbox.confirm({ epoch: 1, seq: 1, noteworthy: [] });
  await store.enrol(enrolmentOf({ registerId: 'register-2' }));
  expect(device.state.getState().drawer).toBeNull();
  await device.openDrawer('50.00', BY_MARIA);
  expect(await floats()).toEqual(['50.00']);
  expect(device.state.getState().drawer).toMatchObject({ openingFloat: '50.00' });
});
