import { describe, expect, it } from 'vitest';
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
const trouble = (kind: 'no_line' | 'busy' | 'paused') => ({
  ...ALL_WELL.sending,
  trouble: { kind, detail: '', at: '2026-01-31T12:00:00Z' },
});

describe('what the pill says', () => {
  it('says so when everything has arrived', () => {
    expect(lineState(ALL_WELL)).toBe('all_sent');
  });

  it('says that sales are being sent while some wait, also when the server is busy', () => {
    expect(lineState({ ...ALL_WELL, unsent: waiting })).toBe('sending');
    expect(lineState({ ...ALL_WELL, unsent: waiting, sending: trouble('busy') })).toBe('sending');
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
