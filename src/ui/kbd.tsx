/** The key that does the same as the button it stands on; hidden where no keyboard is likely, and from readers, which hear aria-keyshortcuts. */
export function Kbd({ children, onBrand = false }: { children: string; onBrand?: boolean }) {
  const ground = onBrand ? 'border-on-brand/30 bg-on-brand/15 text-on-brand' : 'border-line bg-sunken text-muted';
  return (
    <kbd
      aria-hidden="true"
      className={`hidden rounded-tight border px-2 py-0.5 font-sans text-xs font-semibold sm:keyboard:inline-block ${ground}`}
    >
      {children}
    </kbd>
  );
}
