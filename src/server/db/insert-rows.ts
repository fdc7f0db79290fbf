import { CompiledQuery, type Kysely } from 'kysely';
import type { Schema } from './schema.ts';

/**
 * Rows in one statement: enough that the way to the database no longer counts, few enough that the texts can be
 * kept and that no row is too wide (SQLite takes at most 32,766 parameters, PostgreSQL 65,535).
 */
const MOST_ROWS = 64;

const columnsOf = new Map<string, readonly string[]>();
const textOf = new Map<string, string>();

/**
 * Inserts rows, many in one statement. Built by hand rather than by the query builder because a push is made of
 * little else: the text for a table and a number of rows is put together once. `$1, $2 …` in order mean the same to
 * both databases. Every row must have every column, as the types demand.
 */
export async function insertRows<Table extends keyof Schema>(
  db: Kysely<Schema>,
  table: Table,
  rows: readonly Schema[Table][],
): Promise<void> {
  const [first] = rows;
  if (first === undefined) {
    return;
  }
  const columns = columnsOf.get(table) ?? Object.keys(first);
  columnsOf.set(table, columns);
  for (let start = 0; start < rows.length; start += MOST_ROWS) {
    const chunk = rows.slice(start, start + MOST_ROWS);
    const values = chunk.flatMap((row) => valuesOf(row, columns));
    await db.executeQuery(CompiledQuery.raw(insertText(table, columns, chunk.length), values));
  }
}

/**
 * A NUL character can be stored by neither database. In the columns, which are there to be read and searched, it
 * becomes the sign for an unreadable character; the journal keeps the event word for word, where JSON escapes it.
 */
function valuesOf(row: object, columns: readonly string[]): unknown[] {
  return columns.map((column) => {
    const value: unknown = Reflect.get(row, column);
    return typeof value === 'string' && value.includes('\0') ? value.replaceAll('\0', '\uFFFD') : value;
  });
}

function insertText(table: string, columns: readonly string[], count: number): string {
  const key = `${table} ${String(count)}`;
  const known = textOf.get(key);
  if (known !== undefined) {
    return known;
  }
  const tuples = Array.from({ length: count }, (_row, row) => {
    const places = columns.map((_column, column) => `$${String(row * columns.length + column + 1)}`);
    return `(${places.join(', ')})`;
  });
  const text = `insert into "${table}" ("${columns.join('", "')}") values ${tuples.join(', ')}`;
  textOf.set(key, text);
  return text;
}
