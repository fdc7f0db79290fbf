import { ChevronDown } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import type { AttentionCounts, AttentionStatus } from '#protocol/attention.ts';
import { button } from '#ui/button.ts';
import { fieldLook } from '#ui/field.tsx';
import { useSay } from '../words/office-words.tsx';
import { attentionWords } from './attention-words.ts';

/** What the list is narrowed down to. */
export interface AttentionChoice {
  status: AttentionStatus;
  kind: string | null;
  registerId: string | null;
}

interface AttentionFiltersProps {
  choice: AttentionChoice;
  counts: AttentionCounts;
  registerName: (registerId: string) => string;
  onChoose: (choice: AttentionChoice) => void;
}

/** How far people have got, which kind, which register; each says how much there is of it. */
export function AttentionFilters({ choice, counts, registerName, onChoose }: AttentionFiltersProps) {
  const say = useSay();
  const statuses = [
    { status: 'open' as const, label: say('attention.open', { count: counts.open }) },
    { status: 'in_work' as const, label: say('attention.inWork', { count: counts.in_work }) },
    { status: 'done' as const, label: say('attention.done', { count: counts.done }) },
  ];
  const kinds = withChosen(counts.kinds, choice.kind);
  const registers = withChosen(counts.registers, choice.registerId);
  return (
    <fieldset className="mb-6 grid min-w-0 gap-3">
      <legend className="sr-only">{say('attention.filters')}</legend>
      <div className="flex flex-wrap gap-2">
        {statuses.map(({ status, label }) => (
          <button
            key={status}
            type="button"
            aria-pressed={choice.status === status}
            className={button.chip}
            onClick={() => {
              onChoose({ ...choice, status });
            }}
          >
            {label}
          </button>
        ))}
      </div>
      <div className="grid gap-3 sm:max-w-2xl sm:grid-cols-2">
        <Choice
          label={say('attention.kind')}
          all={say('attention.allKinds')}
          value={choice.kind}
          onChange={(kind) => {
            onChoose({ ...choice, kind });
          }}
        >
          {kinds.map(([kind, count]) => (
            <option key={kind} value={kind}>
              {withCount(attentionWords(kind, say).title, count)}
            </option>
          ))}
        </Choice>
        <Choice
          label={say('attention.register')}
          all={say('attention.allRegisters')}
          value={choice.registerId}
          onChange={(registerId) => {
            onChoose({ ...choice, registerId });
          }}
        >
          {registers.map(([registerId, count]) => (
            <option key={registerId} value={registerId}>
              {withCount(registerName(registerId), count)}
            </option>
          ))}
        </Choice>
      </div>
    </fieldset>
  );
}

/** What is chosen stays among the choices, also when the last of it is done. */
function withChosen(counts: Readonly<Record<string, number>>, chosen: string | null): [name: string, count: number][] {
  return Object.entries(chosen === null || chosen in counts ? counts : { ...counts, [chosen]: 0 });
}

function withCount(name: string, count: number): string {
  return `${name} (${String(count)})`;
}

interface ChoiceProps {
  label: string;
  all: string;
  value: string | null;
  onChange: (value: string | null) => void;
  children: ReactNode;
}

function Choice({ label, all, value, onChange, children }: ChoiceProps) {
  const id = useId();
  return (
    <div className="min-w-0">
      <label htmlFor={id} className="mb-1.5 block text-sm font-semibold">
        {label}
      </label>
      <span className="relative block">
        <select
          id={id}
          className={`${fieldLook} appearance-none truncate pr-11`}
          value={value ?? ''}
          onChange={(event) => {
            onChange(event.target.value === '' ? null : event.target.value);
          }}
        >
          <option value="">{all}</option>
          {children}
        </select>
        <ChevronDown aria-hidden="true" className="pointer-events-none absolute top-3.5 right-3.5 size-5 text-muted" />
      </span>
    </div>
  );
}
