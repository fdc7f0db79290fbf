import { useSyncExternalStore } from 'react';
import { localMoment } from '#core/calendar/local-moment.ts';

/** Today's business date where the local is; a page left open overnight follows. */
export function useToday(timeZone: string): string {
  return useSyncExternalStore(everyMinute, () => localMoment(new Date().toISOString(), timeZone).businessDate);
}

function everyMinute(onChange: () => void): () => void {
  const timer = setInterval(onChange, 60_000);
  return () => {
    clearInterval(timer);
  };
}
