import { useId, useState } from 'react';
import {
  type AttentionDetail,
  attentionDetail,
  type AttentionStatus,
  type PostAnswer,
  postAnswer,
} from '#protocol/attention.ts';
import { button } from '#ui/button.ts';
import { fieldLook } from '#ui/field.tsx';
import { useFormat } from '#ui/format.tsx';
import { Notice } from '#ui/notice.tsx';
import { Disclosure } from '../frame/disclosure.tsx';
import { ProblemNotice } from '../frame/problem-notice.tsx';
import { ShownAnswer } from '../frame/shown-answer.tsx';
import type { Answer, RestProblem } from '../rest/rest.ts';
import { useRead, useSession } from '../session/session.tsx';
import { type OfficeSay, useSay } from '../words/office-words.tsx';
import { detailText, factName } from './attention-words.ts';

interface NoticedWorkProps {
  attentionId: string;
  /** Something was done about it: the list and its counts are old now. */
  onDone: () => void;
}

/** What a person does about one entry: its facts and text, what was done so far, a note, and the ways on. */
export function NoticedWork({ attentionId, onDone }: NoticedWorkProps) {
  const { asked, again } = useRead(`/api/v1/attention/${encodeURIComponent(attentionId)}`, attentionDetail);
  return (
    <ShownAnswer asked={asked} again={again}>
      {(detail) => <Work detail={detail} onDone={onDone} again={again} />}
    </ShownAnswer>
  );
}

/** What came of the last thing that was asked for. */
type Outcome = { kind: 'none' } | { kind: 'busy' } | { kind: 'failed'; problem: RestProblem } | PostOutcome;
type PostOutcome = { kind: 'told'; answer: PostAnswer };

function Work({ detail, onDone, again }: { detail: AttentionDetail; onDone: () => void; again: () => void }) {
  const say = useSay();
  const { change } = useSession();
  const noteId = useId();
  const [note, setNote] = useState('');
  const [outcome, setOutcome] = useState<Outcome>({ kind: 'none' });
  const path = `/api/v1/attention/${encodeURIComponent(detail.attention_id)}`;
  const noted = note.trim() === '' ? null : note.trim();

  const settle = <Data,>(answer: Answer<Data>, next: (data: Data) => void) => {
    if (answer.ok) {
      next(answer.data);
    } else {
      setOutcome({ kind: 'failed', problem: answer.problem });
    }
  };
  const mark = (status: AttentionStatus) => {
    setOutcome({ kind: 'busy' });
    void change({ path: `${path}/steps`, body: { status, note: noted } }, attentionDetail).then((answer) => {
      settle(answer, onDone);
    });
  };
  const post = (action: 'repost' | 'copy', body?: unknown) => {
    setOutcome({ kind: 'busy' });
    void change({ path: `${path}/${action}`, ...(body === undefined ? {} : { body }) }, postAnswer).then((answer) => {
      settle(answer, (told) => {
        setOutcome({ kind: 'told', answer: told });
        if (told.posted) {
          onDone();
          again();
        }
      });
    });
  };

  const busy = outcome.kind === 'busy';
  return (
    <div className="mt-1 grid gap-4 rounded-tight bg-sunken p-3 sm:p-4">
      <Facts detail={detail} />
      {detail.steps.length === 0 ? null : <History steps={detail.steps} />}
      <Outcomes outcome={outcome} />
      <Posting
        detail={detail}
        busy={busy}
        onRepost={() => {
          post('repost');
        }}
        onDecide={(decision) => {
          post('copy', { decision, note: noted });
        }}
      />
      <div>
        <label htmlFor={noteId} className="mb-1.5 block text-sm font-semibold">
          {say('attention.note')}
        </label>
        <textarea
          id={noteId}
          rows={2}
          maxLength={1000}
          className={`${fieldLook} py-3`}
          aria-describedby={`${noteId}-hint`}
          value={note}
          onChange={(event) => {
            setNote(event.target.value);
          }}
        />
        <p id={`${noteId}-hint`} className="mt-1.5 text-sm text-muted">
          {say('attention.noteHint')}
        </p>
      </div>
      <Marks status={detail.status} busy={busy} onMark={mark} />
    </div>
  );
}

function Facts({ detail }: { detail: AttentionDetail }) {
  const say = useSay();
  const facts = Object.entries(detail.details);
  return (
    <div className="min-w-0">
      {facts.length === 0 ? null : (
        <dl className="grid gap-1.5 text-sm" aria-label={say('attention.facts')}>
          {facts.map(([name, value]) => (
            <div key={name} className="min-w-0 sm:flex sm:gap-3">
              <dt className="shrink-0 text-muted sm:w-48">{factName(name, say)}</dt>
              <dd className="min-w-0 wrap-anywhere">{detailText(value)}</dd>
            </div>
          ))}
        </dl>
      )}
      <Disclosure label={say('attention.raw')}>
        <pre className="max-h-96 overflow-auto rounded-tight border border-line bg-surface p-3 text-xs wrap-anywhere whitespace-pre-wrap">
          {detail.raw ?? say('attention.rawNone')}
        </pre>
      </Disclosure>
    </div>
  );
}

