import { useState } from 'react';
import type { EnrolmentRequest } from '#protocol/enrolment.ts';
import { connectTill, type ConnectStep, Stays } from '../state/connect-till.ts';
import { StorageRefused } from '#store/till-store.ts';
import { ServerProblem } from '../ports.ts';
import { useTill } from '../till-context.tsx';

/** Where connecting is, or why it stopped. Each step can be tried again. */
export type ConnectState = { kind: 'idle' } | { kind: 'working'; step: ConnectStep } | { kind: 'failed'; why: Failure };

export type Failure =
  | Exclude<ServerProblem['kind'], 'refused'>
  | Stays['reason']
  | 'unknown_code'
  | 'no_demo'
  | 'too_many_tries'
  | 'no_room'
  | 'no_storage'
  | 'unexpected';

/** Makes this device a register, keeps room for its journal and fetches what it sells. */
export function useConnect(): {
  state: ConnectState;
  connect: (request: EnrolmentRequest) => Promise<void>;
  fetchShelf: () => Promise<void>;
} {
  const till = useTill();
  const [state, setState] = useState<ConnectState>({ kind: 'idle' });
  const show = (step: ConnectStep) => {
    setState({ kind: 'working', step });
  };
  const run = async (work: () => Promise<void>) => {
    try {
      await work();
      setState({ kind: 'idle' });
    } catch (error) {
      setState({ kind: 'failed', why: reasonOf(error) });
    }
  };

  return {
    state,
    fetchShelf: () =>
      run(async () => {
        show('catalogue');
        await till.refreshShelf();
      }),
    connect: (request) => run(() => connectTill(till, request, show)),
  };
}

const REFUSALS: Readonly<Record<string, Failure>> = {
  NO_DEMO_SHOP: 'no_demo',
  TOO_MANY_TRIES: 'too_many_tries',
};

function reasonOf(error: unknown): Failure {
  if (error instanceof Stays) {
    return error.reason;
  }
  if (error instanceof StorageRefused) {
    return error.reason === 'no_room' ? 'no_room' : 'no_storage';
  }
  if (error instanceof ServerProblem) {
    return error.kind === 'refused' ? (REFUSALS[error.code] ?? 'unknown_code') : error.kind;
  }
  return 'unexpected';
}
