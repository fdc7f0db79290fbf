import { Component, type ReactNode } from 'react';
import { button } from '#ui/button.ts';
import { useSay } from '#ui/words/words.tsx';

/**
 * When a screen cannot be shown - a part of the app could not be loaded, or it has a fault - the cashier is told that
 * nothing is lost and how to go on, instead of looking at an empty page. What was sold is stored already.
 */
export class FailureBoundary extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    return this.state.failed ? <Failure /> : this.props.children;
  }
}

/** Says that nothing is lost, and offers the way on. */
export function Failure() {
  const say = useSay();
  return (
    <main className="grid min-h-dvh flex-1 place-items-center p-4">
      <div role="alert" className="grid max-w-lg gap-4 text-center">
        <h1 className="text-3xl font-bold tracking-tight text-balance">{say('failure.title')}</h1>
        <p className="text-lg text-muted">{say('failure.then')}</p>
        <button
          type="button"
          className={button.main}
          onClick={() => {
            window.location.reload();
          }}
        >
          {say('failure.reload')}
        </button>
      </div>
    </main>
  );
}
