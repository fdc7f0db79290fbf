import { fileURLToPath } from 'node:url';
import { makeShopTemplate } from '#testkit/sim/sim-server.ts';
import { runWorld, type WorldPlan } from '#testkit/sim/run-world.ts';
import { WORLD_START } from '#testkit/sim/sim-shop.ts';
import { planWorlds, readSimOptions } from './sim/plan-worlds.ts';
import { describeBroken, lastLine, SimProgress, SimTotals } from './sim/report-worlds.ts';
import { runWorlds, type WorldMessage } from './sim/run-worlds.ts';

/**
 * `npm run test:sim -- --sales N --seed S [--tills T] [--seeds K] [--skip W]`: tills, server, disks and network simulated
 * until so many sales are made, under every mishap there is. Ends with 1 when a single sale is lost, doubled or wrong.
 */
async function simulate(args: readonly string[]): Promise<number> {
  const options = readSimOptions(args);
  const totals = new SimTotals();
  const template = await makeShopTemplate(WORLD_START);
  const program = { file: fileURLToPath(import.meta.url), shop: template.file };
  const plans = planWorlds(options);
  const progress = new SimProgress(plans, options.skip);
  await runWorlds(plans, program, (plan, message) => {
    totals.add(message);
    describeBroken(plan, message).forEach(say);
    // Hours may pass before the last line: whoever waits sees how far it is, and what to keep should it be ended.
    process.stderr.write(`${progress.line(plan, totals)}\n`);
  });
  template.remove();
  say(lastLine(options, totals));
  return totals.isWhole ? 0 : 1;
}

/** The other end of runWorlds; `shop` is the file of a shop's database, as each world begins with. */
function serveWorlds(shop: string): void {
  process.on('disconnect', () => {
    process.exit(0);
  });
  process.on('message', (plan) => {
    runWorld(plan as WorldPlan, shop).then(
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
  serveWorlds(process.argv[3] ?? '');
} else {
  process.exitCode = await simulate(process.argv.slice(2));
}
