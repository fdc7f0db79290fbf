import type { StepText } from './step-text.ts';

const LOOKS = {
  plain: '',
  off: 'font-medium text-brand',
  inside: 'text-muted',
  total: 'mt-1 border-t border-line pt-1.5 font-bold',
} as const;

/** Steps of a calculation, one under the other, with their figures in a column. */
export function StepList({ steps }: { steps: readonly StepText[] }) {
  return (
    <dl className="grid gap-1.5">
      {steps.map((step, place) => (
        // Steps never change their places while they are shown.
        <div key={place} className={`flex items-baseline justify-between gap-4 ${LOOKS[step.kind]}`}>
          <dt className="min-w-0">
            {step.name}
            {step.detail === null ? null : <span className="block text-sm font-normal text-muted">{step.detail}</span>}
          </dt>
          <dd className="whitespace-nowrap">{step.amount}</dd>
        </div>
      ))}
    </dl>
  );
}
