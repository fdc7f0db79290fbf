import { CSPProvider } from '@base-ui/react/csp-provider';
import { Dialog as BaseDialog } from '@base-ui/react/dialog';
import type { ReactNode } from 'react';

/** A dialog that takes the whole of a phone's screen; its content brings its own head and way out. */
export function SheetDialog(props: { title: string; onClose: () => void; children: ReactNode }) {
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
          <BaseDialog.Popup className="fixed inset-0 z-30 flex h-dvh animate-rise flex-col overflow-y-auto bg-surface text-ink outline-none">
            <BaseDialog.Title className="sr-only">{props.title}</BaseDialog.Title>
            {props.children}
          </BaseDialog.Popup>
        </BaseDialog.Portal>
      </BaseDialog.Root>
    </CSPProvider>
  );
}
