import { CompiledQuery, type Kysely, SqliteAdapter } from 'kysely';
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
 * little else: the text for a table and a number of rows is put together once. Every row must have every column, as
 * the types demand.
 */
export async function insertRows<Table extends keyof Schema>(
  db: Kysely<Schema>,
  table: Table,
  rows: readonly Schema[Table][],
): Promise<void> {
  await insertAny(db, table, rows);
}

/** The same for rows whose columns are known to be the table's only by where they come from. */
export async function insertAny(db: Kysely<Schema>, table: keyof Schema, rows: readonly object[]): Promise<void> {
  const [first] = rows;
  if (first === undefined) {
    return;
  }
  const columns = columnsOf.get(table) ?? Object.keys(first);
  columnsOf.set(table, columns);
  const isNumbered = !(db.getExecutor().adapter instanceof SqliteAdapter);
  for (let start = 0; start < rows.length; start += MOST_ROWS) {
    const chunk = rows.slice(start, start + MOST_ROWS);
    const text = insertText(table, columns, { rows: chunk.length, isNumbered });
    await db.executeQuery(CompiledQuery.raw(text, valuesOf(chunk, columns)));
  }
}

/**
 * A NUL character can be stored by neither database. In the columns, which are there to be read and searched, it
 * becomes the sign for an unreadable character; the journal keeps the event word for word, where JSON escapes it.
 */
export function storable(value: unknown): unknown {
  return typeof value === 'string' && value.includes('\0') ? value.replaceAll('\0', '\uFFFD') : value;
}

function valuesOf(rows: readonly object[], columns: readonly string[]): unknown[] {
  const values: unknown[] = [];
  for (const row of rows) {
    for (const column of columns) {
      values.push(storable(Reflect.get(row, column)));
    }
  }
  return values;
}

/**
 * PostgreSQL wants its parameters numbered. To SQLite a number is a name, and it looks for each among all those before:
 * it would take thirty times as long to read a statement of 64 rows.
 */
function insertText(table: string, columns: readonly string[], form: { rows: number; isNumbered: boolean }): string {
  const key = `${table} ${String(form.rows)} ${String(form.isNumbered)}`;
  const known = textOf.get(key);
  if (known !== undefined) {
    return known;
  }
  const tuples = Array.from({ length: form.rows }, (_row, row) => {
    const before = row * columns.length + 1;
    const places = columns.map((_column, column) => (form.isNumbered ? `$${String(before + column)}` : '?'));
    return `(${places.join(', ')})`;
  });
  const text = `insert into "${table}" ("${columns.join('", "')}") values ${tuples.join(', ')}`;
  textOf.set(key, text);
  return text;
}
