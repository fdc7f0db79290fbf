import { type BlockFile, FileBusy, type FileFolder } from './block-file.ts';

/** How often, and how long apart in milliseconds, a file is asked for that another tab is just letting go of. */
const TRIES = 8;
const FIRST_PAUSE_MS = 50;

/**
 * A folder of the origin-private file system; only a dedicated worker can open its files. An access handle is
 * exclusive, which makes the file itself the lock between tabs.
 */
export async function openOpfsFolder(name: string): Promise<FileFolder> {
  const root = await navigator.storage.getDirectory();
  const folder = await root.getDirectoryHandle(name, { create: true });
  return {
    open: async (file) => {
      const handle = await folder.getFileHandle(file, { create: true });
      return blockFileOf(await takeHandle(handle));
    },
  };
}

async function takeHandle(file: FileSystemFileHandle): Promise<FileSystemSyncAccessHandle> {
  let pause = FIRST_PAUSE_MS;
  for (let tries = 1; ; tries += 1) {
    try {
      return await file.createSyncAccessHandle();
    } catch (error) {
      if (!(error instanceof DOMException) || error.name !== 'NoModificationAllowedError') {
        throw error;
      }
      if (tries === TRIES) {
        throw new FileBusy(`${file.name} is open in another tab`, { cause: error });
      }
    }
    await new Promise((resolve) => {
      setTimeout(resolve, pause);
    });
    pause *= 2;
  }
}

function blockFileOf(handle: FileSystemSyncAccessHandle): BlockFile {
  return {
    size: () => handle.getSize(),
    read: (at, length) => {
      const bytes = new Uint8Array(Math.max(0, Math.min(length, handle.getSize() - at)));
      const count = handle.read(bytes, { at });
      return bytes.subarray(0, count);
    },
    write: (at, bytes) => {
      let written = 0;
      while (written < bytes.length) {
        // A copy: the handle takes only views of plain buffers.
        const count = handle.write(new Uint8Array(bytes.subarray(written)), { at: at + written });
        if (count === 0) {
          throw new Error('the file system took nothing more');
        }
        written += count;
      }
    },
    truncate: (length) => {
      handle.truncate(length);
    },
    flush: () => {
      handle.flush();
    },
    close: () => {
      handle.close();
    },
  };
}
