/** Something is on its way: said to readers, shown as quiet bars that hold the place. */
export function Waiting({ label }: { label: string }) {
  return (
    <output className="grid gap-3 py-4">
      <span className="sr-only">{label}</span>
      {['w-full', 'w-full', 'w-2/3'].map((width, place) => (
        // The bars are all alike and never move.
        <span key={place} aria-hidden="true" className={`h-14 animate-pulse rounded-card bg-sunken ${width}`} />
      ))}
    </output>
  );
}
