import { useShallow } from 'zustand/react/shallow';
import { CLOCK_WARNING_MS } from '#sync/clock-offset.ts';
import { useFormat } from '#ui/format.tsx';
import { Notice } from '#ui/notice.tsx';
import { useSay } from '#ui/words/words.tsx';
import { useDevice } from '../till-context.tsx';
import { durationText } from './duration-text.ts';

/**
 * The disk is getting full or is full: said while there still is time, for what was kept for sales goes on. Not where nothing
 * can be written at all: a disk that does not answer says nothing of its room, and sales do not go on.
 */
export function RoomNotice() {
  const say = useSay();
  const room = useDevice((device) => (device.mode === 'neither' ? null : device.room));
  return room === 'little' || room === 'none' ? (
    <Notice kind="warn" title={say(`storage.${room}`)}>
      {say(`storage.${room}_then`)}
    </Notice>
  ) : null;
}

/** What someone at the till should set right, beside the room. */
export function DeviceNotices() {
  const say = useSay();
  const { locale } = useFormat();
  const { kept, offset } = useDevice(
    useShallow((device) => ({ kept: device.storageKept, offset: device.sending.clockOffsetMs ?? 0 })),
  );
  return (
    <>
      {kept === false ? (
        <Notice kind="warn" title={say('storage.not_kept')}>
          {say('storage.not_kept_then')}
        </Notice>
      ) : null}
      {Math.abs(offset) > CLOCK_WARNING_MS ? (
        <Notice
          kind="warn"
          title={say('storage.clock', {
            // The offset says how far the server is ahead of this device.
            direction: offset < 0 ? 'ahead' : 'behind',
            amount: durationText(offset, locale),
          })}
        >
          {say('storage.clock_then')}
        </Notice>
      ) : null}
    </>
  );
}
