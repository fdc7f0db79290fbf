import { Delete } from 'lucide-react';
import { memo, type ReactNode } from 'react';
import { button } from './button.ts';
import { useFormat } from './format.tsx';
import type { KeypadKey } from './keypad-entry.ts';
import { useSay } from './words/words.tsx';

const DIGITS = ['1', '2', '3', '4', '5', '6', '7', '8', '9'] as const;

interface KeypadProps {
  onKey: (key: KeypadKey) => void;
  /** What stands in the lower left; without it, the decimal sign. */
  corner?: ReactNode;
}

/**
 * A keypad that types into whatever holds the entry. Its keys do not take the focus, so that a keyboard goes on typing
 * where it was; they are buttons all the same, for the keyboard and for readers.
 */
export const Keypad = memo(function Keypad({ onKey, corner }: KeypadProps) {
  const say = useSay();
  const { money } = useFormat();
  const key = (name: KeypadKey, face: ReactNode, ariaLabel?: string) => (
    <button
      key={name}
      type="button"
      className={button.key}
      aria-label={ariaLabel}
      onPointerDown={keepFocus}
      onClick={() => {
        onKey(name);
      }}
    >
      {face}
    </button>
  );
  return (
    <fieldset aria-label={say('keypad.label')} className="grid h-full min-w-0 auto-rows-fr grid-cols-3 gap-2">
      {DIGITS.map((digit) => key(digit, digit))}
      {corner ?? key('decimal', money.decimalSign, say('keypad.decimal'))}
      {key('0', '0')}
      {key('back', <Delete aria-hidden="true" className="size-7" />, say('keypad.back'))}
    </fieldset>
  );
});

function keepFocus(event: { preventDefault: () => void }): void {
  event.preventDefault();
}
