import { FileBusy, type FileFolder } from './block-file.ts';
import type { FileCall, FileReply } from './journal-file-messages.ts';
import { type JournalBytes, LocalJournalBytes } from './journal-bytes.ts';
import { SerialQueue } from './serial-queue.ts';

/** The worker's own end of the way to the page. */
export interface PageSide {
  postMessage(message: FileReply): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<FileCall>) => void): void;
}

/** Answers the page's calls one after the other, over files of this folder. */
export function serveJournalFile(page: PageSide, folder: Promise<FileFolder>): void {
  const queue = new SerialQueue();
  const file = folder.then((opened) => new LocalJournalBytes(opened));
  // A browser without such files answers each call with that error, and not with one that nobody hears.
  file.catch(() => null);
  page.addEventListener('message', (event) => {
    void queue.run(async () => {
      page.postMessage(await answer(file, event.data));
    });
  });
}

async function answer(file: Promise<JournalBytes>, call: FileCall): Promise<FileReply> {
  try {
    return { id: call.id, ok: true, value: await run(await file, call) };
  } catch (error) {
    const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return { id: call.id, ok: false, busy: error instanceof FileBusy, message };
  }
}

function run(file: JournalBytes, call: FileCall): Promise<unknown> {
  switch (call.method) {
    case 'open':
    case 'prepare':
    case 'keys':
    case 'growWhenShort':
    case 'probe':
    case 'close':
      return file[call.method]();
    case 'read':
      return file.read(...call.args);
    case 'append':
      return file.append(...call.args);
    case 'discard':
      return file.discard(...call.args);
    case 'confirm':
      return file.confirm(...call.args);
    case 'readCopy':
      return file.readCopy(...call.args);
    case 'writeCopy':
      return file.writeCopy(...call.args);
  }
}
