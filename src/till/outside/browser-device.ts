import type { DeviceCare } from '../ports.ts';
import { appIsWhole } from './app-is-whole.ts';

/** What the browser offers to keep a till able to sell. `registerApp` is asked again when the app is not stored yet. */
export function createBrowserDevice(registerApp: () => Promise<ServiceWorkerRegistration | undefined>): DeviceCare {
  return {
    keepStorage: async () => (await navigator.storage.persisted()) || navigator.storage.persist(),
    storageKept: () => navigator.storage.persisted(),
    freeBytes: async () => {
      const { quota, usage } = await navigator.storage.estimate();
      return quota === undefined ? null : quota - (usage ?? 0);
    },
    isInstalled: () => window.matchMedia('(display-mode: standalone), (display-mode: fullscreen)').matches,
    startsOffline: async () => (await registerApp())?.active?.state === 'activated' && (await appIsWhole()),
  };
}
