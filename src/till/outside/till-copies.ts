import type { TillStore } from '#store/till-store.ts';
import type { Copies, SavedCopy, TillServer } from '../ports.ts';
import { ServerProblem } from '../ports.ts';

interface CopiesPorts {
  store: TillStore;
  server: Pick<TillServer, 'fetchCopyKey' | 'takeInCopy'>;
  saveFile: (name: string, text: string) => void;
  /** UTC instant. */
  now: () => string;
}

/** Copies over the till's own storage and the server; what seals them is loaded with the first one. */
export function createTillCopies({ store, server, saveFile, now }: CopiesPorts): Copies {
  /** The server may have been restored and have another key by now. */
  const refreshKey = async () => {
    const { registration } = store;
    if (registration !== null) {
      await store.keepCopyKey(await server.fetchCopyKey(registration.deviceToken));
    }
  };

  const save = async (): Promise<SavedCopy> => {
    const epochs = await store.unsentEvents().catch(() => null);
    if (epochs === null) {
      return { kind: 'unreadable' };
    }
    if (epochs.length === 0) {
      return { kind: 'nothing' };
    }
    if (store.registration?.copyKey === undefined) {
      await refreshKey().catch(() => undefined);
    }
    const { registration } = store;
    if (registration?.copyKey === undefined) {
      return { kind: 'no_key' };
    }
    const { sealCopies } = await import('#store/seal-copy.ts');
    const files = await sealCopies({ registration, key: registration.copyKey, madeAt: now() }, epochs);
    files.forEach(({ name, text }) => {
      saveFile(name, text);
    });
    return { kind: 'saved', events: epochs.reduce((sum, { items }) => sum + items.length, 0), files: files.length };
  };

  return {
    save,
    takeIn: (file) => {
      const { registration } = store;
      return registration === null
        ? Promise.reject(new ServerProblem('refused', 'DEVICE_NOT_ENROLLED'))
        : server.takeInCopy(registration.deviceToken, file);
    },
    refreshKey: () => refreshKey().catch(() => undefined),
  };
}
