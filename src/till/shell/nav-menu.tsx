import { Menu } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { button } from '#ui/button.ts';
import { useSay } from '#ui/words/words.tsx';
import { NavItems } from './nav-rail.tsx';

const Dialog = lazy(async () => ({ default: (await import('#ui/dialog.tsx')).Dialog }));

const ITEM =
  'flex min-h-14 w-full items-center gap-4 rounded-card border border-transparent px-3 text-left text-lg font-medium hover:bg-sunken ' +
  'aria-[current=page]:bg-brand-soft aria-[current=page]:text-brand';

/** On a phone: the places of the till behind one button. */
export function NavMenu() {
  const say = useSay();
  const [open, setOpen] = useState(false);
  return (
    <>
      <button
        type="button"
        className={`${button.icon} h-14 lg:hidden`}
        aria-label={say('nav.menu')}
        aria-haspopup="dialog"
        onClick={() => {
          setOpen(true);
        }}
      >
        <Menu aria-hidden="true" />
      </button>
      {open ? (
        <Suspense>
          <Dialog
            title={say('nav.label')}
            closeLabel={say('close')}
            onClose={() => {
              setOpen(false);
            }}
          >
            <nav aria-label={say('nav.label')} className="-mx-2 flex flex-col gap-1">
              <NavItems
                item={ITEM}
                onChosen={() => {
                  setOpen(false);
                }}
              />
            </nav>
          </Dialog>
        </Suspense>
      ) : null}
    </>
  );
}
