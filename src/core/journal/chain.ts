import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { canonicalJson } from './canonical-json.ts';
import { EVENT_VERSION, type JournalDraft, type JournalEvent } from './journal-event.ts';

/** Where in which chain an event is put. */
export interface ChainPlace {
  registerId: string;
  epoch: number;
  seq: number;
  prevHash: string;
}

/** What an event's hash is taken over: the canonical JSON of everything in it but that. Throws TypeError as that does. */
export function sealedText(event: object): string {
  const { hash: _hash, ...rest } = event as { hash?: unknown };
  return canonicalJson(rest);
}

/** SHA-256 in lower-case hex over the sealed text. */
export function hashOf(event: object): string {
  return bytesToHex(sha256(utf8ToBytes(sealedText(event))));
}

/** Gives a draft its place in the chain and closes it with its hash. */
export function sealEvent(draft: JournalDraft, place: ChainPlace): JournalEvent {
  const open = {
    ...draft,
    v: EVENT_VERSION,
    register_id: place.registerId,
    epoch: place.epoch,
    seq: place.seq,
    prev_hash: place.prevHash,
  };
  return { ...open, hash: hashOf(open) };
}

/** True when the event still is what was sealed. Works on foreign data: never throws. */
export function verifyEvent(event: { hash: string }): boolean {
  try {
    return hashOf(event) === event.hash;
  } catch {
    return false;
  }
}
