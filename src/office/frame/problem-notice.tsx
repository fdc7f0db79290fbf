import { button } from '#ui/button.ts';
import { Notice } from '#ui/notice.tsx';
import type { RestProblem } from '../rest/rest.ts';
import { type OfficeSay, useSay } from '../words/office-words.tsx';

interface ProblemNoticeProps {
  problem: RestProblem;
  onAgain?: () => void;
}

/** Says why the server did not do what was asked, whether anything was lost, and what can be done. */
export function ProblemNotice({ problem, onAgain }: ProblemNoticeProps) {
  const say = useSay();
  const { title, hint } = wordsOf(problem, say);
  const again =
    onAgain === undefined ? undefined : (
      <button type="button" className={button.plain} onClick={onAgain}>
        {say('problem.again')}
      </button>
    );
  return (
    <Notice kind={problem.kind === 'unreachable' ? 'warn' : 'bad'} title={title} action={again} urgent>
      {hint}
    </Notice>
  );
}

function wordsOf(problem: RestProblem, say: OfficeSay): { title: string; hint: string } {
  switch (problem.kind) {
    case 'unreachable':
      return { title: say('problem.unreachable'), hint: say('problem.unreachableHint') };
    case 'signed_out':
      return { title: say('signIn.ended'), hint: say('signIn.endedHint') };
    case 'not_understood':
      return { title: say('problem.notUnderstood'), hint: say('problem.notUnderstoodHint') };
    case 'refused':
      return refusedWords(problem, say);
  }
}

function refusedWords(problem: Extract<RestProblem, { kind: 'refused' }>, say: OfficeSay) {
  if (problem.status === 404) {
    return { title: say('problem.notFound'), hint: say('problem.notFoundHint') };
  }
  return { title: say('problem.refused'), hint: say('problem.refusedHint', { message: problem.message }) };
}
