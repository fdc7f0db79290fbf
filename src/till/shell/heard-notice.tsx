import type { ReactNode } from 'react';
import { problem, type ProblemCode } from '#core/problem.ts';
import type { StorageRefused } from '#store/till-store.ts';
import { Notice } from '#ui/notice.tsx';
import { button } from '#ui/button.ts';
import { useFormat } from '#ui/format.tsx';
import { useSay } from '#ui/words/words.tsx';
import { problemWords } from './problem-words.ts';
import type { SaleState } from '../state/desk-core.ts';
import { useSale, useTill } from '../till-context.tsx';

/** What the cashier must see of the last input, and of scans that did not come as far as the sale. */
export function HeardNotice() {
  return (
    <>
      <UnstoredScans />
      <StartTrouble />
      <LastInput />
    </>
  );
}

/** Scans that are on no sale because they could not be stored: they stay until someone says that they were seen. */
function UnstoredScans() {
  const say = useSay();
  const { desk } = useTill();
  const scans = useSale((state) => state.unstoredScans);
  return scans.length === 0 ? null : (
    <div className="mb-3">
      <Notice
        kind="bad"
        title={say('sell.unstored', { count: scans.length })}
        urgent
        action={
          <button type="button" className={`${button.plain} px-3`} onClick={desk.dismissUnstored}>
            {say('sell.unstored_seen')}
          </button>
        }
      >
        <p className="break-all">{scans.join(', ')}</p>
        <p>{say('sell.unstored_then')}</p>
      </Notice>
    </div>
  );
}

const START_TROUBLES: Readonly<Record<NonNullable<SaleState['startTrouble']>, ProblemCode>> = {
  last_hidden: 'POS-4007',
  open_unreadable: 'POS-4008',
  open_unsure: 'POS-4009',
};

/** What the till could not read when it started; of an open sale that may be paid it is said as long as that is there. */
function StartTrouble() {
  const say = useSay();
  const { desk } = useTill();
  const mayBePaid = useSale(({ sale }) => sale?.mayBePaid === true);
  const trouble = useSale((state) => state.startTrouble);
  return (
    <>
      {trouble === null ? null : (
        <StartWarning
          code={START_TROUBLES[trouble]}
          action={
            <button type="button" className={`${button.plain} px-3`} onClick={desk.dismissStartTrouble}>
              {say('sell.unstored_seen')}
            </button>
          }
        />
      )}
      {mayBePaid ? <StartWarning code="POS-4006" action={null} /> : null}
    </>
  );
}

function StartWarning({ code, action }: { code: ProblemCode; action: ReactNode }) {
  const say = useSay();
  const format = useFormat();
  const { what, advice } = problemWords(problem(code), say, format);
  return (
    <div className="mb-3">
      <Notice kind="warn" title={what} urgent action={action}>
        {advice} <span className="whitespace-nowrap">({code})</span>
      </Notice>
    </div>
  );
}

/** Neither copy of the journal takes a sale: said before any money is. */
const STORAGE_PROBLEMS: Readonly<Record<StorageRefused['reason'], ProblemCode>> = {
  no_room: 'POS-4001',
  unreachable: 'POS-4002',
  unclear: 'POS-4005',
  other_tab: 'POS-4003',
  not_enrolled: 'POS-4004',
};

function StorageRefusal({ reason }: { reason: StorageRefused['reason'] }) {
  const say = useSay();
  const format = useFormat();
  const code = STORAGE_PROBLEMS[reason];
  const { what, advice } = problemWords(problem(code), say, format);
  return (
    <Notice kind="bad" title={what} urgent>
      {advice} <span className="whitespace-nowrap">({code})</span>
    </Notice>
  );
}

/** What was refused and why, or what can be taken back. */
function LastInput() {
  const say = useSay();
  const format = useFormat();
  const { desk } = useTill();
  const heard = useSale((state) => state.heard);
  const storageRefused = useSale((state) => state.storageRefused);
  if (storageRefused !== null) {
    return (
      <div className="mb-3">
        <StorageRefusal reason={storageRefused} />
      </div>
    );
  }
  const undo = (
    <button type="button" className={`${button.plain} px-3`} onClick={() => void desk.undo()}>
      {say('sell.undo')}
    </button>
  );
  switch (heard?.kind) {
    case 'refused': {
      const words = problemWords(heard.problem, say, format);
      return (
        <div className="mb-3" key={heard.seq}>
          <Notice kind="warn" title={words.what} urgent>
            {words.advice}
          </Notice>
        </div>
      );
    }
    case 'not_stored':
      return (
        <div className="mb-3" key={heard.seq}>
          <Notice kind="bad" title={say('storage.not_stored')} urgent>
            {say('storage.not_stored_then')}
          </Notice>
        </div>
      );
    case 'removed':
    case 'emptied':
      return (
        <div className="mb-3 animate-rise" key={heard.seq}>
          <Notice
            kind="info"
            title={
              heard.kind === 'removed' ? say('sell.removed', { name: format.name(heard.name) }) : say('sell.emptied')
            }
            action={undo}
          />
        </div>
      );
    case 'line':
    case 'miss':
    case 'undone':
    case 'not_ready':
    case undefined:
      return null;
  }
}
