import { CSPProvider } from '@base-ui/react/csp-provider';
import { Dialog as BaseDialog } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { button } from './button.ts';
import { useFocusBack } from './use-focus-back.ts';

interface DialogProps {
  title: string;
  closeLabel: string;
  onClose: () => void;
  /** Room for two columns, where the screen has it. */
  wide?: boolean;
  children: ReactNode;
}

/**
 * A dialog over the screen: focus stays inside, Escape and a touch outside close it, focus goes back to where it was.
 * It is mounted when it is open and gone when it is not. On a phone it rises from the foot, within the thumb's reach.
 */
export function Dialog(props: DialogProps) {
  useFocusBack();
  const width = props.wide === true ? 'sm:max-w-3xl' : 'sm:max-w-md';
  return (
    <CSPProvider disableStyleElements>
      <BaseDialog.Root
        open
        onOpenChange={(open) => {
          if (!open) {
            props.onClose();
          }
        }}
      >
        <BaseDialog.Portal>
          <BaseDialog.Backdrop className="fixed inset-0 z-40 bg-scrim" />
          <BaseDialog.Viewport className="fixed inset-0 z-50 grid place-items-end overflow-y-auto sm:place-items-center sm:p-4">
            <BaseDialog.Popup
              className={`w-full animate-rise rounded-t-card bg-surface p-5 pb-[max(1.25rem,env(safe-area-inset-bottom))] text-ink shadow-lift outline-none sm:rounded-card ${width}`}
            >
              <div className="mb-4 flex items-start justify-between gap-4">
                <BaseDialog.Title className="pt-2 text-xl leading-tight font-bold text-balance">
                  {props.title}
                </BaseDialog.Title>
                <BaseDialog.Close className={`${button.quiet} -mt-1 -mr-2 w-12`} aria-label={props.closeLabel}>
                  <X aria-hidden="true" />
                </BaseDialog.Close>
              </div>
              {props.children}
            </BaseDialog.Popup>
          </BaseDialog.Viewport>
        </BaseDialog.Portal>
      </BaseDialog.Root>
    </CSPProvider>
  );
}
