import { useMemo } from 'react';
import { Link } from 'react-router';
import type { z } from 'zod';
import { attentionList } from '#protocol/attention.ts';
import { registerList } from '#protocol/office.ts';
import { button } from '#ui/button.ts';
import { useFormat } from '#ui/format.tsx';
import { Disclosure } from '../frame/disclosure.tsx';
import { Empty } from '../frame/empty.tsx';
import { Page } from '../frame/page.tsx';
import { ShownAnswer } from '../frame/shown-answer.tsx';
import { useRead } from '../session/session.tsx';
import { useSay } from '../words/office-words.tsx';
import { attentionWords, detailText } from './attention-words.ts';

type Noticed = z.infer<typeof attentionList>[number];

/** What the server recorded and a person should look at, newest first. */
export function AttentionPage() {
  const say = useSay();
  const { asked, again } = useRead('/api/v1/attention', attentionList);
  const registerName = useRegisterNames();
  return (
    <Page title={say('attention.title')} lead={say('attention.lead')}>
      <ShownAnswer asked={asked} again={again}>
        {(list) =>
          list.length === 0 ? (
            <Empty title={say('attention.emptyTitle')} hint={say('attention.emptyHint')} />
          ) : (
            <ul className="grid gap-3">
              {list.map((noticed) => (
                <li key={noticed.attention_id}>
                  <NoticedCard noticed={noticed} registerName={registerName(noticed.register_id)} />
                </li>
              ))}
            </ul>
          )
        }
      </ShownAnswer>
    </Page>
  );
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

function NoticedCard({ noticed, registerName }: { noticed: Noticed; registerName: string }) {
  const say = useSay();
  const { moment } = useFormat();
  const { title, meaning } = attentionWords(noticed.kind, say);
  const details = Object.entries(noticed.details);
  return (
    <article className="rounded-card border border-line bg-surface p-4">
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2">
        <div className="min-w-0 flex-1 basis-72">
          <h2 className="font-bold">{title}</h2>
          <p className="mt-0.5">{meaning}</p>
          <p className="mt-1.5 text-sm text-muted">
            <time dateTime={noticed.created_at}>{moment(noticed.created_at)}</time>
            {` · ${registerName}`}
          </p>
        </div>
        {noticed.transaction_id === null ? null : (
          <Link to={`/sales/${encodeURIComponent(noticed.transaction_id)}`} className={button.plain}>
            {say('attention.openSale')}
          </Link>
        )}
      </div>
      {details.length === 0 ? null : (
        <Disclosure label={say('attention.details')}>
          <dl className="mt-1 grid gap-1.5 rounded-tight bg-sunken p-3 text-sm">
            {details.map(([name, value]) => (
              <div key={name} className="min-w-0 sm:flex sm:gap-3">
                <dt className="shrink-0 text-muted sm:w-48">{name}</dt>
                <dd className="min-w-0 wrap-anywhere">{detailText(value)}</dd>
              </div>
            ))}
          </dl>
        </Disclosure>
      )}
    </article>
  );
}
