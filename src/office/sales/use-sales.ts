import { useCallback, useState } from 'react';
import { type TransactionList, transactionList } from '#protocol/transaction.ts';
import type { RestProblem } from '../rest/rest.ts';
import type { Asked } from '../rest/use-answer.ts';
import { useRead, useSession } from '../session/session.tsx';
import { pathOfQuery, type SalesQuery } from './sales-query.ts';

export type SaleNode = TransactionList['edges'][number]['node'];

/** The sales read so far and how to read on. */
export interface SalesRead {
  sales: readonly SaleNode[];
  summary: TransactionList['summary'];
  /** Null when the server has no more. */
  more: (() => void) | null;
  moreBusy: boolean;
  moreProblem: RestProblem | null;
}

/** What was read after one first page; it counts only as long as that page is the one shown. */
interface Further {
  first: TransactionList;
  pages: readonly TransactionList[];
  busy: boolean;
  problem: RestProblem | null;
}

/** Reads the first page of a query when the query changes, and the following ones when asked. */
export function useSales(query: SalesQuery): { asked: Asked<SalesRead>; again: () => void } {
  const { read } = useSession();
  const { asked, again } = useRead(pathOfQuery(query, null), transactionList);
  const [further, setFurther] = useState<Further | null>(null);

  const readOn = useCallback(
    async (current: Further, cursor: string) => {
      setFurther({ ...current, busy: true, problem: null });
      const answer = await read(pathOfQuery(query, cursor), transactionList);
      const next = answer.ok
        ? { ...current, pages: [...current.pages, answer.data] }
        : { ...current, problem: answer.problem };
      setFurther((now) => (now?.first === current.first ? { ...next, busy: false } : now));
    },
    [read, query],
  );

  if (asked.phase !== 'ready') {
    return { asked, again };
  }
  const now = further?.first === asked.data ? further : { first: asked.data, pages: [], busy: false, problem: null };
  const pages = [now.first, ...now.pages];
  const { pageInfo } = pages.at(-1) ?? now.first;
  const cursor = pageInfo.hasNextPage ? pageInfo.endCursor : null;
  const sales = pages.flatMap((page) => page.edges.map((edge) => edge.node));
  return {
    again,
    asked: {
      phase: 'ready',
      data: {
        sales,
        summary: now.first.summary,
        more: cursor === null ? null : () => void readOn(now, cursor),
        moreBusy: now.busy,
        moreProblem: now.problem,
      },
    },
  };
}
