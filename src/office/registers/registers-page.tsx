import { useState } from 'react';
import { enrolmentCodeAnswer, type RegisterList, registerList } from '#protocol/office.ts';
import { button } from '#ui/button.ts';
import { useFormat } from '#ui/format.tsx';
import { type Column, DataTable } from '../frame/data-table.tsx';
import { Empty } from '../frame/empty.tsx';
import { Page } from '../frame/page.tsx';
import { ProblemNotice } from '../frame/problem-notice.tsx';
import { ShownAnswer } from '../frame/shown-answer.tsx';
import type { RestProblem } from '../rest/rest.ts';
import { useRead, useSession } from '../session/session.tsx';
import { useSay } from '../words/office-words.tsx';
import { EnrolmentCodeDialog, type FreshCode } from './enrolment-code-dialog.tsx';
import { TakeInCopy } from './take-in-copy.tsx';

type Register = RegisterList[number];

/** Which devices stand where, and how a new one becomes a register. */
export function RegistersPage() {
  const say = useSay();
  const { asked, again } = useRead('/api/v1/registers', registerList);
  const { fresh, problem, busy, makeCode, forget } = useNewCode();
  return (
    <Page title={say('registers.title')} lead={say('registers.lead')}>
      {problem === null ? null : (
        <div className="mb-4">
          <ProblemNotice problem={problem} />
        </div>
      )}
      <ShownAnswer asked={asked} again={again}>
        {(registers) =>
          registers.length === 0 ? (
            <Empty title={say('registers.emptyTitle')} hint={say('registers.emptyHint')} />
          ) : (
            <RegisterTable registers={registers} busy={busy} onNewCode={makeCode} />
          )
        }
      </ShownAnswer>
      <TakeInCopy onTaken={again} />
      {fresh === null ? null : <EnrolmentCodeDialog fresh={fresh} onClose={forget} />}
    </Page>
  );
}

function useNewCode() {
  const { change } = useSession();
  const [fresh, setFresh] = useState<FreshCode | null>(null);
  const [problem, setProblem] = useState<RestProblem | null>(null);
  const [busy, setBusy] = useState(false);
  const makeCode = async (register: Register) => {
    setBusy(true);
    setProblem(null);
    const path = `/api/v1/registers/${encodeURIComponent(register.register_id)}/enrolment_codes`;
    const answer = await change({ path }, enrolmentCodeAnswer);
    setBusy(false);
    if (answer.ok) {
      setFresh({
        registerName: register.name,
        replaces: register.enrolled,
        code: answer.data.code,
        expiresAt: answer.data.expires_at,
      });
    } else {
      setProblem(answer.problem);
    }
  };
  const forget = () => {
    setFresh(null);
  };
  return { fresh, problem, busy, makeCode, forget };
}

interface RegisterTableProps {
  registers: readonly Register[];
  busy: boolean;
  onNewCode: (register: Register) => Promise<void>;
}

function RegisterTable({ registers, busy, onNewCode }: RegisterTableProps) {
  const say = useSay();
  const { moment } = useFormat();
  const columns: Column<Register>[] = [
    { key: 'code', head: say('registers.code'), card: 'title', cell: (register) => <strong>{register.code}</strong> },
    {
      key: 'name',
      head: say('registers.name'),
      card: 'title',
      cell: (register) => <span className="whitespace-nowrap">{register.name}</span>,
    },
    {
      key: 'device',
      head: say('registers.device'),
      card: 'figure',
      cell: (register) => <DeviceMark enrolled={register.enrolled} />,
    },
    {
      key: 'seen',
      head: say('registers.lastSeen'),
      card: 'line',
      cell: (register) => (register.last_seen_at === null ? say('registers.never') : moment(register.last_seen_at)),
    },
    {
      key: 'unsent',
      head: say('registers.unsent'),
      card: 'line',
      cell: ({ unsent }) => (unsent === null ? null : <Unsent unsent={unsent} />),
    },
    {
      key: 'missing',
      head: say('registers.missing'),
      card: 'line',
      cell: ({ missing_events: missing }) =>
        missing === 0 ? null : <strong className="text-warn">{say('registers.missingOf', { count: missing })}</strong>,
    },
    {
      key: 'newCode',
      head: say('registers.deeds'),
      headHidden: true,
      figure: true,
      card: 'action',
      cell: (register) => (
        <button
          type="button"
          className={`${button.plain} max-md:w-full`}
          aria-label={say('registers.newCodeFor', { name: register.name })}
          // A disabled button would lose the focus that the dialog gives back when it closes.
          aria-disabled={busy}
          onClick={busy ? undefined : () => void onNewCode(register)}
        >
          {say('registers.newCode')}
        </button>
      ),
    },
  ];
  return (
    <DataTable
      caption={say('registers.title')}
      columns={columns}
      rows={registers}
      rowKey={(register) => register.register_id}
    />
  );
}

/** What its till said at its last push that only it holds. */
function Unsent({ unsent }: { unsent: NonNullable<Register['unsent']> }) {
  const say = useSay();
  const { moment } = useFormat();
  if (unsent.events === 0) {
    return <span className="text-muted">{say('registers.unsentNone')}</span>;
  }
  return (
    <>
      <span className="block font-semibold">{say('registers.unsentOf', { count: unsent.events })}</span>
      {unsent.oldest_sold_at === null ? null : (
        <span className="block text-sm text-muted">
          {say('registers.unsentSince', { time: moment(unsent.oldest_sold_at) })}
        </span>
      )}
    </>
  );
}

function DeviceMark({ enrolled }: { enrolled: boolean }) {
  const say = useSay();
  return enrolled ? (
    <span className="rounded-full bg-brand-soft px-3 py-1 text-sm font-semibold whitespace-nowrap text-brand">
      {say('registers.enrolled')}
    </span>
  ) : (
    <span className="rounded-full bg-sunken px-3 py-1 text-sm font-semibold whitespace-nowrap text-muted">
      {say('registers.free')}
    </span>
  );
}
