import { Notice } from '#ui/notice.tsx';
import { button } from '#ui/button.ts';
import { useFormat } from '#ui/format.tsx';
import { useSay } from '#ui/words/words.tsx';
import { problemWords } from './problem-words.ts';
import { useSale, useTill } from '../till-context.tsx';

/** What the cashier must see of the last input: what was refused and why, or what can be taken back. */
export function HeardNotice() {
  const say = useSay();
  const format = useFormat();
  const { desk } = useTill();
  const heard = useSale((state) => state.heard);
  const storageRefused = useSale((state) => state.storageRefused);
  if (storageRefused !== null) {
    return (
      <div className="mb-3">
        <Notice kind="bad" title={say(`storage.refused.${storageRefused}`)} urgent>
          {say(`storage.refused_then.${storageRefused}`)}
        </Notice>
      </div>
    );
  }
  const undo = (
    <button type="button" className={`${button.plain} px-3`} onClick={() => void desk.undo()}>
      {say('sell.undo')}
    </button>
  );
  switch (heard?.kind) {
    case 'refused': {
      const words = problemWords(heard.problem, say, format);
      return (
        <div className="mb-3" key={heard.seq}>
          <Notice kind="warn" title={words.what} urgent>
            {words.advice}
          </Notice>
        </div>
      );
    }
    case 'not_stored':
      return (
        <div className="mb-3" key={heard.seq}>
          <Notice kind="bad" title={say('storage.not_stored')} urgent>
            {say('storage.not_stored_then')}
          </Notice>
        </div>
      );
    case 'removed':
    case 'emptied':
      return (
        <div className="mb-3 animate-rise" key={heard.seq}>
          <Notice
            kind="info"
            title={
              heard.kind === 'removed' ? say('sell.removed', { name: format.name(heard.name) }) : say('sell.emptied')
            }
            action={undo}
          />
        </div>
      );
    case 'line':
    case 'miss':
    case 'undone':
    case 'not_ready':
    case undefined:
      return null;
  }
}
