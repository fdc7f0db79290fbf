import { createStore, type StoreApi } from 'zustand/vanilla';
import type { AppUpdates, AtTheScreen } from '../ports.ts';

/** How long nobody may have touched, typed or scanned before the app is renewed by itself. */
const QUIET_MS = 3 * 60_000;
/** Whoever opens a till is about to sell: in its first moments the app is not renewed, and does not ask to be. */
const OPENING_MS = 60_000;
/** How often a renewal that waits looks whether it would disturb somebody. */
const LOOK_MS = 15_000;

/** How a newer app stands. `offered`: it would disturb nobody now, so a person may be asked. */
export interface UpdateState {
  /**
   * `none`: this is the newest. `ready`: a newer one waits, whole, on this device. `taken`: it answers already.
   * `outdated`: it has already sold in another window.
   */
  kind: 'none' | 'ready' | 'taken' | 'outdated';
  offered: boolean;
}

/** What must be over before the app may be renewed, read anew at each look. */
export interface UpdateSurroundings {
  updates: AppUpdates;
  screen: AtTheScreen;
  /** Milliseconds since 1970. */
  now: () => number;
  /** Whether something is under way that a reload would cut or lose. */
  isBusy: () => boolean;
  /** Calls back again and again; gives back how to stop. */
  every: (ms: number, callback: () => void) => () => void;
}

export interface UpdateKeeper {
  state: StoreApi<UpdateState>;
  /** A person wants it now: it is done at once, unless something is under way. */
  press: () => void;
  /** A newer app has changed this till's database: this page has to be loaded again, as soon as a person says so. */
  sayOutdated: () => void;
  /** Looks again whether it may be offered or done: something has begun or ended. */
  lookAround: () => void;
  stop: () => void;
}

/**
 * Renews the app between two sales and never during one. A newer app waits beside the running one until the till is
 * free and has been quiet for a while, or until a person says so. It is loaded only when it answers for this device,
 * and only if the till is still free then: a sale that has begun meanwhile goes on in the old app, whose parts stay
 * in the cache, and the new one is loaded after it.
 */
export function createUpdateKeeper(around: UpdateSurroundings): UpdateKeeper {
  const { updates, screen, now } = around;
  const openedAt = now();
  const state = createStore<UpdateState>(() => ({ kind: 'none', offered: false }));
  /** When the app that waits was told to take its place (milliseconds since 1970); null before that. */
  let askedAt: number | null = null;

  const isFree = () => !around.isBusy() && !screen.dialogIsOpen();
  const isQuiet = () => now() - Math.max(openedAt, screen.lastInputAt()) >= QUIET_MS;

  const goOn = () => {
    if (state.getState().kind !== 'ready') {
      updates.reload();
    } else {
      askedAt = now();
      updates.putInPlace();
    }
  };
  const lookAround = () => {
    const { kind, offered } = state.getState();
    if (kind === 'none') {
      return;
    }
    const free = isFree();
    const offer = free && (kind === 'outdated' || now() - openedAt >= OPENING_MS);
    if (offer !== offered) {
      state.setState({ offered: offer });
    }
    // Asked once is enough; and an outdated page that came up as the same old one would load itself again and again.
    if (free && isQuiet() && kind !== 'outdated' && !(askedAt !== null && kind === 'ready')) {
      goOn();
    }
  };

  const stops = [
    updates.subscribe((news) => {
      if (news === 'ready') {
        // Another one than the one asked for, if any: it has to be asked itself.
        askedAt = null;
        state.setState({ kind: 'ready' });
        lookAround();
        return;
      }
      state.setState({ kind: 'taken' });
      // Whoever has touched or scanned since may be a moment away from a sale that shows nothing yet.
      if (askedAt !== null && screen.lastInputAt() <= askedAt && isFree()) {
        updates.reload();
      } else {
        lookAround();
      }
    }),
    around.every(LOOK_MS, lookAround),
  ];

  return {
    state,
    press: () => {
      if (state.getState().kind !== 'none' && isFree()) {
        goOn();
      } else {
        lookAround();
      }
    },
    sayOutdated: () => {
      state.setState({ kind: 'outdated' });
      lookAround();
    },
    lookAround,
    stop: () => {
      stops.forEach((stop) => {
        stop();
      });
    },
  };
}
