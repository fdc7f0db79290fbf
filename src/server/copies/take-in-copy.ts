import { isSealed } from '#server/sync/is-sealed.ts';
import type { CopyAnswer, CopyContent } from '#protocol/copy.ts';
import { eventPlace } from '#protocol/event.ts';
import { MAX_PUSH_BYTES, MAX_PUSH_EVENTS } from '#protocol/sync.ts';
import type { ServerDeps } from '../deps.ts';
import { ApiProblem } from '../http/api-problem.ts';
import type { Device } from '../http/device-auth.ts';
import { sha256Hex } from '../http/secrets.ts';
import { filePush } from '#server/sync/file-push.ts';
import { MOST_EPOCHS } from '#server/sync/read-push.ts';
import { type Nameless, readItem, readNameless, type ReceivedItem } from '#server/sync/received-item.ts';
import { openCopy } from './open-copy.ts';

/** Who brings a copy: the office may also bring one that nothing proves to be its till's. */
export interface Courier {
  organisationId: string;
  isOffice: boolean;
}

/** Part of one epoch, as much as a till would push at once. */
interface Part {
  epoch: number;
  items: (ReceivedItem | Nameless)[];
}

interface Owner {
  device: Device;
  code: string;
  name: string;
  /** The token inside is still the register's: only its device can have written it there. */
  isProven: boolean;
}

/**
 * Files what a copy holds exactly as a push of its till would have been. Nothing is filed before all of it has been
 * read; then it goes in parts, each in a transaction of its own, so that taking the same file in again after a failure
 * goes on where it was. Refuses with the problems of `openCopy`, with COPY_OF_OTHERS and, another till, COPY_UNPROVEN.
 */
export async function takeInCopy(deps: ServerDeps, courier: Courier, text: string): Promise<CopyAnswer> {
  const { sealed, content } = await openCopy(deps, courier.organisationId, text);
  const owner = await findOwner(deps, courier.organisationId, content);
  if (!owner.isProven && !courier.isOffice) {
    throw new ApiProblem('COPY_UNPROVEN', { register_code: owner.code });
  }
  const counts = { accepted: 0, duplicate: 0, quarantined: 0, conflict: 0, gap: 0, retry: 0 };
  for (const part of readParts(content)) {
    for (const { status } of await filePart(deps, owner, { ...part, madeAt: sealed.made_at })) {
      counts[status] += 1;
    }
  }
  const fields = { register: owner.device.registerId, events: sealed.events, counts, unproven: !owner.isProven };
  deps.logger.info(fields, 'a copy was taken in');
  return {
    register_code: owner.code,
    register_name: owner.name,
    made_at: sealed.made_at,
    events: sealed.events,
    counts,
    unproven: !owner.isProven,
  };
}

async function findOwner(deps: ServerDeps, organisationId: string, content: CopyContent): Promise<Owner> {
  const register = await deps.database.db
    .selectFrom('registers')
    .select(['local_id', 'code', 'name', 'device_token_hash'])
    .where('organisation_id', '=', organisationId)
    .where('register_id', '=', content.register_id)
    .executeTakeFirst();
  if (register === undefined || register.device_token_hash === null) {
    throw new ApiProblem('COPY_OF_OTHERS');
  }
  const { local_id: localId, code, name, device_token_hash: tokenHash } = register;
  return {
    device: { organisationId, localId, registerId: content.register_id, tokenHash },
    code,
    name,
    isProven: tokenHash === sha256Hex(content.device_token),
  };
}

/** Throws COPY_DAMAGED where an item was sealed for another place, or for one that cannot be. What cannot be read is kept, as a push would be. */
function readParts(content: CopyContent): Part[] {
  return content.epochs.flatMap(({ epoch, items }) => {
    if (epoch > MOST_EPOCHS) {
      throw new ApiProblem('COPY_DAMAGED', { because: 'epoch' });
    }
    const chain = { registerId: content.register_id, epoch };
    return inParts(items.map((value) => readSafely(value, chain))).map((part) => ({ epoch, items: part }));
  });
}

function readSafely(value: unknown, chain: { registerId: string; epoch: number }): ReceivedItem | Nameless {
  // A whole event of another register would take the place here of one that is still to come.
  if (isElsewhere(value, chain)) {
    throw new ApiProblem('COPY_DAMAGED', { because: 'item' });
  }
  const raw = textOf(value);
  return readItem(value, raw, chain) ?? readNameless(value, raw);
}

/** What is nested so deeply that it cannot be written out again was not written by a till. */
function textOf(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch {
    throw new ApiProblem('COPY_DAMAGED', { because: 'item' });
  }
}

function isElsewhere(value: unknown, chain: { registerId: string; epoch: number }): boolean {
  const place = eventPlace.safeParse(value).data;
  const isHere = place?.register_id === chain.registerId && place.epoch === chain.epoch;
  return place !== undefined && !isHere && isSealed(place);
}

function inParts(items: Part['items']): Part['items'][] {
  const parts: Part['items'][] = [];
  let bytes = 0;
  for (const item of items) {
    const last = parts.at(-1);
    if (last === undefined || last.length === MAX_PUSH_EVENTS || bytes + item.raw.length > MAX_PUSH_BYTES) {
      parts.push([item]);
      bytes = item.raw.length;
    } else {
      last.push(item);
      bytes += item.raw.length;
    }
  }
  return parts;
}

async function filePart(deps: ServerDeps, owner: Owner, part: Part & { madeAt: string }) {
  const request = {
    v: 1 as const,
    register_id: owner.device.registerId,
    epoch: part.epoch,
    nonce: 'copy',
    client_now: part.madeAt,
    items: [],
  };
  try {
    const answer = await filePush(deps, owner.device, {
      request,
      items: part.items,
      copy: { isProven: owner.isProven },
    });
    return answer.results;
  } catch (error) {
    if (error instanceof ApiProblem && error.kind === 'DEVICE_NOT_ENROLLED') {
      // The register was connected anew while its copy was being filed: what is left waits for another try.
      throw new ApiProblem('DATABASE_UNAVAILABLE', {}, 1);
    }
    throw error;
  }
}
