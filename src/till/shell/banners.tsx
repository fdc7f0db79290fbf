import { Link } from 'react-router';
import { useShallow } from 'zustand/react/shallow';
import { button } from '#ui/button.ts';
import { Notice } from '#ui/notice.tsx';
import { useSay } from '#ui/words/words.tsx';
import { useDevice, useTill, useUpdate } from '../till-context.tsx';
import { RoomNotice } from './storage-notices.tsx';

/** What someone should know before it matters. Selling goes on under each of these but the first. */
export function Banners() {
  const say = useSay();
  const { paused, tooOld, outdated, oneCopy, noCopy } = useDevice(
    useShallow((device) => ({
      paused: device.sending.trouble?.kind === 'paused',
      tooOld: device.sending.trouble?.kind === 'outdated',
      outdated: device.outdated,
      oneCopy: (device.mode === 'file_only' || device.mode === 'database_only') && !device.outdated,
      noCopy: device.mode === 'neither',
    })),
  );
  return (
    <>
      {noCopy ? (
        <Notice kind="bad" title={say('banner.no_copy')}>
          {say('banner.no_copy_then')}
        </Notice>
      ) : null}
      {paused ? (
        <Notice
          kind="warn"
          title={say('banner.paused')}
          action={
            <Link to="/setup" className={button.plain}>
              {say('banner.new_code')}
            </Link>
          }
        >
          {say('banner.paused_then')}
        </Notice>
      ) : null}
      {oneCopy ? (
        <Notice kind="warn" title={say('banner.one_copy')}>
          {say('banner.one_copy_then')}
        </Notice>
      ) : null}
      <RoomNotice />
      <Mended />
      {outdated ? <Outdated /> : <UpdateOffer tooOld={tooOld} />}
    </>
  );
}

/** A newer app is here, and nothing is under way that loading it would disturb; or the server waits for it. */
function UpdateOffer({ tooOld }: { tooOld: boolean }) {
  const say = useSay();
  const { updates } = useTill();
  const offered = useUpdate((update) => update.offered);
  if (!offered && !tooOld) {
    return null;
  }
  return (
    <Notice
      kind={tooOld ? 'warn' : 'info'}
      title={say(tooOld ? 'update.too_old' : 'update.ready')}
      action={
        offered ? (
          <button type="button" className={button.plain} onClick={updates.press}>
            {say('update.now')}
          </button>
        ) : undefined
      }
    >
      {say(offered ? 'update.ready_then' : 'update.too_old_then')}
    </Notice>
  );
}

/** A newer app in another window has changed the database: this one keeps what it sells in the file alone. */
function Outdated() {
  const say = useSay();
  const { updates } = useTill();
  const offered = useUpdate((update) => update.offered);
  return (
    <Notice
      kind="warn"
      title={say('update.elsewhere')}
      action={
        offered ? (
          <button type="button" className={button.plain} onClick={updates.press}>
            {say('update.load_again')}
          </button>
        ) : undefined
      }
    >
      {say(offered ? 'update.elsewhere_now' : 'update.elsewhere_then')}
    </Notice>
  );
}

/** One of the two copies was short at the start: said once, because a device to which it happens often is failing. */
function Mended() {
  const say = useSay();
  const { device } = useTill();
  const mended = useDevice((state) => state.mended);
  if (mended === null) {
    return null;
  }
  const proven = mended.cause !== 'not_provable';
  return (
    <Notice
      kind={proven ? 'info' : 'warn'}
      title={proven ? say('mended.filled') : say('mended.new_series')}
      action={
        <button type="button" className={button.plain} onClick={device.noteMended}>
          {say('mended.seen')}
        </button>
      }
    >
      {proven ? say('mended.filled_then', { count: mended.restored }) : say('mended.new_series_then')}
    </Notice>
  );
}
