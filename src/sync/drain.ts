import { verifyEvent } from '#core/journal/chain.ts';
import { MAX_PUSH_BYTES, MAX_PUSH_EVENTS, type PushAnswer, type PushRequest } from '#protocol/sync.ts';
import { leaveEpoch } from './leave-epoch.ts';
import type { Batch, DrainOutcome, DrainPorts, Hindrance, PushOutcome } from './ports.ts';
import { type BatchVerdict, numberHere, readResults } from './read-results.ts';
import { isUnreadable, standsApart } from './stands-apart.ts';

/** Kept free in a push for what is around the events. */
const ENVELOPE_BYTES = 4096;
/** A server that keeps asking to go back makes no progress: after so many times its epoch waits for the next run. */
const MOST_REWINDS = 5;

/** One run of the drainer. */
interface Run {
  ports: DrainPorts;
  confirmed: number;
  /** Most events in the next push: doubled with each one that arrived. */
  events: number;
  /** What that is never more than; halved when a push was too large. */
  mostEvents: number;
  rewinds: number;
  /** Epochs that cannot go on in this run. */
  stuck: number[];
  /** Epochs of which all that this device has was sent again in this run. */
  sentWhole: Set<number>;
  /** By epoch: the first number that the server lacks and this device has lost as well. */
  lost: Map<number, number>;
  detail: string;
}

type Later = Extract<DrainOutcome, { kind: 'later' }>;

/**
 * Sends everything that is unsent, batch by batch, until there is nothing left or the server cannot be reached. An
 * event leaves the outbox only by its own positive result; whatever else happens, the same ids go again.
 *
 * **Conflict.** The server holds another event under this id or number: two devices wrote as one register (a cloned
 * disk, a restored image). The till's answer to it:
 * 1. It asks for a new epoch and goes on selling in that, before it confirms anything of the conflict: from then on
 *    the two devices cannot meet again.
 * 2. It never writes an event anew. What a cashier saw and a customer holds on paper stays the event it was; the same
 *    sale under a second number could be posted twice.
 * 3. A conflict counts as handed over. The server has put that event beside the other one, word for word, for a person
 *    to decide; sending it again would add nothing. The outcome is kept and shown.
 * 4. The rest of the old epoch is sent as it stands, each event for its own result; our server puts whatever continues
 *    a conflict beside it too. Should it wait all the same for a number that this device has handed over or has lost, be
 *    it only the next one of the other device, the till declares that there is no more to come, and it takes the rest.
 *
 * `firstPush` is how many events the first push holds at most: few, where the line has not let many through. `stuck` are
 * epochs that are left alone this time, for they could not go on a moment ago. Nothing more is sent once `isStopped`.
 */
export async function drainOnce(
  ports: DrainPorts,
  {
    firstPush = MAX_PUSH_EVENTS,
    stuck = [],
    isStopped = () => false,
  }: { firstPush?: number; stuck?: readonly number[]; isStopped?: () => boolean } = {},
): Promise<DrainOutcome> {
  const none = {
    confirmed: 0,
    rewinds: 0,
    sentWhole: new Set<number>(),
    lost: new Map(),
    detail: 'it could not go on a moment ago',
  };
  const run: Run = { ...none, ports, events: firstPush, mostEvents: MAX_PUSH_EVENTS, stuck: [...stuck] };
  while (!isStopped()) {
    const limits = { events: run.events, bytes: MAX_PUSH_BYTES - ENVELOPE_BYTES };
    const batch = await ports.outbox.nextBatch(limits, run.stuck);
    if (batch === null) {
      return run.stuck.length === 0 ? { kind: 'empty', confirmed: run.confirmed } : later(run, 'stuck', run.detail);
    }
    const end = await pushBatch(run, batch);
    if (end !== null) {
      return end;
    }
  }
  return later(run, 'no_line', 'the sending was stopped');
}

/** Null when the run goes on. */
async function pushBatch(run: Run, batch: Batch): Promise<DrainOutcome | null> {
  const nonce = run.ports.nonce();
  const outcome = await run.ports.server.push({
    v: 1,
    register_id: batch.registerId,
    epoch: batch.epoch,
    nonce,
    client_now: new Date(run.ports.now()).toISOString(),
    unsent: batch.beside,
    ...declaredLoss(run, batch),
    items: batch.events,
  });
  if (outcome.kind !== 'answered') {
    return withoutAnswer(run, batch, outcome);
  }
  if (outcome.answer.nonce !== nonce) {
    return later(run, 'no_line', 'the answer belongs to another push');
  }
  run.events = Math.min(run.mostEvents, run.events * 2);
  return settle(run, batch, outcome.answer);
}

/** All that this device has from the first number on that the server lacks goes in order: what is before a batch, went. */
function declaredLoss(run: Run, { epoch, events }: Batch): Pick<PushRequest, 'lost_through'> {
  const expected = run.lost.get(epoch);
  if (expected === undefined) {
    return {};
  }
  // What a damaged event says of its number is not to be believed.
  const at = events.findIndex((event) => verifyEvent(event));
  const before = (events[at]?.seq ?? 0) - at - 1;
  return before >= expected ? { lost_through: before } : {};
}

async function withoutAnswer(
  run: Run,
  batch: Batch,
  outcome: Exclude<PushOutcome, { kind: 'answered' }>,
): Promise<DrainOutcome | null> {
  switch (outcome.kind) {
    case 'unknown':
      return later(run, 'no_line', outcome.detail);
    case 'refused':
      return { kind: 'paused', confirmed: run.confirmed, status: outcome.status };
    case 'busy':
      return {
        ...later(run, 'busy', `the server has status ${String(outcome.status)}`),
        retryAfterSeconds: outcome.retryAfterSeconds,
      };
    case 'too_large':
      if (batch.events.length === 1) {
        return passOver(run, batch);
      }
      run.mostEvents = Math.floor(batch.events.length / 2);
      run.events = run.mostEvents;
      return null;
  }
}

