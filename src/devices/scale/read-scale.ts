import { dialectOf, type ScaleDialect } from './scale-dialect.ts';
import type { ScaleReading, UnmarkedReading } from './scale-reading.ts';

/** What is left of the bytes of a scale, and how long its weight has been the same. */
export interface ScaleEar {
  unread: string;
  lastKg: string | null;
  same: number;
}

export const NOTHING_HEARD: ScaleEar = { unread: '', lastKg: null, same: 0 };

/** No message of any dialect is as long as this; what is longer is noise. */
const LONGEST = 128;
/** A scale that does not say so lies still when it has said the same so often. */
const SAME_FOR_STABLE = 3;

/** What these bytes bring. `ready` asks the caller to send what the dialect says a scale that is ready is sent. */
export interface Heard {
  ear: ScaleEar;
  readings: readonly ScaleReading[];
  ready: boolean;
}

/** Takes the next bytes, however the line has cut them. Pure; never throws, whatever comes. */
export function readScale(before: ScaleEar, dialect: ScaleDialect, bytes: Uint8Array): Heard {
  const { frame, read } = dialectOf(dialect);
  // Scales write ASCII; an eighth bit is parity.
  const text = before.unread + Array.from(bytes, (byte) => String.fromCharCode(byte & 0x7f)).join('');
  let ear = before;
  let end = 0;
  let ready = false;
  const readings: ScaleReading[] = [];
  for (const match of text.matchAll(frame)) {
    end = match.index + match[0].length;
    const message = read(match[1] ?? '');
    if (message?.kind === 'ready') {
      ready = true;
    } else if (message !== null) {
      const settled = settle(ear, message);
      ear = settled.ear;
      readings.push(settled.reading);
    }
  }
  return { ear: { ...ear, unread: text.slice(end).slice(-LONGEST) }, readings, ready };
}

function settle(ear: ScaleEar, reading: UnmarkedReading): { ear: ScaleEar; reading: ScaleReading } {
  if (reading.kind !== 'weight') {
    return { ear: { ...ear, lastKg: null, same: 0 }, reading };
  }
  const same = reading.kg === ear.lastKg ? ear.same + 1 : 1;
  const stable = reading.stable ?? same >= SAME_FOR_STABLE;
  return { ear: { ...ear, lastKg: reading.kg, same }, reading: { ...reading, stable } };
}
