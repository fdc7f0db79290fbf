import { createStore, type StoreApi } from 'zustand/vanilla';
import type { StaffMember } from '#core/catalogue/catalogue.ts';
import { firstLanguage, type Language } from '#ui/locale.ts';
import type { TillPorts } from '../ports.ts';
import { afterWrongPin, NO_TRIES, readTries, triesLeft, writeTries } from './pin-tries.ts';

export interface PersonState {
  /** Who is at the till; null while nobody is, or while it is locked. */
  person: StaffMember | null;
  /** Who locked the till and is asked for first; the sale waits for them. */
  lockedBy: string | null;
  /** The language of the person, or the one chosen while nobody is signed in. */
  language: Language;
  soundsOn: boolean;
}

/** What came of a PIN. `blocked` says until when (milliseconds since 1970). */
export type PinOutcome = { kind: 'right' } | { kind: 'wrong'; left: number } | { kind: 'blocked'; until: number };

export interface People {
  state: StoreApi<PersonState>;
  /** Signs in again whoever was signed in before a reload of this tab. */
  resume: (staff: readonly StaffMember[]) => void;
  signIn: (member: StaffMember, pin: string) => Promise<PinOutcome>;
  /** Until when no PIN of this person is taken; 0 when one is taken now. */
  blockedUntil: (staffId: string) => number;
  /** Nobody is signed in any more; the open sale stays as it is. */
  lock: () => void;
  chooseLanguage: (language: Language) => void;
  switchSounds: (on: boolean) => void;
}

const SIGNED_IN = 'signed-in';
const LOCKED_BY = 'locked-by';
const LANGUAGE = 'language';
const SOUNDS = 'sounds';

export function createPeople(ports: TillPorts, deviceLanguages: readonly string[]): People {
  const { settings } = ports;
  const chosen = settings.get(LANGUAGE);
  const state = createStore<PersonState>(() => ({
    person: null,
    lockedBy: settings.getForTab(LOCKED_BY),
    language: chosen === 'es' || chosen === 'en' ? chosen : firstLanguage(deviceLanguages),
    soundsOn: settings.get(SOUNDS) !== 'off',
  }));

  const triesKey = (staffId: string) => `pin-tries.${staffId}`;
  const welcome = (person: StaffMember) => {
    settings.setForTab(SIGNED_IN, person.staff_id);
    settings.setForTab(LOCKED_BY, null);
    state.setState({ person, lockedBy: null, language: person.language });
  };

  return {
    state,
    resume: (staff) => {
      const person = staff.find((member) => member.staff_id === settings.getForTab(SIGNED_IN));
      if (person !== undefined) {
        welcome(person);
      }
    },
    blockedUntil: (staffId) => readTries(settings.get(triesKey(staffId))).blockedUntil,
    signIn: async (member, pin) => {
      const key = triesKey(member.staff_id);
      const tries = readTries(settings.get(key));
      if (tries.blockedUntil > Date.parse(ports.now())) {
        return { kind: 'blocked', until: tries.blockedUntil };
      }
      if (await ports.verifyPin(pin, member.pin_verifier)) {
        settings.set(key, writeTries(NO_TRIES));
        welcome(member);
        return { kind: 'right' };
      }
      const after = afterWrongPin(tries, Date.parse(ports.now()));
      settings.set(key, writeTries(after));
      return after.blockedUntil === 0
        ? { kind: 'wrong', left: triesLeft(after) }
        : { kind: 'blocked', until: after.blockedUntil };
    },
    lock: () => {
      const { person } = state.getState();
      settings.setForTab(SIGNED_IN, null);
      settings.setForTab(LOCKED_BY, person?.staff_id ?? null);
      state.setState({ person: null, lockedBy: person?.staff_id ?? null });
    },
    chooseLanguage: (language) => {
      settings.set(LANGUAGE, language);
      state.setState({ language });
    },
    switchSounds: (on) => {
      settings.set(SOUNDS, on ? null : 'off');
      state.setState({ soundsOn: on });
    },
  };
}
