/**
 * How buttons look, as class names for a plain `<button>`: no component stands between a touch and its work.
 * Every kind is at least 48 px high; `main` is at least 64.
 */
const BASE =
  'inline-flex shrink-0 items-center justify-center gap-2 rounded-card border font-semibold select-none transition-colors ' +
  'duration-100 active:scale-[0.985] disabled:active:scale-100';

export const button: Readonly<Record<'main' | 'plain' | 'quiet' | 'soft' | 'bad' | 'icon' | 'key', string>> = {
  /** The one way forward on a screen. */
  main: `${BASE} min-h-16 px-5 text-lg border-transparent bg-brand text-on-brand hover:bg-brand-deep disabled:bg-sunken disabled:text-muted disabled:border-line`,
  /** An ordinary choice. */
  plain: `${BASE} min-h-12 px-4 border-line bg-surface text-ink hover:border-edge disabled:text-muted disabled:bg-paper`,
  /** A choice beside the way, without an edge of its own. */
  quiet: `${BASE} min-h-12 px-3 border-transparent text-ink hover:bg-sunken disabled:text-muted`,
  /** A likely answer, one touch away. */
  soft: `${BASE} min-h-12 px-4 border-transparent bg-brand-soft text-brand hover:border-brand-line disabled:text-muted`,
  /** Takes something away. */
  bad: `${BASE} min-h-12 px-4 border-transparent bg-bad-soft text-bad hover:border-bad`,
  /** A sign alone; it needs an aria-label. */
  icon: `${BASE} size-12 border-line bg-surface text-ink hover:border-edge disabled:text-muted`,
  /** A key of the keypad. */
  key: `${BASE} min-h-16 border-line bg-surface text-2xl text-ink hover:border-edge active:bg-sunken disabled:text-muted`,
};
