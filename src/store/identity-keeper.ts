import type { JournalDatabase } from './journal-database.ts';
import type { JournalFile } from './journal-file.ts';
import { within } from './patience.ts';
import { epochWithout, type RegisterChain } from './register-chain.ts';
import { type Identity, newestOf, nextRevision, parseIdentity } from './registration.ts';
import type { IdentityInCopies, Opened } from './start-up.ts';
import { type CopyKey, type Registration, type SilentCopy, StorageRefused } from './till-store.ts';

/** How long a copy may take to note who this register is. */
const PATIENCE_MS = 10_000;

export interface IdentityPorts {
  file: JournalFile;
  database: JournalDatabase;
  hasFiles: boolean;
  writer: string;
  isHeld: () => boolean;
  isDatabaseUp: () => boolean;
  /** See `TillStorage`. */
  silentCopy: () => SilentCopy | null;
  now: () => number;
}

/** Who this register is and which epoch it writes, in both copies. */
export class IdentityKeeper {
  readonly #ports: IdentityPorts;
  /** What each copy said before this start wrote into it; undefined as long as it has not answered. */
  readonly #found: IdentityInCopies;
  readonly #epochAtStart: number;
  #identity: Identity | null;
  /** The newest epoch that each copy is known to know of. */
  readonly #knows: Record<SilentCopy, number>;

  constructor(ports: IdentityPorts, { identity, copies }: Pick<Opened, 'identity' | 'copies'>) {
    this.#ports = ports;
    this.#found = { ...copies };
    this.#identity = identity;
    this.#epochAtStart = identity?.epoch ?? 0;
    this.#knows = { file: epochOf(copies.file, identity), database: epochOf(copies.database, identity) };
  }

  /** Null before this device is a register. */
  get identity(): Identity | null {
    return this.#identity;
  }

