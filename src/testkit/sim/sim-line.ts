import type { HttpAnswer, HttpRequest } from '#sync/ports.ts';
import { never } from './mishap.ts';
import type { SeededRandom } from './seeded-random.ts';
import type { Life } from './sim-folder.ts';
import type { SimServer } from './sim-server.ts';
import type { Timeline } from './timeline.ts';

/** As the till's own request over the network does it. */
const TIMEOUT_MS = 30_000;

/** What befalls one request on its way. */
export type LineMishap =
  | 'none'
  /** It never gets there, or its answer never gets back. */
  | 'request_lost'
  | 'answer_lost'
  /** It gets there twice: the second time at once, or much later. */
  | 'doubled'
  | 'doubled_late'
  /** It takes longer than the till waits. */
  | 'too_late'
  /** The answer ends in the middle. */
  | 'cut'
  /** Somebody else answers. */
  | 'portal'
  | 'foreign_json'
  | 'stale_answer'
  | 'refused_by_proxy'
  | 'busy'
  | 'failing';

export interface LinePorts {
  timeline: Timeline;
  random: SeededRandom;
  server: () => SimServer;
  fate: () => LineMishap;
}

/** Who asks, and in which run of its app. */
export interface Caller {
  life: Life;
  token: () => string | null;
}

const PORTAL = { status: 200, retryAfter: null, text: '<!doctype html><title>Welcome, please sign in</title>' };

/** The network between one till and the server. */
export class SimLine {
  /** Nobody is there: a cable is out, the shop has no line for a week. */
  isDown = false;
  dropped = 0;
  readonly #ports: LinePorts;
  #staleAnswer: string | null = null;

  constructor(ports: LinePorts) {
    this.#ports = ports;
  }

  /** As HttpPort: rejects when there is no line, the answer was cut, or none came in time. */
  async send(request: HttpRequest, caller: Caller): Promise<HttpAnswer> {
    const { timeline, random } = this.#ports;
    const answered = new Promise<HttpAnswer>((resolve, reject) => {
      timeline.after(TIMEOUT_MS, () => {
        reject(new DOMException('no answer in time', 'TimeoutError'));
      });
      if (this.isDown) {
        this.dropped += 1;
        timeline.after(random.between(1, 50), () => {
          reject(new TypeError('Failed to fetch'));
        });
        return;
      }
      this.#suffer(request, caller).then(
        (answer) => {
          timeline.after(random.between(5, 400), () => {
            resolve(answer);
          });
        },
        (error: unknown) => {
          reject(error instanceof Error ? error : new Error(String(error)));
        },
      );
    });
    const answer = await answered.catch((error: unknown) =>
      caller.life.isOver ? never<never>() : Promise.reject(error as Error),
    );
    return caller.life.isOver ? never() : answer;
  }

  async #suffer(request: HttpRequest, caller: Caller): Promise<HttpAnswer> {
    const { random } = this.#ports;
    const mishap = this.#ports.fate();
    const instead = this.#instead(mishap);
    if (instead !== null) {
      return instead;
    }
    if (mishap === 'request_lost') {
      this.dropped += 1;
      return never();
    }
    if (mishap === 'doubled' || mishap === 'doubled_late') {
      const late = mishap === 'doubled' ? random.between(1, 300) : random.between(60_000, 3_600_000);
      void this.#deliver(request, caller, late).catch(() => undefined);
    }
    const answer = await this.#deliver(request, caller, mishap === 'too_late' ? 40_000 : random.between(5, 400));
    if (answer === null || mishap === 'answer_lost') {
      this.dropped += 1;
      return mishap === 'answer_lost' ? never() : Promise.reject(new TypeError('the connection was closed'));
    }
    this.#staleAnswer = answer.text;
    return mishap === 'cut' ? { ...answer, text: answer.text.slice(0, random.below(answer.text.length)) } : answer;
  }

  /** What comes back in the server's place. */
  #instead(mishap: LineMishap): HttpAnswer | null {
    const { random } = this.#ports;
    switch (mishap) {
      case 'portal':
        return PORTAL;
      case 'foreign_json':
        return { ...PORTAL, text: random.pick(['{}', '[]', 'null', '{"status":"success","data":{}}', 'true', '']) };
      case 'stale_answer':
        return this.#staleAnswer === null ? PORTAL : { ...PORTAL, text: this.#staleAnswer };
      case 'refused_by_proxy':
        return { status: random.pick([301, 302, 400, 401, 403, 404, 407, 426]), retryAfter: null, text: 'Proxy' };
      case 'busy':
        return {
          status: random.pick([429, 503]),
          retryAfter: random.pick([null, '1', '120', '0', '-5', 'soon']),
          text: '',
        };
      case 'failing':
        return { status: random.pick([500, 502, 504]), retryAfter: null, text: 'Internal Server Error' };
      case 'none':
      case 'request_lost':
      case 'answer_lost':
      case 'doubled':
      case 'doubled_late':
      case 'too_late':
      case 'cut':
        return null;
    }
  }

  #deliver(request: HttpRequest, caller: Caller, afterMs: number): Promise<HttpAnswer | null> {
    // The token is the one of the moment it was sent.
    const token = caller.token();
    const headers: Record<string, string> = token === null ? {} : { authorization: `Bearer ${token}` };
    return new Promise((resolve, reject) => {
      this.#ports.timeline.after(afterMs, () => {
        this.#ports.server().handle(request, headers).then(resolve, reject);
      });
    });
  }
}
