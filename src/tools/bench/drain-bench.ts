import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { openPostgres } from '#server/db/postgres.ts';
import { openSqlite } from '#server/db/sqlite.ts';
import { fetchHttp } from '#store/browser-host.ts';
import { startPostgres } from '#testkit/postgres.ts';
import { openDrainTill } from './drain-till.ts';
import { heapAfterGc } from './memory-after-gc.ts';
import { startProcess, type ServerProcess } from './server-process.ts';

/** Sales that a till drains before anything is timed, as a server that has been up for a while would have seen. */
const WARM_UP = 2_000;

/** One way of draining, measured. Times of processors and of heaps are those of both ends. */
export interface DrainFigure {
  name: string;
  sales: number;
  /** Wall clock, in milliseconds, of the whole and of each push. */
  ms: number;
  pushes: number[];
  cpu: { till: number; server: number };
  /** Bytes of heap in use after a collection, before and after. */
  heap: { till: [number, number]; server: [number, number] };
}

interface Places {
  folder: string;
  /** Of two databases of PostgreSQL, the real server's and the bare one's; null for files. */
  urls: [string, string] | null;
}

/**
 * The real drainer over real HTTP to the real server in a process of its own, in pushes of several sizes, beside the
 * bare cost: the same bodies over the same HTTP, and the rows that came of them written without any of our logic.
 */
export async function drainBench(kind: 'sqlite' | 'postgres', sales: number): Promise<DrainFigure[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'mostrador-bench-'));
  const postgres = kind === 'postgres' ? await startPostgres({ durable: true }) : null;
  const urls: Places['urls'] =
    postgres === null ? null : [await postgres.createDatabase(), await postgres.createDatabase()];
  try {
    return await benchAt({ folder, urls }, sales);
  } finally {
    await postgres?.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function benchAt(places: Places, sales: number): Promise<DrainFigure[]> {
  const server = await startProcess('drain-server.ts', [places.folder, ...(places.urls?.slice(0, 1) ?? [])]);
  const figures: DrainFigure[] = [];
  const bodies: { warmUp: string[]; timed: string[] } = { warmUp: [], timed: [] };
  try {
    await stockUp(places);
    const first = await openDrainTill(server.url, bodies.warmUp);
    await first.sell(WARM_UP);
    await first.drain(200);
    await first.store.close();
    for (const { count, events } of runsOf(sales)) {
      const till = await openDrainTill(server.url, figures.length === 0 ? bodies.timed : null);
      await till.sell(count);
      const name = `${count.toLocaleString('en')} sales, ${events === 1 ? 'one' : `up to ${String(events)}`} in a push`;
      figures.push(await measured({ name, sales: count, server }, () => till.drain(events)));
      await till.store.close();
    }
  } finally {
    await server.close();
  }
  return [await bareFigure(places, bodies, sales), ...figures];
}

function runsOf(sales: number): { count: number; events: number }[] {
  return [
    { count: sales, events: 500 },
    { count: sales, events: 20 },
    { count: sales, events: 1 },
    { count: sales * 5, events: 500 },
  ];
}

async function bareFigure(
  places: Places,
  bodies: { warmUp: readonly string[]; timed: readonly string[] },
  sales: number,
): Promise<DrainFigure> {
  const server = await startProcess('bare-server.ts', [places.folder, ...(places.urls ?? [])]);
  try {
    await sendAll(server, bodies.warmUp);
    const name = 'the first of these, its rows inserted and nothing else';
    return await measured({ name, sales, server }, () => sendAll(server, bodies.timed));
  } finally {
    await server.close();
  }
}

/** Resolves to the milliseconds that each took. */
async function sendAll(server: ServerProcess, bodies: readonly string[]): Promise<number[]> {
  const http = fetchHttp(server.url, () => null);
  const took: number[] = [];
  for (const body of bodies) {
    const begun = performance.now();
    const { status } = await http.send({ method: 'POST', path: '/', body });
    took.push(performance.now() - begun);
    if (status !== 200) {
      throw new Error(`the bare server answered ${String(status)}`);
    }
  }
  return took;
}

async function measured(
  { server, ...what }: Pick<DrainFigure, 'name' | 'sales'> & { server: ServerProcess },
  drain: () => Promise<number[]>,
): Promise<DrainFigure> {
  const before = { till: heapAfterGc(), server: await server.used() };
  const cpu = process.cpuUsage();
  const begun = performance.now();
  const pushes = await drain();
  const ms = performance.now() - begun;
  const { user, system } = process.cpuUsage(cpu);
  const after = { till: heapAfterGc(), server: await server.used() };
  return {
    ...what,
    ms,
    pushes,
    cpu: { till: (user + system) / 1000, server: after.server.cpuMs - before.server.cpuMs },
    heap: { till: [before.till, after.till], server: [before.server.heap, after.server.heap] },
  };
}

/** Enough of everything: who sells what is not there makes work of another kind. */
async function stockUp({ folder, urls }: Places): Promise<void> {
  const database =
    urls === null
      ? openSqlite(path.join(folder, 'mostrador.sqlite'))
      : openPostgres({ url: urls[0], onLostConnection: () => undefined });
  await database.db.updateTable('stock_levels').set({ on_hand: 1_000_000_000 }).execute();
  await database.close();
}
