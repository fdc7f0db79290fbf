import { Delete } from 'lucide-react';
import { memo, type ReactNode } from 'react';
import { button } from './button.ts';
import type { KeypadKey } from './keypad-entry.ts';

const DIGITS = ['1', '2', '3', '4', '5', '6', '7', '8', '9'] as const;

interface KeypadProps {
  onKey: (key: KeypadKey) => void;
  /** What the group is for, as a reader says it: "Cash received". */
  label: string;
  backLabel: string;
  /** The decimal sign's key; without one its place is free for `corner`. */
  decimal?: { sign: string; label: string };
  /** What stands in the lower left when there is no decimal sign. */
  corner?: ReactNode;
}

/**
 * A keypad that types into whatever holds the entry. Its keys do not take the focus, so that a keyboard goes on typing
 * where it was; they are buttons all the same, for the keyboard and for readers.
 */
export const Keypad = memo(function Keypad({ onKey, label, backLabel, decimal, corner }: KeypadProps) {
  const key = (name: KeypadKey, face: ReactNode, ariaLabel?: string) => (
    <button
      key={name}
      type="button"
      className={button.key}
      aria-label={ariaLabel}
      onPointerDown={(event) => {
        event.preventDefault();
      }}
      onClick={() => {
        onKey(name);
      }}
    >
      {face}
    </button>
  );
  return (
    <div role="group" aria-label={label} className="grid h-full auto-rows-fr grid-cols-3 gap-2">
      {DIGITS.map((digit) => key(digit, digit))}
      {decimal === undefined ? (corner ?? <span />) : key('decimal', decimal.sign, decimal.label)}
      {key('0', '0')}
      {key('back', <Delete aria-hidden="true" className="size-7" />, backLabel)}
    </div>
  );
});
