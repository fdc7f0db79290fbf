import { NOTHING_HEARD, readScale } from './read-scale.ts';
import { dialectOf, type ScaleDialect } from './scale-dialect.ts';
import type { ScaleReading } from './scale-reading.ts';

/** As much of a port of the Web Serial API as a scale needs. */
export interface SerialPortLike {
  open: (options: { baudRate: number; dataBits: 7 | 8; parity: 'none' | 'even'; stopBits: 1 }) => Promise<void>;
  close: () => Promise<void>;
  forget: () => Promise<void>;
  readonly readable: ReadableStream<Uint8Array> | null;
  readonly writable: WritableStream<Uint8Array> | null;
}

/** As much of `navigator.serial` as a scale needs. */
export interface SerialLike {
  /** Lets the person choose a port; refuses when they choose none. Only after a touch or a key. */
  requestPort: () => Promise<SerialPortLike>;
  /** The ports that were chosen before and are plugged in. */
  getPorts: () => Promise<SerialPortLike[]>;
}

/** How the scale of this till is spoken to. */
export interface ScaleSetup {
  dialect: ScaleDialect;
  baudRate: number;
}

export type ScaleState =
  /** This till has no scale. */
  | { kind: 'none' }
  | { kind: 'connecting' }
  /** It was set up, but cannot be reached: unplugged, switched off, or another program holds it. It is tried again. */
  | { kind: 'lost' }
  /** `reading` is null until it says something, and again when it has said nothing for a while. */
  | { kind: 'connected'; reading: ScaleReading | null };

/** The scale at this till. Its port is open only while someone looks at it. */
export interface Scale {
  state: () => ScaleState;
  /** Looks at the scale until the function given back is called; several may look at once. */
  watch: (listener: () => void) => () => void;
  setup: () => ScaleSetup | null;
  /** Sets a scale up; false when the person chose no port. Only after a touch or a key. */
  connect: (setup: ScaleSetup) => Promise<boolean>;
  /** This till has no scale any more, and the browser forgets its port. */
  disconnect: () => Promise<void>;
}

export interface ScaleSurroundings {
  serial: SerialLike;
  /** Keeps the setup over a reload. */
  keep: { read: () => ScaleSetup | null; write: (setup: ScaleSetup | null) => void };
}

const ASK_EVERY_MS = 200;
/** A scale that was silent for so long weighs nothing any more. */
const SILENT_MS = 1500;
const TRY_AGAIN_MS = 2000;

/** Someone looks: from the first watcher to the last. `over` is called once. */
interface Session {
  live: boolean;
  over: () => void;
  ended: Promise<void>;
}

export function createSerialScale({ serial, keep }: ScaleSurroundings): Scale {
  const listeners = new Set<() => void>();
  let setup = keep.read();
  let state: ScaleState = setup === null ? { kind: 'none' } : { kind: 'connecting' };
  let session: Session | null = null;
  /** One port can be opened once: the next session waits until the last one has closed it. */
  let closing = Promise.resolve();

  const show = (next: ScaleState) => {
    state = next;
    listeners.forEach((listener) => {
      listener();
    });
  };

  const stop = () => {
    session?.over();
    session = null;
  };
  const start = () => {
    if (session === null && setup !== null && listeners.size > 0) {
      const own = newSession();
      const chosen = setup;
      session = own;
      show({ kind: 'connecting' });
      closing = closing.then(() => keepTalking({ serial, setup: chosen, session: own, show }));
    }
  };

  return {
    state: () => state,
    setup: () => setup,
    watch: (listener) => {
      listeners.add(listener);
      start();
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) {
          stop();
        }
      };
    },
    connect: async (chosen) => {
      try {
        await serial.requestPort();
      } catch {
        return false;
      }
      stop();
      setup = chosen;
      keep.write(chosen);
      start();
      return true;
    },
    disconnect: async () => {
      stop();
      setup = null;
      keep.write(null);
      show({ kind: 'none' });
      await closing;
      const ports = await serial.getPorts();
      await Promise.all(ports.map((port) => port.forget()));
    },
  };
}

interface Talk {
  serial: SerialLike;
  setup: ScaleSetup;
  session: Session;
  show: (state: ScaleState) => void;
}

/** Reaches the scale again and again for as long as someone looks. */
async function keepTalking({ serial, setup, session, show }: Talk): Promise<void> {
  const tell = (state: ScaleState) => {
    if (session.live) {
      show(state);
    }
  };
  while (session.live) {
    // The port that was chosen last is the scale's; a till has one.
    const port = (await serial.getPorts()).at(-1);
    const opened = port !== undefined && (await opens(port, setup));
    if (port !== undefined && opened) {
      await talk(port, setup, { session, tell });
      await port.close().catch(() => undefined);
    }
    tell({ kind: 'lost' });
    await Promise.race([session.ended, after(TRY_AGAIN_MS)]);
  }
}

async function opens(port: SerialPortLike, { dialect, baudRate }: ScaleSetup): Promise<boolean> {
  const { dataBits, parity } = dialectOf(dialect);
  try {
    await port.open({ baudRate, dataBits, parity, stopBits: 1 });
    return true;
  } catch {
    return false;
  }
}

/** Asks and listens until the port is lost or nobody looks any more. */
async function talk(
  port: SerialPortLike,
  { dialect }: ScaleSetup,
  { session, tell }: { session: Session; tell: (state: ScaleState) => void },
): Promise<void> {
  const { ask, fetch } = dialectOf(dialect);
  const reader = port.readable?.getReader();
  const writer = port.writable?.getWriter();
  if (reader === undefined || writer === undefined) {
    return;
  }
  const write = (text: string) => {
    // A line that is broken is noticed where it is read.
    writer.write(Uint8Array.from(text.split(''), (char) => char.charCodeAt(0))).catch(() => undefined);
  };
  const asking = ask === null ? undefined : setInterval(write, ASK_EVERY_MS, ask);
  let silence: ReturnType<typeof setTimeout> | undefined;
  const hear = (reading: ScaleReading | null) => {
    tell({ kind: 'connected', reading });
    clearTimeout(silence);
    silence = reading === null ? undefined : setTimeout(hear, SILENT_MS, null);
  };
  hear(null);
  void session.ended.then(() => reader.cancel().catch(() => undefined));
  let ear = NOTHING_HEARD;
  try {
    for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
      const heard = readScale(ear, dialect, chunk.value);
      ear = heard.ear;
      if (heard.ready) {
        write(fetch);
      }
      heard.readings.slice(-1).forEach(hear);
    }
  } catch {
    // The plug was pulled; the caller tries again.
  }
  clearInterval(asking);
  clearTimeout(silence);
  reader.releaseLock();
  writer.releaseLock();
}

function newSession(): Session {
  let end = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const session: Session = {
    live: true,
    ended,
    over: () => {
      session.live = false;
      end();
    },
  };
  return session;
}

function after(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
