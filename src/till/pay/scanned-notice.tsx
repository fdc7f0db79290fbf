import { Notice } from '#ui/notice.tsx';
import { useFormat } from '#ui/format.tsx';
import { useSay } from '#ui/words/words.tsx';
import { useSale } from '../till-context.tsx';

/** A scan in the middle of paying is not lost: it is on the sale, and what is left to pay has changed. */
export function ScannedNotice() {
  const say = useSay();
  const format = useFormat();
  const heard = useSale((state) => state.heard);
  if (heard?.kind === 'line') {
    const quantity = format.quantity(heard.quantity, heard.unit);
    return <Notice kind="info" urgent title={say('pay.scanned', { name: format.name(heard.name), quantity })} />;
  }
  if (heard?.kind === 'miss') {
    return (
      <Notice kind="bad" urgent title={say('pay.scanned_miss', { text: heard.text })}>
        {say('pay.scanned_miss_then')}
      </Notice>
    );
  }
  return null;
}
