import { useState } from 'react';
import type { StaffMember } from '#core/catalogue/catalogue.ts';
import { Notice } from '#ui/notice.tsx';
import { useSay } from '#ui/words/words.tsx';
import { Avatar } from '../shell/avatar.tsx';
import { LanguageChoice } from '../shell/language-choice.tsx';
import { NotReadyNotice } from '../shell/not-ready-notice.tsx';
import { Logo } from '../shell/logo.tsx';
import { StatusPill } from '../shell/status-pill.tsx';
import { useDevice, usePerson, useSale, useShelf } from '../till-context.tsx';
import { PinForm } from './pin-form.tsx';

/** Who are you: first the person, then the PIN. An open sale waits behind it. */
export function SignInScreen() {
  const say = useSay();
  const registration = useDevice((device) => device.registration);
  const staff = useShelf((shelf) => shelf.staff);
  const lockedBy = usePerson((state) => state.lockedBy);
  const waiting = useSale((state) => (state.sale?.lines.length ?? 0) > 0);
  const [chosen, setChosen] = useState<string | null>(lockedBy);
  const member = staff.find((person) => person.staff_id === chosen);
  return (
    <main className="flex min-h-dvh flex-1 flex-col">
      <header className="flex flex-wrap items-center gap-3 p-4">
        <Logo className="size-11" />
        <div className="min-w-0 flex-1 leading-tight">
          <p className="truncate font-bold">{registration?.localName}</p>
          <p className="truncate text-sm text-muted">{registration?.registerName}</p>
        </div>
        <LanguageChoice />
        <StatusPill />
      </header>
      <div className="grid flex-1 place-content-center gap-6 p-4 [grid-template-columns:minmax(0,44rem)]">
        {waiting ? (
          <Notice kind="info" title={say('sign_in.waiting')}>
            {say('sign_in.waiting_then')}
          </Notice>
        ) : null}
        <NotReadyNotice />
        {member === undefined ? (
          <Faces staff={staff} onChoose={setChosen} />
        ) : (
          <PinForm
            key={member.staff_id}
            member={member}
            onOther={() => {
              setChosen(null);
            }}
          />
        )}
      </div>
    </main>
  );
}

function Faces({ staff, onChoose }: { staff: readonly StaffMember[]; onChoose: (staffId: string) => void }) {
  const say = useSay();
  return (
    <>
      <h1 className="text-center text-4xl font-bold tracking-tight">{say('sign_in.who')}</h1>
      <ul className="grid grid-cols-[repeat(auto-fit,minmax(8rem,1fr))] gap-3">
        {staff.map((person) => (
          <li key={person.staff_id}>
            <button
              type="button"
              className="grid w-full justify-items-center gap-3 rounded-card border border-line bg-surface px-3 py-6 hover:border-edge active:bg-sunken"
              onClick={() => {
                onChoose(person.staff_id);
              }}
            >
              <Avatar name={person.name} className="size-20 text-3xl" />
              <span className="leading-tight">
                <span className="block text-lg font-semibold text-balance">{person.name}</span>
                <span className="block text-sm text-muted">{say(`roles.${person.role}`)}</span>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
