import { FileBusy } from './block-file.ts';
import type { FileCall, FileReply } from './journal-file-messages.ts';
import type { JournalBytes } from './journal-bytes.ts';
import { type JournalFile, journalFileOf } from './journal-file.ts';
import { within } from './patience.ts';

/**
 * A worker that never answers, for its disk hangs or it was ended, keeps nobody waiting for ever: not the till from starting,
 * and not whoever sends from letting others send.
 */
const PATIENCE_MS = 30_000;

/** The ways a worker and the page talk: a real Worker, or a port in a test. */
export interface FileWorker {
  postMessage(message: unknown): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<FileReply>) => void): void;
  addEventListener(type: 'error', listener: (event: Event) => void): void;
}

interface Waiting {
  resolve: (value: unknown) => void;
  reject: (error: Error) => void;
}

/** Starts the worker that owns the journal file. */
export function startJournalFileWorker(): Worker {
  return new Worker(new URL('./journal-file.worker.ts', import.meta.url), { type: 'module', name: 'journal-file' });
}

/** The journal file as the page uses it: each call goes to the worker, in order, and comes back as a promise. */
export function journalFileOver(worker: FileWorker): JournalFile {
  return journalFileOf(bytesOver(worker));
}

function bytesOver(worker: FileWorker): JournalBytes {
  const waiting = new Map<number, Waiting>();
  let nextId = 1;
  worker.addEventListener('message', ({ data }) => {
    const call = waiting.get(data.id);
    waiting.delete(data.id);
    if (data.ok) {
      call?.resolve(data.value);
    } else {
      call?.reject(data.busy ? new FileBusy(data.message) : new Error(data.message));
    }
  });
  let isDead = false;
  worker.addEventListener('error', () => {
    isDead = true;
    waiting.forEach((call) => {
      call.reject(new Error('the worker of the journal file failed'));
    });
    waiting.clear();
  });

  /** The worker answers with what that method resolves to. */
  const ask = <Method extends keyof JournalBytes>(method: Method, args: Parameters<JournalBytes[Method]>) => {
    const answer = new Promise<unknown>((resolve, reject) => {
      if (isDead) {
        reject(new Error('the worker of the journal file failed'));
        return;
      }
      const call = { id: nextId, method, args };
      nextId += 1;
      waiting.set(call.id, { resolve, reject });
      worker.postMessage(call satisfies Pick<FileCall, 'id' | 'method'>);
    });
    return within(PATIENCE_MS, answer) as ReturnType<JournalBytes[Method]>;
  };

  return {
    open: () => ask('open', []),
    prepare: () => ask('prepare', []),
    read: (keys) => ask('read', [keys]),
    keys: () => ask('keys', []),
    append: (records) => ask('append', [records]),
    discard: (key) => ask('discard', [key]),
    confirm: (marks) => ask('confirm', [marks]),
    growWhenShort: () => ask('growWhenShort', []),
    probe: () => ask('probe', []),
    readCopy: (name) => ask('readCopy', [name]),
    writeCopy: (name, text) => ask('writeCopy', [name, text]),
    close: () => ask('close', []),
  };
}
