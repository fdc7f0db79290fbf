import { useState } from 'react';
import { SCALE_DIALECTS, type ScaleDialect } from '#devices/scale/scale-dialect.ts';
import type { Scale } from '#devices/scale/serial-scale.ts';
import { button } from '#ui/button.ts';
import { useSay } from '#ui/words/words.tsx';
import { ScaleFigure, scaleWords } from '../sell/dialogs/scale-weight.tsx';
import { useTill } from '../till-context.tsx';
import { useScale } from '../use-scale.ts';

const BAUD_RATES = [2400, 4800, 9600, 19_200] as const;

/** The scale of this till: connect one, see what it says, take it away. Only where the browser can reach a scale. */
export function ScaleSection() {
  const say = useSay();
  const { scale } = useTill().ports;
  const state = useScale();
  if (scale === null) {
    return null;
  }
  return (
    <section className="grid gap-4 rounded-card border border-line bg-surface p-6">
      <h2 className="text-xl font-bold">{say('scale.title')}</h2>
      {state.kind === 'none' ? <Connect scale={scale} /> : <Connected scale={scale} />}
    </section>
  );
}

function Connect({ scale }: { scale: Scale }) {
  const say = useSay();
  const [dialect, setDialect] = useState<ScaleDialect>('toledo_8217');
  const [baudRate, setBaudRate] = useState<number>(9600);
  return (
    <>
      <p className="text-muted">{say('scale.none')}</p>
      <fieldset>
        <legend className="mb-1.5 text-sm font-semibold">{say('scale.dialect')}</legend>
        <div className="flex flex-wrap gap-2">
          {SCALE_DIALECTS.map((each) => (
            <button
              key={each}
              type="button"
              className={button.choice}
              aria-pressed={dialect === each}
              onClick={() => {
                setDialect(each);
              }}
            >
              {say(`scale.dialects.${each}`)}
            </button>
          ))}
        </div>
      </fieldset>
      <fieldset>
        <legend className="mb-1.5 text-sm font-semibold">{say('scale.speed')}</legend>
        <div className="flex flex-wrap gap-2">
          {BAUD_RATES.map((each) => (
            <button
              key={each}
              type="button"
              className={button.choice}
              aria-pressed={baudRate === each}
              onClick={() => {
                setBaudRate(each);
              }}
            >
              {each}
            </button>
          ))}
        </div>
      </fieldset>
      <button
        type="button"
        className={`${button.main} justify-self-start px-8`}
        onClick={() => void scale.connect({ dialect, baudRate })}
      >
        {say('scale.connect')}
      </button>
    </>
  );
}

function Connected({ scale }: { scale: Scale }) {
  const say = useSay();
  const state = useScale();
  const setup = scale.setup();
  const reading = state.kind === 'connected' ? state.reading : null;
  return (
    <div className="flex flex-wrap items-center justify-between gap-4">
      <div className="min-w-0">
        <ScaleFigure reading={reading} />
        <output className="block">{scaleWords(state, say)}</output>
        {setup === null ? null : (
          <p className="text-sm text-muted">
            {say(`scale.dialects.${setup.dialect}`)} · {setup.baudRate} baud
          </p>
        )}
      </div>
      <button type="button" className={button.plain} onClick={() => void scale.disconnect()}>
        {say('scale.disconnect')}
      </button>
    </div>
  );
}
