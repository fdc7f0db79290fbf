import { useCallback, useMemo, useState } from 'react';
import { type AttentionCounts, attentionCounts, attentionList, postAllAnswer } from '#protocol/attention.ts';
import { registerList } from '#protocol/office.ts';
import { button } from '#ui/button.ts';
import { Notice } from '#ui/notice.tsx';
import { Empty } from '../frame/empty.tsx';
import { Page } from '../frame/page.tsx';
import { ProblemNotice } from '../frame/problem-notice.tsx';
import { ShownAnswer } from '../frame/shown-answer.tsx';
import type { RestProblem } from '../rest/rest.ts';
import { useRead, useSession } from '../session/session.tsx';
import { useSay } from '../words/office-words.tsx';
import { type AttentionChoice, AttentionFilters } from './attention-filters.tsx';
import { NoticedCard } from './noticed-card.tsx';

const NO_COUNTS: AttentionCounts = { open: 0, in_work: 0, done: 0, kinds: {}, registers: {} };
/** The server gives so many at most. */
const MOST_ROWS = 200;

/** What the server recorded and a person should look at, newest first, and what is done about it. */
export function AttentionPage() {
  const say = useSay();
  const [choice, setChoice] = useState<AttentionChoice>({ status: 'open', kind: null, registerId: null });
  const counted = useRead('/api/v1/attention/counts', attentionCounts);
  const [known, setKnown] = useState(NO_COUNTS);
  if (counted.asked.phase === 'ready' && counted.asked.data !== known) {
    setKnown(counted.asked.data);
  }
  const listed = useRead(pathOf(choice), attentionList);
  const registerName = useRegisterNames();
  const { again: countAgain } = counted;
  const { again: listAgain } = listed;
  const onDone = useCallback(() => {
    countAgain();
    listAgain();
  }, [countAgain, listAgain]);
  const isBare = choice.kind === null && choice.registerId === null && choice.status === 'open';
  return (
    <Page title={say('attention.title')} lead={say('attention.lead')}>
      <AttentionFilters choice={choice} counts={known} registerName={registerName} onChoose={setChoice} />
      {(known.kinds['quarantined'] ?? 0) > 0 ? <PostAll onDone={onDone} /> : null}
      <ShownAnswer asked={listed.asked} again={listed.again}>
        {(list) =>
          list.length === 0 ? (
            <Empty
              title={say(isBare ? 'attention.emptyTitle' : 'attention.noneTitle')}
              hint={say(isBare ? 'attention.emptyHint' : 'attention.noneHint')}
            />
          ) : (
            <>
              <ul className="grid gap-3">
                {list.map((noticed) => (
                  <li key={noticed.attention_id} className="min-w-0">
                    <NoticedCard noticed={noticed} registerName={registerName(noticed.register_id)} onDone={onDone} />
                  </li>
                ))}
              </ul>
              {list.length < MOST_ROWS ? null : (
                <p className="mt-4 text-sm text-muted">{say('attention.more', { count: list.length })}</p>
              )}
            </>
          )
        }
      </ShownAnswer>
    </Page>
  );
}

function pathOf({ status, kind, registerId }: AttentionChoice): string {
  const query = new URLSearchParams({ status });
  if (kind !== null) {
    query.set('kind', kind);
  }
  if (registerId !== null) {
    query.set('register_id', registerId);
  }
  return `/api/v1/attention?${query.toString()}`;
}

/** Names registers by code and name; by their id until the names have come, or when they do not. */
function useRegisterNames(): (registerId: string) => string {
  const { asked } = useRead('/api/v1/registers', registerList);
  const registers = asked.phase === 'ready' ? asked.data : null;
  return useMemo(() => {
    const names = new Map(registers?.map(({ register_id, code, name }) => [register_id, `${code} · ${name}`]));
    return (registerId: string) => names.get(registerId) ?? registerId;
  }, [registers]);
}

type Outcome =
  | { kind: 'none' }
  | { kind: 'busy' }
  | { kind: 'failed'; problem: RestProblem }
  | { kind: 'tried'; tried: number; posted: number };

/** After a new version of the server, or a fault that was mended: everything that is quarantined once more. */
function PostAll({ onDone }: { onDone: () => void }) {
  const say = useSay();
  const { person, change } = useSession();
  const [outcome, setOutcome] = useState<Outcome>({ kind: 'none' });
  if (person.role !== 'manager') {
    return null;
  }
  const tryAll = () => {
    setOutcome({ kind: 'busy' });
    void change({ path: '/api/v1/attention/repost_all' }, postAllAnswer).then((answer) => {
      setOutcome(answer.ok ? { kind: 'tried', ...answer.data } : { kind: 'failed', problem: answer.problem });
      if (answer.ok && answer.data.posted > 0) {
        onDone();
      }
    });
  };
  return (
    <div className="mb-4 grid gap-3">
      <button
        type="button"
        className={`${button.plain} justify-self-start`}
        disabled={outcome.kind === 'busy'}
        onClick={tryAll}
      >
        {say('attention.postAll')}
      </button>
      {outcome.kind === 'failed' ? <ProblemNotice problem={outcome.problem} /> : null}
      {outcome.kind === 'tried' ? (
        <Notice
          kind={outcome.posted > 0 ? 'good' : 'info'}
          title={say('attention.postedAll', { posted: outcome.posted, tried: outcome.tried })}
          urgent
        />
      ) : null}
    </div>
  );
}
