/** The sign of Mostrador: a counter under an awning, drawn as an M. */
export function Logo({ className = '' }: { className?: string }) {
  return (
    <svg viewBox="0 0 44 44" aria-hidden="true" data-colour className={className}>
      <rect width="44" height="44" rx="12" fill="#0b6b4f" />
      <path
        d="M12 31V14.5c0-.9 1.1-1.3 1.7-.6L22 23.2l8.3-9.3c.6-.7 1.7-.3 1.7.6V31"
        fill="none"
        stroke="#fff"
        strokeWidth="4.2"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
