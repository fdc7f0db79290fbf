import { Link } from 'react-router';
import { useShallow } from 'zustand/react/shallow';
import { button } from '#ui/button.ts';
import { Notice } from '#ui/notice.tsx';
import { useSay } from '#ui/words/words.tsx';
import { useDevice, useSale } from '../till-context.tsx';

/** What someone should know before it matters. Selling goes on under each of these. */
export function Banners() {
  const say = useSay();
  const { paused, oneCopy, update } = useDevice(
    useShallow((device) => ({
      paused: device.sending.trouble?.kind === 'paused',
      oneCopy: device.mode !== 'both',
      update: device.update,
    })),
  );
  const idle = useSale((state) => state.sale === null);
  return (
    <>
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
      {update !== null && idle ? (
        <Notice
          kind="info"
          title={say('banner.update')}
          action={
            <button type="button" className={button.plain} onClick={update}>
              {say('banner.update_now')}
            </button>
          }
        >
          {say('banner.update_then')}
        </Notice>
      ) : null}
    </>
  );
}
