import { useSyncExternalStore } from 'react';

/** From here on a table has room for its columns; below, each row is a card. The same as the `md` breakpoint. */
const WIDE = '(min-width: 48rem)';

/** True on a tablet or a desk, false on a phone; follows the window. */
export function useWide(): boolean {
  return useSyncExternalStore(listen, () => matchMedia(WIDE).matches);
}

function listen(onChange: () => void): () => void {
  const query = matchMedia(WIDE);
  query.addEventListener('change', onChange);
  return () => {
    query.removeEventListener('change', onChange);
  };
}
