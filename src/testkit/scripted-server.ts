import { z } from 'zod';
import { verifyEvent } from '#core/journal/chain.ts';
import { GENESIS_HASH } from '#core/journal/journal-event.ts';
import { eventPlace, type EventPlace } from '#protocol/event.ts';
import { type PushResult, pushRequest } from '#protocol/sync.ts';
import type { HttpAnswer, HttpPort, HttpRequest } from '#sync/ports.ts';

/**
 * What befalls one request: it is lost on the way (nothing is stored), its answer is (everything is), or something
 * else answers in the server's place. `change` spoils the good answer's text.
 */
export type Mishap =
  | { kind: 'request_lost' }
  | { kind: 'answer_lost' }
  | { kind: 'delivered_twice' }
  | { kind: 'instead'; answer: Partial<HttpAnswer> }
  | { kind: 'change'; change: (text: string) => string };

/** The rules of the wire in memory, strict as the real server, with mishaps in the order a test wants them. */
export class ScriptedServer implements HttpPort {
  /** By epoch, in order: what is stored. */
  readonly journals = new Map<number, EventPlace[]>();
  /** What came under an id or number that another event has. */
  readonly copies: EventPlace[] = [];
  readonly requests: HttpRequest[] = [];
  readonly mishaps: (Mishap | null)[] = [];
  /** Ids that a person has to look at. */
  readonly strange = new Set<string>();
  /** Ids that cannot be stored just now. */
  readonly notNow = new Set<string>();
  epoch = 1;
  maxItems = 500;
  /** False: it is of the time before tills declared losses. */
  knowsLosses = true;

  get stored(): EventPlace[] {
    return [...this.journals.keys()].sort((a, b) => a - b).flatMap((epoch) => this.journals.get(epoch) ?? []);
  }

  get pushes(): string[][] {
    return this.requests
      .filter(({ path }) => path === '/api/v1/pos/sync')
      .map(({ body }) => pushRequest.parse(JSON.parse(body ?? '')).items.map((item) => eventPlace.parse(item).id));
  }

  /** As if last night's backup had been put back: only the first so many events of each epoch are left. */
  restoreBackup(events: number): void {
    this.journals.forEach((journal) => journal.splice(events));
  }

  async send(request: HttpRequest): Promise<HttpAnswer> {
    await Promise.resolve();
    this.requests.push(request);
    const mishap = this.mishaps.shift() ?? null;
    if (mishap?.kind === 'request_lost') {
      throw new TypeError('Failed to fetch');
    }
    if (mishap?.kind === 'instead') {
      return { status: 200, retryAfter: null, text: '', ...mishap.answer };
    }
    if (mishap?.kind === 'delivered_twice') {
      this.#answer(request);
    }
    const answer = this.#answer(request);
    if (mishap?.kind === 'answer_lost') {
      throw new TypeError('network connection was lost');
    }
    return mishap?.kind === 'change' ? { ...answer, text: mishap.change(answer.text) } : answer;
  }

  #answer({ path, body }: HttpRequest): HttpAnswer {
    const good = (content: unknown): HttpAnswer => ({ status: 200, retryAfter: null, text: JSON.stringify(content) });
    if (path === '/api/v1/pos/sync/epoch') {
      this.epoch += 1;
      return good({ status: 'success', data: { epoch: this.epoch } });
    }
    const [, epoch, mark] =
      /^\/api\/v1\/pos\/sync\/head\?epoch=(\d+)(?:&seq=\d+&hash=(\w+))?(?:&unsent=[^&]+)?$/.exec(path) ?? [];
    if (epoch !== undefined) {
      const data = { server_now: '2026-03-14T15:00:00Z', high_water: this.#head(Number(epoch)) };
      const holds = [...this.stored, ...this.copies].some(({ hash }) => hash === mark);
      return good({ status: 'success', data: mark === undefined ? data : { ...data, holds } });
    }
    const request = pushRequest.parse(JSON.parse(body ?? ''));
    if (request.items.length > this.maxItems) {
      return { status: 413, retryAfter: null, text: '' };
    }
    const results = z
      .array(eventPlace)
      .parse(request.items)
      .map((event) => this.#file(event, this.knowsLosses ? request.lost_through : undefined));
    const high_water = this.#head(request.epoch);
    return good({ nonce: request.nonce, server_now: '2026-03-14T15:00:00Z', results, high_water });
  }

  #file(event: EventPlace, lostThrough = 0): PushResult {
    const { id, seq, epoch } = event;
    const journal = this.journals.get(epoch) ?? [];
    const known = this.stored.find((other) => other.id === id);
    if (known !== undefined) {
      return { id, seq, status: known.hash === event.hash ? 'duplicate' : this.#keepCopy(event) };
    }
    const isBeside = this.copies.some(({ hash }) => hash === event.prev_hash);
    if (seq > journal.length + 1 && (seq - 1 <= lostThrough || (lostThrough > 0 && isBeside))) {
      return { id, seq, status: this.#keepCopy(event) };
    }
    if (seq > journal.length + 1) {
      return { id, seq, status: 'gap', expected: journal.length + 1 };
    }
    if (seq <= journal.length || event.prev_hash !== (journal.at(-1)?.hash ?? GENESIS_HASH)) {
      return { id, seq, status: this.#keepCopy(event) };
    }
    if (this.notNow.has(id)) {
      return { id, seq, status: 'retry' };
    }
    journal.push(event);
    this.journals.set(epoch, journal);
    return this.strange.has(id) || !verifyEvent(event)
      ? { id, seq, status: 'quarantined', reason: 'strange' }
      : { id, seq, status: 'accepted' };
  }

  #keepCopy(event: EventPlace): 'conflict' {
    if (!this.copies.some(({ hash }) => hash === event.hash)) {
      this.copies.push(event);
    }
    return 'conflict';
  }

  #head(epoch: number): { epoch: number; seq: number; hash: string | null } {
    const journal = this.journals.get(epoch) ?? [];
    return { epoch, seq: journal.length, hash: journal.at(-1)?.hash ?? null };
  }
}
