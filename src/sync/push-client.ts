import { failure, success } from '#protocol/answer.ts';
import { epochAnswer, headAnswer, pushAnswer } from '#protocol/sync.ts';
import { retryAfterSeconds } from './backoff.ts';
import {
  type HttpAnswer,
  type HttpPort,
  type HttpRequest,
  type PushOutcome,
  type ServerPort,
  ServerRefused,
} from './ports.ts';

const headSuccess = success(headAnswer);
const epochSuccess = success(epochAnswer);

/**
 * The server over HTTP. Only an answer of the very shape that our server gives is believed: a captive portal also
 * answers 200, a proxy also answers 403, and neither knows anything about a sale.
 */
export function createServerPort(http: HttpPort, now: () => number): ServerPort {
  return {
    push: async (request) => {
      const answer = await send(http, { method: 'POST', path: '/api/v1/pos/sync', body: JSON.stringify(request) });
      return answer instanceof Error ? { kind: 'unknown', detail: answer.message } : outcomeOf(answer, now());
    },
    head: async (epoch, known, unsent) => {
      const mark = known === null ? '' : `&seq=${String(known.seq)}&hash=${known.hash}`;
      const waiting = unsent === undefined ? '' : `&unsent=${encodeURIComponent(JSON.stringify(unsent))}`;
      const path = `/api/v1/pos/sync/head?epoch=${String(epoch)}${mark}${waiting}`;
      const answer = await send(http, { method: 'GET', path, body: null });
      if (!(answer instanceof Error) && isRefusal(answer)) {
        throw new ServerRefused(answer.status);
      }
      const parsed = headSuccess.safeParse(goodJson(answer));
      if (!parsed.success || parsed.data.data.high_water.epoch !== epoch) {
        return null;
      }
      const { high_water: head, server_now: serverNow, holds } = parsed.data.data;
      return { ...head, serverNow, ...(holds === undefined ? {} : { holds }) };
    },
    newEpoch: async () => {
      const answer = await send(http, { method: 'POST', path: '/api/v1/pos/sync/epoch', body: null });
      const parsed = epochSuccess.safeParse(goodJson(answer));
      return parsed.success ? parsed.data.data.epoch : null;
    },
  };
}

function outcomeOf(answer: HttpAnswer, nowMs: number): PushOutcome {
  const { status } = answer;
  if (status === 200) {
    const parsed = pushAnswer.safeParse(json(answer.text));
    return parsed.success
      ? { kind: 'answered', answer: parsed.data }
      : { kind: 'unknown', detail: 'the answer is not one of our server' };
  }
  if (status === 413) {
    return { kind: 'too_large' };
  }
  if (status === 429 || status >= 500) {
    return { kind: 'busy', status, retryAfterSeconds: retryAfterSeconds(answer.retryAfter, nowMs) };
  }
  if (isRefusal(answer)) {
    return { kind: 'refused', status };
  }
  return { kind: 'unknown', detail: `the answer has status ${String(status)}` };
}

function isRefusal({ status, text }: HttpAnswer): boolean {
  return [401, 403, 426].includes(status) && failure.safeParse(json(text)).success;
}

async function send(http: HttpPort, request: HttpRequest): Promise<HttpAnswer | Error> {
  try {
    return await http.send(request);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** The body of a 200 as JSON; null for everything else. */
function goodJson(answer: HttpAnswer | Error): unknown {
  return answer instanceof Error || answer.status !== 200 ? null : json(answer.text);
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
