import { CircleCheck, TriangleAlert } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useFormat } from '#ui/format.tsx';
import { useSay } from '#ui/words/words.tsx';
import { useShelf, useTill } from '../till-context.tsx';

/** So much room holds weeks of sales beside the journal's own file. */
const ENOUGH_BYTES = 64 * 1024 * 1024;

const LOOK_AGAIN_MS = 1000;

interface Checks {
  kept: boolean;
  offline: boolean;
  room: boolean;
}

/** Whether this till could survive an outage now: four things, each in words. */
export function Readiness() {
  const say = useSay();
  const { moment } = useFormat();
  const { device } = useTill().ports;
  const catalogue = useShelf((shelf) => shelf.index?.catalogue ?? null);
  const [checks, setChecks] = useState<Checks | null>(null);

  useEffect(() => {
    const look = async () => {
      const [kept, offline, free] = await Promise.all([
        device.storageKept(),
        device.startsOffline(),
        device.freeBytes(),
      ]);
      setChecks({ kept, offline, room: free === null || free > ENOUGH_BYTES });
    };
    void look();
    // Storing the app takes a moment after the first visit; whoever waits sees it come true.
    const timer = setInterval(() => void look(), LOOK_AGAIN_MS);
    return () => {
      clearInterval(timer);
    };
  }, [device]);

  if (checks === null || catalogue === null) {
    return null;
  }
  const all = checks.kept && checks.offline && checks.room;
  return (
    <section className="rounded-card border border-line bg-surface p-6">
      <h2 className="text-xl font-bold">{say('ready.title')}</h2>
      <p className={`mt-1 font-semibold ${all ? 'text-brand' : 'text-warn'}`}>
        {all ? say('ready.yes') : say('ready.almost')}
      </p>
      <ul className="mt-4 grid gap-3">
        <Check good={checks.kept} name={say(checks.kept ? 'ready.kept' : 'ready.not_kept')} />
        <Check good={checks.offline} name={say(checks.offline ? 'ready.offline' : 'ready.not_offline')} />
        <Check good={checks.room} name={say(checks.room ? 'ready.room' : 'ready.no_room')} />
        <Check
          good
          name={say('ready.catalogue', { count: catalogue.products.length, moment: moment(catalogue.as_of) })}
        />
      </ul>
    </section>
  );
}

function Check({ good, name }: { good: boolean; name: string }) {
  const Sign = good ? CircleCheck : TriangleAlert;
  return (
    <li className="flex items-start gap-3">
      <Sign aria-hidden="true" className={`mt-0.5 size-5 shrink-0 ${good ? 'text-brand' : 'text-warn'}`} />
      <span>{name}</span>
    </li>
  );
}
