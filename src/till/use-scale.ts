import { useCallback, useSyncExternalStore } from 'react';
import type { ScaleState } from '#devices/scale/serial-scale.ts';
import { useTill } from './till-context.tsx';

const NO_SCALE: ScaleState = { kind: 'none' };

/** What the scale says now; it is asked for as long as a component looks. */
export function useScale(): ScaleState {
  const { scale } = useTill().ports;
  const watch = useCallback((changed: () => void) => scale?.watch(changed) ?? (() => undefined), [scale]);
  return useSyncExternalStore(watch, () => scale?.state() ?? NO_SCALE);
}
