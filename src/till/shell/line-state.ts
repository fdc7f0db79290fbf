import type { DeviceState } from '../state/device-state.ts';

/** How it stands between this till and its server, in the order of what a cashier should know first. */
export type LineState = 'no_copy' | 'paused' | 'outdated' | 'one_copy' | 'offline' | 'waiting' | 'sending' | 'all_sent';

type Facts = Pick<DeviceState, 'online' | 'sending' | 'unsent' | 'mode'>;

/** Selling goes on in every one of these but `no_copy`. */
export function lineState(device: Facts): LineState {
  const trouble = device.sending.trouble?.kind;
  if (device.mode === 'neither') {
    return 'no_copy';
  }
  if (trouble === 'paused' || trouble === 'outdated') {
    return trouble;
  }
  if (device.mode !== 'both') {
    return 'one_copy';
  }
  return !device.online || trouble === 'no_line' ? 'offline' : sendingState(device);
}

function sendingState({ sending, unsent }: Facts): LineState {
  if ((unsent?.events ?? 0) === 0) {
    return 'all_sent';
  }
  return sending.trouble === null ? 'sending' : 'waiting';
}
