import { expect, test, vi } from 'vitest';
import { MemoryBlockFile } from '#testkit/memory-block-file.ts';
import { MemoryFolder } from '#testkit/memory-folder.ts';
import { LocalJournalBytes } from './journal-bytes.ts';

test('a file that could not be read through is let go of, and opened when it can be', async () => {
  const folder = new MemoryFolder();
  const key = { register: 1, epoch: 1, seq: 1, hash: 'a'.repeat(64) };
  const before = new LocalJournalBytes(folder);
  await before.open();
  await before.append([{ key, bytes: new Uint8Array([7]) }]);
  await before.close();

  const fails = vi.spyOn(MemoryBlockFile.prototype, 'read').mockImplementation(() => {
    throw new Error('the sector cannot be read');
  });
  const bytes = new LocalJournalBytes(folder);
  await expect(bytes.open()).rejects.toThrow('the sector cannot be read');
  fails.mockRestore();
  expect(await bytes.open()).toEqual([key]);
});
