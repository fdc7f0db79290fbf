import { useEffect } from 'react';
import { Notice } from '#ui/notice.tsx';
import { useSay } from '#ui/words/words.tsx';
import { useSale, useTill } from '../till-context.tsx';

/** A scan came before anything can be sold: it is not taken, and that is said where the scan was heard. */
export function NotReadyNotice() {
  const say = useSay();
  const { desk } = useTill();
  const seq = useSale((state) => (state.heard?.kind === 'not_ready' ? state.heard.seq : null));
  useEffect(
    () => () => {
      // On the next screen, or the next time the till is locked, it would be an answer to nothing.
      if (desk.state.getState().heard?.kind === 'not_ready') {
        desk.hush();
      }
    },
    [desk],
  );
  return seq === null ? null : (
    <Notice key={seq} kind="warn" title={say('not_ready')} urgent>
      {say('not_ready_then')}
    </Notice>
  );
}
