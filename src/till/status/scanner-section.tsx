import { type FormEvent, useState } from 'react';
import { useStore } from 'zustand';
import type { KnownScanner, ScannerSettings } from '#devices/scanner/known-scanner.ts';
import { button } from '#ui/button.ts';
import { Field } from '#ui/field.tsx';
import { useSay } from '#ui/words/words.tsx';
import { useTill } from '../till-context.tsx';

/** What the till knows of its scanner, and what can be told it: a scanner that was learned needs none of it. */
export function ScannerSection() {
  const say = useSay();
  const { scanner } = useTill();
  const known = useStore(scanner.state);
  const [open, setOpen] = useState(false);
  return (
    <section className="grid gap-4 rounded-card border border-line bg-surface p-6">
      <h2 className="text-xl font-bold">{say('scanner.title')}</h2>
      <Learned known={known} />
      <div className="flex flex-wrap gap-2">
        <button
          type="button"
          className={button.plain}
          aria-expanded={open}
          onClick={() => {
            setOpen(!open);
          }}
        >
          {say('scanner.set_up')}
        </button>
        <button type="button" className={button.quiet} onClick={scanner.forget}>
          {say('scanner.forget')}
        </button>
      </div>
      {open ? (
        <SettingsForm
          known={known}
          onKept={(settings) => {
            scanner.set(settings);
            setOpen(false);
          }}
        />
      ) : null}
    </section>
  );
}

function Learned({ known }: { known: KnownScanner }) {
  const say = useSay();
  const { gapMs, closing, sign } = known.learned;
  if (gapMs === null) {
    return <p className="text-muted">{say('scanner.unknown')}</p>;
  }
  return (
    <p>
      {say('scanner.pace', { gap: String(gapMs) })} {closing === null ? '' : say(`scanner.closing.${closing}`)}{' '}
      {sign === '' ? '' : say('scanner.sign', { sign })}
    </p>
  );
}

function SettingsForm({ known, onKept }: { known: ScannerSettings; onKept: (settings: ScannerSettings) => void }) {
  const say = useSay();
  const [prefix, setPrefix] = useState(known.prefix);
  const [suffix, setSuffix] = useState(known.suffix);
  const [separatorKey, setSeparatorKey] = useState(known.separatorKey);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onKept({ prefix: prefix.trim(), suffix: suffix.trim(), separatorKey: separatorKey.trim() });
  };
  return (
    <form onSubmit={submit} className="grid gap-4 sm:grid-cols-3">
      <Field
        label={say('scanner.prefix')}
        hint={say('scanner.prefix_hint')}
        maxLength={8}
        value={prefix}
        onChange={(event) => {
          setPrefix(event.target.value);
        }}
      />
      <Field
        label={say('scanner.suffix')}
        hint={say('scanner.suffix_hint')}
        maxLength={8}
        value={suffix}
        onChange={(event) => {
          setSuffix(event.target.value);
        }}
      />
      <Field
        label={say('scanner.separator')}
        hint={say('scanner.separator_hint')}
        maxLength={12}
        value={separatorKey}
        onChange={(event) => {
          setSeparatorKey(event.target.value);
        }}
      />
      <button type="submit" className={`${button.main} justify-self-start px-8`}>
        {say('scanner.keep')}
      </button>
    </form>
  );
}
