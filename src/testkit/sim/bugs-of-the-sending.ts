import { NO_HEALING, type SeededBug } from './seeded-bug.ts';

/** What a till does wrong that believes too much of what it hears. */
export const SENDING_BUGS: readonly SeededBug[] = [
  {
    name: 'any answer with 200 is taken for success',
    patches: [
      {
        file: 'sync/push-client.ts',
        find: "? { kind: 'answered', answer: parsed.data }\n      : ",
        replace:
          "? { kind: 'answered', answer: parsed.data }\n      : true ? { kind: 'answered', answer: { nonce: lastNonce, server_now: '', results: lastItems.map(({ id, seq }) => ({ id, seq, status: 'accepted' })), high_water: { epoch: 1, seq: 0, hash: null } } }\n      : ",
      },
      {
        file: 'sync/push-client.ts',
        find: '    push: async (request) => {',
        replace:
          '    push: async (request) => { lastNonce = request.nonce; lastItems = request.items as typeof lastItems;',
      },
      {
        file: 'sync/push-client.ts',
        find: 'function outcomeOf(',
        replace: "let lastNonce = ''; let lastItems: { id: string; seq: number }[] = [];\nfunction outcomeOf(",
      },
      ...NO_HEALING,
    ],
    breaks: 'lost',
    seen: { seed: 12, sales: 20 },
  },
  {
    name: 'a lost answer is taken for success',
    patches: [
      {
        file: 'sync/drain.ts',
        find: "      return later(run, 'no_line', outcome.detail);",
        replace:
          "      await run.ports.outbox.confirm({ epoch: batch.epoch, seq: batch.events.at(-1)?.seq ?? 0, noteworthy: [] }); return later(run, 'no_line', outcome.detail);",
      },
      ...NO_HEALING,
    ],
    breaks: 'lost',
  },
  {
    name: 'an answer to another push counts, by place and not by name',
    patches: [
      { file: 'sync/drain.ts', find: 'if (outcome.answer.nonce !== nonce) {', replace: 'if (false) {' },
      {
        file: 'sync/read-results.ts',
        find: 'const result = isNamed(event) ? byId.get(event.id) : ownOf(results[index]);',
        replace: 'const result = results[index] ?? byId.get(event.id);',
      },
      {
        file: 'sync/read-results.ts',
        find: 'if (result === undefined || (isNamed(event) && result.seq !== event.seq)) {',
        replace: 'if (result === undefined) {',
      },
      ...NO_HEALING,
    ],
    breaks: 'lost',
    often: { stale_answer: 30 },
  },
  {
    name: 'what comes after a gap is confirmed with the rest',
    patches: [
      {
        file: 'sync/read-results.ts',
        find: 'return { ...verdict, stop: stopOf(result) };',
        replace: 'verdict.kept += 1; verdict.keptBeforeConflict += 1; verdict.seqs.push(event.seq); continue;',
      },
      ...NO_HEALING,
    ],
    breaks: 'lost',
  },
  {
    name: 'a server that has forgotten is not filled again',
    patches: NO_HEALING,
    breaks: 'lost',
    often: { restored: 30, backed_up: 10 },
    seen: { seed: 5, sales: 60 },
  },
  {
    name: 'a till whose numbers another has taken stays in its epoch',
    patches: [
      {
        file: 'sync/leave-epoch.ts',
        find: 'if (position !== null && position.currentEpoch > epoch) {',
        replace: 'if (position !== null) {',
      },
    ],
    breaks: 'other',
  },
];
