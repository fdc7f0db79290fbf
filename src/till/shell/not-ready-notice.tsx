import { Notice } from '#ui/notice.tsx';
import { useSay } from '#ui/words/words.tsx';
import { useSale } from '../till-context.tsx';

/** A scan came before anything can be sold: it is not taken, and that is said. */
export function NotReadyNotice() {
  const say = useSay();
  const seq = useSale((state) => (state.heard?.kind === 'not_ready' ? state.heard.seq : null));
  return seq === null ? null : (
    <Notice key={seq} kind="warn" title={say('not_ready')} urgent>
      {say('not_ready_then')}
    </Notice>
  );
}
