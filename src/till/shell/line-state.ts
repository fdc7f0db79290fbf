import type { DeviceState } from '../state/device-state.ts';

/** How it stands between this till and its server, in the order of what a cashier should know first. */
export type LineState = 'paused' | 'outdated' | 'one_copy' | 'offline' | 'sending' | 'all_sent';

/** Selling goes on in every one of these. */
export function lineState(device: Pick<DeviceState, 'online' | 'sending' | 'unsent' | 'mode'>): LineState {
  if (device.sending.trouble?.kind === 'paused') {
    return 'paused';
  }
  if (device.sending.trouble?.kind === 'outdated') {
    return 'outdated';
  }
  if (device.mode !== 'both') {
    return 'one_copy';
  }
  if (!device.online || device.sending.trouble?.kind === 'no_line') {
    return 'offline';
  }
  return (device.unsent?.events ?? 0) > 0 ? 'sending' : 'all_sent';
}
