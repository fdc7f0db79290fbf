import { zodResolver } from '@hookform/resolvers/zod';
import { useEffect, useState } from 'react';
import { useForm, useWatch } from 'react-hook-form';
import type { Amount } from '#core/money/money.ts';
import type { Problem } from '#core/problem.ts';
import { checkReferenceTender } from '#core/tender/check-tender.ts';
import { Field } from '#ui/field.tsx';
import { useFormat } from '#ui/format.tsx';
import { Notice } from '#ui/notice.tsx';
import { useSay } from '#ui/words/words.tsx';
import { problemWords } from '../shell/problem-words.ts';
import { useTill } from '../till-context.tsx';
import { problemOfMessage, type ReferenceFields, referenceForm } from './card-form.ts';
import { CompleteButton } from './complete-button.tsx';
import { useTakeTender } from './use-take-tender.ts';

interface ReferencePaneProps {
  method: 'yappy' | 'transfer';
  left: Amount;
  currency: string;
}

/** A payment that is known by its reference: Yappy, a bank transfer. */
export function ReferencePane({ method, left, currency }: ReferencePaneProps) {
  const say = useSay();
  const format = useFormat();
  const { ports } = useTill();
  const [problem, setProblem] = useState<Problem | null>(null);
  const takeTender = useTakeTender();
  const form = useForm<ReferenceFields>({
    defaultValues: { amount: left, reference: '' },
    resolver: zodResolver(referenceForm(currency)),
    mode: 'onTouched',
  });
  const { setFocus } = form;
  useEffect(() => {
    setFocus('reference');
  }, [setFocus]);
  const { errors } = form.formState;
  const part = useWatch({ control: form.control, name: 'amount' }) !== left;

  const submit = form.handleSubmit((fields) => {
    const checked = checkReferenceTender({ method, ...fields }, { left, currency, newId: ports.newId });
    setProblem(checked.ok ? null : checked.problem);
    return checked.ok ? takeTender(checked.tender, left) : undefined;
  });
  const errorOf = (name: keyof ReferenceFields) => {
    const found = problemOfMessage(errors[name]?.message, form.getValues(name));
    if (found === null) {
      return undefined;
    }
    const words = problemWords(found, say, format);
    return `${words.what} ${words.advice}`;
  };
  const refusal = problem === null ? null : problemWords(problem, say, format);

  return (
    <form onSubmit={(event) => void submit(event)} className="flex flex-1 flex-col gap-4" noValidate>
      <div className="grid flex-1 content-start gap-5 rounded-card border border-line bg-surface p-4 lg:grid-cols-2 lg:p-6">
        <p className="text-muted lg:col-span-2">{say(`pay.${method}_hint`)}</p>
        <Field
          label={say('pay.amount')}
          inputMode="decimal"
          error={errorOf('amount')}
          className="text-xl"
          {...form.register('amount')}
        />
        <Field
          label={say('pay.reference')}
          hint={say('pay.reference_hint')}
          maxLength={80}
          error={errorOf('reference')}
          className="text-xl"
          {...form.register('reference')}
        />
        {refusal === null ? null : (
          <div className="lg:col-span-2">
            <Notice kind="bad" title={refusal.what} urgent>
              {refusal.advice}
            </Notice>
          </div>
        )}
      </div>
      <CompleteButton
        face={part ? say('pay.take_other') : say('pay.complete')}
        outcome={errors.amount === undefined && !part ? format.money.full(left) : ''}
      />
    </form>
  );
}
