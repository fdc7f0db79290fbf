import { createContext, type ReactNode, use, useCallback, useEffect, useMemo, useState } from 'react';
import { z } from 'zod';
import { type SessionAnswer, sessionAnswer } from '#protocol/office.ts';
import { FormatProvider } from '#ui/format.tsx';
import { ProblemNotice } from '../frame/problem-notice.tsx';
import { Waiting } from '../frame/waiting.tsx';
import { type Answer, createRest, type RestProblem } from '../rest/rest.ts';
import { type Asked, useAnswer } from '../rest/use-answer.ts';
import { useSpoken } from '../words/office-words.tsx';
import { SignInPage } from './sign-in-page.tsx';

/** Who is signed in, and how to ask the server in their name. */
export interface Session {
  person: SessionAnswer;
  read: <Data>(path: string, shape: z.ZodType<Data>, signal?: AbortSignal) => Promise<Answer<Data>>;
  change: <Data>(
    change: { path: string; body?: unknown; file?: Blob },
    shape: z.ZodType<Data>,
  ) => Promise<Answer<Data>>;
  /** Null when it worked; the page then shows the sign-in form by itself. */
  signOut: () => Promise<RestProblem | null>;
}

const SessionContext = createContext<Session | null>(null);

export function useSession(): Session {
  const session = use(SessionContext);
  if (session === null) {
    throw new Error('useSession needs a SessionGate above it');
  }
  return session;
}

/** Asks as the person who is signed in; when their session has ended, the sign-in form comes by itself. */
export function useRead<Data>(path: string, shape: z.ZodType<Data>): { asked: Asked<Data>; again: () => void } {
  const { read } = useSession();
  const { language } = useSpoken();
  return useAnswer(`${language} ${path}`, (signal) => read(path, shape, signal));
}

type Presence =
  | { state: 'unknown' }
  | { state: 'unreachable'; problem: RestProblem }
  | { state: 'out'; ended: boolean }
  | { state: 'in'; person: SessionAnswer };

/** Shows its children to a person who is signed in, and the sign-in form to anyone else. */
export function SessionGate({ children }: { children: ReactNode }) {
  const [presence, setPresence] = useState<Presence>({ state: 'unknown' });
  const { language, say } = useSpoken();
  const rest = useMemo(() => createRest({ origin: '', language }), [language]);

  useEffect(() => {
    if (presence.state !== 'unknown') {
      return;
    }
    void rest({ method: 'GET', path: '/api/v1/session' }, sessionAnswer).then((answer) => {
      setPresence(presenceOf(answer));
    });
  }, [presence, rest]);

  const retry = useCallback(() => {
    setPresence({ state: 'unknown' });
  }, []);
  const onSignedIn = useCallback((person: SessionAnswer) => {
    setPresence({ state: 'in', person });
  }, []);
  const onSignedOut = useCallback((ended: boolean) => {
    setPresence({ state: 'out', ended });
  }, []);

  switch (presence.state) {
    case 'unknown':
      return (
        <main className="mx-auto max-w-xl p-4 pt-16">
          <title>{`${say('frame.office')} · Mostrador`}</title>
          <Waiting label={say('frame.loading')} />
        </main>
      );
    case 'unreachable':
      return (
        <main className="mx-auto max-w-xl p-4 pt-16">
          <title>{`${say('frame.office')} · Mostrador`}</title>
          <ProblemNotice problem={presence.problem} onAgain={retry} />
        </main>
      );
    case 'out':
      return <SignInPage rest={rest} ended={presence.ended} onSignedIn={onSignedIn} />;
    case 'in':
      return (
        <SignedIn person={presence.person} onSignedOut={onSignedOut}>
          {children}
        </SignedIn>
      );
  }
}

function presenceOf(answer: Answer<SessionAnswer>): Presence {
  if (answer.ok) {
    return { state: 'in', person: answer.data };
  }
  return answer.problem.kind === 'signed_out'
    ? { state: 'out', ended: false }
    : { state: 'unreachable', problem: answer.problem };
}

interface SignedInProps {
  person: SessionAnswer;
  onSignedOut: (ended: boolean) => void;
  children: ReactNode;
}

function SignedIn({ person, onSignedOut, children }: SignedInProps) {
  const { language } = useSpoken();
  const session = useMemo<Session>(() => {
    const rest = createRest({ origin: '', language });
    const csrfToken = person.csrf_token;
    const watched = <Data,>(answer: Answer<Data>): Answer<Data> => {
      if (!answer.ok && answer.problem.kind === 'signed_out') {
        onSignedOut(true);
      }
      return answer;
    };
    return {
      person,
      read: async (path, shape, signal) => watched(await rest({ method: 'GET', path, signal }, shape)),
      change: async (change, shape) => watched(await rest({ method: 'POST', csrfToken, ...change }, shape)),
      signOut: async () => {
        const answer = await rest({ method: 'DELETE', path: '/api/v1/session', csrfToken }, z.unknown());
        if (answer.ok || answer.problem.kind === 'signed_out') {
          onSignedOut(false);
          return null;
        }
        return answer.problem;
      },
    };
  }, [person, language, onSignedOut]);
  const local = person.locals[0];
  return (
    <FormatProvider language={language} currency={local?.currency ?? 'USD'} timeZone={local?.time_zone}>
      <SessionContext value={session}>{children}</SessionContext>
    </FormatProvider>
  );
}
