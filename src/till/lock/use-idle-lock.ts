import { useEffect } from 'react';
import { useTill } from '../till-context.tsx';

/** A till left alone for so long asks who is there; the sale waits as it was. */
const IDLE_MS = 10 * 60_000;

/** Locks the till when nobody has touched it, typed or scanned for a while. */
export function useIdleLock(): void {
  const { people } = useTill();
  useEffect(() => {
    let timer = setTimeout(people.lock, IDLE_MS);
    const again = () => {
      clearTimeout(timer);
      timer = setTimeout(people.lock, IDLE_MS);
    };
    window.addEventListener('pointerdown', again, { capture: true });
    window.addEventListener('keydown', again, { capture: true });
    return () => {
      clearTimeout(timer);
      window.removeEventListener('pointerdown', again, { capture: true });
      window.removeEventListener('keydown', again, { capture: true });
    };
  }, [people]);
}
