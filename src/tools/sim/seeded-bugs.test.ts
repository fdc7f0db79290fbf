import { type ChildProcess, fork } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { WorldPlan } from '#testkit/sim/run-world.ts';
import type { Patch, SeededBug } from '#testkit/sim/seeded-bug.ts';
import { SEEDED_BUGS } from '#testkit/sim/seeded-bugs.ts';
import { makeShopTemplate, type ShopTemplate } from '#testkit/sim/sim-server.ts';
import { WORLD_START } from '#testkit/sim/sim-shop.ts';
import { bundleSpoilt, type SpoiltProgram } from '#testkit/sim/spoilt-program.ts';
import type { WorldMessage } from './run-worlds.ts';

const running = new Map<ChildProcess, SpoiltProgram>();
const lived = new Map<string, Promise<string[]>>();
let template: ShopTemplate;
let sound: Promise<ChildProcess>;
let turn: Promise<unknown> = Promise.resolve();

beforeAll(async () => {
  template = await makeShopTemplate(WORLD_START);
  sound = startWorlds([]);
}, 120_000);

afterAll(() => {
  [...running.keys()].forEach(stop);
  template.remove();
});

/** A process that lives worlds through, of the product with these changes. */
async function startWorlds(patches: readonly Patch[]): Promise<ChildProcess> {
  const program = await bundleSpoilt('tools/sim.ts', patches);
  const child = fork(program.file, ['--worlds', template.file], {
    execArgv: [],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  running.set(child, program);
  return child;
}

function stop(child: ChildProcess): void {
  child.removeAllListeners('exit');
  child.kill('SIGKILL');
  running.get(child)?.remove();
  running.delete(child);
}

/** Short ones first: most bugs show in one of them, and sooner. */
const WORLDS = [
  ...Array.from({ length: 8 }, (_, at) => ({ seed: at + 1, sales: 20 })),
  ...Array.from({ length: 20 }, (_, at) => ({ seed: at + 1, sales: 100 })),
];

/** The first world in which the product with this bug breaks the promise that it should. */
async function whereNoticed({ patches, breaks, often = {}, seen }: SeededBug): Promise<WorldPlan | null> {
  const child = await startWorlds(patches);
  try {
    for (const world of [...(seen === undefined ? [] : [seen]), ...WORLDS]) {
      const plan = { ...world, tills: 3, often };
      const message = await ask(child, plan);
      if ('report' in message && message.report.broken[breaks].length > 0) {
        return plan;
      }
    }
    return null;
  } finally {
    stop(child);
  }
}

/** What the product without a bug breaks in the same world. One process lives all of them through, each once. */
function brokenAnyway(plan: WorldPlan): Promise<string[]> {
  const key = JSON.stringify(plan);
  const known = lived.get(key);
  if (known !== undefined) {
    return known;
  }
  const message = turn.then(async () => ask(await sound, plan));
  turn = message.catch(() => undefined);
  const broken = message.then((said) => ('failed' in said ? [said.failed] : Object.values(said.report.broken).flat()));
  lived.set(key, broken);
  return broken;
}

function ask(child: ChildProcess, plan: object): Promise<WorldMessage> {
  return new Promise((resolve, reject) => {
    let said = '';
    const hear = (text: Buffer) => {
      said += String(text);
    };
    child.stderr?.on('data', hear);
    child.once('exit', () => {
      reject(new Error(`the simulator did not even start: ${said}`));
    });
    child.once('message', (message) => {
      child.removeAllListeners('exit');
      child.stderr?.off('data', hear);
      resolve(message as WorldMessage);
    });
    child.send(plan);
  });
}

// Each lives in a process of its own: no core waits for another.
describe.concurrent('the simulator notices when', () => {
  test.each(SEEDED_BUGS.map((bug) => [bug.name, bug] as const))(
    '%s',
    async (_name, bug) => {
      const plan = await whereNoticed(bug);
      // And without the bug that world is whole.
      expect(plan === null ? ['it does not notice'] : await brokenAnyway(plan)).toEqual([]);
    },
    600_000,
  );
});
