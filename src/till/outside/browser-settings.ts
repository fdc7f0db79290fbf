import type { Settings } from '../ports.ts';

const PREFIX = 'mostrador.';

/** Settings in the browser's small storages. A browser that refuses them forgets settings, never sales. */
export function createBrowserSettings(): Settings {
  return {
    get: (key) => read(() => localStorage, key),
    set: (key, value) => {
      write(() => localStorage, key, value);
    },
    getForTab: (key) => read(() => sessionStorage, key),
    setForTab: (key, value) => {
      write(() => sessionStorage, key, value);
    },
  };
}

function read(storage: () => Storage, key: string): string | null {
  try {
    return storage().getItem(PREFIX + key);
  } catch {
    return null;
  }
}

function write(storage: () => Storage, key: string, value: string | null): void {
  try {
    if (value === null) {
      storage().removeItem(PREFIX + key);
    } else {
      storage().setItem(PREFIX + key, value);
    }
  } catch {
    // Full or forbidden: the choice holds until the next reload.
  }
}
