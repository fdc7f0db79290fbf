import { useEffect, useState } from 'react';

/**
 * Gives the focus back to where it was when this came up, once it is gone. A dialog that is taken away with the focus
 * inside leaves it nowhere, and what is typed next would be lost. Whoever took the focus meanwhile keeps it.
 */
export function useFocusBack(): void {
  const [before] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      if (document.activeElement === document.body && before instanceof HTMLElement && before.isConnected) {
        before.focus();
      }
    },
    [before],
  );
}
