import { Scale } from 'lucide-react';
import { kgToSell, type ScaleReading } from '#devices/scale/scale-reading.ts';
import type { ScaleState } from '#devices/scale/serial-scale.ts';
import { button } from '#ui/button.ts';
import { useFormat } from '#ui/format.tsx';
import { type Say, useSay } from '#ui/words/words.tsx';
import { useScale } from '../../use-scale.ts';

interface ScaleWeightProps {
  /** What this many kilograms cost, in words; "" where that cannot be said. */
  priceOf: (kg: string) => string;
  onTake: (kg: string) => void;
}

/** What the scale shows, and a way to take it that is open only while the goods lie still. Nothing without a scale. */
export function ScaleWeight({ priceOf, onTake }: ScaleWeightProps) {
  const say = useSay();
  const scale = useScale();
  if (scale.kind === 'none') {
    return null;
  }
  const reading = scale.kind === 'connected' ? scale.reading : null;
  const taken = kgToSell(reading);
  return (
    <section aria-label={say('scale.title')} className="grid gap-2.5 rounded-card bg-sunken p-3.5">
      <div className="flex items-center gap-3">
        <Scale aria-hidden="true" className="size-6 shrink-0 text-muted" />
        <ScaleFigure reading={reading} />
      </div>
      <output className="min-h-6 text-sm text-muted">{scaleWords(scale, say)}</output>
      <button
        type="button"
        className={button.wide}
        disabled={taken === null}
        onClick={() => {
          if (taken !== null) {
            onTake(taken);
          }
        }}
      >
        <span>{say('scale.take')}</span>
        <span>{taken === null ? '' : priceOf(taken)}</span>
      </button>
    </section>
  );
}

/** The weight with all its decimals, as it stands on the scale itself. */
export function ScaleFigure({ reading }: { reading: ScaleReading | null }) {
  const { money } = useFormat();
  const figure = reading?.kind === 'weight' ? `${reading.kg.replace('.', money.decimalSign)} kg` : '–';
  return <p className="flex-1 text-3xl font-bold">{figure}</p>;
}

/** What the scale is at, in words. */
export function scaleWords(scale: ScaleState, say: Say): string {
  if (scale.kind !== 'connected') {
    return say(`scale.${scale.kind}`);
  }
  const { reading } = scale;
  switch (reading?.kind) {
    case undefined:
      return say('scale.silent');
    case 'moving':
      return say('scale.moving');
    case 'fault':
      return say(`scale.fault.${reading.fault}`);
    case 'weight':
      return say(`scale.${stateOf(reading)}`);
  }
}

function stateOf(reading: ScaleReading & { kind: 'weight' }): 'moving' | 'empty' | 'still' | 'still_net' {
  if (!reading.stable) {
    return 'moving';
  }
  return kgToSell(reading) === null ? 'empty' : reading.net ? 'still_net' : 'still';
}
