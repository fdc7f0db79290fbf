import { useCallback, useEffect, useEffectEvent, useState } from 'react';
import type { Answer, RestProblem } from './rest.ts';

/** A question to the server on its way, answered, or failed. */
export type Asked<Data> =
  | { phase: 'loading' }
  | { phase: 'ready'; data: Data }
  | { phase: 'failed'; problem: RestProblem };

interface Settled<Data> {
  /** For which question and which try this is the answer. */
  key: string;
  asked: Asked<Data>;
}

/**
 * Asks when it appears, when `question` changes and when `again` is called. Only the newest question is answered: an
 * earlier one is called off. `ask` may be a new function at every render.
 */
export function useAnswer<Data>(
  question: string,
  ask: (signal: AbortSignal) => Promise<Answer<Data>>,
): { asked: Asked<Data>; again: () => void } {
  const [attempt, setAttempt] = useState(0);
  const [settled, setSettled] = useState<Settled<Data> | null>(null);
  const key = `${attempt} ${question}`;

  const askNow = useEffectEvent(ask);

  useEffect(() => {
    const calledOff = new AbortController();
    void askNow(calledOff.signal).then((answer) => {
      if (!calledOff.signal.aborted) {
        setSettled({ key, asked: answer.ok ? { phase: 'ready', data: answer.data } : failed(answer.problem) });
      }
    });
    return () => {
      calledOff.abort();
    };
  }, [key]);

  const again = useCallback(() => {
    setAttempt((count) => count + 1);
  }, []);
  return { asked: settled?.key === key ? settled.asked : { phase: 'loading' }, again };
}

function failed(problem: RestProblem): { phase: 'failed'; problem: RestProblem } {
  return { phase: 'failed', problem };
}
