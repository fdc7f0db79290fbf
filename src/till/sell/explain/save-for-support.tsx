import { Download } from 'lucide-react';
import { useState } from 'react';
import type { Explanation } from '#core/pricing/explain-sale.ts';
import type { OpenPrice } from '#core/pricing/price-open-sale.ts';
import { button } from '#ui/button.ts';
import { useSay } from '#ui/words/words.tsx';
import { useShelf, useTill } from '../../till-context.tsx';
import { supportDocument } from './support-document.ts';

/** Saves what somebody elsewhere needs to work the same figures out again. */
export function SaveForSupport({ price, explanation }: { price: OpenPrice; explanation: Explanation }) {
  const say = useSay();
  const { ports } = useTill();
  const catalogueVersion = useShelf((shelf) => shelf.index?.catalogue.version ?? '');
  const [saved, setSaved] = useState<string | null>(null);
  const save = () => {
    const file = `mostrador-support-${price.sale.saleId}.json`;
    const made = { appVersion: import.meta.env.APP_VERSION, catalogueVersion, at: ports.now() };
    ports.saveFile(file, JSON.stringify(supportDocument(price, explanation, made), null, 2));
    setSaved(file);
  };
  return (
    <div className="mt-4">
      <button type="button" className={`${button.plain} w-full`} onClick={save}>
        <Download aria-hidden="true" className="size-5" />
        {say('explain.save')}
      </button>
      <output className="block text-sm text-pretty wrap-anywhere text-muted">
        {saved === null ? null : <span className="mt-2 block">{say('explain.saved', { file: saved })}</span>}
      </output>
    </div>
  );
}
