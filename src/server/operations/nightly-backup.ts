import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Logger } from '../deps.ts';
import { backupFolder, fileStamp } from './backup.ts';
import type { BackupReport } from './backup-report.ts';
import { UNFINISHED } from './finished-file.ts';

/** The hour of the host's own clock. */
const HOUR_OF_NIGHT = 3;
const KEPT = 14;
const TRY_AGAIN_MS = 60 * 60_000;
/**
 * How often it is looked whether one is due. A machine that is switched off at night makes up for it soon after it was
 * switched on; one that slept, or whose clock was set, notices.
 */
const LOOK_EVERY_MS = 10 * 60_000;

/** The disk and the clock may count a moment differently. */
const MOST_AHEAD_MS = 60_000;

const NIGHTLY = /^nightly-\d{8}-\d{6}\.sqlite$/;

export interface NightlyPorts {
  dataDir: string;
  /** Writes a backup of the data into this new file. */
  makeBackup: (file: string) => Promise<BackupReport>;
  /** Milliseconds since the Unix epoch. */
  now: () => number;
  /** Calls back once after so many milliseconds; gives back how to stop that. */
  after: (ms: number, callback: () => void) => () => void;
  logger: Logger;
}

/** Makes a backup each night and keeps the newest fourteen. Gives back how to stop it. */
export function startNightlyBackup(ports: NightlyPorts): () => void {
  let notBefore = 0;
  let stopTimer: () => void = () => undefined;
  let isStopped = false;
  const lookLater = () => {
    const now = ports.now();
    const untilNight = lastNight(now) + 24 * 60 * 60_000 - now;
    stopTimer = ports.after(Math.min(LOOK_EVERY_MS, Math.max(untilNight, 1_000)), () => {
      void look().finally(() => {
        if (!isStopped) {
          lookLater();
        }
      });
    });
  };
  const look = async () => {
    const now = ports.now();
    if (now < notBefore || (newestBackupAt(ports.dataDir, now) ?? 0) >= lastNight(now)) {
      return;
    }
    try {
      await backUp(ports);
    } catch (error) {
      notBefore = now + TRY_AGAIN_MS;
      ports.logger.error({ err: error }, 'the nightly backup failed; it is tried again in an hour');
    }
  };
  lookLater();
  return () => {
    isStopped = true;
    stopTimer();
  };
}

/**
 * When the newest backup in the data folder was finished, in milliseconds; null when there is none. One that a clock
 * gone wrong has dated ahead of `now` is passed over: else no other would be made until then.
 */
export function newestBackupAt(dataDir: string, now: number): number | null {
  const times = filesIn(backupFolder(dataDir))
    .filter((file) => file.endsWith('.sqlite'))
    .map((file) => statSync(path.join(backupFolder(dataDir), file)).mtimeMs)
    .filter((at) => at <= now + MOST_AHEAD_MS);
  return times.length === 0 ? null : Math.max(...times);
}

async function backUp({ dataDir, makeBackup, now, logger }: NightlyPorts): Promise<void> {
  const folder = backupFolder(dataDir);
  mkdirSync(folder, { recursive: true });
  // Left behind by a process that was killed while it wrote.
  remove(
    folder,
    filesIn(folder).filter((file) => file.startsWith('nightly-') && file.endsWith(UNFINISHED)),
  );
  const { file, bytes, events } = await makeBackup(path.join(folder, `nightly-${fileStamp(new Date(now()))}.sqlite`));
  logger.info({ file, bytes, events }, 'the nightly backup was made');
  remove(
    folder,
    filesIn(folder)
      .filter((each) => NIGHTLY.test(each))
      .toSorted()
      .slice(0, -KEPT),
  );
}

/** The last time the host's clock struck three. */
function lastNight(now: number): number {
  const night = new Date(now);
  night.setHours(HOUR_OF_NIGHT, 0, 0, 0);
  if (night.getTime() > now) {
    night.setDate(night.getDate() - 1);
  }
  return night.getTime();
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    // There is no such folder before the first backup.
    return [];
  }
}

function remove(folder: string, files: readonly string[]): void {
  files.forEach((file) => {
    rmSync(path.join(folder, file), { force: true });
  });
}
