import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BUG_SALES, type SeededBug, SEEDED_BUGS } from '#testkit/sim/seeded-bugs.ts';
import { makeShopTemplate, type ShopTemplate } from '#testkit/sim/sim-server.ts';
import { WORLD_START } from '#testkit/sim/sim-shop.ts';
import { spoiltModules } from '#testkit/sim/spoilt-modules.ts';
import type { WorldMessage } from './run-worlds.ts';

const PROGRAM = fileURLToPath(new URL('../sim.ts', import.meta.url));
const LOADER = new URL('../../testkit/sim/load-with-bug.mjs', import.meta.url).href;

let template: ShopTemplate;

beforeAll(async () => {
  template = await makeShopTemplate(WORLD_START);
}, 120_000);

afterAll(() => {
  template.remove();
});

/** What the simulator says of a product with this bug, until it says anything. */
async function brokenPromises({ patches, seeds, sales = BUG_SALES }: Omit<SeededBug, 'name'>): Promise<string[]> {
  const child = fork(PROGRAM, ['--worlds', template.file], {
    execArgv: ['--import', 'tsx', '--import', LOADER],
    env: { ...process.env, SEEDED_BUG: JSON.stringify(await spoiltModules(patches)) },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  try {
    for (const seed of seeds) {
      const message = await ask(child, { seed, sales, tills: 3 });
      const broken = 'failed' in message ? [message.failed] : Object.values(message.report.broken).flat();
      if (broken.length > 0) {
        return broken;
      }
    }
    return [];
  } finally {
    child.removeAllListeners('exit');
    child.kill('SIGKILL');
  }
}

function ask(child: ChildProcess, plan: object): Promise<WorldMessage> {
  return new Promise((resolve, reject) => {
    let said = '';
    child.stderr?.on('data', (text: Buffer) => {
      said += String(text);
    });
    child.once('exit', () => {
      reject(new Error(`the simulator did not even start: ${said}`));
    });
    child.once('message', (message) => {
      child.removeAllListeners('exit');
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
      expect(await brokenPromises(bug)).not.toEqual([]);
    },
    300_000,
  );
});

test('a product without a seeded bug passes where those fail', async () => {
  expect(await brokenPromises({ patches: [], seeds: [1, 2, 3, 7, 10] })).toEqual([]);
}, 300_000);
