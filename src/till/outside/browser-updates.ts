import { FollowedUpdates } from './app-updates.ts';

const SERVICE_WORKER = '/sw.js';
const LOOK_EVERY_MS = 60 * 60_000;
/** A window that is brought to the front over and over asks no more often than this. */
const LOOK_AGAIN_MS = 60_000;

/** The updates of this page's app. In development there is no service worker to register. */
export function createBrowserUpdates(): FollowedUpdates<ServiceWorkerRegistration> {
  const canRegister = import.meta.env.PROD && 'serviceWorker' in navigator;
  const updates = new FollowedUpdates(
    async () => {
      if (!canRegister) {
        throw new Error('this browser has no service workers');
      }
      const { Workbox } = await import('workbox-window');
      const workbox = new Workbox(SERVICE_WORKER);
      return {
        addEventListener: workbox.addEventListener.bind(workbox),
        messageSkipWaiting: () => {
          workbox.messageSkipWaiting();
        },
        register: () => workbox.register({ immediate: true }),
      };
    },
    {
      isControlled: () => navigator.serviceWorker.controller !== null,
      reload: () => {
        window.location.reload();
      },
    },
  );
  let lookedAt = Date.now();
  const look = () => {
    if (document.visibilityState === 'visible' && Date.now() - lookedAt >= LOOK_AGAIN_MS) {
      lookedAt = Date.now();
      void updates.look();
    }
  };
  void updates.register();
  window.addEventListener('focus', look);
  document.addEventListener('visibilitychange', look);
  setInterval(() => void updates.look(), LOOK_EVERY_MS);
  return updates;
}
