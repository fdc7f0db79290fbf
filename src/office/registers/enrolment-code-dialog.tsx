import { Copy } from 'lucide-react';
import { useState } from 'react';
import { button } from '#ui/button.ts';
import { Dialog } from '#ui/dialog.tsx';
import { useFormat } from '#ui/format.tsx';
import { Notice } from '#ui/notice.tsx';
import { useSay } from '../words/office-words.tsx';

/** A code that was just made; it is shown once and kept nowhere. */
export interface FreshCode {
  registerName: string;
  /** True when a device is this register now: it will be replaced. */
  replaces: boolean;
  code: string;
  /** UTC instant. */
  expiresAt: string;
}

/** Shows a code so large that it can be typed on a device across the counter. */
export function EnrolmentCodeDialog({ fresh, onClose }: { fresh: FreshCode; onClose: () => void }) {
  const say = useSay();
  const { moment } = useFormat();
  return (
    <Dialog
      title={say('registers.codeTitle', { name: fresh.registerName })}
      closeLabel={say('frame.close')}
      onClose={onClose}
    >
      <p>{say('registers.codeHint')}</p>
      <p
        data-testid="enrolment-code"
        className="my-5 rounded-card bg-sunken py-6 text-center text-4xl font-bold tracking-widest proportional-nums whitespace-nowrap select-all"
      >
        {fresh.code}
      </p>
      <p className="mb-5 text-center text-muted">{say('registers.codeUntil', { time: moment(fresh.expiresAt) })}</p>
      {fresh.replaces ? (
        <div className="mb-5">
          <Notice kind="warn" title={say('registers.codeReplaces')}>
            {say('registers.codeReplacesHint')}
          </Notice>
        </div>
      ) : null}
      <CopyButton text={fresh.code} />
    </Dialog>
  );
}

function CopyButton({ text }: { text: string }) {
  const say = useSay();
  const [outcome, setOutcome] = useState<'none' | 'copied' | 'failed'>('none');
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setOutcome('copied');
    } catch {
      setOutcome('failed');
    }
  };
  return (
    <>
      <button type="button" className={`${button.plain} w-full`} onClick={() => void copy()}>
        <Copy aria-hidden="true" className="size-5" />
        {outcome === 'copied' ? say('registers.copied') : say('registers.copy')}
      </button>
      <output className="mt-2 block text-center text-sm text-muted empty:hidden">
        {outcome === 'failed' ? say('registers.copyFailed') : ''}
      </output>
    </>
  );
}
