import type { JournalEvent } from '#core/journal/journal-event.ts';
import type { PushAnswer, PushRequest, PushResult } from '#protocol/sync.ts';

/** The journal as the drainer sees it. It is read anew for every batch: storage is the only truth. */
export interface OutboxPort {
  /** The oldest unconfirmed events of one epoch, in order, within both limits; at least one when any is left. */
  nextBatch(limits: { events: number; bytes: number }): Promise<Batch | null>;
  /** Marks the events up to `seq` of `epoch` as confirmed, and keeps the results that are not plain acceptance. */
  confirm(confirmation: { epoch: number; seq: number; noteworthy: PushResult[] }): Promise<void>;
  /** The server lacks events it once confirmed: sends again from `seq`. */
  rewind(epoch: number, seq: number): Promise<void>;
  /** Another device wrote to this epoch: goes on in a new one given by the server. */
  startEpoch(epoch: number): Promise<void>;
}

export interface Batch {
  registerId: string;
  epoch: number;
  events: JournalEvent[];
}

/** What came of one push. Only "answered" says anything about the events; all others leave the outbox as it is. */
export type PushOutcome =
  | { kind: 'answered'; answer: PushAnswer }
  /** No line, a cut answer, a foreign page: nobody knows; the same ids go again. */
  | { kind: 'unknown'; detail: string }
  /** 401, 403, 426: sending pauses, selling never. */
  | { kind: 'refused'; status: number }
  /** 413: half as many. */
  | { kind: 'too_large' }
  /** 429, 503 and other 5xx; seconds from Retry-After where it was a sane number. */
  | { kind: 'busy'; status: number; retryAfterSeconds: number | null };

export interface ServerPort {
  push(request: PushRequest): Promise<PushOutcome>;
  /** Asks for a new epoch after a conflict; null when it could not be had now. */
  newEpoch(): Promise<number | null>;
}

export interface DrainPorts {
  outbox: OutboxPort;
  server: ServerPort;
  /** Milliseconds since the Unix epoch. */
  now(): number;
  /** A fresh unguessable text, echoed by the server. */
  nonce(): string;
}

/** How one run of the drainer ended; the host decides from it when to run again. */
export type DrainOutcome =
  | { kind: 'empty'; confirmed: number }
  | { kind: 'paused'; confirmed: number; status: number }
  | { kind: 'later'; confirmed: number; retryAfterSeconds: number | null; detail: string };
