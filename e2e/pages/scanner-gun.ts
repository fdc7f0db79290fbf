import type { CDPSession, Page } from '@playwright/test';

/** A scanner that is a keyboard: real key events, each at the moment at which a scanner would press it. */
export class ScannerGun {
  private readonly session: CDPSession;

  private constructor(session: CDPSession) {
    this.session = session;
  }

  static async at(page: Page): Promise<ScannerGun> {
    return new ScannerGun(await page.context().newCDPSession(page));
  }

  /** Types one code and Enter. What the browser is told of the time is exact, however busy this machine is. */
  async scan(code: string, { gapMs }: { gapMs: number }): Promise<void> {
    const at = Date.now();
    await this.press(code, { at, gapMs });
    // The scanner is still typing by the clock of its keys; nobody presses one before it has done.
    const typing = at + (code.length + 4) * gapMs - Date.now();
    await new Promise((resolve) => setTimeout(resolve, Math.max(typing, 0)));
  }

  /** Types one code and Enter, of which all but the first key reaches the page late, on a machine that is busy. */
  async scanHeldUp(code: string, { gapMs, lateMs }: { gapMs: number; lateMs: number }): Promise<void> {
    const at = Date.now();
    const [first, ...rest] = keysOf(code, { at, gapMs });
    await this.send(first === undefined ? [] : [first]);
    await new Promise((resolve) => setTimeout(resolve, lateMs));
    await this.send(rest);
  }

  /** Types one code and Enter, and does something else after half of its keys. */
  async scanWhile(code: string, meanwhile: () => Promise<void>): Promise<void> {
    const keys = keysOf(code, { at: Date.now(), gapMs: 8 });
    const half = Math.floor(keys.length / 2);
    await this.send(keys.slice(0, half));
    await meanwhile();
    await this.send(keys.slice(half));
  }

  /** Scans these one after the other, so many a second. */
  async shoot(codes: readonly string[], { perSecond }: { perSecond: number }): Promise<void> {
    const start = Date.now();
    const pressing: Promise<void>[] = [];
    for (const [place, code] of codes.entries()) {
      const due = start + (place * 1000) / perSecond;
      await new Promise((resolve) => setTimeout(resolve, Math.max(due - Date.now(), 0)));
      pressing.push(this.press(code, { at: Date.now(), gapMs: 1 + (place % 3) }));
    }
    await Promise.all(pressing);
  }

  private async press(code: string, pace: { at: number; gapMs: number }): Promise<void> {
    await this.send(keysOf(code, pace));
  }

  private async send(keys: readonly Key[]): Promise<void> {
    await Promise.all(
      keys.flatMap(({ key, text, timestamp }) => [
        this.session.send('Input.dispatchKeyEvent', { type: 'keyDown', key, text, timestamp }),
        this.session.send('Input.dispatchKeyEvent', { type: 'keyUp', key, timestamp }),
      ]),
    );
  }
}

interface Key {
  key: string;
  text: string;
  /** When it is pressed, in seconds. */
  timestamp: number;
}

/** The keys of a code and its Enter, from this moment on. */
function keysOf(code: string, { at, gapMs }: { at: number; gapMs: number }): Key[] {
  const keys = [...code.split('').map((char) => ({ key: char, text: char })), { key: 'Enter', text: '\r' }];
  return keys.map((key, place) => ({ ...key, timestamp: (at + place * gapMs) / 1000 }));
}
