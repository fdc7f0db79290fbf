import { useState } from 'react';
import type { EnrolmentRequest } from '#protocol/enrolment.ts';
import { EnrolmentRefused, StorageRefused } from '#store/till-store.ts';
import { ServerProblem } from '../ports.ts';
import { useTill } from '../till-context.tsx';

/** Where connecting is, or why it stopped. Nothing is half done: each step can be tried again. */
export type ConnectState =
  { kind: 'idle' } | { kind: 'working'; step: (typeof CONNECT_STEPS)[number] } | { kind: 'failed'; why: Failure };

export type Failure =
  | Exclude<ServerProblem['kind'], 'refused'>
  | 'unknown_code'
  | 'no_demo'
  | 'too_many_tries'
  | 'no_room'
  | 'unsent_first'
  | 'not_seen'
  | 'unexpected';

export const CONNECT_STEPS = ['asking', 'storage', 'catalogue'] as const;

/** Makes this device a register, keeps room for its journal and fetches what it sells. */
export function useConnect(): {
  state: ConnectState;
  connect: (request: EnrolmentRequest) => Promise<void>;
  fetchShelf: () => Promise<void>;
} {
  const till = useTill();
  const [state, setState] = useState<ConnectState>({ kind: 'idle' });

  const run = async (work: () => Promise<void>) => {
    try {
      await work();
      setState({ kind: 'idle' });
    } catch (error) {
      setState({ kind: 'failed', why: reasonOf(error) });
    }
  };
  const fetchShelf = async () => {
    setState({ kind: 'working', step: 'catalogue' });
    await till.shelf.fetch();
    await till.resume();
  };

  return {
    state,
    fetchShelf: () => run(fetchShelf),
    connect: (request) =>
      run(async () => {
        setState({ kind: 'working', step: 'asking' });
        const answer = await till.ports.server.enrol(request);
        setState({ kind: 'working', step: 'storage' });
        await till.ports.device.keepStorage();
        await till.ports.store.enrol(answer);
        await till.device.refresh();
        await fetchShelf();
        void till.ports.sender.sendNow();
        void till.ports.copies.refreshKey();
        void till.history.begin();
      }),
  };
}

const REFUSALS: Readonly<Record<string, Failure>> = {
  NO_DEMO_SHOP: 'no_demo',
  TOO_MANY_TRIES: 'too_many_tries',
};

function reasonOf(error: unknown): Failure {
  if (error instanceof StorageRefused) {
    return error.reason === 'no_room' ? 'no_room' : 'not_seen';
  }
  if (error instanceof EnrolmentRefused) {
    return 'unsent_first';
  }
  if (error instanceof ServerProblem) {
    return error.kind === 'refused' ? (REFUSALS[error.code] ?? 'unknown_code') : error.kind;
  }
  return 'unexpected';
}
