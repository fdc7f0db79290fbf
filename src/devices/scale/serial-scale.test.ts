import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createFakeSerial } from '#testkit/fake-serial.ts';
import { createSerialScale, type ScaleSetup, type ScaleState } from './serial-scale.ts';

const TOLEDO: ScaleSetup = { dialect: 'toledo_8217', baudRate: 9600 };

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Lets everything happen that happens within this time. */
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

function scaleOver(kept: ScaleSetup | null = TOLEDO) {
  const serial = createFakeSerial({ chosen: kept !== null });
  let setup = kept;
  const scale = createSerialScale({
    serial,
    keep: {
      read: () => setup,
      write: (next) => {
        setup = next;
      },
    },
  });
  const seen: ScaleState[] = [];
  const watch = () =>
    scale.watch(() => {
      seen.push(scale.state());
    });
  return { scale, serial, watch, seen, kept: () => setup };
}

const connected = (reading: unknown) => ({ kind: 'connected', reading });
const weight = (kg: string) => ({ kind: 'weight', kg, stable: true, net: false });

describe('a scale at a serial port', () => {
  it('is asked only while someone looks, and the port is shut afterwards', async () => {
    const { scale, serial, watch } = scaleOver();
    await pass(1000);
    expect([serial.openedWith(), serial.sent()]).toEqual([null, '']);
    const stop = watch();
    await pass(450);
    expect(serial.openedWith()).toEqual({ baudRate: 9600, dataBits: 7, parity: 'even', stopBits: 1 });
    expect(serial.sent()).toBe('WW');
    serial.say('\x0200.780\r');
    await pass(1);
    expect(scale.state()).toEqual(connected(weight('0.780')));
    stop();
    await pass(1000);
    expect([serial.openedWith(), serial.sent()]).toEqual([null, '']);
  });

  it('that falls silent has no weight any more', async () => {
    const { scale, serial, watch } = scaleOver();
    watch();
    await pass(1);
    serial.say('\x0200.780\r');
    await pass(1400);
    expect(scale.state()).toEqual(connected(weight('0.780')));
    await pass(200);
    expect(scale.state()).toEqual(connected(null));
  });

  it('that is unplugged is lost at once, weighs nothing, and is found again', async () => {
    const { scale, serial, watch } = scaleOver();
    watch();
    await pass(1);
    serial.say('\x0200.780\r');
    await pass(1);
    serial.plug(false);
    await pass(1);
    expect(scale.state()).toEqual({ kind: 'lost' });
    await pass(5000);
    serial.plug(true);
    await pass(2500);
    serial.say('\x0201.000\r');
    await pass(1);
    expect(scale.state()).toEqual(connected(weight('1.000')));
  });

  it('that wants to be asked in two steps is sent the second when it is ready', async () => {
    const { serial, watch } = scaleOver({ dialect: 'enq_dc1', baudRate: 9600 });
    watch();
    await pass(210);
    expect(serial.sent()).toBe('\x05');
    serial.say('\x06');
    await pass(1);
    expect(serial.sent()).toBe('\x11');
  });

  it('is watched by one after the other without the port being opened twice', async () => {
    const { scale, serial, watch } = scaleOver();
    const stop = watch();
    await pass(1);
    stop();
    watch();
    await pass(2500);
    serial.say('\x0200.500\r');
    await pass(1);
    expect(scale.state()).toEqual(connected(weight('0.500')));
  });
});

describe('setting a scale up', () => {
  it('takes a port that a person chose, and keeps how to speak to it', async () => {
    const { scale, serial, watch, kept } = scaleOver(null);
    watch();
    expect(scale.state()).toEqual({ kind: 'none' });
    serial.willChoose(false);
    expect(await scale.connect(TOLEDO)).toBe(false);
    expect([scale.state(), kept()]).toEqual([{ kind: 'none' }, null]);
    serial.willChoose(true);
    expect(await scale.connect(TOLEDO)).toBe(true);
    await pass(1);
    expect([scale.state(), kept()]).toEqual([connected(null), TOLEDO]);
  });

  it('is undone: the port is shut and forgotten', async () => {
    const { scale, serial, watch, kept } = scaleOver();
    watch();
    await pass(1);
    await scale.disconnect();
    expect([scale.state(), kept(), serial.openedWith()]).toEqual([{ kind: 'none' }, null, null]);
    expect(await serial.getPorts()).toEqual([]);
  });
});
