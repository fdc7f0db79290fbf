import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CompiledQuery, sql } from 'kysely';
import { createApp } from '#server/app.ts';
import { migrate } from '#server/db/migrate.ts';
import type { DatabasePort } from '#server/db/port.ts';
import { seedDemo } from '#server/demo/seed.ts';
import type { ServerDeps } from '#server/deps.ts';
import { createEnrolmentCode } from '#server/enrolment/enrolment-code.ts';
import type { OfficePerson } from '#server/session/office-session.ts';
import type { HttpAnswer, HttpRequest } from '#sync/ports.ts';
import type { Fate } from './mishap.ts';
import type { SeededRandom } from './seeded-random.ts';
import { HeldHashes } from './held-hashes.ts';
import { openSimDatabase } from './sim-database.ts';
import type { Timeline } from './timeline.ts';

const SILENT = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** Whoever hands out enrolment codes in the demo shop. */
const MANAGER: OfficePerson = {
  organisationId: 'demo',
  organisationName: 'Demo',
  staffId: 'demo-rosa',
  name: 'Rosa',
  role: 'manager',
  csrfToken: '',
};

/** A demo shop's database, made once and copied for each world: hashing its people's PINs takes its time on purpose. */
export interface ShopTemplate {
  file: string;
  remove: () => void;
}

