import type { ReactNode } from 'react';
import type { Asked } from '../rest/use-answer.ts';
import { useSay } from '../words/office-words.tsx';
import { ProblemNotice } from './problem-notice.tsx';
import { Waiting } from './waiting.tsx';

interface ShownAnswerProps<Data> {
  asked: Asked<Data>;
  again: () => void;
  children: (data: Data) => ReactNode;
}

/** Shows what the server answered, that it has not yet, or why it could not. */
export function ShownAnswer<Data>({ asked, again, children }: ShownAnswerProps<Data>) {
  const say = useSay();
  switch (asked.phase) {
    case 'loading':
      return <Waiting label={say('frame.loading')} />;
    case 'failed':
      return <ProblemNotice problem={asked.problem} onAgain={again} />;
    case 'ready':
      return children(asked.data);
  }
}
