import { useState } from 'react';
import type { Problem } from '#core/problem.ts';
import { useFormat } from '#ui/format.tsx';
import { useSay } from '#ui/words/words.tsx';
import { problemWords, type ProblemWords } from '../../shell/problem-words.ts';
import { useTill } from '../../till-context.tsx';

/** Something that may be refused: what was said the last time, and a way to try. */
export interface Attempt {
  refusal: ProblemWords | null;
  /** Runs `work`; true when it was done. */
  attempt: (work: () => Promise<boolean>) => Promise<boolean>;
  /** Shows this problem without asking the till. */
  refuse: (problem: Problem) => void;
  clear: () => void;
}

/** Lets a dialog show, beside its field, why the till refused what was typed there. */
export function useAttempt(): Attempt {
  const say = useSay();
  const format = useFormat();
  const { desk } = useTill();
  const [problem, setProblem] = useState<Problem | null>(null);
  return {
    refusal: problem === null ? null : problemWords(problem, say, format),
    refuse: setProblem,
    clear: () => {
      setProblem(null);
    },
    attempt: async (work) => {
      const done = await work();
      const { heard } = desk.state.getState();
      const refused = !done && heard?.kind === 'refused' ? heard.problem : null;
      setProblem(refused);
      if (refused !== null) {
        desk.hush();
      }
      return done;
    },
  };
}
