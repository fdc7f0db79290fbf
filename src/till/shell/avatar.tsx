const LOOKS = ['bg-info-soft text-info', 'bg-brand-soft text-brand', 'bg-warn-soft text-warn', 'bg-bad-soft text-bad'];

/** A person's initials on a ground of their own, the same every time. */
export function Avatar({ name, className }: { name: string; className: string }) {
  const initials = name
    .split(/\s+/)
    .map((part) => part.charAt(0))
    .join('')
    .slice(0, 2)
    .toUpperCase();
  const look = LOOKS[Array.from(name).reduce((sum, char) => sum + (char.codePointAt(0) ?? 0), 0) % LOOKS.length] ?? '';
  return (
    <span aria-hidden="true" className={`grid shrink-0 place-items-center rounded-full font-bold ${look} ${className}`}>
      {initials}
    </span>
  );
}
