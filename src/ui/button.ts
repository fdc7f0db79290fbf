/**
 * How buttons look, as class names for a plain `<button>`: no component stands between a touch and its work.
 * Every kind is at least 48 px high; `main` is at least 64.
 */
const BASE =
  'inline-flex shrink-0 items-center gap-2 rounded-card border font-semibold select-none transition-colors ' +
  'duration-100 active:scale-[0.985] disabled:active:scale-100';

const MAIN =
  'border-transparent bg-brand text-on-brand hover:bg-brand-deep disabled:border-line disabled:bg-sunken disabled:text-muted';

const CHIP =
  'inline-flex shrink-0 items-center gap-2 rounded-full border font-medium whitespace-nowrap select-none transition-colors duration-100';
const CHOICE =
  'border-line bg-surface text-ink hover:border-edge aria-pressed:border-ink aria-pressed:bg-ink aria-pressed:text-on-ink';

export const button: Readonly<
  Record<'main' | 'wide' | 'plain' | 'choice' | 'chip' | 'quiet' | 'soft' | 'icon' | 'key', string>
> = {
  /** The one way forward on a screen. */
  main: `${BASE} ${MAIN} min-h-16 justify-center px-5 text-lg`,
  /** The same across the whole width, with what comes of it at its other end. */
  wide: `${BASE} ${MAIN} min-h-18 w-full justify-between px-5.5 text-xl`,
  /** An ordinary choice. */
  plain: `${BASE} min-h-12 justify-center px-4 border-line bg-surface text-ink hover:border-edge disabled:text-muted disabled:bg-paper`,
  /** One of several, of which the one with aria-pressed holds. */
  choice: `${BASE} ${CHOICE} min-h-12 justify-center px-3`,
  /** The same, round, for many in a row. */
  chip: `${CHIP} ${CHOICE} min-h-12 px-4`,
  /** A choice beside the way, without an edge of its own. */
  quiet: `${BASE} min-h-12 justify-center px-3 border-transparent text-ink hover:bg-sunken disabled:text-muted`,
  /** A likely answer, one touch away. */
  soft: `${BASE} min-h-12 justify-center px-4 border-transparent bg-brand-soft text-brand hover:border-brand-line disabled:text-muted`,
  /** A sign alone; it needs an aria-label. */
  icon: `${BASE} size-12 justify-center border-line bg-surface text-ink hover:border-edge disabled:text-muted`,
  /** A key of the keypad. */
  key: `${BASE} min-h-16 justify-center border-line bg-surface text-2xl text-ink hover:border-edge active:bg-sunken disabled:text-muted`,
};
