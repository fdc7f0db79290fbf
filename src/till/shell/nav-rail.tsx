import { Banknote, ChartColumn, LockKeyhole, ShoppingBasket, Volume2, VolumeX } from 'lucide-react';
import type { ReactNode } from 'react';
import { NavLink } from 'react-router';
import { useSay } from '#ui/words/words.tsx';
import { usePerson, useTill } from '../till-context.tsx';
import { Logo } from './logo.tsx';

const ITEM =
  'flex min-h-15 w-full flex-col items-center justify-center gap-1 rounded-card border border-transparent px-1 text-xs font-medium ' +
  'text-muted hover:bg-sunken aria-[current=page]:bg-brand-soft aria-[current=page]:font-bold aria-[current=page]:text-brand';

/** The places of the till. Only what can be done now is here. */
export function NavRail() {
  const say = useSay();
  return (
    <nav
      aria-label={say('nav.label')}
      className="sticky top-0 hidden h-dvh w-19 flex-col items-center gap-1 overflow-y-auto border-r border-line bg-surface px-1.5 py-3 lg:flex"
    >
      <Logo className="mb-3 size-11 shrink-0" />
      <NavItems item={ITEM} />
    </nav>
  );
}

/** The same places as entries of a list, for the phone's menu. */
export function NavItems({ item, onChosen }: { item: string; onChosen?: () => void }) {
  const say = useSay();
  const { people } = useTill();
  const soundsOn = usePerson((state) => state.soundsOn);
  const Sound = soundsOn ? Volume2 : VolumeX;
  const place = (to: string, sign: ReactNode, name: string) => (
    <NavLink to={to} end className={item} onClick={onChosen}>
      {sign}
      {name}
    </NavLink>
  );
  return (
    <>
      {place('/', <ShoppingBasket aria-hidden="true" className="size-6" />, say('nav.sell'))}
      {place('/cash', <Banknote aria-hidden="true" className="size-6" />, say('nav.cash'))}
      <a href="/office" className={item}>
        <ChartColumn aria-hidden="true" className="size-6" />
        {say('nav.office')}
      </a>
      <span className="flex-1" />
      <button
        type="button"
        className={item}
        aria-pressed={soundsOn}
        onClick={() => {
          people.switchSounds(!soundsOn);
        }}
      >
        <Sound aria-hidden="true" className="size-6" />
        {say('nav.sounds')}
      </button>
      <button
        type="button"
        className={item}
        onClick={() => {
          onChosen?.();
          people.lock();
        }}
      >
        <LockKeyhole aria-hidden="true" className="size-6" />
        {say('nav.lock')}
      </button>
    </>
  );
}
