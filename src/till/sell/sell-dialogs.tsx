import { X } from 'lucide-react';
import { button } from '#ui/button.ts';
import { SheetDialog } from '#ui/sheet-dialog.tsx';
import { useSay } from '#ui/words/words.tsx';
import { ChooseProduct } from './dialogs/choose-product.tsx';
import { CustomerPicker } from './dialogs/customer-picker.tsx';
import { DiscountForm } from './dialogs/discount-form.tsx';
import { NoteForm } from './dialogs/note-form.tsx';
import { ExplainDialog } from './explain/explain-dialog.tsx';
import { QuantityForm } from './dialogs/quantity-form.tsx';
import { WeightForm } from './dialogs/weight-form.tsx';
import { SalePanel } from './sale-panel.tsx';
import { useSellView } from './sell-view.ts';

/** Whatever stands over the sell screen: on a phone the sale, and above it the dialog that was asked for. */
export function SellDialogs({ sheet }: { sheet: boolean }) {
  const say = useSay();
  const showSale = useSellView((view) => view.showSale);
  const closeSheet = () => {
    showSale(false);
  };
  return (
    <>
      {sheet ? (
        <SheetDialog title={say('sell.sale')} onClose={closeSheet}>
          <SalePanel
            closeButton={
              <button
                type="button"
                className={`${button.quiet} w-12 px-0`}
                aria-label={say('close')}
                onClick={closeSheet}
              >
                <X aria-hidden="true" />
              </button>
            }
          />
        </SheetDialog>
      ) : null}
      <OpenDialog />
    </>
  );
}

function OpenDialog() {
  const dialog = useSellView((view) => view.dialog);
  const close = useSellView((view) => view.close);
  switch (dialog?.kind) {
    case 'quantity':
      return <QuantityForm lineId={dialog.lineId} onDone={close} />;
    case 'discount':
      return <DiscountForm lineId={dialog.lineId} onDone={close} />;
    case 'weight':
      return <WeightForm product={dialog.product} missId={dialog.missId} onDone={close} />;
    case 'choose':
      return <ChooseProduct miss={dialog.miss} products={dialog.products} onDone={close} />;
    case 'customer':
      return <CustomerPicker onDone={close} />;
    case 'note':
      return <NoteForm onDone={close} />;
    case 'explain':
      return <ExplainDialog lineId={dialog.lineId} onDone={close} />;
    case undefined:
      return null;
  }
}
