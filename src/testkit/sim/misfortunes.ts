import { newestOf } from './losses.ts';
import type { SeededRandom } from './seeded-random.ts';
import type { SimTill } from './sim-till.ts';
import type { SimServer } from './sim-server.ts';
import type { Timeline } from './timeline.ts';
import type { Often, Trouble } from './trouble.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** What strikes from outside, again and again until the calm at the end. */
export interface Stricken {
  timeline: Timeline;
  random: SeededRandom;
  server: SimServer;
  isCalm: () => boolean;
  often: Often;
  /** How fast everything goes: 1 where a customer comes every 20 seconds. Fast shops have as much trouble per sale. */
  pace: number;
  /** Puts a copy of a till's disk into another machine, which then sells as the same register. */
  clone: (till: SimTill) => void;
  fail: (error: unknown) => void;
}

interface Misfortune {
  trouble: Trouble;
  /** How long between two of them, on average, for each till or for the server. */
  everyMs: number;
  strike: (till: SimTill, world: Stricken) => void;
}

/** Starts all that can happen to one till. */
export function strikeTill(till: SimTill, world: Stricken): void {
  for (const { trouble, everyMs, strike } of TILL_MISFORTUNES) {
    again(world, { trouble, everyMs }, () => {
      strike(till, world);
    });
  }
}

/** Starts all that can happen to the server. */
export function strikeServer(world: Stricken): void {
  const attempt = (work: () => Promise<unknown>) => () => {
    work().catch(world.fail);
  };
  again(
    world,
    { trouble: 'backed_up', everyMs: HOUR },
    attempt(() => world.server.backUp()),
  );
  again(
    world,
    { trouble: 'restored', everyMs: 2 * HOUR },
    attempt(() => world.server.restore()),
  );
  again(
    world,
    { trouble: 'tokens_refused', everyMs: 3 * HOUR },
    attempt(async () => {
      await world.server.setTokens(false);
      world.timeline.after(
        20 * MINUTE * world.pace,
        attempt(() => world.server.setTokens(true)),
      );
    }),
  );
}

/**
 * A shop moves, and its machines are copied: the old one has no line while the new one sells; then the server is put back
 * to its last backup, the old one is heard of first, and the new one last.
 */
export function moveShop(
  { from, to }: { from: SimTill; to: SimTill },
  { timeline, server, pace, fail }: Stricken,
): void {
  const connect = (till: SimTill) => {
    till.line.isDown = false;
    till.drainer?.wake();
  };
  from.line.isDown = true;
  timeline.after(2 * MINUTE * pace, () => {
    to.line.isDown = true;
    server.restore().then(() => {
      connect(from);
    }, fail);
  });
  timeline.after(4 * MINUTE * pace, () => {
    connect(to);
  });
}

function again(world: Stricken, what: Pick<Misfortune, 'trouble' | 'everyMs'>, strike: () => void): void {
  const everyMs = (what.everyMs * world.pace) / (world.often[what.trouble] ?? 1);
  world.timeline.after(world.random.wait(everyMs), () => {
    if (!world.isCalm()) {
      strike();
      again(world, what, strike);
    }
  });
}

const TILL_MISFORTUNES: readonly Misfortune[] = [
  {
    trouble: 'power_cut',
    everyMs: 15 * MINUTE,
    strike: (till) => {
      till.device.crash();
    },
  },
  {
    trouble: 'line_down',
    everyMs: 25 * MINUTE,
    strike: (till, { timeline, random, pace }) => {
      till.line.isDown = true;
      timeline.after(random.wait(random.pick([2 * MINUTE, 20 * MINUTE, 2 * HOUR]) * pace), () => {
        till.line.isDown = false;
        till.drainer?.wake();
      });
    },
  },
  {
    trouble: 'disk_full',
    everyMs: 90 * MINUTE,
    strike: ({ device }, { timeline, random, pace }) => {
      device.isFull = true;
      timeline.after(random.wait(10 * MINUTE * pace), () => {
        device.isFull = false;
      });
    },
  },
  {
    trouble: 'copy_lost',
    everyMs: 90 * MINUTE,
    strike: loseOneCopy,
  },
  {
    trouble: 'row_damaged',
    everyMs: 30 * MINUTE,
    strike: (till, { fail }) => {
      till.damageRow().catch(fail);
    },
  },
  {
    trouble: 'clock_wrong',
    everyMs: 2 * HOUR,
    strike: ({ device }, { timeline, random, pace }) => {
      device.clockError = random.pick([-3 * DAY, -5 * MINUTE, 5 * MINUTE, 2 * DAY, 80 * 365 * DAY]);
      timeline.after(random.wait(HOUR * pace), () => {
        device.clockError = 0;
      });
    },
  },
  {
    trouble: 'clock_adjusted',
    everyMs: HOUR,
    // As when the machine compares its clock with the network's: it is right afterwards, or nearly.
    strike: ({ device }, { random }) => {
      device.clockError = random.between(-20_000, 20_000);
    },
  },
  {
    trouble: 'second_window',
    everyMs: HOUR,
    strike: (till) => {
      till.takeOver();
    },
  },
  {
    trouble: 'closed',
    everyMs: 2 * HOUR,
    strike: (till) => {
      till.quit();
    },
  },
  {
    trouble: 'app_update',
    everyMs: 2 * HOUR,
    // Between two customers the till changes to the new version of its app, whatever it has not sent yet.
    strike: (till) => {
      till.device.hasOldApp = false;
      till.quit();
    },
  },
  {
    trouble: 'sent_by_worker',
    everyMs: 10 * MINUTE,
    strike: (till, { fail }) => {
      till.drainInBackground().catch(fail);
    },
  },
  {
    trouble: 'strange_event',
    everyMs: HOUR,
    strike: (till, { fail }) => {
      if (till.app !== null) {
        till.cashier.writeStrangeEvent(till.app, () => newestOf(till.device)).catch(fail);
      }
    },
  },
  {
    trouble: 'cloned',
    everyMs: 2 * HOUR,
    strike: (till, { clone }) => {
      clone(till);
    },
  },
  {
    trouble: 'image_taken',
    everyMs: HOUR,
    strike: (till) => {
      till.takeImage();
    },
  },
  {
    trouble: 'image_put_back',
    everyMs: 2 * HOUR,
    strike: (till, { fail }) => {
      till.putBackImage().catch(fail);
    },
  },
  {
    trouble: 'device_replaced',
    everyMs: 2 * HOUR,
    strike: (till, { fail }) => {
      if (!till.hasTwin) {
        till.replaceDevice().catch(fail);
      }
    },
  },
];

/** The database goes with everything in it, or the file does, or a piece of the file turns to rubbish. */
function loseOneCopy(till: SimTill, { random, fail }: Stricken): void {
  const losses = {
    database: () => till.loseDatabase(),
    file: () =>
      till.loseFile((folder) => {
        folder.wipe();
      }),
    piece: () =>
      till.loseFile((folder) => {
        folder.spoil('journal', random.next() * 0.02, random.between(1, 60_000));
      }),
  };
  losses[random.pick(['database', 'file', 'piece'] as const)]().catch(fail);
}
