import { Workbox } from 'workbox-window';
import type { DeviceCare } from '../ports.ts';

const SERVICE_WORKER = '/sw.js';

/** What the browser offers to keep a till able to sell. In development there is no service worker to register. */
export function createBrowserDevice(): DeviceCare {
  const canRegister = import.meta.env.PROD && 'serviceWorker' in navigator;
  const worker = canRegister ? new Workbox(SERVICE_WORKER) : null;
  const listeners = new Set<(apply: () => void) => void>();
  let waiting: (() => void) | null = null;

  worker?.addEventListener('waiting', () => {
    waiting = () => {
      worker.addEventListener('controlling', () => {
        window.location.reload();
      });
      worker.messageSkipWaiting();
    };
    listeners.forEach((listener) => {
      if (waiting !== null) {
        listener(waiting);
      }
    });
  });
  void worker?.register({ immediate: true }).catch(() => undefined);

  return {
    keepStorage: async () => (await navigator.storage.persisted()) || navigator.storage.persist(),
    storageKept: () => navigator.storage.persisted(),
    freeBytes: async () => {
      const { quota, usage } = await navigator.storage.estimate();
      return quota === undefined ? null : quota - (usage ?? 0);
    },
    startsOffline: async () => {
      const registration = canRegister ? await navigator.serviceWorker.getRegistration() : undefined;
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
