import { ScanBarcode } from 'lucide-react';
import { useSay } from '#ui/words/words.tsx';

/** What stands where the lines will be. */
export function EmptySale() {
  const say = useSay();
  return (
    <div className="grid h-full min-h-20 place-content-center justify-items-center gap-2 p-4 text-center text-muted">
      <ScanBarcode aria-hidden="true" strokeWidth={1.4} className="size-14 short:hidden" />
      <p className="font-semibold text-ink">{say('sell.empty_title')}</p>
      <p className="max-w-64 text-sm text-balance">{say('sell.empty_hint')}</p>
    </div>
  );
}
