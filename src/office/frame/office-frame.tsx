import { CircleAlert, LogOut, MonitorSmartphone, ReceiptText, ShoppingCart } from 'lucide-react';
import { type ComponentType, useEffect, useRef, useState } from 'react';
import { NavLink, Outlet, useLocation } from 'react-router';
import { button } from '#ui/button.ts';
import type { RestProblem } from '../rest/rest.ts';
import { useSession } from '../session/session.tsx';
import { useSay } from '../words/office-words.tsx';
import { LanguageButton } from './language-button.tsx';
import { Mark } from './mark.tsx';
import { ProblemNotice } from './problem-notice.tsx';

/** What stands around every page: who is signed in, the sections, and the way out. */
export function OfficeFrame() {
  const say = useSay();
  const { person } = useSession();
  const [problem, setProblem] = useState<RestProblem | null>(null);
  const content = useFocusOnNewPage();
  return (
    <div className="grid min-h-dvh grid-cols-[minmax(0,1fr)] grid-rows-[auto_1fr_auto] md:grid-cols-[6rem_minmax(0,1fr)] md:grid-rows-[auto_1fr]">
      <a
        href="#content"
        className={`${button.plain} absolute top-2 left-2 z-30 -translate-y-24 focus-visible:translate-y-0`}
      >
        {say('frame.skip')}
      </a>
      <Sections />
      <header className="flex items-center justify-between gap-3 border-b border-line bg-surface px-4 py-2 md:col-start-2 md:px-8">
        <p className="min-w-0">
          <span className="block truncate font-semibold">{person.organisation_name}</span>
          <span className="block truncate text-sm text-muted">{person.name}</span>
        </p>
        <div className="flex shrink-0 items-center">
          <LanguageButton />
          <SignOutButton onProblem={setProblem} />
        </div>
      </header>
      <main id="content" ref={content} tabIndex={-1} className="min-w-0 outline-none md:col-start-2">
        {problem === null ? null : (
          <div className="px-4 pt-4 md:px-8">
            <ProblemNotice problem={problem} />
          </div>
        )}
        <Outlet />
      </main>
    </div>
  );
}

/** A reader and a keyboard go on at the new page, not at the link that led there. */
function useFocusOnNewPage() {
  const content = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  const [first] = useState(pathname);
  const moved = useRef(false);
  useEffect(() => {
    moved.current = moved.current || pathname !== first;
    if (moved.current) {
      content.current?.focus({ preventScroll: true });
      window.scrollTo(0, 0);
    }
  }, [pathname, first]);
  return content;
}

/** At the side on a tablet or a desk, at the foot of a phone, within the thumb's reach. */
function Sections() {
  const say = useSay();
  return (
    <nav
      aria-label={say('frame.sections')}
      className="sticky bottom-0 z-20 order-last flex justify-around border-t border-line bg-surface pb-[env(safe-area-inset-bottom)] md:top-0 md:row-span-2 md:order-none md:h-dvh md:flex-col md:items-center md:justify-start md:gap-1 md:border-t-0 md:border-r md:px-2 md:py-3"
    >
      <span className="mb-2 hidden md:block">
        <Mark />
      </span>
      <Section to="/sales" label={say('frame.sales')} Sign={ReceiptText} />
      <Section to="/registers" label={say('frame.registers')} Sign={MonitorSmartphone} />
      <Section to="/attention" label={say('frame.attention')} Sign={CircleAlert} />
      <a href="/" className={`${SECTION} text-muted hover:text-ink md:mt-auto`}>
        <ShoppingCart aria-hidden="true" className="size-6" />
        {say('frame.sell')}
      </a>
    </nav>
  );
}

const SECTION =
  'flex min-h-16 min-w-16 flex-col items-center justify-center gap-1 rounded-card px-2 text-xs font-semibold md:w-20';

interface SectionProps {
  to: string;
  label: string;
  Sign: ComponentType<{ className: string; 'aria-hidden': 'true' }>;
}

function Section({ to, label, Sign }: SectionProps) {
  return (
    <NavLink
      to={to}
      className={({ isActive }) => `${SECTION} ${isActive ? 'bg-brand-soft text-brand' : 'text-muted hover:text-ink'}`}
    >
      <Sign aria-hidden="true" className="size-6" />
      {label}
    </NavLink>
  );
}

function SignOutButton({ onProblem }: { onProblem: (problem: RestProblem | null) => void }) {
  const say = useSay();
  const { signOut } = useSession();
  const [busy, setBusy] = useState(false);
  return (
    <button
      type="button"
      className={`${button.quiet} min-w-12`}
      disabled={busy}
      onClick={() => {
        setBusy(true);
        void signOut().then((problem) => {
          setBusy(false);
          onProblem(problem);
        });
      }}
    >
      <LogOut aria-hidden="true" className="size-5" />
      <span className="max-sm:sr-only">{say('frame.signOut')}</span>
    </button>
  );
}
