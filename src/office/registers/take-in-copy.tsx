import { Upload } from 'lucide-react';
import { useRef, useState } from 'react';
import { type CopyAnswer, copyAnswer } from '#protocol/copy.ts';
import { button } from '#ui/button.ts';
import { useFormat } from '#ui/format.tsx';
import { Notice } from '#ui/notice.tsx';
import { Part } from '../frame/page.tsx';
import { ProblemNotice } from '../frame/problem-notice.tsx';
import type { Answer } from '../rest/rest.ts';
import { useSession } from '../session/session.tsx';
import { useSay } from '../words/office-words.tsx';

/** The way in for a file that a till saved: also of one that is gone or was connected anew since. */
export function TakeInCopy({ onTaken }: { onTaken: () => void }) {
  const say = useSay();
  const { change } = useSession();
  const chooser = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(false);
  const [answer, setAnswer] = useState<Answer<CopyAnswer> | null>(null);
  const takeIn = async (file: File) => {
    setBusy(true);
    setAnswer(null);
    setAnswer(await change({ path: '/api/v1/copies', file }, copyAnswer));
    setBusy(false);
    onTaken();
  };
  return (
    <Part title={say('copies.title')} lead={say('copies.lead')}>
      <div aria-live="polite" className="grid gap-3">
        {answer === null ? null : <TakenNotice answer={answer} />}
      </div>
      <button
        type="button"
        className={`${button.plain} mt-3 max-md:w-full`}
        aria-disabled={busy}
        onClick={() => {
          if (!busy) {
            chooser.current?.click();
          }
        }}
      >
        <Upload aria-hidden="true" className="size-5" />
        {say(busy ? 'copies.taking' : 'copies.takeIn')}
      </button>
      <input
        ref={chooser}
        type="file"
        accept=".json,application/json"
        hidden
        data-testid="copy-file"
        onChange={(event) => {
          const file = event.target.files?.[0];
          // The same file can be chosen again.
          event.target.value = '';
          if (file !== undefined) {
            void takeIn(file);
          }
        }}
      />
    </Part>
  );
}

function TakenNotice({ answer }: { answer: Answer<CopyAnswer> }) {
  const say = useSay();
  const { moment } = useFormat();
  if (!answer.ok) {
    return <ProblemNotice problem={answer.problem} />;
  }
  const { counts, events, made_at: madeAt, register_code: register, unproven } = answer.data;
  const waiting = counts.gap + counts.retry;
  return (
    <>
      <Notice
        kind={waiting > 0 ? 'warn' : 'good'}
        title={
          waiting > 0 ? say('copies.waiting', { count: waiting, register }) : say('copies.taken', { events, register })
        }
      >
        <p>
          {say('copies.counts', {
            made: moment(madeAt),
            accepted: counts.accepted,
            duplicate: counts.duplicate,
            odd: counts.quarantined + counts.conflict,
          })}
        </p>
        {waiting > 0 ? <p>{say('copies.waitingHint')}</p> : null}
      </Notice>
      {unproven ? (
        <Notice kind="warn" title={say('copies.unproven')}>
          {say('copies.unprovenHint')}
        </Notice>
      ) : null}
    </>
  );
}
