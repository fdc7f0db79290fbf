import { type FormEvent, useEffect, useRef, useState } from 'react';
import type { StaffMember } from '#core/catalogue/catalogue.ts';
import { button } from '#ui/button.ts';
import { Keypad } from '#ui/keypad.tsx';
import { useFirstFocus } from '#ui/use-first-focus.ts';
import { useFormat } from '#ui/format.tsx';
import { useSay } from '#ui/words/words.tsx';
import { Avatar } from '../shell/avatar.tsx';
import type { PinOutcome } from '../state/person-state.ts';
import { useTypedElsewhere } from '../shell/typed-sink.ts';
import { useDevice, useTill } from '../till-context.tsx';

const SHORTEST_PIN = 4;
const LONGEST_PIN = 8;

/** The PIN of the person who was picked, by keypad or keyboard; checked on this device, with or without a line. */
export function PinForm({ member, onOther }: { member: StaffMember; onOther: () => void }) {
  const say = useSay();
  const { people } = useTill();
  const field = useRef<HTMLInputElement>(null);
  const [pin, setPin] = useState('');
  const [checking, setChecking] = useState(false);
  const [outcome, setOutcome] = useState<PinOutcome | null>(null);
  const demoPin = useDevice((device) =>
    device.registration?.demoPins?.find((known) => known.staff_id === member.staff_id),
  );
  const refusal = useRefusal(outcome, people.blockedUntil(member.staff_id));

  const type = (text: string) => {
    setPin(text.replace(/\D/g, '').slice(0, LONGEST_PIN));
    setOutcome(null);
  };
  useFirstFocus(field);
  useTypedElsewhere((text) => {
    type(pin + text);
    return () => {
      type(pin);
    };
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (pin.length < SHORTEST_PIN || checking) {
      return;
    }
    setChecking(true);
    void people.signIn(member, pin).then((came) => {
      setChecking(false);
      setOutcome(came);
      setPin('');
      field.current?.focus();
    });
  };

  return (
    <form onSubmit={submit} className="mx-auto grid w-full max-w-sm grid-cols-[minmax(0,1fr)] gap-4">
      <div className="flex items-center gap-3 rounded-card border border-line bg-surface p-3">
        <Avatar name={member.name} className="size-12 text-lg" />
        <div className="min-w-0 flex-1 leading-tight">
          <h1 className="truncate text-lg font-bold">{member.name}</h1>
          <p className="text-sm text-muted">{say(`roles.${member.role}`)}</p>
        </div>
        <button type="button" className={`${button.quiet} text-brand`} onClick={onOther}>
          {say('sign_in.other')}
        </button>
      </div>
      <PinDots pin={pin}>
        <input
          ref={field}
          type="password"
          inputMode="none"
          autoComplete="off"
          aria-label={say('sign_in.pin_of', { name: member.name })}
          aria-describedby="pin-refusal"
          maxLength={LONGEST_PIN}
          value={pin}
          className="absolute inset-0 cursor-default rounded-card bg-transparent text-transparent caret-transparent"
          onChange={(event) => {
            type(event.target.value);
          }}
        />
      </PinDots>
      <p id="pin-refusal" role="alert" className="min-h-6 text-center font-semibold text-bad empty:hidden">
        {refusal}
      </p>
      <Keypad
        corner={
          <button
            type="submit"
            className={`${button.key} border-transparent bg-brand text-lg text-on-brand hover:bg-brand-deep active:bg-brand-deep disabled:border-line disabled:bg-sunken`}
            disabled={pin.length < SHORTEST_PIN || checking}
          >
            {checking ? say('sign_in.checking') : say('sign_in.enter')}
          </button>
        }
        onKey={(key) => {
          type(key === 'back' ? pin.slice(0, -1) : key === 'decimal' ? pin : pin + key);
          field.current?.focus();
        }}
      />
      {demoPin === undefined ? null : (
        <p className="text-center text-muted">{say('sign_in.demo_pin', { pin: demoPin.pin })}</p>
      )}
    </form>
  );
}

/** The words for a wrong PIN; they go when the door opens again. */
function useRefusal(outcome: PinOutcome | null, blockedBefore: number): string {
  const say = useSay();
  const { time } = useFormat();
  const { ports } = useTill();
  const [, redraw] = useState(0);
  const until = outcome?.kind === 'blocked' ? outcome.until : outcome === null ? blockedBefore : 0;
  const wait = until - Date.parse(ports.now());
  useEffect(() => {
    if (wait <= 0) {
      return undefined;
    }
    const timer = setTimeout(() => {
      redraw((count) => count + 1);
    }, wait);
    return () => {
      clearTimeout(timer);
    };
  }, [wait]);
  if (outcome?.kind === 'wrong') {
    return say('sign_in.wrong', { left: outcome.left });
  }
  return wait > 0 ? say('sign_in.blocked', { time: time(new Date(until).toISOString()) }) : '';
}

/** A dot for each digit, at least four; the field itself lies over them, so that a reader finds a plain field. */
function PinDots({ pin, children }: { pin: string; children: React.ReactNode }) {
  const count = Math.max(SHORTEST_PIN, pin.length);
  return (
    <div className="relative flex h-14 items-center justify-center gap-4">
      {Array.from({ length: count }, (_, place) => (
        <span
          key={place}
          aria-hidden="true"
          className={`size-4.5 rounded-full border-2 ${place < pin.length ? 'border-ink bg-ink' : 'border-edge'}`}
        />
      ))}
      {children}
    </div>
  );
}
