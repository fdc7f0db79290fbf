import { UserRound } from 'lucide-react';
import { useMemo, useRef, useState } from 'react';
import type { Customer } from '#core/catalogue/catalogue.ts';
import { button } from '#ui/button.ts';
import { Dialog } from '#ui/dialog.tsx';
import { Field } from '#ui/field.tsx';
import { useFirstFocus } from '#ui/use-first-focus.ts';
import { useSay } from '#ui/words/words.tsx';
import { useSale, useShelf, useTill } from '../../till-context.tsx';

const MOST_SHOWN = 30;
const NOBODY: readonly Customer[] = [];

/** Who buys; optional, and changed or taken away at any time before paying. */
export function CustomerPicker({ onDone }: { onDone: () => void }) {
  const say = useSay();
  const { desk } = useTill();
  const customers = useShelf((shelf) => shelf.index?.catalogue.customers ?? NOBODY);
  const chosen = useSale((state) => state.sale?.customer?.customerId ?? null);
  const field = useRef<HTMLInputElement>(null);
  useFirstFocus(field);
  const [query, setQuery] = useState('');
  const found = useMemo(() => customersLike(customers, query).slice(0, MOST_SHOWN), [customers, query]);
  const choose = (customer: Customer | null) => {
    void desk.setCustomer(customer).then(onDone);
  };
  return (
    <Dialog title={say('customer.title')} closeLabel={say('close')} onClose={onDone}>
      <Field
        label={say('customer.search')}
        value={query}
        ref={field}
        onChange={(event) => {
          setQuery(event.target.value);
        }}
      />
      <ul className="mt-3 grid max-h-[50dvh] gap-1 overflow-y-auto">
        {found.map((customer) => (
          <li key={customer.customer_id}>
            <button
              type="button"
              aria-pressed={customer.customer_id === chosen}
              className="flex min-h-14 w-full items-center gap-3 rounded-card border border-transparent px-3 text-left hover:bg-sunken aria-pressed:bg-brand-soft"
              onClick={() => {
                choose(customer);
              }}
            >
              <UserRound aria-hidden="true" className="size-6 shrink-0 text-muted" />
              <span className="min-w-0 flex-1">
                <span className="block truncate font-semibold">{customer.name}</span>
                <span className="block text-sm text-muted">{customer.phone ?? ''}</span>
              </span>
            </button>
          </li>
        ))}
      </ul>
      {found.length === 0 ? <p className="p-3 text-muted">{say('customer.nobody')}</p> : null}
      {chosen === null ? null : (
        <button
          type="button"
          className={`${button.plain} mt-3 w-full`}
          onClick={() => {
            choose(null);
          }}
        >
          {say('customer.without')}
        </button>
      )}
    </Dialog>
  );
}

/** By any part of the name, accents or not, or by the digits of the telephone. */
function customersLike(customers: readonly Customer[], query: string): readonly Customer[] {
  const name = plainText(query.trim());
  const digits = query.replace(/\D/g, '');
  if (name === '') {
    return customers;
  }
  return customers.filter(
    (customer) =>
      plainText(customer.name).includes(name) ||
      (digits.length >= 3 && (customer.phone ?? '').replace(/\D/g, '').includes(digits)),
  );
}

function plainText(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}
