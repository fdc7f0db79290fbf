import type { Page } from '@playwright/test';

const KEY = 'test.clock-offset';
export const DAY_MS = 24 * 60 * 60_000;

/** The page's calendar, put off by a fixed time; its timers and the rest of the machine keep the real one. */
export interface ShiftedClock {
  /** So many milliseconds away from the real time, back when negative; holds across reloads. */
  shift: (offsetMs: number) => Promise<void>;
}

/** Works from the next load of the page on. */
export async function shiftClock(page: Page): Promise<ShiftedClock> {
  await page.addInitScript((key) => {
    const RealDate = Date;
    const now = () => RealDate.now() + Number(localStorage.getItem(key) ?? 0);
    class ShiftedDate extends RealDate {
      constructor(...parts: unknown[]) {
        // Only `new Date()` asks for the time; whatever else is given stands for itself.
        super(...((parts.length === 0 ? [now()] : parts) as [number]));
      }
      static override now(): number {
        return now();
      }
    }
    window.Date = ShiftedDate as DateConstructor;
  }, KEY);
  return {
    async shift(offsetMs) {
      await page.evaluate(({ key, offset }) => localStorage.setItem(key, offset), {
        key: KEY,
        offset: String(offsetMs),
      });
    },
  };
}
