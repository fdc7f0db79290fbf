import { CircleCheck, Info, TriangleAlert } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useShallow } from 'zustand/react/shallow';
import type { Catalogue } from '#core/catalogue/catalogue.ts';
import { type Format, useFormat } from '#ui/format.tsx';
import { type Say, useSay } from '#ui/words/words.tsx';
import { durationText } from '../shell/duration-text.ts';
import { useNow } from '../shell/use-now.ts';
import { useDevice, useShelf, useTill } from '../till-context.tsx';
import { judgeSurvival, type SurvivalFacts, type SurvivalPoint, type Verdict } from './survival.ts';

const LOOK_AGAIN_MS = 1000;

/** Whether this till could survive an outage now: each point in words, and what to do where something is missing. */
export function Readiness() {
  const say = useSay();
  const format = useFormat();
  const catalogue = useShelf((shelf) => shelf.index?.catalogue ?? null);
  const checkedAt = useShelf((shelf) => shelf.checkedAt);
  const facts = useSurvivalFacts(checkedAt);
  if (facts === null || catalogue === null) {
    return null;
  }
  const points = judgeSurvival(facts);
  const all = points.every(({ verdict }) => verdict !== 'look');
  return (
    <section className="rounded-card border border-line bg-surface p-6">
      <h2 className="text-xl font-bold">{say('ready.title')}</h2>
      <p className={`mt-1 font-semibold ${all ? 'text-brand' : 'text-warn'}`}>
        {all ? say('ready.yes') : say('ready.almost')}
      </p>
      <ul className="mt-4 grid gap-3">
        {points.map(({ point, verdict }) => (
          <Check
            key={point}
            verdict={verdict}
            words={pointWords(point, verdict, { facts, catalogue, checkedAt, say, format })}
          />
        ))}
      </ul>
    </section>
  );
}

/** Null until the first look is over. */
function useSurvivalFacts(checkedAt: string | null): SurvivalFacts | null {
  const { ports, device } = useTill();
  const now = useNow();
  const { storageKept, room, bothCopies, clockOffsetMs } = useDevice(
    useShallow((state) => ({
      storageKept: state.storageKept,
      room: state.room,
      bothCopies: state.mode === 'both',
      clockOffsetMs: state.sending.clockOffsetMs,
    })),
  );
  const [startsOffline, setStartsOffline] = useState<boolean | null>(null);

  useEffect(() => {
    // The real probe writes: once is enough here, the device looks again by itself.
    void device.lookAtStorage().catch(() => undefined);
    const look = async () => {
      setStartsOffline(await ports.device.startsOffline());
    };
    void look();
    // Storing the app takes a moment after the first visit; whoever waits sees it come true.
    const timer = setInterval(() => void look(), LOOK_AGAIN_MS);
    return () => {
      clearInterval(timer);
    };
  }, [ports, device]);

  if (storageKept === null || room === null || startsOffline === null) {
    return null;
  }
  return {
    storageKept,
    startsOffline,
    room,
    bothCopies,
    pricesCheckedAgoMs: checkedAt === null ? null : now - Date.parse(checkedAt),
    clockOffsetMs,
    isInstalled: ports.device.isInstalled(),
  };
}

interface PointWords {
  name: string;
  /** What to do about it, or what else there is to know. */
  more: string | null;
}

interface PointContext {
  facts: SurvivalFacts;
  catalogue: Catalogue;
  checkedAt: string | null;
  say: Say;
  format: Format;
}

function pointWords(point: SurvivalPoint, verdict: Verdict, context: PointContext): PointWords {
  const { facts, say } = context;
  const good = verdict === 'good';
  switch (point) {
    case 'kept':
      return good ? plain(say('ready.kept')) : { name: say('ready.not_kept'), more: say('ready.not_kept_do') };
    case 'offline':
      return good ? plain(say('ready.offline')) : { name: say('ready.not_offline'), more: say('ready.not_offline_do') };
    case 'copies':
      return good ? plain(say('ready.both')) : { name: say('ready.one'), more: say('ready.one_do') };
    case 'room':
      return good
        ? plain(say('ready.room'))
        : { name: say(facts.room === 'none' ? 'ready.no_room' : 'ready.little_room'), more: say('ready.room_do') };
    case 'prices':
      return pricesWords(verdict, context);
    case 'clock':
      return clockWords(good, context);
    case 'installed':
      return good
        ? plain(say('ready.installed'))
        : { name: say('ready.not_installed'), more: say('ready.not_installed_do') };
  }
}

function plain(name: string): PointWords {
  return { name, more: null };
}

function pricesWords(verdict: Verdict, { catalogue, checkedAt, say, format }: PointContext): PointWords {
  const moment = format.moment(catalogue.as_of);
  if (verdict === 'look') {
    return { name: say('ready.stale'), more: say('ready.stale_do', { moment }) };
  }
  return {
    name: say('ready.catalogue', { count: catalogue.products.length, moment }),
    more: checkedAt === null ? say('ready.unchecked') : say('ready.checked', { moment: format.moment(checkedAt) }),
  };
}

function clockWords(good: boolean, { facts, say, format }: PointContext): PointWords {
  if (facts.clockOffsetMs === null) {
    return plain(say('ready.clock_unknown'));
  }
  const amount = durationText(facts.clockOffsetMs, format.locale);
  return good ? plain(say('ready.clock')) : { name: say('ready.clock_wrong', { amount }), more: say('ready.clock_do') };
}

const SIGNS = {
  good: { Sign: CircleCheck, look: 'text-brand' },
  look: { Sign: TriangleAlert, look: 'text-warn' },
  note: { Sign: Info, look: 'text-muted' },
} as const;

function Check({ verdict, words }: { verdict: Verdict; words: PointWords }) {
  const say = useSay();
  const { Sign, look } = SIGNS[verdict];
  return (
    <li className="flex items-start gap-3">
      <Sign aria-hidden="true" className={`mt-0.5 size-5 shrink-0 ${look}`} />
      <span className="min-w-0">
        <span className="sr-only">{say(`ready.${verdict}`)}: </span>
        <span className={verdict === 'look' ? 'font-semibold' : ''}>{words.name}</span>
        {words.more === null ? null : <span className="block text-sm text-muted">{words.more}</span>}
      </span>
    </li>
  );
}
