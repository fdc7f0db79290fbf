import { useCallback } from 'react';
import type { Product } from '#core/catalogue/catalogue.ts';
import { useTill } from '../till-context.tsx';
import { useSellView } from './sell-view.ts';

/** Adds a product that was touched; goods sold by weight ask for it first. */
export function useAddProduct(): (product: Product) => void {
  const { desk } = useTill();
  const open = useSellView((view) => view.open);
  return useCallback(
    (product) => {
      void desk.addProduct(product).then((added) => {
        if (!added) {
          open({ kind: 'weight', product });
        }
      });
    },
    [desk, open],
  );
}