type Steps = AttentionDetail['steps'];

function History({ steps }: { steps: Steps }) {
  const say = useSay();
  const { moment } = useFormat();
  return (
    <div>
      <h3 className="text-sm font-semibold">{say('attention.history')}</h3>
      <ol className="mt-1 grid gap-2 text-sm">
        {steps.map((step) => (
          <li
            key={`${step.taken_at} ${step.action} ${step.status} ${step.note ?? ''}`}
            className="min-w-0 wrap-anywhere"
          >
            <span className="text-muted">{stepText(step, moment(step.taken_at), say)}</span>
            {step.note === null ? null : <p className="whitespace-pre-line">{step.note}</p>}
          </li>
        ))}
      </ol>
    </div>
  );
}

function stepText(step: Steps[number], time: string, say: OfficeSay): string {
  const who = { name: step.taken_by?.name ?? say('attention.byServer'), time };
  switch (step.action) {
    case 'mark':
      return say('attention.marked', { ...who, status: statusText(step.status, say) });
    case 'repost':
      return say('attention.reposted', who);
    case 'post_copy':
      return say('attention.copyPosted', who);
    case 'same_sale':
      return say('attention.sameSale', who);
  }
}

function statusText(status: AttentionStatus, say: OfficeSay): string {
  return {
    open: say('attention.statusOpen'),
    in_work: say('attention.statusInWork'),
    done: say('attention.statusDone'),
  }[status];
}

function Outcomes({ outcome }: { outcome: Outcome }) {
  const say = useSay();
  if (outcome.kind === 'failed') {
    return <ProblemNotice problem={outcome.problem} />;
  }
  if (outcome.kind !== 'told') {
    return null;
  }
  const { answer } = outcome;
  if (!answer.posted) {
    return (
      <Notice kind="warn" title={say('attention.notPosted')} urgent>
        <span className="wrap-anywhere">{answer.reason}</span>
      </Notice>
    );
  }
  return (
    <Notice kind="good" title={say(answer.transaction_id === null ? 'attention.settled' : 'attention.posted')} urgent />
  );
}

interface PostingProps {
  detail: AttentionDetail;
  busy: boolean;
  onRepost: () => void;
  onDecide: (decision: 'post' | 'same_sale') => void;
}

/** Only what was kept without being posted can be posted, and only a manager may. */
function Posting({ detail, busy, onRepost, onDecide }: PostingProps) {
  const say = useSay();
  const { person } = useSession();
  const { kind, source_status: source } = detail;
  const isCopy = (kind === 'conflict' || kind === 'after_loss') && (source === 'kept' || source === 'same_sale');
  const isQuarantined = kind === 'quarantined' && source === 'quarantined';
  if (!isCopy && !isQuarantined) {
    return null;
  }
  if (person.role !== 'manager') {
    return <p className="text-sm text-muted">{say('attention.managerOnly')}</p>;
  }
  if (isQuarantined) {
    return <Way label={say('attention.post')} hint={say('attention.postHint')} busy={busy} onGo={onRepost} />;
  }
  return (
    <div className="grid gap-3">
      <Way
        label={say('attention.postCopy')}
        hint={say(kind === 'after_loss' ? 'attention.postLostHint' : 'attention.postCopyHint')}
        busy={busy}
        onGo={() => {
          onDecide('post');
        }}
      />
      {source === 'same_sale' ? null : (
        <Way
          label={say('attention.same')}
          hint={say('attention.sameHint')}
          busy={busy}
          onGo={() => {
            onDecide('same_sale');
          }}
        />
      )}
    </div>
  );
}

function Way({ label, hint, busy, onGo }: { label: string; hint: string; busy: boolean; onGo: () => void }) {
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <button type="button" className={`${button.plain} max-sm:w-full`} disabled={busy} onClick={onGo}>
        {label}
      </button>
      <p className="min-w-0 flex-1 basis-64 text-sm text-muted">{hint}</p>
    </div>
  );
}

interface MarksProps {
  status: AttentionStatus;
  busy: boolean;
  onMark: (status: AttentionStatus) => void;
}

function Marks({ status, busy, onMark }: MarksProps) {
  const say = useSay();
  const { person } = useSession();
  if (person.role === 'cashier') {
    return null;
  }
  const ways = [
    { to: 'in_work' as const, label: say('attention.begin'), look: button.plain },
    { to: 'done' as const, label: say('attention.finish'), look: button.soft },
    { to: 'open' as const, label: say('attention.reopen'), look: button.plain },
  ];
  const shown = ways.filter(({ to }) => (status === 'done' ? to === 'open' : to !== 'open' && to !== status));
  return (
    <div className="flex flex-wrap gap-2">
      {shown.map(({ to, label, look }) => (
        <button
          key={to}
          type="button"
          className={look}
          disabled={busy}
          onClick={() => {
            onMark(to);
          }}
        >
          {label}
        </button>
      ))}
    </div>
  );
}
