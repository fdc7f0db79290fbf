import { useFormat } from '#ui/format.tsx';
import { useSay } from '#ui/words/words.tsx';
import { useSale } from '../till-context.tsx';

/** Tells a screen reader what each scan or touch did and what the sale comes to; nothing is to be seen of it. */
export function SaleReader() {
  const say = useSay();
  const format = useFormat();
  const heard = useSale((state) => state.heard);
  const total = useSale((state) => state.priced?.total ?? null);
  const sum = total === null ? '' : say('read.total', { total: format.money.full(total) });
  let text = '';
  if (heard?.kind === 'line') {
    const quantity = format.quantity(heard.quantity, heard.unit);
    const past = heard.pastDate === null ? '' : say('sell.past_date', { date: format.day(heard.pastDate) });
    text = [say('read.line', { name: format.name(heard.name), quantity }), past, sum].join(' ');
  } else if (heard?.kind === 'miss') {
    text = `${heard.text}: ${say(`miss.${heard.reason}`)}`;
  } else if (heard?.kind === 'undone') {
    text = `${say('read.undone')} ${sum}`;
  } else if (heard?.kind === 'removed') {
    text = `${say('sell.removed', { name: format.name(heard.name) })} ${sum}`;
  }
  return (
    <output aria-live="polite" className="sr-only">
      {text}
    </output>
  );
}