export async function makeShopTemplate(start: number): Promise<ShopTemplate> {
  const folder = mkdtempSync(join(tmpdir(), 'mostrador-sim-shop-'));
  const file = join(folder, 'shop.sqlite');
  const database = openSimDatabase(file, () => 'none');
  await migrate(database.db);
  await seedDemo({ database, now: () => start, randomBytes: counted() });
  await database.db.executeQuery(CompiledQuery.raw('PRAGMA wal_checkpoint(TRUNCATE)'));
  await database.close();
  return { file, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Unguessable enough for a shop in a test, and the same each time. */
function counted(): (length: number) => Uint8Array {
  let made = 0;
  return (length) => {
    made += 1;
    return Uint8Array.from({ length }, (_, at) => (made * 31 + at * 7 + (made >> 8)) & 0xff);
  };
}

export interface SimServerPorts {
  timeline: Timeline;
  random: SeededRandom;
  fate: Fate;
}

/** The production server on a database of its own, which may die at any statement and be put back to an older state. */
export class SimServer {
  crashes = 0;
  restores = 0;
  readonly #folder = mkdtempSync(join(tmpdir(), 'mostrador-sim-'));
  readonly #ports: SimServerPorts;
  #database: DatabasePort;
  /** The file that the database lies in. */
  #file: string;
  #app: ReturnType<typeof createApp>;
  #held = new HeldHashes();
  #files = 1;
  #backup: string | null = null;
  #turn: Promise<unknown> = Promise.resolve();
  /** How many requests are being worked on. */
  #busy = 0;
  #hasDied = false;
  /** Requests meet mishaps; what an operator does to the database by hand does not. */
  #isRequest = false;
  /** Milliseconds; it is starting again until then. */
  #downUntil = 0;

  constructor(shop: string, ports: SimServerPorts) {
    this.#ports = ports;
    this.#file = this.#path();
    copyFileSync(shop, this.#file);
    this.#database = this.#open(this.#file);
    this.#app = createApp(this.#deps());
    void this.#inTurn(() => this.#makeQuick());
  }

  get database(): DatabasePort {
    return this.#database;
  }

  get isBusy(): boolean {
    return this.#busy > 0;
  }

  /** Answers one request after the other; null when there was nobody to answer, or nobody any more. */
  handle(request: HttpRequest, headers: Record<string, string>): Promise<HttpAnswer | null> {
    return this.#inTurn(async () => {
      const { timeline } = this.#ports;
      if (timeline.now < this.#downUntil) {
        return null;
      }
      this.#hasDied = false;
      this.#isRequest = true;
      const response = await this.#app.request(
        request.path,
        {
          method: request.method,
          headers: { 'content-type': 'application/json', ...headers },
          ...(request.body === null ? {} : { body: request.body }),
        },
        { address: `caller-${String(timeline.now)}` },
      );
      const text = await response.text();
      this.#isRequest = false;
      if (this.#hasDied) {
        this.#downUntil = timeline.now + this.#ports.random.between(1_000, 60_000);
        return null;
      }
      return { status: response.status, retryAfter: response.headers.get('retry-after'), text };
    });
  }

  /** Copies the whole database, as the nightly backup does. */
  backUp(): Promise<void> {
    return this.#inTurn(async () => {
      this.forgetBackup();
      this.#backup = this.#path();
      await this.#database.db.executeQuery(CompiledQuery.raw(`VACUUM INTO '${this.#backup}'`));
    });
  }

  /** A backup from before this moment is no use any more: a device was enrolled, or lost what it had. */
  forgetBackup(): void {
    discard(this.#backup);
    this.#backup = null;
  }

  /** Puts the last backup in place of what there is; resolves to whether there was one. */
  restore(): Promise<boolean> {
    return this.#inTurn(async () => {
      if (this.#backup === null) {
        return false;
      }
      const file = this.#path();
      copyFileSync(this.#backup, file);
      await this.#database.close();
      discard(this.#file);
      this.#file = file;
      this.#database = this.#open(file);
      this.#held = new HeldHashes();
      this.#app = createApp(this.#deps());
      await this.#makeQuick();
      this.restores += 1;
      return true;
    });
  }

  /** Does something while nothing else happens to the server, knowing the hash of every event that it holds. */
  meanwhile<T>(work: (held: ReadonlySet<string | null>) => T): Promise<T> {
    return this.#inTurn(async () => work(await this.#held.read(this.#database.db)));
  }

  /** A code with which a device becomes this register, as the office hands it out. */
  enrolmentCode(registerId: string): Promise<string> {
    return this.#inTurn(async () => {
      return (await createEnrolmentCode(this.#deps(), MANAGER, registerId)).code;
    });
  }

  /** Takes a register's token away, or gives it back: as when somebody revokes the wrong device. */
  setTokens(areValid: boolean): Promise<void> {
    const change = areValid
      ? sql`update registers set device_token_hash = substr(device_token_hash, 9) where device_token_hash like 'revoked-%'`
      : sql`update registers set device_token_hash = 'revoked-' || device_token_hash where device_token_hash not like 'revoked-%'`;
    return this.#inTurn(async () => {
      await change.execute(this.#database.db);
    });
  }

  async close(): Promise<void> {
    await this.#inTurn(() => this.#database.close());
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    this.#busy += 1;
    const done = this.#turn.then(work).finally(() => {
      this.#busy -= 1;
    });
    this.#turn = done.catch(() => undefined);
    return done;
  }

  /** The disk under this process does not fail here; what fails is simulated. */
  async #makeQuick(): Promise<void> {
    await this.#database.db.executeQuery(CompiledQuery.raw('PRAGMA synchronous = OFF'));
  }

  #path(): string {
    this.#files += 1;
    return join(this.#folder, `${String(this.#files)}.sqlite`);
  }

  #open(file: string): DatabasePort {
    return openSimDatabase(file, (call) => {
      if (!this.#isRequest) {
        return 'none';
      }
      if (this.#hasDied) {
        return 'fails';
      }
      const mishap = this.#ports.fate(call);
      if (mishap === 'dies_before' || mishap === 'dies_after') {
        this.#hasDied = true;
        this.crashes += 1;
      }
      return mishap;
    });
  }

  #deps(): ServerDeps {
    const { timeline, random } = this.#ports;
    return {
      database: this.#database,
      now: () => timeline.now,
      randomBytes: (length) => random.bytes(length),
      logger: SILENT,
      staticRoot: null,
    };
  }
}

/** A world lives through hundreds of backups: the files that nobody goes back to would fill the machine's disk. */
function discard(file: string | null): void {
  if (file !== null) {
    ['', '-wal', '-shm'].forEach((end) => {
      rmSync(file + end, { force: true });
    });
  }
}
