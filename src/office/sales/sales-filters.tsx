import { ChevronDown } from 'lucide-react';
import { useEffect, useEffectEvent, useState } from 'react';
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
      <div className="grid gap-3 min-[22rem]:grid-cols-2 md:max-w-2xl md:grid-cols-3">
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

/** How long a person may pause within a date before it counts as typed. */
const PAUSE_MS = 600;

/**
 * What is typed stands in the field until it is left; it becomes the choice after a pause, and only when it is a whole
 * date or none. A date typed digit by digit is many wrong dates on the way.
 */
function DateField({ label, value, onChange }: DateFieldProps) {
  const [draft, setDraft] = useState<{ date: string; whole: boolean } | null>(null);
  const choose = () => {
    if (draft?.whole === true) {
      onChange(draft.date === '' ? null : draft.date);
    }
  };
  const choosePaused = useEffectEvent(choose);
  useEffect(() => {
    const pause = setTimeout(choosePaused, PAUSE_MS);
    return () => {
      clearTimeout(pause);
    };
  }, [draft]);
  return (
    <Field
      label={label}
      type="date"
      min="2000-01-01"
      max="2999-12-31"
      value={draft?.date ?? value ?? ''}
      onChange={({ target }) => {
        setDraft({ date: target.value, whole: target.validity.valid });
      }}
      onBlur={() => {
        choose();
        setDraft(null);
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
    <div className="min-[22rem]:col-span-2 md:col-span-1">
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
