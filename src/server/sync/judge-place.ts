import { eventPlace } from '#protocol/event.ts';
import type { ReceivedItem } from './received-item.ts';
import { isSealed } from './is-sealed.ts';

/** What is stored under an event's id. */
export interface StoredEvent {
  hash: string | null;
  status: 'accepted' | 'quarantined';
  raw: string;
}

/** The newest link of the chain; seq 0 and the genesis hash before the first. A null hash could not be read. */
export interface Head {
  seq: number;
  hash: string | null;
}

/** Numbers of one epoch that neither the server nor the till has any more; both are among them. */
export interface Loss {
  from: number;
  through: number;
}

export type Verdict =
  /** Already here, the very same. */
  | { kind: 'stored' }
  /** The next link: to be filed. */
  | { kind: 'next' }
  /** An earlier one is missing. */
  | { kind: 'gap'; expected: number }
  /** Its id or its place belongs to another event, or it continues another chain: two devices wrote as one. */
  | { kind: 'conflict'; because: 'id_taken' | 'seq_taken' | 'chain_broken' | 'other_stream' }
  /** What is before it is lost on both sides: it is kept beside the chain, as what another device wrote is. */
  | { kind: 'conflict'; because: 'after_loss'; loss: Loss };

/** What is known of the chain that an item claims to belong to. */
export interface Chain {
  head: Head;
  /**
   * The events that were kept as copies beside it, by hash: what was lost before them, or null for the stream of
   * another device.
   */
  copied: ReadonlyMap<string, Loss | null>;
  /** What this push declares lost, and up to which number nothing is waited for; null when it declares nothing. */
  declared: { loss: Loss; through: number } | null;
}

/** Where an item stands to what is stored. */
export function judgePlace(item: ReceivedItem, stored: StoredEvent | undefined, chain: Chain): Verdict {
  const { head } = chain;
  if (stored !== undefined) {
    return isSame(item, stored) ? { kind: 'stored' } : { kind: 'conflict', because: 'id_taken' };
  }
  const copied = followedCopy(item, chain);
  if (copied !== undefined) {
    return besideChain(copied);
  }
  if (item.seq <= head.seq) {
    return { kind: 'conflict', because: 'seq_taken' };
  }
  if (item.seq > head.seq + 1) {
    return afterLoss(item, chain) ?? damagedAfterCopy(item, chain) ?? { kind: 'gap', expected: head.seq + 1 };
  }
  // A damaged event may have a damaged prev_hash: that proves nothing about who wrote it.
  const follows = !item.intact || head.hash === null || item.prevHash === head.hash;
  return follows ? { kind: 'next' } : { kind: 'conflict', because: 'chain_broken' };
}

/**
 * What follows a copy belongs to the same stream, however far that has got: were it to wait for the events before
 * it, as after a gap, it would wait for ever, for those are copies as well. Undefined when it follows none.
 */
function followedCopy(item: ReceivedItem, { head, copied }: Chain): Loss | null | undefined {
  const isNext = item.seq === head.seq + 1 && item.prevHash === head.hash;
  return item.intact && item.prevHash !== null && !isNext ? copied.get(item.prevHash) : undefined;
}

/** A damaged one that names a copy is kept beside the chain, too: its till has nothing else to send from there on. */
function damagedAfterCopy({ prevHash }: ReceivedItem, { copied }: Chain): Verdict | null {
  const loss = prevHash === null ? undefined : copied.get(prevHash);
  return loss === undefined ? null : besideChain(loss);
}

function besideChain(loss: Loss | null): Verdict {
  return loss === null
    ? { kind: 'conflict', because: 'other_stream' }
    : { kind: 'conflict', because: 'after_loss', loss };
}

/** Its till has said that what is waited for will never come. */
function afterLoss({ seq }: ReceivedItem, { declared }: Chain): Verdict | null {
  return declared !== null && seq - 1 <= declared.through
    ? { kind: 'conflict', because: 'after_loss', loss: declared.loss }
    : null;
}

/**
 * The same event may come with its keys in another order, so an intact one is known by its hash. Of a damaged one
 * the hash says nothing, neither here nor there: then it must be the same text.
 */
function isSame(item: ReceivedItem, stored: StoredEvent): boolean {
  if (item.raw === stored.raw) {
    return true;
  }
  return item.intact && item.hash === stored.hash && (stored.status === 'accepted' || isIntact(stored.raw));
}

function isIntact(raw: string): boolean {
  const event = eventPlace.safeParse(JSON.parse(raw));
  return event.success && isSealed(event.data);
}
