import { fileURLToPath } from 'node:url';
import { makeShopTemplate } from '#testkit/sim/sim-server.ts';
import { runWorld, type WorldPlan } from '#testkit/sim/run-world.ts';
import { WORLD_START } from '#testkit/sim/sim-shop.ts';
import { planWorlds, readSimOptions } from './sim/plan-worlds.ts';
import { describeBroken, lastLine, SimTotals } from './sim/report-worlds.ts';
import { runWorlds, type WorldMessage } from './sim/run-worlds.ts';

/**
 * `npm run test:sim -- --sales N --seed S [--tills T] [--seeds K]`: tills, server, disks and network simulated until so
 * many sales are made, under every mishap there is. Ends with 1 when a single sale is lost, doubled or wrong.
 */
async function simulate(args: readonly string[]): Promise<number> {
  const options = readSimOptions(args);
  const totals = new SimTotals();
  await runWorlds(planWorlds(options), fileURLToPath(import.meta.url), (plan, message) => {
    totals.add(message);
    describeBroken(plan, message).forEach(say);
  });
  say(lastLine(options, totals));
  return totals.isWhole ? 0 : 1;
}

/** The other end of runWorlds. */
async function serveWorlds(): Promise<void> {
  const template = await makeShopTemplate(WORLD_START);
  process.once('exit', template.remove);
  process.on('SIGTERM', () => {
    process.exit(0);
  });
  process.on('disconnect', () => {
    process.exit(0);
  });
  process.on('message', (plan) => {
    runWorld(plan as WorldPlan, template).then(
      (report) => {
        reply({ report });
      },
      (error: unknown) => {
        reply({ failed: error instanceof Error ? (error.stack ?? error.message) : String(error) });
      },
    );
  });
}

function reply(message: WorldMessage): void {
  process.send?.(message);
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

if (process.argv[2] === '--worlds') {
  await serveWorlds();
} else {
  process.exitCode = await simulate(process.argv.slice(2));
}
