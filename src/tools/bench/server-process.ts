import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const started = z.object({ url: z.string() });
const measured = z.object({ heap: z.number(), cpuMs: z.number() });

/** What a bench server tells its parent: where it listens, and then what it has used, each time it is asked. */
export type ServerAnswer = z.infer<typeof started> | z.infer<typeof measured>;

/** A server in a process of its own. */
export interface ServerProcess {
  url: string;
  /** Bytes of heap in use after a collection, and milliseconds of processor since the start. */
  used(): Promise<z.infer<typeof measured>>;
  close(): Promise<void>;
}

/** Starts one of the programs beside this file; rejects when it ends before it listens. */
export async function startProcess(program: string, args: readonly string[]): Promise<ServerProcess> {
  const child = fork(fileURLToPath(new URL(program, import.meta.url)), [...args], { execArgv: ['--import', 'tsx'] });
  const { url } = started.parse(await answerOf(child));
  return {
    url,
    async used() {
      child.send('used');
      return measured.parse(await answerOf(child));
    },
    async close() {
      const ended = once(child, 'exit');
      child.send('close');
      await ended;
    },
  };
}

async function answerOf(child: ChildProcess): Promise<unknown> {
  const ended = once(child, 'exit').then(() => {
    throw new Error('the server of the bench ended');
  });
  const [answer]: unknown[] = await Promise.race([once(child, 'message'), ended]);
  return answer;
}
