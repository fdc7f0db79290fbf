import { lazy, type ReactNode, Suspense, useEffect, useRef } from 'react';
import { BrowserRouter, Navigate, Route, Routes, useNavigate } from 'react-router';
import { listenToScanner } from '#devices/scanner/listen-to-scanner.ts';
import { FormatProvider } from '#ui/format.tsx';
import { WordsProvider } from '#ui/words/words.tsx';
import { useIdleLock } from './lock/use-idle-lock.ts';
import { SellScreen } from './sell/sell-screen.tsx';
import { FailureBoundary } from './shell/failure-boundary.tsx';
import { NavRail } from './shell/nav-rail.tsx';
import { typedElsewhere } from './shell/typed-sink.ts';
import { SignInScreen } from './sign-in/sign-in-screen.tsx';
import type { Till } from './state/till.ts';
import { TillProvider, useDevice, usePerson, useSale, useShelf, useTill } from './till-context.tsx';

// The sell screen is what a till must show at once; the rest comes when it is needed, or when there is time.
const later = {
  // With what reads the server's answers: a line that is lost after this screen is shown must be called by its name.
  setup: async () => {
    await import('./outside/read-answers.ts');
    return import('./setup/setup-screen.tsx');
  },
  drawer: () => import('./drawer/open-drawer-screen.tsx'),
  pay: () => import('./pay/pay-screen.tsx'),
  done: () => import('./done/done-screen.tsx'),
  cash: () => import('./cash/cash-screen.tsx'),
  status: () => import('./status/status-screen.tsx'),
  dialogs: () => import('./sell/sell-dialogs.tsx'),
};
const SetupScreen = lazy(async () => ({ default: (await later.setup()).SetupScreen }));
const OpenDrawerScreen = lazy(async () => ({ default: (await later.drawer()).OpenDrawerScreen }));
const PayScreen = lazy(async () => ({ default: (await later.pay()).PayScreen }));
const DoneScreen = lazy(async () => ({ default: (await later.done()).DoneScreen }));
const CashScreen = lazy(async () => ({ default: (await later.cash()).CashScreen }));
const StatusScreen = lazy(async () => ({ default: (await later.status()).StatusScreen }));

/** The cashier's app, from the first run to the change. */
export function App({ till }: { till: Till }) {
  return (
    <TillProvider till={till}>
      <Spoken>
        <FailureBoundary>
          <BrowserRouter>
            <Suspense>
              <Places />
            </Suspense>
          </BrowserRouter>
        </FailureBoundary>
      </Spoken>
    </TillProvider>
  );
}

/** Words and figures in the language of whoever is at the till. */
function Spoken({ children }: { children: ReactNode }) {
  const language = usePerson((state) => state.language);
  const currency = useDevice((device) => device.registration?.currency ?? 'USD');
  const timeZone = useDevice((device) => device.registration?.timeZone);
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  return (
    <WordsProvider language={language}>
      <FormatProvider language={language} currency={currency} timeZone={timeZone}>
        {children}
      </FormatProvider>
    </WordsProvider>
  );
}

/** Which place is shown: a till must be connected, then someone must be signed in, then the drawer must be open. */
function Places() {
  const connected = useDevice((device) => device.registration !== null && !device.shut);
  const loaded = useShelf((shelf) => shelf.index !== null);
  const person = usePerson((state) => state.person);
  useScanner();
  useEffect(loadTheRestWhenIdle, []);
  if (!connected || !loaded) {
    return (
      <Routes>
        <Route path="/setup" element={<SetupScreen />} />
        <Route path="*" element={<Navigate to="/setup" replace />} />
      </Routes>
    );
  }
  return (
    <Routes>
      <Route path="/setup" element={<SetupScreen />} />
      <Route path="*" element={person === null ? <SignInScreen /> : <SignedIn />} />
    </Routes>
  );
}

function SignedIn() {
  useIdleLock();
  return (
    <Routes>
      <Route path="/" element={<Counter />} />
      <Route path="/cash" element={withRail(<CashScreen />)} />
      <Route path="/status" element={withRail(<StatusScreen />)} />
      <Route path="*" element={<Navigate to="/" replace />} />
    </Routes>
  );
}

/** Selling, paying and the change are states of the sale and not addresses: a reload comes back to where the sale is. */
function Counter() {
  const drawerOpen = useDevice((device) => device.drawer !== null);
  const stage = useSale((state) => state.stage);
  if (!drawerOpen) {
    return withRail(<OpenDrawerScreen />);
  }
  switch (stage) {
    case 'selling':
      return withRail(<SellScreen />);
    case 'paying':
      return <PayScreen />;
    case 'done':
      return <DoneScreen />;
  }
}

function withRail(place: ReactNode) {
  return (
    <div className="flex min-h-dvh">
      <NavRail />
      <Suspense>{place}</Suspense>
    </div>
  );
}

/** One ear for the whole till: a scan is taken whatever is shown, and the sale comes to the front. */
function useScanner(): void {
  const till = useTill();
  const navigate = useNavigate();
  // The router's changes with each place: to listen anew then would lose the beginning of a scan that is on its way.
  const goTo = useRef(navigate);
  useEffect(() => {
    goTo.current = navigate;
  });
  useEffect(
    () =>
      listenToScanner({
        known: till.scanner.state.getState,
        onScan: (readings, seen) => {
          till.scanner.learn(seen);
          void till.desk.scan(...readings);
          const { pathname } = window.location;
          // Before anything can be sold the set-up stays where it is, and says that the scan was not taken.
          if (pathname !== '/' && (pathname !== '/setup' || till.canSell())) {
            void goTo.current('/');
          }
        },
        onTyped: typedElsewhere,
      }),
    [till],
  );
}

function loadTheRestWhenIdle(): () => void {
  const timer = setTimeout(() => {
    for (const load of Object.values(later)) {
      // Whoever needs it later asks again, and is told when it cannot be had.
      load().catch(() => undefined);
    }
  }, 1500);
  return () => {
    clearTimeout(timer);
  };
}
