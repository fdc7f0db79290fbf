import { Cloud, CloudOff, CloudUpload, Pause, TriangleAlert } from 'lucide-react';
import { Link } from 'react-router';
import { useShallow } from 'zustand/react/shallow';
import { useFormat } from '#ui/format.tsx';
import { useSay } from '#ui/words/words.tsx';
import { useDevice } from '../till-context.tsx';
import { type LineState, lineState } from './line-state.ts';
import { useNow } from './use-now.ts';
import { whenText } from './when.ts';

const LOOKS: Readonly<Record<LineState, { Sign: typeof Cloud; look: string }>> = {
  all_sent: { Sign: Cloud, look: 'bg-brand-soft text-brand' },
  sending: { Sign: CloudUpload, look: 'bg-brand-soft text-brand' },
  waiting: { Sign: CloudOff, look: 'bg-warn-soft text-warn' },
  offline: { Sign: CloudOff, look: 'bg-warn-soft text-warn' },
  one_copy: { Sign: TriangleAlert, look: 'bg-warn-soft text-warn' },
  no_copy: { Sign: TriangleAlert, look: 'bg-bad-soft text-bad' },
  paused: { Sign: Pause, look: 'bg-warn-soft text-warn' },
  outdated: { Sign: Pause, look: 'bg-warn-soft text-warn' },
};

/** Says in a glance whether there is a line and what exists only here; leads to the page that says it all. */
export function StatusPill() {
  const say = useSay();
  const format = useFormat();
  const { state, sales, amount, since } = useDevice(
    useShallow((device) => ({
      state: lineState(device),
      sales: device.unsent?.sales ?? 0,
      amount: device.unsent?.amount ?? '0.00',
      since: device.unsent?.since ?? null,
    })),
  );
  const now = useNow();
  const { Sign, look } = LOOKS[state];
  const quiet = state === 'all_sent' || (state === 'sending' && sales === 0);
  return (
    <Link
      to="/status"
      data-edge
      className={`flex min-h-14 shrink-0 items-center gap-3 rounded-card border border-transparent px-4 py-2 leading-tight hover:border-current ${look} ${
        quiet ? '' : 'order-last w-full lg:order-none lg:w-auto'
      }`}
    >
      <Sign aria-hidden="true" className="size-5 shrink-0" />
      <span className={quiet ? 'sr-only xl:not-sr-only' : ''}>
        <span className="block text-sm font-bold">{say(`pill.${state}`, { sales })}</span>
        <span className="block text-xs font-medium">
          {sales === 0 || since === null || state === 'no_copy'
            ? say(`pill.${state}_then`, { sales })
            : say('pill.only_here', { amount: format.money.full(amount), since: whenText(since, now, format) })}
        </span>
      </span>
    </Link>
  );
}
