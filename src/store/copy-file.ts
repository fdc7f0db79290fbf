import type { BlockFile, FileFolder } from './block-file.ts';
import { crc32 } from './crc32.ts';

const MAGIC = 0x59_50_43_4d;
const HEADER_BYTES = 16;

interface Half {
  /** Counts the writes: the higher one of two good halves is the newer. 0 when there is nothing good in it. */
  turn: number;
  content: Uint8Array;
}

/**
 * A document kept in two files in turn: the older one is written over and flushed, so that at every moment at least
 * one of them is whole. Throws when the disk takes neither.
 */
export async function writeCopy(folder: FileFolder, name: string, content: Uint8Array): Promise<void> {
  const [a, b] = await readHalves(folder, name);
  const [target, kept] = a.turn <= b.turn ? (['a', 'b'] as const) : (['b', 'a'] as const);
  // The half that stays may have been read from a cache after a write that failed: it must be on the disk first.
  await withFile(folder, `${name}.${kept}`, (file) => {
    file.flush();
  });
  await withFile(folder, `${name}.${target}`, (file) => {
    file.truncate(HEADER_BYTES + content.length);
    file.write(HEADER_BYTES, content);
    file.write(0, headerOf(content, Math.max(a.turn, b.turn) + 1));
    file.flush();
  });
}

/** The newest whole content; null when there never was one. */
export async function readCopy(folder: FileFolder, name: string): Promise<Uint8Array | null> {
  const [a, b] = await readHalves(folder, name);
  const newer = a.turn > b.turn ? a : b;
  return newer.turn === 0 ? null : newer.content;
}

async function readHalves(folder: FileFolder, name: string): Promise<[Half, Half]> {
  return [await withFile(folder, `${name}.a`, readHalf), await withFile(folder, `${name}.b`, readHalf)];
}

function readHalf(file: BlockFile): Half {
  const nothing: Half = { turn: 0, content: new Uint8Array() };
  const header = file.read(0, HEADER_BYTES);
  if (header.length < HEADER_BYTES) {
    return nothing;
  }
  const view = new DataView(header.buffer, header.byteOffset);
  const content = file.read(HEADER_BYTES, view.getUint32(12, true));
  const good =
    view.getUint32(0, true) === MAGIC &&
    content.length === view.getUint32(12, true) &&
    view.getUint32(4, true) === checksum(header, content);
  return good ? { turn: view.getUint32(8, true), content } : nothing;
}

function headerOf(content: Uint8Array, turn: number): Uint8Array {
  const header = new Uint8Array(HEADER_BYTES);
  const view = new DataView(header.buffer);
  view.setUint32(0, MAGIC, true);
  view.setUint32(8, turn, true);
  view.setUint32(12, content.length, true);
  view.setUint32(4, checksum(header, content), true);
  return header;
}

function checksum(header: Uint8Array, content: Uint8Array): number {
  const turnAndLength = crc32(header.subarray(8, HEADER_BYTES));
  return (crc32(content) ^ turnAndLength) >>> 0;
}

async function withFile<T>(folder: FileFolder, name: string, work: (file: BlockFile) => T): Promise<T> {
  const file = await folder.open(name);
  try {
    return work(file);
  } finally {
    file.close();
  }
}