  /** Makes this device a register, or another one. Rejects as `save` does. */
  async register(registration: Registration, epoch: number): Promise<Identity> {
    return this.save({ registration, epoch, revision: await this.#newRevision() });
  }

  /** A copy that was silent may have a newer registration than is known: what is registered now is newer than any. */
  async #newRevision(): Promise<number> {
    const found = await Promise.all(this.#writable.map((copy) => this.ask(copy).catch(() => null)));
    const before = found.reduce((newest, one) => (newest === null ? one : newestOf(newest, one)), this.#identity);
    return nextRevision(before, this.#ports.now());
  }

  /**
   * Keeps it in both copies where both can, and what one of them knew better stays, be it that this device has become another
   * register: resolves to what it has come to. Rejects with StorageRefused when neither could, or may.
   */
  async save(identity: Identity): Promise<Identity> {
    this.#assertHeld();
    let newest = identity;
    const takers: SilentCopy[] = [];
    for (const copy of this.#writable) {
      const found = await this.ask(copy).catch(() => undefined);
      if (found !== undefined && !isLaterOther(found, newest)) {
        newest = epochOf(found, newest) === 0 ? newest : newestOf(newest, found);
        takers.push(copy);
      }
    }
    const stored: SilentCopy[] = [];
    for (const copy of takers) {
      this.#assertHeld();
      if (await succeeds(this.#writeInto(copy, newest))) {
        stored.push(copy);
      }
    }
    if (stored.length === 0) {
      throw new StorageRefused('unreachable');
    }
    if (newest.registration.registerId !== this.#identity?.registration.registerId) {
      Object.assign(this.#knows, { file: 0, database: 0 });
    }
    this.#identity = newest;
    for (const copy of stored) {
      this.#knows[copy] = newest.epoch;
    }
    return newest;
  }

  #assertHeld(): void {
    if (!this.#ports.isHeld()) {
      throw new StorageRefused('other_tab');
    }
  }

  get #writable(): SilentCopy[] {
    return this.#ports.isDatabaseUp() ? ['file', 'database'] : ['file'];
  }

  #writeInto(copy: SilentCopy, identity: Identity): Promise<void> {
    const { file, database, writer } = this.#ports;
    return copy === 'database'
      ? database.saveIdentity(writer, identity)
      : within(PATIENCE_MS, file.writeCopy('registration', JSON.stringify(identity)));
  }

  /**
   * What this copy says of who this register is, be it as it was before this start wrote into it: to be asked before anything
   * is written there. Rejects where it does not answer.
   */
  async ask(copy: SilentCopy): Promise<Identity | null> {
    const { file, database } = this.#ports;
    const known = this.#found[copy];
    if (known !== undefined) {
      return known;
    }
    const found =
      copy === 'database'
        ? await database.readIdentity()
        : parseIdentity(await within(PATIENCE_MS, file.readCopy('registration')));
    this.#found[copy] = found;
    return found;
  }

  /** Keeps the key that copies are sealed with beside the registration; nothing where there is no registration yet. */
  async saveCopyKey(copyKey: CopyKey): Promise<void> {
    const identity = this.#identity;
    if (identity !== null && identity.registration.copyKey?.keyId !== copyKey.keyId) {
      const registration = { ...identity.registration, copyKey };
      await this.save({ ...identity, registration, revision: await this.#newRevision() });
    }
  }

  /** Gives the identity to the copy that had none or an older one, where that can be done. */
  async share(): Promise<void> {
    const identity = this.#identity;
    if (identity !== null && !(isAlike(identity, this.#found.file) && isAlike(identity, this.#found.database))) {
      await succeeds(this.save(identity));
    }
  }

  /** The service worker may have been given a new epoch for this register meanwhile. Rejects where that cannot be seen. */
  async refresh(): Promise<void> {
    const stored = await this.#ports.database.readIdentity();
    if (stored !== null) {
      await this.#takeOver(stored);
    }
  }

  /**
   * What a copy noted that did not answer at the start: what is newer there is taken over. Resolves to the epoch that a start
   * noted there of which nothing was known here, 0 for none: what it wrote in it may be lost.
   */
  async lookInto(copy: SilentCopy): Promise<number> {
    const found = await this.ask(copy).catch(() => null);
    const epoch = epochOf(found, this.#identity);
    if (found === null || epoch === 0) {
      return 0;
    }
    await succeeds(this.#takeOver(found));
    return epoch > this.#epochAtStart ? epoch : 0;
  }

  /** Not that this device has become another register: that is for a start, which then goes on with the chain of that one. */
  async #takeOver(found: Identity): Promise<void> {
    const identity = this.#identity;
    const newest = newestOf(found, identity);
    if (identity === null || (epochOf(found, identity) > 0 && !isAlike(newest, identity))) {
      await this.save(newest);
    }
  }

  /**
   * To be called before anything is written: a later start that sees only one of the copies must not take this epoch for a
   * new one. So both know of it, or its number is one that no start takes that sees only the other one; the chain goes on in
   * the next epoch where that is one. Resolves to whether only the event itself can say so, as on a disk that is too full for
   * anything but the file's free slots: then the file has to take it. Rejects with StorageRefused where that is no help.
   */
  async beginEpoch(chain: RegisterChain): Promise<boolean> {
    if (await this.#mayBegin(chain.epoch)) {
      return false;
    }
    const silent = this.#ports.silentCopy();
    if (silent === null && this.#unaware(chain.epoch).length === 1) {
      chain.startEpoch(chain.epoch + 1);
      if (await this.#mayBegin(chain.epoch)) {
        return false;
      }
    }
    if (silent === 'file' || !this.#ports.hasFiles) {
      throw new StorageRefused('unreachable');
    }
    chain.startEpoch(epochWithout('database', chain.epoch));
    return true;
  }

  /** The file has an event of this epoch. */
  fileHas(epoch: number): void {
    this.#knows.file = Math.max(this.#knows.file, epoch);
  }

  async #mayBegin(epoch: number): Promise<boolean> {
    const identity = this.#identity;
    if (this.#isSafe(epoch) || identity === null) {
      return true;
    }
    const noted = { ...identity, epoch: Math.max(epoch, identity.epoch) };
    await this.save(noted).catch((error: unknown) => {
      if (!(error instanceof StorageRefused && error.reason === 'unreachable')) {
        throw error;
      }
    });
    return this.#isSafe(epoch);
  }

  #isSafe(epoch: number): boolean {
    const [unaware, ...others] = this.#unaware(epoch);
    if (unaware === undefined) {
      return true;
    }
    const isNotedInOther = this.#ports.hasFiles && others.length === 0;
    return (
      isNotedInOther && epochWithout(unaware, epoch) === epoch && (this.#ports.silentCopy() ?? unaware) === unaware
    );
  }

  /** Of the copies that there are, those that may not know of this epoch. */
  #unaware(epoch: number): SilentCopy[] {
    const copies: SilentCopy[] = this.#ports.hasFiles ? ['file', 'database'] : ['database'];
    return copies.filter((copy) => this.#knows[copy] < epoch);
  }
}

function isLaterOther(found: Identity | null, identity: Identity): boolean {
  return found !== null && epochOf(found, identity) === 0 && found.revision > identity.revision;
}

function isAlike(identity: Identity, other: Identity | null | undefined): boolean {
  return identity.revision === other?.revision && identity.epoch === other.epoch;
}

/** What a copy's registration says, where it is one of this register. */
function epochOf(copy: Identity | null | undefined, identity: Identity | null): number {
  return copy?.registration.registerId === identity?.registration.registerId ? (copy?.epoch ?? 0) : 0;
}

async function succeeds(work: Promise<unknown>): Promise<boolean> {
  try {
    await work;
    return true;
  } catch {
    return false;
  }
}
