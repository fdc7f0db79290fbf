import type { ReactNode } from 'react';
import { useMedia } from '#ui/use-media.ts';

/** From here on a table has room for its columns: the `md` breakpoint. */
const WIDE = '(min-width: 48rem)';

export interface Column<Row> {
  key: string;
  head: string;
  /** Null where the row has nothing to say: a dash in the table, no line on the card. */
  cell: (row: Row) => ReactNode;
  /** For readers only, where the eye needs no heading. */
  headHidden?: boolean;
  /** Figures stand at the end of their column, so that their digits line up. */
  figure?: boolean;
  /** Where the cell goes on a phone: the card's title, its figure at the upper right, a line of its own, its button. */
  card: 'title' | 'figure' | 'line' | 'action';
}

interface DataTableProps<Row> {
  /** What the table holds, for those who hear it. */
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
}

/** Rows as a table where there is room, and as a list of cards on a phone: true markup either way. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  return useMedia(WIDE) ? <WideTable {...props} /> : <CardList {...props} />;
}

function WideTable<Row>({ caption, columns, rows, rowKey }: DataTableProps<Row>) {
  return (
    <div className="overflow-x-auto rounded-card border border-line bg-surface">
      <table className="w-full text-left">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr className="border-b border-line text-sm text-muted">
            {columns.map((column) => (
              <th key={column.key} scope="col" className={`px-4 py-3 font-medium ${column.figure ? 'text-right' : ''}`}>
                {column.headHidden === true ? <span className="sr-only">{column.head}</span> : column.head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowKey(row)} className="relative border-b border-line last:border-0 has-[a]:hover:bg-sunken">
              {columns.map((column) => (
                <td key={column.key} className={`px-4 py-3.5 align-middle ${column.figure ? 'text-right' : ''}`}>
                  {column.cell(row) ?? <span className="text-muted">–</span>}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function CardList<Row>({ caption, columns, rows, rowKey }: DataTableProps<Row>) {
  const titles = columns.filter((column) => column.card === 'title');
  const figures = columns.filter((column) => column.card === 'figure');
  const lines = columns.filter((column) => column.card === 'line');
  const actions = columns.filter((column) => column.card === 'action');
  return (
    <ul aria-label={caption} className="grid gap-2">
      {rows.map((row) => (
        <li key={rowKey(row)} className="relative rounded-card border border-line bg-surface px-4 py-3.5">
          <div className="flex items-start justify-between gap-4">
            <div className="min-w-0 wrap-break-word">
              {titles.map((column) => (
                <div key={column.key}>{column.cell(row)}</div>
              ))}
            </div>
            <div className="shrink-0 text-right">
              {figures.map((column) => (
                <div key={column.key}>{column.cell(row)}</div>
              ))}
            </div>
          </div>
          {lines.length === 0 ? null : (
            <dl className="mt-2 grid gap-1 text-sm">
              {lines.map((column) => (
                <CardLine key={column.key} name={column.head} value={column.cell(row)} />
              ))}
            </dl>
          )}
          {actions.map((column) => (
            <div key={column.key} className="mt-3">
              {column.cell(row)}
            </div>
          ))}
        </li>
      ))}
    </ul>
  );
}

function CardLine({ name, value }: { name: string; value: ReactNode }) {
  return value === null ? null : (
    <div className="flex justify-between gap-4">
      <dt className="text-muted">{name}</dt>
      <dd className="min-w-0 text-right wrap-break-word">{value}</dd>
    </div>
  );
}
