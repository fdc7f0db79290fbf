import { sealEvent } from '#core/journal/chain.ts';
import { type ChainHead, GENESIS_HASH, type JournalDraft } from '#core/journal/journal-event.ts';
import { headOf } from './journal-reader.ts';
import {
  inOrder,
  type JournalRecord,
  type RegisterPlace,
  type TillState,
  stateAfter,
  stateAtStart,
  stateInNewEpoch,
} from './journal-record.ts';
import type { Identity } from './registration.ts';
import type { JournalPlace, SilentCopy } from './till-store.ts';

type Reached = Pick<RegisterPlace, 'epoch' | 'seq'>;

/**
 * The first epoch from this one on in which no start writes that saw only the other copy: even ones are for starts
 * without the file, odd ones for starts without the database. So what each copy has alone never meets under one number,
 * whatever each of the starts knew of the other.
 */
export function epochWithout(silent: SilentCopy | null, atLeast: number): number {
  const remainder = silent === 'file' ? 0 : 1;
  return silent === null || atLeast % 2 === remainder ? atLeast : atLeast + 1;
}

/** The growing end of one register's journal: where the next event goes, and what has come of all before it. */
export class RegisterChain {
  readonly registerId: string;
  readonly #currency: string;
  readonly #reached: Reached;
  #last: JournalRecord | null;
  #epoch: number;
  /** Whether something was written since it was made. */
  #hasGrown = false;

  /** `last` is the newest record that either copy holds; `reached` is as far as the journal is known to have come. */
  constructor(identity: Identity, { last, reached }: { last: JournalRecord | null; reached: Reached }) {
    this.#reached = reached;
    this.registerId = identity.registration.registerId;
    this.#currency = identity.registration.currency;
    this.#last = last;
    this.#epoch = Math.max(identity.epoch, last?.event.epoch ?? 0);
  }

  /** The newest link; null before the first. */
  get head(): ChainHead | null {
    return this.#last === null ? null : headOf(this.#last);
  }

  get epoch(): number {
    return this.#epoch;
  }

  /** What follows from everything up to now. */
  get state(): TillState {
    if (this.#last === null) {
      return stateAtStart(this.#currency);
    }
    return this.#last.event.epoch === this.#epoch
      ? this.#last.after
      : stateInNewEpoch(this.#last.after, this.#currency);
  }

  /** Behind everything that is known to be written, shown or not: what is written from now on stands here or later. */
  get end(): RegisterPlace {
    const last = this.#last?.event ?? this.#reached;
    const { epoch, seq } = inOrder(last, this.#reached) > 0 ? last : this.#reached;
    const isLeft = epoch < this.#epoch;
    return { registerId: this.registerId, epoch: Math.max(epoch, this.#epoch), seq: isLeft ? 1 : seq + 1 };
  }

  get nextPlace(): JournalPlace {
    return {
      epoch: this.#epoch,
      seq: this.#tip.seq + 1,
      saleNumber: this.state.saleNumber + 1,
      newestAt: this.#last?.event.sold_at ?? null,
    };
  }

  /** The draft as the chain's next link. Nothing has changed until `advance` is told that it is durable. */
  seal(draft: JournalDraft): JournalRecord {
    const event = sealEvent(draft, {
      registerId: this.registerId,
      epoch: this.#epoch,
      seq: this.#tip.seq + 1,
      prevHash: this.#tip.hash,
    });
    return { event, after: stateAfter(this.state, event, this.#currency) };
  }

  advance(record: JournalRecord): void {
    this.#hasGrown = true;
    this.#last = record;
    this.#epoch = Math.max(this.#epoch, record.event.epoch);
  }

  /** Goes on in a later epoch; numbers start at 1 again. An earlier one changes nothing. */
  startEpoch(epoch: number): void {
    this.#epoch = Math.max(this.#epoch, epoch);
  }

  /**
   * A copy that answered late has come so far. What stands behind the end there has numbers that are given out. The epoch that
   * is begun has to be none of a copy that is silent still. As long as nothing was written here, what follows from the newest
   * record there is what holds: the drawer may have been opened after all that the other copy knew of.
   */
  leaveBehind({ last, reached }: { last: JournalRecord | null; reached: Reached }, silent: SilentCopy | null): void {
    const head = this.#last?.event ?? { epoch: 0, seq: 0 };
    if (inOrder(reached, head) > 0 && reached.epoch >= this.#epoch) {
      this.startEpoch(reached.epoch + 1);
    }
    this.startEpoch(epochWithout(silent, this.#epoch));
    if (last !== null && inOrder(last.event, head) > 0 && !this.#hasGrown) {
      this.#last = last;
    }
  }

  get #tip(): { seq: number; hash: string } {
    return this.#last !== null && this.#last.event.epoch === this.#epoch
      ? { seq: this.#last.event.seq, hash: this.#last.event.hash }
      : { seq: 0, hash: GENESIS_HASH };
  }
}
