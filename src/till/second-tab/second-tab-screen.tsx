import { AppWindow } from 'lucide-react';
import { useEffect, useState } from 'react';
import { UNKNOWN_SCANNER } from '#devices/scanner/known-scanner.ts';
import { listenToScanner } from '#devices/scanner/listen-to-scanner.ts';
import { button } from '#ui/button.ts';
import { useFormat } from '#ui/format.tsx';
import { Notice } from '#ui/notice.tsx';
import { useSay } from '#ui/words/words.tsx';

interface SecondTabScreenProps {
  /** Since when the other tab is open (UTC instant), where it said so. */
  since: string | null;
  onTakeOver: () => void;
}

/** This till is at work in another tab; two at once would write the same numbers twice. */
export function SecondTabScreen({ since, onTakeOver }: SecondTabScreenProps) {
  const say = useSay();
  const { moment } = useFormat();
  const [taking, setTaking] = useState(false);
  const untaken = useUntakenScans();
  return (
    <main className="grid min-h-dvh flex-1 place-items-center p-4">
      <div className="grid max-w-lg justify-items-center gap-4 text-center">
        <AppWindow aria-hidden="true" className="size-20 text-muted" strokeWidth={1.3} />
        <h1 className="text-3xl font-bold tracking-tight text-balance">{say('second_tab.title')}</h1>
        {since === null ? null : <p className="text-lg">{say('second_tab.since', { moment: moment(since) })}</p>}
        <p className="text-lg text-muted">{say('second_tab.why')}</p>
        {untaken === 0 ? null : (
          <Notice key={untaken} kind="warn" title={say('not_ready')} urgent>
            {say('second_tab.scan_there')}
          </Notice>
        )}
        <button
          type="button"
          className={`${button.main} mt-4 w-full`}
          disabled={taking}
          onClick={() => {
            setTaking(true);
            onTakeOver();
          }}
        >
          {taking ? say('second_tab.taking') : say('second_tab.take_over')}
        </button>
      </div>
    </main>
  );
}

/** How many scans came here, where nothing can be sold; nor does the Enter of one press a button. */
function useUntakenScans(): number {
  const [count, setCount] = useState(0);
  useEffect(
    () =>
      listenToScanner({
        known: () => UNKNOWN_SCANNER,
        onScan: () => {
          setCount((before) => before + 1);
        },
        onTyped: () => () => undefined,
      }),
    [],
  );
  return count;
}
