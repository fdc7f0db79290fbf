import type { Page } from '@playwright/test';

/** A scale at a serial port of the browser: tests cannot plug in a real one. */
export interface FakeScale {
  /** From now on it answers each "W" with this between STX and CR. */
  answers: (body: string) => Promise<void>;
  pullPlug: () => Promise<void>;
}

/** Gives every page from the next load on a `navigator.serial` with one port, which a person would choose. */
export async function plugInFakeScale(page: Page): Promise<FakeScale> {
  await page.addInitScript(() => {
    const CHOSEN = 'fake-scale.chosen';
    let answer = '';
    let plugged = true;
    let incoming: ReadableStreamDefaultController<Uint8Array> | null = null;
    const port = {
      readable: null as ReadableStream<Uint8Array> | null,
      writable: null as WritableStream<Uint8Array> | null,
      open() {
        if (!plugged) {
          return Promise.reject(new Error('not plugged in'));
        }
        port.readable = new ReadableStream({
          start(controller) {
            incoming = controller;
          },
          cancel() {
            incoming = null;
          },
        });
        port.writable = new WritableStream({
          write() {
            if (answer !== '') {
              incoming?.enqueue(new TextEncoder().encode(`\x02${answer}\r`));
            }
          },
        });
        return Promise.resolve();
      },
      close: () => Promise.resolve(),
      forget() {
        localStorage.removeItem(CHOSEN);
        return Promise.resolve();
      },
    };
    Object.defineProperty(navigator, 'serial', {
      value: {
        requestPort() {
          localStorage.setItem(CHOSEN, 'yes');
          return Promise.resolve(port);
        },
        getPorts: () => Promise.resolve(plugged && localStorage.getItem(CHOSEN) !== null ? [port] : []),
      },
    });
    window.addEventListener('fake-scale', (event) => {
      if (event instanceof CustomEvent && typeof event.detail === 'string') {
        answer = event.detail;
      } else {
        plugged = false;
        incoming?.error(new Error('the device has been lost'));
        incoming = null;
      }
    });
  });
  const tell = (detail: string | null) =>
    page.evaluate((said) => {
      window.dispatchEvent(new CustomEvent('fake-scale', { detail: said }));
    }, detail);
  return { answers: tell, pullPlug: () => tell(null) };
}
