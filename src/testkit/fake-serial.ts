import type { SerialLike, SerialPortLike } from '#devices/scale/serial-scale.ts';

/** A serial port with a scale behind it that does what the test says. */
export interface FakeSerial extends SerialLike {
  /** What was sent to the scale, since the last time this was looked at. */
  sent: () => string;
  /** The scale says this. Nothing happens while the port is shut. */
  say: (text: string) => void;
  /** Pulls the plug, or puts it back. */
  plug: (plugged: boolean) => void;
  /** With which options the port stands open; null while it is shut. */
  openedWith: () => unknown;
  /** Whether the person at the till will choose the port when asked. */
  willChoose: (yes: boolean) => void;
}

/** One port, as the Web Serial API shows it: it can be opened once at a time, and reading fails when the plug is pulled. */
export function createFakeSerial({ chosen = false } = {}): FakeSerial {
  let isChosen = chosen;
  let chooses = true;
  let plugged = true;
  let options: unknown = null;
  let sent = '';
  let incoming: ReadableStreamDefaultController<Uint8Array> | null = null;
  let readable: ReadableStream<Uint8Array> | null = null;
  let writable: WritableStream<Uint8Array> | null = null;

  const port: SerialPortLike = {
    get readable() {
      return readable;
    },
    get writable() {
      return writable;
    },
    open: (wanted) => {
      if (!plugged || options !== null) {
        return Promise.reject(new Error('the port cannot be opened'));
      }
      options = wanted;
      readable = new ReadableStream<Uint8Array>({
        start: (controller) => {
          incoming = controller;
        },
        cancel: () => {
          incoming = null;
        },
      });
      writable = new WritableStream<Uint8Array>({
        write: (bytes) => {
          sent += String.fromCharCode(...bytes);
        },
      });
      return Promise.resolve();
    },
    close: () => {
      if (readable?.locked === true || writable?.locked === true) {
        return Promise.reject(new Error('someone still reads or writes'));
      }
      options = null;
      incoming = null;
      return Promise.resolve();
    },
    forget: () => {
      isChosen = false;
      return Promise.resolve();
    },
  };

  return {
    requestPort: () => {
      if (!chooses) {
        return Promise.reject(new Error('no port was chosen'));
      }
      isChosen = true;
      return Promise.resolve(port);
    },
    getPorts: () => Promise.resolve(isChosen && plugged ? [port] : []),
    sent: () => {
      const text = sent;
      sent = '';
      return text;
    },
    say: (text) => {
      incoming?.enqueue(Uint8Array.from(text.split(''), (char) => char.charCodeAt(0)));
    },
    plug: (isIn) => {
      plugged = isIn;
      if (!isIn) {
        incoming?.error(new Error('the device has been lost'));
        incoming = null;
      }
    },
    openedWith: () => options,
    willChoose: (yes) => {
      chooses = yes;
    },
  };
}
