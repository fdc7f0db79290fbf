import { type ChildProcess, fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import type { WorldPlan, WorldReport } from '#testkit/sim/run-world.ts';

/** What the process of one world says: how it went, or why it could not be lived through. */
export type WorldMessage = { report: WorldReport } | { failed: string };

/**
 * Lives through all worlds, one process for each core, and tells of each as it ends. The program's file is started with
 * `--worlds` and the file of the shop that each begins with, and answers each plan it is sent with a WorldMessage.
 */
export async function runWorlds(
  plans: readonly WorldPlan[],
  program: { file: string; shop: string },
  tell: (plan: WorldPlan, message: WorldMessage) => void,
): Promise<void> {
  const waiting = [...plans];
  const workers = Math.min(availableParallelism(), plans.length);
  await Promise.all(
    Array.from({ length: workers }, async () => {
      const worker = fork(program.file, ['--worlds', program.shop], { execArgv: process.execArgv });
      for (let plan = waiting.shift(); plan !== undefined; plan = waiting.shift()) {
        tell(plan, await ask(worker, plan));
      }
      worker.kill();
    }),
  );
}

function ask(worker: ChildProcess, plan: WorldPlan): Promise<WorldMessage> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null) => {
      reject(new Error(`the process of seed ${String(plan.seed)} ended with ${String(code)}`));
    };
    worker.once('exit', ended);
    worker.once('message', (message) => {
      worker.off('exit', ended);
      // Both ends of this channel are this program.
      resolve(message as WorldMessage);
    });
    worker.send(plan);
  });
}
