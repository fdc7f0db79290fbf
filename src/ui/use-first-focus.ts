import { type RefObject, useEffect } from 'react';

/**
 * Puts the focus where this screen is typed into, once, when it comes up: a keyboard types there at once, and a reader
 * says what is asked for.
 */
export function useFirstFocus(field: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    field.current?.focus();
  }, [field]);
}
