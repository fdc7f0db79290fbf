import { Download, Upload } from 'lucide-react';
import { useRef, useState } from 'react';
import type { CopyAnswer } from '#protocol/copy.ts';
import { button } from '#ui/button.ts';
import { Notice } from '#ui/notice.tsx';
import { type Say, useSay } from '#ui/words/words.tsx';
import { type SavedCopy, ServerProblem } from '../ports.ts';
import { useTill } from '../till-context.tsx';

type Failure = 'damaged' | 'others' | 'unproven' | 'too_large' | 'no_line' | 'foreign' | 'failing' | 'paused';

type Outcome =
  | { kind: 'saved'; saved: SavedCopy }
  | { kind: 'taken'; answer: CopyAnswer }
  | { kind: 'failed'; why: Failure };

/** What is unsent as a file in somebody's hands, and the way back in for a file of any till of the shop. */
export function CopiesSection() {
  const say = useSay();
  const { ports } = useTill();
  const chooser = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState<'saving' | 'taking' | null>(null);
  const [outcome, setOutcome] = useState<Outcome | null>(null);

  const run = async (what: 'saving' | 'taking', work: () => Promise<Outcome>) => {
    setBusy(what);
    setOutcome(null);
    setOutcome(await work());
    setBusy(null);
  };
  const save = () =>
    run('saving', async () => {
      const saved = await ports.copies.save().catch((): SavedCopy => ({ kind: 'unreadable' }));
      return { kind: 'saved', saved };
    });
  const takeIn = (file: File) =>
    run('taking', async () => {
      try {
        return { kind: 'taken', answer: await ports.copies.takeIn(file) };
      } catch (error) {
        return { kind: 'failed', why: failureOf(error) };
      }
    });

  return (
    <section className="grid gap-4 rounded-card border border-line bg-surface p-6">
      <div>
        <h2 className="text-xl font-bold">{say('copies.title')}</h2>
        <p className="mt-1 text-muted">{say('copies.lead')}</p>
      </div>
      <div aria-live="polite" className="empty:-mt-4">
        {outcome === null ? null : <OutcomeNotice outcome={outcome} />}
      </div>
      <div className="flex flex-wrap gap-2">
        <button
          type="button"
          className={`${button.plain} max-sm:w-full`}
          disabled={busy !== null}
          onClick={() => void save()}
        >
          <Download aria-hidden="true" className="size-5" />
          {say(busy === 'saving' ? 'copies.saving' : 'copies.save')}
        </button>
        <button
          type="button"
          className={`${button.plain} max-sm:w-full`}
          disabled={busy !== null}
          onClick={() => chooser.current?.click()}
        >
          <Upload aria-hidden="true" className="size-5" />
          {say(busy === 'taking' ? 'copies.taking' : 'copies.take_in')}
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
      </div>
      <p className="text-sm text-muted">{say('copies.take_in_hint')}</p>
    </section>
  );
}

function OutcomeNotice({ outcome }: { outcome: Outcome }) {
  const say = useSay();
  switch (outcome.kind) {
    case 'saved':
      return <SavedNotice saved={outcome.saved} />;
    case 'taken':
      return <TakenNotice answer={outcome.answer} />;
    case 'failed':
      return (
        <Notice kind={outcome.why === 'no_line' ? 'warn' : 'bad'} title={say(`copies.failed.${outcome.why}`)}>
          {say(`copies.failed_then.${outcome.why}`)}
        </Notice>
      );
  }
}

function SavedNotice({ saved }: { saved: SavedCopy }) {
  const say = useSay();
  if (saved.kind === 'saved') {
    return (
      <Notice kind="info" title={say('copies.saved', { events: saved.events, files: saved.files })}>
        {say('copies.saved_then')}
      </Notice>
    );
  }
  return (
    <Notice kind={saved.kind === 'nothing' ? 'info' : 'warn'} title={say(`copies.${saved.kind}`)}>
      {say(`copies.${saved.kind}_then`)}
    </Notice>
  );
}

function TakenNotice({ answer }: { answer: CopyAnswer }) {
  const say = useSay();
  const { counts, events, register_code: register } = answer;
  const waiting = counts.gap + counts.retry;
  if (waiting > 0) {
    return (
      <Notice kind="warn" title={say('copies.waiting', { count: waiting, register })}>
        {say('copies.waiting_then')}
      </Notice>
    );
  }
  return (
    <Notice kind="good" title={say('copies.taken', { events, register })}>
      {takenText(answer, say)}
    </Notice>
  );
}

function takenText({ counts, events }: CopyAnswer, say: Say): string {
  const fresh = events - counts.duplicate;
  const kept = counts.quarantined + counts.conflict;
  const news = fresh === events ? say('copies.taken_all') : say('copies.taken_new', { count: fresh });
  return kept === 0 ? news : `${news} ${say('copies.taken_kept', { count: kept })}`;
}

const REFUSALS: Readonly<Record<string, Failure>> = {
  COPY_OF_OTHERS: 'others',
  COPY_UNPROVEN: 'unproven',
  COPY_TOO_LARGE: 'too_large',
  DEVICE_NOT_ENROLLED: 'paused',
};

function failureOf(error: unknown): Failure {
  if (!(error instanceof ServerProblem)) {
    // The chosen file could not even be read: it was moved or taken out meanwhile.
    return 'damaged';
  }
  return error.kind === 'refused' ? (REFUSALS[error.code] ?? 'damaged') : error.kind;
}
