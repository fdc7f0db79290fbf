/** The sign of Mostrador; the words beside it say the rest. */
export function Mark() {
  return (
    <span
      aria-hidden="true"
      className="grid size-11 place-items-center rounded-card bg-brand text-xl font-extrabold text-on-brand"
    >
      M
    </span>
  );
}
