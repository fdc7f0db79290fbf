import type { ChainHead, JournalEvent } from '#core/journal/journal-event.ts';
import type { PushAnswer, PushRequest, PushResult, UnsentReport } from '#protocol/sync.ts';

/** The journal as the drainer sees it. It is read anew for every batch: storage is the only truth. */
export interface OutboxPort {
  /** What this register has written and had confirmed, or null before it is enrolled. */
  position(): Promise<OutboxPosition | null>;
  /**
   * The oldest unconfirmed events of one epoch, in order and without a hole, within both limits; at least one when any
   * is left. Epochs in `except` are passed over. `bytes` counts the events' JSON in UTF-8.
   */
  nextBatch(limits: { events: number; bytes: number }, except: readonly number[]): Promise<Batch | null>;
  /** All that is unconfirmed, for those who watch over the shop. */
  unsent(): Promise<UnsentReport>;
  /** The hash of one event of this register; null when it is not on this device. */
  hashAt(epoch: number, seq: number): Promise<string | null>;
  /** Marks the events up to `seq` of `epoch` as confirmed, and keeps the results that are not plain acceptance. */
  confirm(confirmation: Confirmation): Promise<void>;
  /** The server lacks events it once confirmed: sends again from `seq`. Never raises what is confirmed. */
  rewind(epoch: number, seq: number): Promise<void>;
  /**
   * Gives each copy of the journal what only the other one holds. Resolves to whether both are well: an unconfirmed
   * event that is not on this device then is lost for good.
   */
  gather(): Promise<boolean>;
  /** Another device wrote to this epoch: goes on in a new one given by the server. */
  startEpoch(epoch: number): Promise<void>;
}

export interface Confirmation {
  epoch: number;
  seq: number;
  noteworthy: NoteworthyResult[];
}

/** Stored by the server, but a person should look at it. */
export type NoteworthyResult = Extract<PushResult, { status: 'accepted' | 'quarantined' | 'conflict' }>;

export interface OutboxPosition {
  /** Where the next event will be written. */
  currentEpoch: number;
  /** Every epoch of this register that has events on this device, oldest first. */
  epochs: { epoch: number; lastSeq: number; sentThrough: number }[];
}

export interface Batch {
  registerId: string;
  epoch: number;
  /** The number that this device has before the first of them. */
  after: number;
  events: JournalEvent[];
  /** What waits beside these events, in this epoch and the others. */
  beside: UnsentReport;
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
  /**
   * The newest link the server holds of an epoch without a gap before it, and whether it holds `known`, an event of
   * that epoch; null when that could not be learnt now. Rejects with ServerRefused where it does not know this device.
   * With `unsent` the server is told what waits here: a push says so too, but where none gets through nobody would know.
   */
  head(epoch: number, known: EventMark | null, unsent?: UnsentReport): Promise<ServerHead | null>;
  /** Asks for a new epoch after a conflict; null when it could not be had now. */
  newEpoch(): Promise<number | null>;
}

/** The server, in its own words, takes nothing of this device: 401, 403 or 426. */
export class ServerRefused extends Error {
  override readonly name = 'ServerRefused';
  readonly status: number;

  constructor(status: number) {
    super(`the server refuses this device: ${String(status)}`);
    this.status = status;
  }
}

/** One event, as a server can be asked for it. */
export type EventMark = Omit<ChainHead, 'epoch'>;

/** `hash` is null, and `seq` 0, before the first event of the epoch has arrived. */
export type ServerHead = Omit<ChainHead, 'hash'> & {
  hash: string | null;
  /** Whether it holds the event that it was asked for, in the chain or beside it; left out when it was asked for none. */
  holds?: boolean;
  /** UTC instant at which the server answered, by its own clock; left out where nobody asked a clock. */
  serverNow?: string;
};

/** One request to the server of the product, as the host's network does it. */
export interface HttpRequest {
  method: 'GET' | 'POST';
  path: string;
  /** JSON text; null sends no body. */
  body: string | null;
}

export interface HttpAnswer {
  status: number;
  /** The Retry-After header as it came, or null. */
  retryAfter: string | null;
  text: string;
}

export interface HttpPort {
  /** Rejects when there is no line, the answer was cut, or none came in time. Adds who is asking; zips the body. */
  send(request: HttpRequest): Promise<HttpAnswer>;
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
  | {
      kind: 'later';
      confirmed: number;
      retryAfterSeconds: number | null;
      because: Hindrance;
      detail: string;
      /** Epochs that cannot go on by themselves. */
      stuck: readonly number[];
    };

/**
 * `no_line`: nobody knows what became of the last push. `busy`: the server asked to come again later. `stuck`: some
 * events cannot be sent at all for now, and a person should look.
 */
export type Hindrance = 'no_line' | 'busy' | 'stuck';
