import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Kysely } from 'kysely';
import type { Policy } from '#core/catalogue/catalogue.ts';
import { enrolmentCodeAnswer } from '#protocol/office.ts';
import {
  ledgerOfTransaction,
  type PricingOfTransaction,
  pricingOfTransaction,
  type TransactionNode,
  transactionList,
} from '#protocol/transaction.ts';
import { publishCatalogue } from '#server/catalogue/publish-catalogue.ts';
import { readConfig } from '#server/config.ts';
import type { Schema } from '#server/db/schema.ts';
import { openSqlite } from '#server/db/sqlite.ts';
import { demoStaff } from '#server/demo/people.ts';
import { demoShop } from '#server/demo/shop.ts';
import { type RunningServer, startServer } from '#server/serve.ts';
import { type OfficeClient, signInToOffice } from '#tools/office-client.ts';
import { type Books, countSales, readBooks } from './books.ts';
import { type Line, openLine } from './line.ts';
import { type ServerChild, startServerChild } from './server-child.ts';

const APP = fileURLToPath(new URL('../../dist', import.meta.url));

/** A demo shop of a test's own: server, database and the line that leads to it. */
export interface Shop {
  line: Line;
  /** Where the browser finds it; goes through the line. */
  address: string;
  /** The sales the server holds, oldest first. */
  sales: () => Promise<TransactionNode[]>;
  /** What promotions did to each of these sales, oldest first. */
  pricing: () => Promise<PricingOfTransaction[]>;
  /** What all postings of these sales add up to; "0.00" each when the books balance. */
  balances: () => Promise<string[]>;
  /** What stands in the server's database file, looked at from all sides. */
  books: () => Promise<Books>;
  /** How many sales stand there. */
  countSales: () => Promise<number>;
  enrolmentCode: (registerId: string) => Promise<string>;
  /** Stops the server and starts it again over the same data, with the built app in this folder where one is given. */
  restart: (app?: string) => Promise<void>;
  /** Kills the server, which must be a child, in the middle of whatever it does, and starts it again over the same data. */
  killServer: () => Promise<void>;
  close: () => Promise<void>;
}

export interface ShopOptions {
  /** What the shop's local decided otherwise than the demo's. */
  policy?: Partial<Policy>;
  /** What else is otherwise in its database before anybody serves it. */
  change?: (db: Kysely<Schema>) => Promise<unknown>;
  /** Whether the server is a process of its own, which can be killed. */
  asChild?: boolean;
  /** How long a late request is under way; see Line. */
  lateMs?: number;
}

function serve(dataDir: string, app: string): Promise<RunningServer> {
  const config = readConfig({ PORT: '0', DATA_DIR: dataDir, LOG_LEVEL: 'fatal' });
  return startServer({ ...config, staticRoot: app, demo: true });
}

/** The data folder of a new demo shop. Made once and copied, because hashing its PINs takes its time on purpose. */
export async function makeDemoData(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'mostrador-demo-'));
  const server = await serve(folder, APP);
  await server.close();
  return folder;
}

function portOf(server: RunningServer): number {
  return Number(new URL(server.url).port);
}

async function signInAsManager(server: RunningServer): Promise<OfficeClient> {
  const manager = demoStaff.find((person) => person.password !== null);
  const office = await signInToOffice(server.url, { email: manager?.email ?? '', password: manager?.password ?? '' });
  if (office === null) {
    throw new Error('The manager of the demo shop could not sign in.');
  }
  return office;
}

/** Puts what is otherwise than in the demo into a database that nobody serves yet, and into its catalogue. */
async function decideOtherwise(dataDir: string, { policy: decided, change }: ShopOptions): Promise<void> {
  const database = openSqlite(join(dataDir, 'mostrador.sqlite'));
  const { organisation, local, policy } = demoShop;
  await database.db
    .updateTable('locals')
    .set({ policy: JSON.stringify({ ...policy, ...decided }) })
    .where('local_id', '=', local.local_id)
    .execute();
  await change?.(database.db);
  const place = { organisationId: organisation.organisation_id, localId: local.local_id };
  await publishCatalogue(database.db, place, new Date().toISOString());
  await database.close();
}

/** Opens a shop over a copy of `demoData`. */
export async function openShop(demoData: string, options: ShopOptions = {}): Promise<Shop> {
  const { policy = {}, change, asChild = false, lateMs } = options;
  const dataDir = mkdtempSync(join(tmpdir(), 'mostrador-shop-'));
  cpSync(demoData, dataDir, { recursive: true });
  if (Object.keys(policy).length > 0 || change !== undefined) {
    await decideOtherwise(dataDir, options);
  }
  let served = APP;
  const start = (): Promise<RunningServer | ServerChild> =>
    asChild ? startServerChild(dataDir) : serve(dataDir, served);
  let server = await start();
  const line = await openLine(portOf(server), lateMs);
  let signedIn: Promise<OfficeClient> | null = null;
  const office = (): Promise<OfficeClient> => (signedIn ??= signInAsManager(server));

  async function startAgain(): Promise<void> {
    server = await start();
    signedIn = null;
    line.leadTo(portOf(server));
  }

  async function sales(): Promise<TransactionNode[]> {
    const page = await (await office()).get('/api/v1/pos/transactions?limit=100', transactionList);
    return page.edges.map((edge) => edge.node).reverse();
  }

  return {
    line,
    address: line.address,
    sales,
    async pricing() {
      const client = await office();
      const asked = (await sales()).map((sale) =>
        client.get(`/api/v1/pos/transactions/${sale.transaction_id}/pricing`, pricingOfTransaction),
      );
      return Promise.all(asked);
    },
    async balances() {
      const client = await office();
      const ledgers = (await sales()).map((sale) =>
        client.get(`/api/v1/pos/transactions/${sale.transaction_id}/ledger`, ledgerOfTransaction),
      );
      return (await Promise.all(ledgers)).map((ledger) => ledger.balance);
    },
    books: () => readBooks(dataDir),
    countSales: () => countSales(dataDir),
    async enrolmentCode(registerId) {
      const path = `/api/v1/registers/${registerId}/enrolment_codes`;
      return (await (await office()).post(path, enrolmentCodeAnswer)).code;
    },
    async restart(app = served) {
      served = app;
      await server.close();
      await startAgain();
    },
    async killServer() {
      if (!('kill' in server)) {
        throw new Error('Only a server that is a process of its own can be killed.');
      }
      await server.kill();
      await startAgain();
    },
    async close() {
      await line.close();
      await server.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
