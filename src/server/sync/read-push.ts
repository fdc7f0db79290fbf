import { z } from 'zod';
import { MAX_PUSH_EVENTS, type PushRequest, pushRequest } from '#protocol/sync.ts';
import { ApiProblem } from '../http/api-problem.ts';
import { issuesOf } from '../http/router.ts';
import { itemTexts } from './item-texts.ts';
import { type Nameless, readItem, readNameless, type ReceivedItem } from './received-item.ts';

/** What the server has to know of a push besides its items. */
export type PushEnvelope = Pick<PushRequest, 'register_id' | 'epoch' | 'nonce' | 'unsent' | 'lost_through'>;

/** A push as it was read; `unreadable` says why not even its envelope could be. */
export type ReadPush =
  | { kind: 'read'; request: PushEnvelope; items: (ReceivedItem | Nameless)[] }
  | { kind: 'unreadable'; issues: { path: string; message: string }[] };

/** Epochs are given out one by one: a register that was given as many has never been. */
export const MOST_EPOCHS = 1_000_000_000;

/**
 * A newer till may say more around its items than this server knows of: what is needed to file them and to answer is
 * enough. The items are judged one by one.
 */
const envelope = z.looseObject({
  v: z.int().positive(),
  register_id: pushRequest.shape.register_id,
  epoch: pushRequest.shape.epoch.max(MOST_EPOCHS),
  nonce: pushRequest.shape.nonce,
  unsent: z.unknown().optional(),
  // Where it cannot be read, the push is as good without it.
  lost_through: pushRequest.shape.lost_through.catch(undefined),
  items: z.array(z.unknown()),
});

/** Reads the text of a push. Refuses with 413 when it holds too many items, with 400 when it holds none. */
export function readPush(text: string): ReadPush {
  const json = jsonOf(text);
  if (json === undefined) {
    return { kind: 'unreadable', issues: [{ path: '', message: 'not JSON' }] };
  }
  const parsed = envelope.safeParse(json);
  if (!parsed.success) {
    return { kind: 'unreadable', issues: issuesOf(parsed.error) };
  }
  const { items: values, ...request } = parsed.data;
  if (values.length > MAX_PUSH_EVENTS) {
    throw new ApiProblem('TOO_LARGE', { most_events: MAX_PUSH_EVENTS });
  }
  if (values.length === 0) {
    throw new ApiProblem('INVALID_REQUEST', { where: 'body', issues: [{ path: 'items', message: 'no items' }] });
  }
  const raws = itemTexts(text);
  const chain = { registerId: request.register_id, epoch: request.epoch };
  const items = values.map((value, index) => {
    const raw = raws[index] ?? JSON.stringify(value);
    return readItem(value, raw, chain) ?? readNameless(value, raw);
  });
  return { kind: 'read', request, items };
}

/** Undefined, which no JSON means, when it is none. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
