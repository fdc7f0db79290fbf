import { SCALE_DIALECTS } from '#devices/scale/scale-dialect.ts';
import { createSerialScale, type Scale, type ScaleSetup, type SerialLike } from '#devices/scale/serial-scale.ts';
import type { Settings } from '../ports.ts';

const SCALE = 'scale';

/** The scale of this till; null where the browser cannot reach one. */
export function createBrowserScale(settings: Settings): Scale | null {
  // The types of the browser do not know this part of it yet.
  const { serial } = navigator as Navigator & { serial?: SerialLike };
  if (serial === undefined) {
    return null;
  }
  return createSerialScale({
    serial,
    keep: {
      read: () => readSetup(settings.get(SCALE)),
      write: (setup) => {
        settings.set(SCALE, setup === null ? null : writeSetup(setup));
      },
    },
  });
}

export function writeSetup({ dialect, baudRate }: ScaleSetup): string {
  return `${dialect} ${String(baudRate)}`;
}

/** Reads what `writeSetup` wrote; anything else is no scale. */
export function readSetup(text: string | null): ScaleSetup | null {
  const [, name, baudRate] = /^(\w+) (\d{3,6})$/.exec(text ?? '') ?? [];
  const dialect = SCALE_DIALECTS.find((known) => known === name);
  return dialect === undefined ? null : { dialect, baudRate: Number(baudRate) };
}
