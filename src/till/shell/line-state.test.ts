import { describe, expect, it } from 'vitest';
import type { Trouble } from '#sync/drainer.ts';
import type { DeviceState } from '../state/device-state.ts';
import { lineState } from './line-state.ts';

type Facts = Parameters<typeof lineState>[0];

const ALL_WELL: Facts = {
  online: true,
  mode: 'both',
  sending: { busy: false, trouble: null, lastContactAt: null, clockOffsetMs: null },
  unsent: { events: 0, sales: 0, amount: '0.00', since: null, quarantined: 0, head: null },
};
const waiting = { ...ALL_WELL.unsent, events: 2, sales: 1 } as NonNullable<DeviceState['unsent']>;
const trouble = (kind: Trouble['kind']) => ({
  ...ALL_WELL.sending,
  trouble: { kind, detail: '', since: '2026-01-31T12:00:00Z', until: null },
});

describe('what the pill says', () => {
  it('says so when everything has arrived', () => {
    expect(lineState(ALL_WELL)).toBe('all_sent');
  });

  it('says that sales are being sent while some wait', () => {
    expect(lineState({ ...ALL_WELL, unsent: waiting })).toBe('sending');
  });

  it('says that they wait when the server does not take them, and nothing of that when there are none', () => {
    for (const kind of ['busy', 'stuck'] as const) {
      expect(lineState({ ...ALL_WELL, unsent: waiting, sending: trouble(kind) })).toBe('waiting');
      expect(lineState({ ...ALL_WELL, sending: trouble(kind) })).toBe('all_sent');
    }
  });

  it('says before anything else that nothing can be written down', () => {
    expect(lineState({ ...ALL_WELL, mode: 'neither', sending: trouble('paused') })).toBe('no_copy');
  });

  it('says offline when the browser or the last try says so', () => {
    expect(lineState({ ...ALL_WELL, online: false })).toBe('offline');
    expect(lineState({ ...ALL_WELL, sending: trouble('no_line') })).toBe('offline');
  });

  it('says first what a person must act on', () => {
    expect(lineState({ ...ALL_WELL, online: false, mode: 'file_only' })).toBe('one_copy');
    expect(lineState({ ...ALL_WELL, online: false, mode: 'file_only', sending: trouble('paused') })).toBe('paused');
  });
});
