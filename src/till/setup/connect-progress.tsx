import { useSay } from '#ui/words/words.tsx';
import { CONNECT_STEPS, type ConnectStep } from '../state/connect-till.ts';

/** How far connecting has come, in steps that are really behind it. */
export function ConnectProgress({ step }: { step: ConnectStep }) {
  const say = useSay();
  const place = CONNECT_STEPS.indexOf(step);
  return (
    <div aria-live="polite" className="grid gap-4 rounded-card border border-line bg-surface p-6">
      <p className="text-xl font-bold">{say(`setup.steps.${step}`)}</p>
      <progress
        aria-label={say('setup.progress')}
        max={CONNECT_STEPS.length}
        value={place + 0.5}
        className="h-3 w-full overflow-hidden rounded-full accent-brand"
      />
      <p className="text-muted">{say('setup.steps_hint')}</p>
    </div>
  );
}
