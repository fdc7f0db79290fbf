import type { Product } from '#core/catalogue/catalogue.ts';
import type { ScanMiss } from '#core/sale/sale.ts';
import { Dialog } from '#ui/dialog.tsx';
import { useFormat } from '#ui/format.tsx';
import { useSay } from '#ui/words/words.tsx';
import { useTill } from '../../till-context.tsx';
import { useSellView } from '../sell-view.ts';

interface ChooseProductProps {
  miss: ScanMiss;
  products: readonly Product[];
  onDone: () => void;
}

/** One code, several products: the person decides, never the till. */
export function ChooseProduct({ miss, products, onDone }: ChooseProductProps) {
  const say = useSay();
  const format = useFormat();
  const { desk } = useTill();
  const open = useSellView((view) => view.open);
  const choose = (product: Product) => {
    if (product.unit === 'kg') {
      open({ kind: 'weight', product, missId: miss.missId });
    } else {
      void desk.answerMiss(miss.missId, product).then(onDone);
    }
  };
  return (
    <Dialog title={say('miss.choose_title')} closeLabel={say('close')} onClose={onDone}>
      <p className="mb-3 text-muted">{miss.text}</p>
      <ul className="grid gap-2">
        {products.map((product) => (
          <li key={product.variant_id}>
            <button
              type="button"
              className="flex min-h-16 w-full items-center justify-between gap-4 rounded-card border border-line px-4 text-left hover:border-edge"
              onClick={() => {
                choose(product);
              }}
            >
              <span className="font-semibold">{format.name(product.name)}</span>
              <span className="text-lg font-bold">{format.money.plain(product.unit_price)}</span>
            </button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
