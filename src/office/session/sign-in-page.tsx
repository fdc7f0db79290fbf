import { zodResolver } from '@hookform/resolvers/zod';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import type { z } from 'zod';
import { type SessionAnswer, sessionAnswer, signInRequest } from '#protocol/office.ts';
import { button } from '#ui/button.ts';
import { Field } from '#ui/field.tsx';
import { Notice } from '#ui/notice.tsx';
import { LanguageButton } from '../frame/language-button.tsx';
import { Mark } from '../frame/mark.tsx';
import { ProblemNotice } from '../frame/problem-notice.tsx';
import type { Rest, RestProblem } from '../rest/rest.ts';
import { useSay } from '../words/office-words.tsx';

type SignIn = z.infer<typeof signInRequest>;

interface SignInPageProps {
  rest: Rest;
  /** True when a session was open and has ended, so that the form explains why it is there. */
  ended: boolean;
  onSignedIn: (person: SessionAnswer) => void;
}

export function SignInPage({ rest, ended, onSignedIn }: SignInPageProps) {
  const say = useSay();
  const [problem, setProblem] = useState<RestProblem | null>(null);
  const { register, handleSubmit, setFocus, formState } = useForm<SignIn>({
    resolver: zodResolver(signInRequest),
    defaultValues: { email: '', password: '' },
  });

  const submit = handleSubmit(async (signIn) => {
    setProblem(null);
    const answer = await rest({ method: 'POST', path: '/api/v1/session', body: signIn }, sessionAnswer);
    if (answer.ok) {
      onSignedIn(answer.data);
    } else {
      setProblem(answer.problem);
      setFocus('password', { shouldSelect: true });
    }
  });

  return (
    <main className="grid min-h-dvh place-items-center p-4">
      <title>{`${say('frame.office')} · Mostrador`}</title>
      <div className="w-full max-w-md">
        <div className="mb-6 flex items-center justify-between">
          <Mark />
          <LanguageButton />
        </div>
        <section className="rounded-card border border-line bg-surface p-6">
          <h1 className="text-2xl font-bold text-balance">{say('signIn.title')}</h1>
          <p className="mt-1 mb-6 text-muted">{say('signIn.lead')}</p>
          <form noValidate onSubmit={(event) => void submit(event)} className="grid gap-4">
            {ended && problem === null ? (
              <Notice kind="info" title={say('signIn.ended')} urgent>
                {say('signIn.endedHint')}
              </Notice>
            ) : null}
            {problem === null ? null : <SignInProblem problem={problem} />}
            <Field
              label={say('signIn.email')}
              type="email"
              inputMode="email"
              autoComplete="username"
              autoCapitalize="none"
              error={formState.errors.email === undefined ? undefined : say('signIn.emailMissing')}
              {...register('email')}
            />
            <Field
              label={say('signIn.password')}
              type="password"
              autoComplete="current-password"
              error={formState.errors.password === undefined ? undefined : say('signIn.passwordMissing')}
              {...register('password')}
            />
            <button type="submit" className={`${button.main} mt-2`} disabled={formState.isSubmitting}>
              {formState.isSubmitting ? say('signIn.busy') : say('signIn.submit')}
            </button>
          </form>
        </section>
      </div>
    </main>
  );
}

/** A refused sign-in is an ordinary thing; everything else is told like anywhere in the office. */
function SignInProblem({ problem }: { problem: RestProblem }) {
  const say = useSay();
  return problem.kind === 'signed_out' ? (
    <Notice kind="bad" title={say('signIn.wrong')} urgent>
      {say('signIn.wrongHint')}
    </Notice>
  ) : (
    <ProblemNotice problem={problem} />
  );
}
