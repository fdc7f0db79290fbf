import { createStore, type StoreApi } from 'zustand/vanilla';
import {
  type Closing,
  type KnownScanner,
  learnScanner,
  NO_SETTINGS,
  NOTHING_LEARNED,
  remember,
  type ScannerSettings,
  type SeenScan,
} from '#devices/scanner/known-scanner.ts';
import type { Settings } from '../ports.ts';

/** What this till knows of its scanner: what was set by hand, and what it learns from each scan. */
export interface ScannerMemory {
  state: StoreApi<KnownScanner>;
  learn: (scan: SeenScan) => void;
  set: (settings: ScannerSettings) => void;
  /** For another scanner: what was learned and what was set are gone. */
  forget: () => void;
}

const SCANNER = 'scanner';
const CLOSINGS: readonly Closing[] = ['Enter', 'Tab', 'none'];

export function createScannerMemory(settings: Settings): ScannerMemory {
  const state = createStore<KnownScanner>(() => readScanner(settings.get(SCANNER)));
  let seen: readonly SeenScan[] = [];

  const keep = (scanner: KnownScanner) => {
    const text = writeScanner(scanner);
    // Most scans teach nothing new; then nothing is written and nothing drawn again.
    if (text !== writeScanner(state.getState())) {
      settings.set(SCANNER, text);
      state.setState(scanner);
    }
  };

  return {
    state,
    learn: (scan) => {
      seen = remember(seen, scan);
      const known = state.getState();
      keep({ ...known, learned: learnScanner(seen, known.learned) });
    },
    set: (own) => {
      keep({ ...state.getState(), ...own });
    },
    forget: () => {
      seen = [];
      keep({ ...NO_SETTINGS, learned: NOTHING_LEARNED });
    },
  };
}

/** The scanner as text for the device's settings. */
export function writeScanner({ prefix, suffix, separatorKey, learned }: KnownScanner): string {
  const gap = String(learned.gapMs ?? '');
  const closing = learned.closing ?? '';
  return new URLSearchParams({ prefix, suffix, separatorKey, gap, closing, sign: learned.sign }).toString();
}

/** Reads what `writeScanner` wrote; whatever is missing or makes no sense is not known. */
export function readScanner(text: string | null): KnownScanner {
  const fields = new URLSearchParams(text ?? '');
  const gap = /^\d{1,2}$/.exec(fields.get('gap') ?? '')?.[0];
  return {
    prefix: fields.get('prefix') ?? '',
    suffix: fields.get('suffix') ?? '',
    separatorKey: fields.get('separatorKey') ?? '',
    learned: {
      gapMs: gap === undefined ? null : Number(gap),
      closing: CLOSINGS.find((closing) => closing === fields.get('closing')) ?? null,
      sign: fields.get('sign') ?? '',
    },
  };
}