/**
 * The server does not take an event even by itself. Where that is larger than any push should be, selling goes on in a
 * new epoch, so that what is sold from now on does not wait behind it. Otherwise it is not the event's fault: somebody
 * on the way takes nothing at all, and would take nothing of a new epoch either.
 */
async function passOver(run: Run, { epoch, events }: Batch): Promise<Later | null> {
  const detail = `event ${String(events[0]?.seq)} of epoch ${String(epoch)} is too large to be sent`;
  if (JSON.stringify(events).length < MAX_PUSH_BYTES) {
    return later(run, 'stuck', detail);
  }
  if (!(await leaveEpoch(run.ports, epoch))) {
    return later(run, 'no_line', 'a new epoch could not be had');
  }
  return setAside(run, epoch, detail);
}

async function settle(run: Run, batch: Batch, answer: PushAnswer): Promise<DrainOutcome | null> {
  const verdict = readResults(batch, answer.results);
  const isForked = verdict.keptBeforeConflict < verdict.kept;
  const kept = isForked && !(await leaveEpoch(run.ports, batch.epoch)) ? verdict.keptBeforeConflict : verdict.kept;
  const seq = verdict.seqs[kept - 1];
  if (seq !== undefined) {
    const noteworthy = verdict.noteworthy.filter((result) => result.seq <= seq);
    await run.ports.outbox.confirm({ epoch: batch.epoch, seq, noteworthy });
    run.confirmed += kept;
  }
  if (kept < verdict.kept) {
    return later(run, 'no_line', 'a new epoch could not be had');
  }
  return afterStop(run, batch, { ...verdict, head: answer.high_water });
}

async function afterStop(
  run: Run,
  batch: Batch,
  { kept, stop, head }: BatchVerdict & { head: PushAnswer['high_water'] },
): Promise<DrainOutcome | null> {
  switch (stop.kind) {
    case 'end':
      return null;
    case 'retry':
      return later(run, 'busy', 'the server asked to send it again later');
    case 'silent':
      return kept > 0 ? null : later(run, 'no_line', 'the answer says nothing about what was sent');
    case 'gap':
      return goBack(run, batch, {
        kept,
        expected: stop.expected,
        isForked: isUnreadable(head) || (await standsApart(run.ports.outbox, head)),
      });
  }
}

/**
 * The server lacks an earlier event: sends from there. A server that was restored and then filled by another device's
 * events holds none of ours where the two part: it gets all again. What this device has lost as well it declares lost,
 * once it writes in a newer epoch, and sends what came after; so it does where the server goes on asking for the next
 * event of the other device's. Where nothing of that is any use, this epoch waits.
 */
async function goBack(
  run: Run,
  batch: Batch,
  { kept, expected, isForked }: { kept: number; expected: number; isForked: boolean },
): Promise<Later | null> {
  const { epoch } = batch;
  // An event of this very push was there to be taken, and was not: it is in conflict.
  const isUseless = expected >= firstNumber(batch);
  if (isUseless && kept > 0) {
    return null;
  }
  const isHere = !isUseless && (await run.ports.outbox.hashAt(epoch, expected)) !== null;
  const isAllSent = isForked && run.sentWhole.has(epoch);
  run.rewinds += 1;
  if (isHere && !isAllSent && run.rewinds <= MOST_REWINDS) {
    await sendFrom(run, epoch, isForked ? 1 : expected);
    return null;
  }
  return declareLost(run, epoch, { expected, isGone: !isUseless && (!isHere || isAllSent) });
}

async function sendFrom(run: Run, epoch: number, seq: number): Promise<void> {
  if (seq === 1) {
    run.sentWhole.add(epoch);
  }
  await run.ports.outbox.rewind(epoch, seq);
}

function firstNumber({ events: [first], after }: Batch): number {
  return first === undefined ? after + 1 : numberHere(first, after);
}

/** What the server waits for in vain is declared lost with the next push, once this device writes in a newer epoch. */
async function declareLost(
  run: Run,
  epoch: number,
  { expected, isGone }: { expected: number; isGone: boolean },
): Promise<Later | null> {
  if (!(await leaveEpoch(run.ports, epoch))) {
    return later(run, 'no_line', 'a new epoch could not be had');
  }
  if (isGone && !run.lost.has(epoch) && (await isLost(run, epoch, expected))) {
    run.lost.set(epoch, expected);
    return null;
  }
  return setAside(run, epoch, `the server waits for event ${String(expected)} of epoch ${String(epoch)}`);
}

/** This epoch waits for another run; the others go on. */
function setAside(run: Run, epoch: number, detail: string): null {
  run.stuck.push(epoch);
  run.detail = detail;
  return null;
}

/**
 * Whether this device can be sure that what it lacks from `expected` on it lacks for good. What it has of that the
 * server lacks too, whatever it once confirmed, and so may what only one copy of the journal still has.
 */
async function isLost({ ports }: Run, epoch: number, expected: number): Promise<boolean> {
  await ports.outbox.rewind(epoch, expected);
  return ports.outbox.gather();
}

function later(run: Run, because: Hindrance, detail: string): Later {
  const { confirmed, stuck } = run;
  return { kind: 'later', confirmed, retryAfterSeconds: null, because, detail, stuck };
}
