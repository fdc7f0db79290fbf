import { button } from '#ui/button.ts';
import { Kbd } from '#ui/kbd.tsx';
import { useSay } from '#ui/words/words.tsx';
import { useSale } from '../till-context.tsx';

interface CompleteButtonProps {
  face: string;
  /** What comes of it: the change, or what is missing. */
  outcome: string;
  disabled?: boolean;
}

/** Ends the paying; while the sale is being written down it can be pressed no second time. */
export function CompleteButton({ face, outcome, disabled = false }: CompleteButtonProps) {
  const say = useSay();
  const completing = useSale((state) => state.completing);
  return (
    <div className="sticky bottom-0 -mx-4 -mb-4 bg-paper px-4 pt-1 pb-[max(1rem,env(safe-area-inset-bottom))] lg:static lg:m-0 lg:p-0">
      <button type="submit" disabled={disabled || completing} aria-keyshortcuts="Enter" className={button.wide}>
        <span>{completing ? say('pay.writing') : face}</span>
        <span>{completing ? '' : outcome}</span>
        <Kbd onBrand={!disabled}>Enter</Kbd>
      </button>
    </div>
  );
}
