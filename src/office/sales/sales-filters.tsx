import { ChevronDown } from 'lucide-react';
import { useState } from 'react';
import { type RegisterList, registerList } from '#protocol/office.ts';
import { Field, fieldLook } from '#ui/field.tsx';
import { useRead, useSession } from '../session/session.tsx';
import { useSay } from '../words/office-words.tsx';
import { daysBefore, type SalesQuery } from './sales-query.ts';
import { useToday } from './use-today.ts';

interface SalesFiltersProps {
  query: SalesQuery;
  onChoose: (query: SalesQuery) => void;
}

/** By day and by register; what is chosen is in the address of the page. */
export function SalesFilters({ query, onChoose }: SalesFiltersProps) {
  const say = useSay();
  const { asked } = useRead('/api/v1/registers', registerList);
  return (
    <fieldset className="mb-6 grid min-w-0 gap-3">
      <legend className="sr-only">{say('sales.filters')}</legend>
      <Periods query={query} onChoose={onChoose} />
      <div className="grid grid-cols-2 gap-3 md:max-w-2xl md:grid-cols-3">
        <DateField
          label={say('sales.from')}
          value={query.dateFrom}
          onChange={(dateFrom) => {
            onChoose({ ...query, dateFrom });
          }}
        />
        <DateField
          label={say('sales.to')}
          value={query.dateTo}
          onChange={(dateTo) => {
            onChoose({ ...query, dateTo });
          }}
        />
        <RegisterField
          registers={asked.phase === 'ready' ? asked.data : []}
          value={query.registerId}
          onChange={(registerId) => {
            onChoose({ ...query, registerId });
          }}
        />
      </div>
    </fieldset>
  );
}

const CHIP = 'min-h-12 rounded-full border px-4 sm:px-5 font-semibold transition-colors duration-100';

function Periods({ query, onChoose }: SalesFiltersProps) {
  const say = useSay();
  const { person } = useSession();
  const today = useToday(person.locals[0]?.time_zone ?? 'UTC');
  const periods = [
    { label: say('sales.anyDay'), dateFrom: null, dateTo: null },
    { label: say('sales.today'), dateFrom: today, dateTo: today },
    { label: say('sales.lastWeek'), dateFrom: daysBefore(today, 6), dateTo: today },
  ];
  return (
    <fieldset className="flex min-w-0 flex-wrap gap-2">
      <legend className="sr-only">{say('sales.period')}</legend>
      {periods.map(({ label, dateFrom, dateTo }) => {
        const chosen = query.dateFrom === dateFrom && query.dateTo === dateTo;
        const look = chosen ? 'border-ink bg-ink text-on-ink' : 'border-line bg-surface hover:border-edge';
        return (
          <button
            key={label}
            type="button"
            aria-pressed={chosen}
            className={`${CHIP} ${look}`}
            onClick={() => {
              onChoose({ ...query, dateFrom, dateTo });
            }}
          >
            {label}
          </button>
        );
      })}
    </fieldset>
  );
}

interface DateFieldProps {
  label: string;
  value: string | null;
  onChange: (date: string | null) => void;
}

/** A date that is being typed is half a date for a while: only a whole one, or none, is a choice. */
function DateField({ label, value, onChange }: DateFieldProps) {
  const [entry, setEntry] = useState({ chosen: value, typed: value ?? '' });
  return (
    <Field
      label={label}
      type="date"
      min="2000-01-01"
      max="2999-12-31"
      value={entry.chosen === value ? entry.typed : (value ?? '')}
      onChange={(event) => {
        const { value: date, validity } = event.target;
        const chosen = date === '' ? null : date;
        setEntry({ chosen: validity.valid ? chosen : value, typed: date });
        if (validity.valid) {
          onChange(chosen);
        }
      }}
    />
  );
}

interface RegisterFieldProps {
  registers: RegisterList;
  value: string | null;
  onChange: (registerId: string | null) => void;
}

function RegisterField({ registers, value, onChange }: RegisterFieldProps) {
  const say = useSay();
  return (
    <div className="col-span-2 md:col-span-1">
      <label htmlFor="register" className="mb-1.5 block text-sm font-semibold">
        {say('sales.register')}
      </label>
      <span className="relative block">
        <select
          id="register"
          className={`${fieldLook} appearance-none pr-11`}
          value={value ?? ''}
          onChange={(event) => {
            onChange(event.target.value === '' ? null : event.target.value);
          }}
        >
          <option value="">{say('sales.allRegisters')}</option>
          {registers.map((register) => (
            <option key={register.register_id} value={register.register_id}>
              {`${register.code} · ${register.name}`}
            </option>
          ))}
        </select>
        <ChevronDown aria-hidden="true" className="pointer-events-none absolute top-3.5 right-3.5 size-5 text-muted" />
      </span>
    </div>
  );
}
