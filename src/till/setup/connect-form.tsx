import { Store } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import type { EnrolmentRequest } from '#protocol/enrolment.ts';
import { button } from '#ui/button.ts';
import { Field } from '#ui/field.tsx';
import { Notice } from '#ui/notice.tsx';
import { useSay } from '#ui/words/words.tsx';
import { isWholeCode, tidyCode } from './enrolment-code.ts';
import type { Failure } from './use-connect.ts';

interface ConnectFormProps {
  failed: Failure | 'no_catalogue' | null;
  onConnect?: (request: EnrolmentRequest) => void;
  /** Only the catalogue is missing: fetch it again. */
  onFetch?: () => void;
  withDemo?: boolean;
}

/** The ways in: the demo shop for a look, a code from the office for a till of one's own. */
export function ConnectForm({ failed, onConnect, onFetch, withDemo = false }: ConnectFormProps) {
  const say = useSay();
  const failure =
    failed === null ? null : (
      <Notice kind={failed === 'no_catalogue' ? 'info' : 'bad'} title={say(`setup.failed.${failed}`)} urgent>
        {say(`setup.failed_then.${failed}`)}
      </Notice>
    );
  if (onConnect === undefined) {
    return (
      <>
        {failure}
        <button type="button" className={`${button.main} w-full`} onClick={onFetch}>
          {say('setup.fetch')}
        </button>
      </>
    );
  }
  return (
    <>
      {failure}
      {withDemo ? (
        <button
          type="button"
          className="flex min-h-24 items-center gap-5 rounded-card border border-transparent bg-brand px-6 py-4 text-left text-on-brand hover:bg-brand-deep"
          onClick={() => {
            onConnect({ demo: true });
          }}
        >
          <Store aria-hidden="true" className="size-10 shrink-0" strokeWidth={1.6} />
          <span>
            <span className="block text-xl font-bold">{say('setup.demo')}</span>
            <span className="block">{say('setup.demo_hint')}</span>
          </span>
        </button>
      ) : null}
      <CodeForm onConnect={onConnect} />
    </>
  );
}

function CodeForm({ onConnect }: { onConnect: (request: EnrolmentRequest) => void }) {
  const say = useSay();
  const [code, setCode] = useState('');
  const [incomplete, setIncomplete] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setIncomplete(!isWholeCode(code));
    if (isWholeCode(code)) {
      onConnect({ code });
    }
  };
  return (
    <form onSubmit={submit} className="grid gap-4 rounded-card border border-line bg-surface p-6">
      <h2 className="text-xl font-bold">{say('setup.connect')}</h2>
      <Field
        label={say('setup.code')}
        hint={say('setup.code_hint')}
        error={incomplete ? say('setup.code_incomplete') : undefined}
        value={code}
        placeholder="XXXX-XXXX"
        autoCapitalize="characters"
        maxLength={12}
        className="text-2xl font-semibold tracking-widest [&_label]:tracking-normal [&_p]:font-normal [&_p]:tracking-normal"
        onChange={(event) => {
          setCode(tidyCode(event.target.value));
          setIncomplete(false);
        }}
      />
      <button type="submit" className={`${button.plain} min-h-16 text-lg`}>
        {say('setup.connect_now')}
      </button>
    </form>
  );
}
