/** How often a wrong PIN was typed, and until when (milliseconds since 1970) no further try is taken. */
export interface PinTries {
  wrong: number;
  blockedUntil: number;
}

export const NO_TRIES: PinTries = { wrong: 0, blockedUntil: 0 };

/** Wrong PINs that cost nothing but a message. */
const FREE_TRIES = 5;
const FIRST_BLOCK_MS = 30_000;
const LONGEST_BLOCK_MS = 60 * 60_000;

/** After the fifth wrong PIN each further one closes the door for twice as long: 30 seconds, a minute, up to an hour. */
export function afterWrongPin(tries: PinTries, nowMs: number): PinTries {
  const wrong = tries.wrong + 1;
  const over = wrong - FREE_TRIES;
  return over < 0
    ? { wrong, blockedUntil: 0 }
    : { wrong, blockedUntil: nowMs + Math.min(FIRST_BLOCK_MS * 2 ** over, LONGEST_BLOCK_MS) };
}

/** Tries left before the door closes for the first time; never below zero. */
export function triesLeft(tries: PinTries): number {
  return Math.max(FREE_TRIES - tries.wrong, 0);
}

/** The tries as text for the device's settings. */
export function writeTries(tries: PinTries): string {
  return `${String(tries.wrong)} ${String(tries.blockedUntil)}`;
}

/** Reads what `writeTries` wrote; anything else is no tries at all. */
export function readTries(text: string | null): PinTries {
  const [, wrong, blockedUntil] = /^(\d{1,6}) (\d{1,15})$/.exec(text ?? '') ?? [];
  return wrong === undefined || blockedUntil === undefined
    ? NO_TRIES
    : { wrong: Number(wrong), blockedUntil: Number(blockedUntil) };
}
