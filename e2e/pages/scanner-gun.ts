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

  private async press(code: string, { at, gapMs }: { at: number; gapMs: number }): Promise<void> {
    const keys = [...code.split('').map((char) => ({ key: char, text: char })), { key: 'Enter', text: '\r' }];
    await Promise.all(
      keys.flatMap(({ key, text }, place) => {
        const timestamp = (at + place * gapMs) / 1000;
        return [
          this.session.send('Input.dispatchKeyEvent', { type: 'keyDown', key, text, timestamp }),
          this.session.send('Input.dispatchKeyEvent', { type: 'keyUp', key, timestamp }),
        ];
      }),
    );
  }
}
