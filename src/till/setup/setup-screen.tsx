import { useLocation, useNavigate } from 'react-router';
import type { EnrolmentRequest } from '#protocol/enrolment.ts';
import { button } from '#ui/button.ts';
import { useSay } from '#ui/words/words.tsx';
import { LanguageChoice } from '../shell/language-choice.tsx';
import { Logo } from '../shell/logo.tsx';
import { NotReadyNotice } from '../shell/not-ready-notice.tsx';
import { useDevice, useShelf } from '../till-context.tsx';
import { ConnectForm } from './connect-form.tsx';
import { ConnectProgress } from './connect-progress.tsx';
import { Readiness } from './readiness.tsx';
import { CODE_WANTED } from './setup-place.ts';
import { useConnect } from './use-connect.ts';

/** The first run of a device, and the place to connect it again. */
export function SetupScreen() {
  const say = useSay();
  const navigate = useNavigate();
  const registration = useDevice((device) => device.registration);
  const paused = useDevice((device) => device.sending.trouble?.kind === 'paused');
  const wantsCode = useLocation().hash === CODE_WANTED;
  const loaded = useShelf((shelf) => shelf.index !== null);
  const { state, connect, fetchShelf } = useConnect();
  const failed = state.kind === 'failed' ? state.why : null;
  const asksForCode = paused || wantsCode || failed !== null;
  const onConnect = (request: EnrolmentRequest) => {
    // What it is connected as then is shown without asking for one more code.
    void navigate('/setup', { replace: true });
    void connect(request);
  };

  let body;
  if (state.kind === 'working') {
    body = <ConnectProgress step={state.step} />;
  } else if (registration === null) {
    body = <ConnectForm failed={failed} onConnect={onConnect} withDemo />;
  } else if (!loaded) {
    body = (
      <>
        <ConnectForm failed={failed ?? 'no_catalogue'} onFetch={() => void fetchShelf()} />
        {asksForCode ? <ConnectForm failed={null} onConnect={onConnect} /> : null}
      </>
    );
  } else {
    body = (
      <>
        {asksForCode ? <ConnectForm failed={failed} onConnect={onConnect} /> : null}
        <Readiness />
        <button type="button" className={`${button.main} w-full`} onClick={() => void navigate('/')}>
          {say('setup.start')}
        </button>
      </>
    );
  }
  return (
    <main className="grid min-h-dvh flex-1 place-items-center p-4">
      <div className="grid w-full max-w-2xl gap-6 py-4">
        <header className="flex flex-wrap items-center gap-4">
          <Logo className="size-14" />
          <div className="flex-1 basis-48">
            <h1 className="text-3xl font-bold tracking-tight">
              {registration === null ? say('setup.welcome') : registration.localName}
            </h1>
            <p className="text-muted">{registration === null ? say('setup.promise') : registration.registerName}</p>
          </div>
          <LanguageChoice />
        </header>
        <NotReadyNotice />
        {body}
      </div>
    </main>
  );
}
