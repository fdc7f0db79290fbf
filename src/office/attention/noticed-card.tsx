import { useState } from 'react';
import { Link } from 'react-router';
import type { AttentionEntry } from '#protocol/attention.ts';
import { button } from '#ui/button.ts';
import { useFormat } from '#ui/format.tsx';
import { useSay } from '../words/office-words.tsx';
import { attentionWords } from './attention-words.ts';
import { NoticedWork } from './noticed-work.tsx';

interface NoticedCardProps {
  noticed: AttentionEntry;
  registerName: string;
  onDone: () => void;
}

/** One thing that was noticed: what happened, whether money is missing, what to do; opened, the work on it. */
export function NoticedCard({ noticed, registerName, onDone }: NoticedCardProps) {
  const say = useSay();
  const { moment } = useFormat();
  const [isOpen, setIsOpen] = useState(false);
  const { title, meaning, money, todo } = attentionWords(noticed.kind, say);
  return (
    <article className="rounded-card border border-line bg-surface p-4">
      <h2 className="font-bold">{title}</h2>
      <p className="mt-0.5">{meaning}</p>
      <dl className="mt-2 grid gap-1">
        <Words name={say('attention.money')} text={money} />
        <Words name={say('attention.todo')} text={todo} />
      </dl>
      <p className="mt-2 text-sm text-muted">
        <time dateTime={noticed.created_at}>{moment(noticed.created_at)}</time>
        {` · ${registerName}`}
      </p>
      <div className="mt-3 flex flex-wrap gap-2">
        <button
          type="button"
          className={button.plain}
          aria-expanded={isOpen}
          onClick={() => {
            setIsOpen(!isOpen);
          }}
        >
          {say('attention.details')}
        </button>
        {noticed.transaction_id === null ? null : (
          <Link to={`/sales/${encodeURIComponent(noticed.transaction_id)}`} className={button.quiet}>
            {say('attention.openSale')}
          </Link>
        )}
      </div>
      {isOpen ? (
        <div className="mt-3">
          <NoticedWork attentionId={noticed.attention_id} onDone={onDone} />
        </div>
      ) : null}
    </article>
  );
}

function Words({ name, text }: { name: string; text: string }) {
  return text === '' ? null : (
    <div className="min-w-0 sm:flex sm:gap-3">
      <dt className="shrink-0 text-sm font-semibold text-muted sm:w-24 sm:pt-0.5">{name}</dt>
      <dd className="min-w-0">{text}</dd>
    </div>
  );
}
