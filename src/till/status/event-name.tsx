/** The words for an entry. Its last one, a sale's number, goes to the next line whole where that gives it room. */
export function EventName({ name }: { name: string }) {
  const last = name.lastIndexOf(' ') + 1;
  return (
    <span className="block font-semibold break-words">
      {name.slice(0, last)}
      <span className="inline-block max-w-full">{name.slice(last)}</span>
    </span>
  );
}
