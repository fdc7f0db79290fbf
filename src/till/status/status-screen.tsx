import { useEffect, useState } from 'react';
import { Link } from 'react-router';
import { useShallow } from 'zustand/react/shallow';
import type { JournalEvent } from '#core/journal/journal-event.ts';
import { button } from '#ui/button.ts';
import { useFormat } from '#ui/format.tsx';
import { Notice } from '#ui/notice.tsx';
import { useSay } from '#ui/words/words.tsx';
import { type LineState, lineState } from '../shell/line-state.ts';
import { PageHead } from '../shell/page-head.tsx';
import { DeviceNotices, RoomNotice } from '../shell/storage-notices.tsx';
import { useNow } from '../shell/use-now.ts';
import { whenText } from '../shell/when.ts';
import { Readiness } from '../setup/readiness.tsx';
import { SETUP_WITH_CODE } from '../setup/setup-place.ts';
import { useDevice, useTill } from '../till-context.tsx';
import { CopiesSection } from './copies-section.tsx';
import { KeptList } from './kept-list.tsx';
import { ScaleSection } from './scale-section.tsx';
import { ScannerSection } from './scanner-section.tsx';
import { UnsentList } from './unsent-list.tsx';

/** So many waiting events are listed; the figures above them count all. */
const MOST_LISTED = 200;

/** What exists only on this device, how much money it is, why, and what to do. */
export function StatusScreen() {
  const say = useSay();
  const waiting = useWaitingEvents();
  return (
    <main className="min-h-dvh min-w-0 flex-1">
      <PageHead title={say('status.title')} />
      <div className="mx-auto grid max-w-3xl gap-4 p-4">
        <HowItStands />
        <OnlyHere />
        <RoomNotice />
        <DeviceNotices />
        <CopiesSection />
        <UnsentList events={waiting.slice(0, MOST_LISTED)} />
        {waiting.length > MOST_LISTED ? (
          <p className="text-center text-muted">{say('status.more', { count: waiting.length - MOST_LISTED })}</p>
        ) : null}
        <KeptList />
        <Readiness />
        <ScaleSection />
        <ScannerSection />
        <ThisTillSection />
      </div>
    </main>
  );
}

/** Which register this device is, and the way to make it another one. */
function ThisTillSection() {
  const say = useSay();
  const registration = useDevice((device) => device.registration);
  if (registration === null) {
    return null;
  }
  const { localName, registerCode, registerName } = registration;
  return (
    <section className="flex flex-wrap items-center justify-between gap-4 rounded-card border border-line bg-surface p-6">
      <div className="flex-1 basis-72">
        <h2 className="text-xl font-bold">{say('status.this_till')}</h2>
        <p>{`${registerName} · ${registerCode} · ${localName}`}</p>
        <p className="text-sm text-muted">{say('status.this_till_hint')}</p>
      </div>
      <Link to={SETUP_WITH_CODE} className={button.plain}>
        {say('status.become_another')}
      </Link>
    </section>
  );
}

const NOTHING_UNSENT = { events: 0, sales: 0, amount: '0.00', since: null };

/** How much money exists on this device alone, since when, and the way to send it at once. */
function OnlyHere() {
  const say = useSay();
  const { money, moment } = useFormat();
  const { ports } = useTill();
  const { events, sales, amount, since } = useDevice((device) => device.unsent ?? NOTHING_UNSENT);
  const busy = useDevice((device) => device.sending.busy);
  return (
    <section className="flex flex-wrap items-end justify-between gap-4 rounded-card border border-line bg-surface p-6">
      <div>
        <h2 className="text-muted">{say('status.only_here')}</h2>
        <p className="text-5xl leading-tight font-bold tracking-tight">{money.full(amount)}</p>
        <p className="text-muted">
          {say('status.sales', { sales, events })}
          {since === null ? '' : ` · ${say('status.since', { moment: moment(since) })}`}
        </p>
      </div>
      <button
        type="button"
        className={`${button.main} px-8`}
        disabled={busy}
        onClick={() => void ports.sender.sendNow()}
      >
        {busy ? say('status.sending') : say('status.send_now')}
      </button>
    </section>
  );
}

/** What the server has not confirmed, newest first; nothing where no copy can be read. */
function useWaitingEvents(): readonly JournalEvent[] {
  const { ports } = useTill();
  const count = useDevice((device) => device.unsent?.events ?? 0);
  const [events, setEvents] = useState<readonly JournalEvent[]>([]);
  useEffect(() => {
    let shown = true;
    const read = count === 0 ? Promise.resolve([]) : ports.store.unsentEvents().catch(() => []);
    void read.then((epochs) => {
      if (shown) {
        setEvents(epochs.flatMap(({ items }) => items).toReversed());
      }
    });
    return () => {
      shown = false;
    };
  }, [ports, count]);
  return events;
}

const KINDS: Partial<Record<LineState, 'good' | 'bad'>> = { all_sent: 'good', sending: 'good', no_copy: 'bad' };

/** Is my money safe, and what should I do? */
function HowItStands() {
  const say = useSay();
  const format = useFormat();
  const now = useNow();
  const when = (instant: string) => whenText(instant, now, format);
  const { state, lastContactAt, trouble } = useDevice(
    useShallow((device) => ({
      state: lineState(device),
      lastContactAt: device.sending.lastContactAt,
      trouble: device.sending.trouble,
    })),
  );
  return (
    <Notice
      kind={KINDS[state] ?? 'warn'}
      title={say(`status.how.${state}`)}
      action={
        state === 'paused' ? (
          <Link to="/setup" className={button.plain}>
            {say('banner.new_code')}
          </Link>
        ) : undefined
      }
    >
      <p>{say(`status.how_then.${state}`)}</p>
      {lastContactAt === null ? null : <p>{say('status.last_contact', { time: when(lastContactAt) })}</p>}
      {trouble === null ? null : <p>{say(`status.trouble.${trouble.kind}`, { time: when(trouble.since) })}</p>}
      {trouble === null || trouble.until === null ? null : <p>{say('status.until', { time: when(trouble.until) })}</p>}
    </Notice>
  );
}
