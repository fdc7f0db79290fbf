import { zodResolver } from '@hookform/resolvers/zod';
import { useEffect, useState } from 'react';
import { useForm, useWatch } from 'react-hook-form';
import type { Amount } from '#core/money/money.ts';
import type { Problem } from '#core/problem.ts';
import { checkCardTender } from '#core/tender/check-tender.ts';
import { button } from '#ui/button.ts';
import { Field } from '#ui/field.tsx';
import { useFormat } from '#ui/format.tsx';
import { Notice } from '#ui/notice.tsx';
import { useSay } from '#ui/words/words.tsx';
import { problemWords } from '../shell/problem-words.ts';
import { useTill } from '../till-context.tsx';
import { type CardFields, cardForm, problemOfMessage } from './card-form.ts';
import { CompleteButton } from './complete-button.tsx';
import { useTakeTender } from './use-take-tender.ts';

const BRANDS = ['Visa', 'Mastercard', 'Amex', 'Clave'];

/** A card payment, as the bank's terminal has already made it: what its slip says, never the card's number. */
export function CardPane({ left, currency }: { left: Amount; currency: string }) {
  const say = useSay();
  const format = useFormat();
  const { ports } = useTill();
  const [problem, setProblem] = useState<Problem | null>(null);
  const takeTender = useTakeTender();
  const form = useForm<CardFields>({
    defaultValues: { amount: left, brand: '', last4: '', authorizationCode: '' },
    resolver: zodResolver(cardForm(currency)),
    mode: 'onTouched',
  });
  const { setFocus } = form;
  useEffect(() => {
    setFocus('last4');
  }, [setFocus]);
  const { errors } = form.formState;
  const amount = useWatch({ control: form.control, name: 'amount' });
  const brand = useWatch({ control: form.control, name: 'brand' });
  const part = amount !== left;

  const submit = form.handleSubmit((fields) => {
    const checked = checkCardTender(fields, { left, currency, newId: ports.newId });
    setProblem(checked.ok ? null : checked.problem);
    return checked.ok ? takeTender(checked.tender, left) : undefined;
  });
  const errorOf = (name: keyof CardFields) => {
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
        <p className="text-muted lg:col-span-2">{say('pay.card_hint')}</p>
        <Field
          label={say('pay.amount')}
          inputMode="decimal"
          error={errorOf('amount')}
          className="text-xl"
          {...form.register('amount')}
        />
        <BrandChoice
          brand={brand}
          onBrand={(chosen) => {
            form.setValue('brand', chosen, { shouldValidate: true });
          }}
        />
        <Field
          label={say('pay.last4')}
          hint={say('pay.last4_hint')}
          inputMode="numeric"
          maxLength={24}
          error={errorOf('last4')}
          className="text-xl"
          {...form.register('last4')}
        />
        <Field
          label={say('pay.authorization')}
          hint={say('pay.authorization_hint')}
          maxLength={60}
          error={errorOf('authorizationCode')}
          className="text-xl"
          {...form.register('authorizationCode')}
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
        face={part ? say('pay.take_card') : say('pay.complete')}
        outcome={errors.amount === undefined && !part ? format.money.full(left) : ''}
      />
    </form>
  );
}

function BrandChoice({ brand, onBrand }: { brand: string; onBrand: (brand: string) => void }) {
  const say = useSay();
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1.5 text-sm font-semibold">{say('pay.brand')}</legend>
      <div className="flex flex-wrap gap-2">
        {BRANDS.map((each) => (
          <button
            key={each}
            type="button"
            aria-pressed={brand === each}
            onClick={() => {
              onBrand(brand === each ? '' : each);
            }}
            className={button.chip}
          >
            {each}
          </button>
        ))}
      </div>
    </fieldset>
  );
}
