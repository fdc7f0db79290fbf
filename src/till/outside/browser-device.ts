import type { DeviceCare } from '../ports.ts';

const SERVICE_WORKER = '/sw.js';

/** What the browser offers to keep a till able to sell. In development there is no service worker to register. */
export function createBrowserDevice(): DeviceCare {
  const canRegister = import.meta.env.PROD && 'serviceWorker' in navigator;
  const listeners = new Set<(apply: () => void) => void>();
  let waiting: (() => void) | null = null;

  let registering = false;

  const register = async () => {
    if (canRegister && !registering) {
      registering = true;
      await registerWorker((apply) => {
        waiting = apply;
        listeners.forEach((listener) => {
          listener(apply);
        });
      });
      registering = false;
    }
  };
  void register();

  return {
    keepStorage: async () => (await navigator.storage.persisted()) || navigator.storage.persist(),
    storageKept: () => navigator.storage.persisted(),
    freeBytes: async () => {
      const { quota, usage } = await navigator.storage.estimate();
      return quota === undefined ? null : quota - (usage ?? 0);
    },
    startsOffline: async () => {
      const registration = canRegister ? await navigator.serviceWorker.getRegistration() : undefined;
      // A line or a disk that failed while the app was being stored leaves nothing behind: then it is begun anew.
      if (registration === undefined) {
        void register();
      }
      return registration?.active?.state === 'activated';
    },
    onUpdate: (listener) => {
      listeners.add(listener);
      if (waiting !== null) {
        listener(waiting);
      }
      return () => {
        listeners.delete(listener);
      };
    },
  };
}

/** Registers the service worker; tells when a newer one waits, with what puts it in place. */
async function registerWorker(onWaiting: (apply: () => void) => void): Promise<void> {
  try {
    const { Workbox } = await import('workbox-window');
    const worker = new Workbox(SERVICE_WORKER);
    worker.addEventListener('waiting', () => {
      onWaiting(() => {
        worker.addEventListener('controlling', () => {
          window.location.reload();
        });
        worker.messageSkipWaiting();
      });
    });
    await worker.register({ immediate: true });
  } catch {
    // Without a service worker the till sells as before; the set-up page says that it would not start without a line.
  }
}
