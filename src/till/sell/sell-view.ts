import { create } from 'zustand';
import type { Product } from '#core/catalogue/catalogue.ts';
import type { ScanMiss } from '#core/sale/sale.ts';

/** The dialog that stands over the sell screen. */
export type SellDialog =
  | { kind: 'quantity'; lineId: string }
  | { kind: 'discount'; lineId: string | null }
  | { kind: 'weight'; product: Product; missId?: string }
  | { kind: 'choose'; miss: ScanMiss; products: readonly Product[] }
  | { kind: 'customer' }
  /** How the total comes about, or one line's amount. */
  | { kind: 'explain'; lineId: string | null }
  | { kind: 'note' };

/** What the sell screen shows beside the sale itself; gone with a reload, and nothing is lost by that. */
interface SellView {
  /** The category whose tiles are shown; null for the favourites. */
  categoryId: string | null;
  query: string;
  dialog: SellDialog | null;
  /** On a phone: whether the sale lies over the tiles. */
  saleOpen: boolean;
  showCategory: (categoryId: string | null) => void;
  search: (query: string) => void;
  open: (dialog: SellDialog) => void;
  close: () => void;
  showSale: (open: boolean) => void;
}

export const useSellView = create<SellView>((set) => ({
  categoryId: null,
  query: '',
  dialog: null,
  saleOpen: false,
  showCategory: (categoryId) => {
    set({ categoryId, query: '' });
  },
  search: (query) => {
    set({ query });
  },
  open: (dialog) => {
    set({ dialog });
  },
  close: () => {
    set({ dialog: null });
  },
  showSale: (saleOpen) => {
    set({ saleOpen });
  },
}));
