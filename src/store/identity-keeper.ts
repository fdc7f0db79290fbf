import type { JournalDatabase } from './journal-database.ts';
import type { JournalFile } from './journal-file.ts';
import { within } from './patience.ts';
import { epochWithout, type RegisterChain } from './register-chain.ts';
import { type Identity, nextRevision, parseIdentity } from './registration.ts';
import type { Opened } from './start-up.ts';
import { type CopyKey, type SilentCopy, StorageRefused } from './till-store.ts';

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
  readonly #opened: Opened['copies'];
  #identity: Identity | null;
  /** The newest epoch that each copy is known to know of. */
  readonly #knows: Record<SilentCopy, number>;

  constructor(ports: IdentityPorts, { identity, copies }: Pick<Opened, 'identity' | 'copies'>) {
    this.#ports = ports;
    this.#opened = copies;
    this.#identity = identity;
    this.#knows = { file: epochOf(copies.file, identity), database: epochOf(copies.database, identity) };
  }

  /** Null before this device is a register. */
  get identity(): Identity | null {
    return this.#identity;
  }

  /** Keeps it in both copies where both can. Rejects with StorageRefused when neither could, or may. */
  async save(identity: Identity): Promise<void> {
    const { file, database, writer, isHeld, isDatabaseUp } = this.#ports;
    if (!isHeld()) {
      throw new StorageRefused('other_tab');
    }
    const inFile = await succeeds(within(PATIENCE_MS, file.writeCopy('registration', JSON.stringify(identity))));
    const inDatabase = isDatabaseUp() && (await succeeds(database.saveIdentity(writer, identity)));
    if (!inFile && !inDatabase) {
      throw new StorageRefused('unreachable');
    }
    if (identity.registration.registerId !== this.#identity?.registration.registerId) {
      Object.assign(this.#knows, { file: 0, database: 0 });
    }
    this.#identity = identity;
    this.#knows.file = inFile ? identity.epoch : this.#knows.file;
    this.#knows.database = inDatabase ? identity.epoch : this.#knows.database;
  }

  /** Keeps the key that copies are sealed with beside the registration; nothing where there is no registration yet. */
  async saveCopyKey(copyKey: CopyKey): Promise<void> {
    const identity = this.#identity;
    if (identity !== null && identity.registration.copyKey?.keyId !== copyKey.keyId) {
      const registration = { ...identity.registration, copyKey };
      await this.save({ ...identity, registration, revision: nextRevision(identity, this.#ports.now()) });
    }
  }

  /** Gives the identity to the copy that had none or an older one, where that can be done. */
  async share(): Promise<void> {
    const identity = this.#identity;
    const { file, database } = this.#opened;
    if (identity !== null && (file?.revision !== identity.revision || database?.revision !== identity.revision)) {
      await succeeds(this.save(identity));
    }
  }

  /** The service worker may have been given a new epoch for this register meanwhile. Rejects where that cannot be seen. */
  async refresh(): Promise<void> {
    const stored = await this.#ports.database.readIdentity();
    if (stored !== null && stored.revision > (this.#identity?.revision ?? -1)) {
      await this.save(stored);
    }
  }

  /**
   * What a copy noted that did not answer at the start: an identity that is newer is taken over. Resolves to the epoch that a
   * start noted there of which nothing is known here, 0 for none: what it wrote in it may be lost.
   */
  async lookInto(copy: SilentCopy): Promise<number> {
    const identity = this.#identity;
    const noted = await this.#readIn(copy).catch(() => null);
    const epoch = epochOf(noted, identity);
    const isKnown = noted?.revision === identity?.revision && epoch === identity?.epoch;
    if (noted === null || identity === null || epoch === 0 || isKnown) {
      return 0;
    }
    if (noted.revision > identity.revision) {
      await succeeds(this.save({ ...noted, epoch: Math.max(epoch, identity.epoch) }));
    }
    return epoch;
  }

  async #readIn(copy: SilentCopy): Promise<Identity | null> {
    const { file, database } = this.#ports;
    return copy === 'database'
      ? database.readIdentity()
      : parseIdentity(await within(PATIENCE_MS, file.readCopy('registration')));
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
    const noted = { epoch: Math.max(epoch, identity.epoch), revision: nextRevision(identity, this.#ports.now()) };
    await this.save({ ...identity, ...noted }).catch((error: unknown) => {
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

/** What a copy's registration says, where it is one of this register. */
function epochOf(copy: Identity | null, identity: Identity | null): number {
  return copy?.registration.registerId === identity?.registration.registerId ? (copy?.epoch ?? 0) : 0;
}

async function succeeds(work: Promise<void>): Promise<boolean> {
  try {
    await work;
    return true;
  } catch {
    return false;
  }
}
