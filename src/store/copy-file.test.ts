import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MemoryFolder } from '#testkit/memory-folder.ts';
import { readCopy, writeCopy } from './copy-file.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (content: Uint8Array | null): string | null =>
  content === null ? null : new TextDecoder().decode(content);

test('nothing was ever written: null', async () => {
  expect(await readCopy(new MemoryFolder(), 'registration')).toBeNull();
});

test('the newest content wins, also when it is shorter, and documents do not mix', async () => {
  const folder = new MemoryFolder();
  await writeCopy(folder, 'registration', bytes('a long first content'));
  await writeCopy(folder, 'registration', bytes('second'));
  await writeCopy(folder, 'registration', bytes('3'));
  await writeCopy(folder, 'catalogue', bytes('goods'));
  expect(text(await readCopy(folder, 'registration'))).toBe('3');
  expect(text(await readCopy(folder.crash(), 'catalogue'))).toBe('goods');
});

test('whichever call fails and whatever the disk keeps of it, nothing older than the last told content comes back', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ length: fc.nat(3000), callsLeft: fc.nat(4), torn: fc.nat(3000) }), { maxLength: 12 }),
      fc.nat(),
      async (writes, keep) => {
        const folder = new MemoryFolder();
        let lastToldAndNewer: (string | null)[] = [null];
        for (const [turn, write] of writes.entries()) {
          const tried = String(turn).padEnd(write.length, 'x');
          folder.faults.callsLeft = write.callsLeft;
          folder.faults.tornBytes = write.torn;
          try {
            await writeCopy(folder, 'registration', bytes(tried));
            lastToldAndNewer = [tried];
          } catch {
            lastToldAndNewer.push(tried);
          }
          folder.faults.callsLeft = Number.POSITIVE_INFINITY;
        }
        const after = folder.crash((sector) => ((keep >> (sector % 31)) & 1) === 1);
        expect(lastToldAndNewer).toContain(text(await readCopy(after, 'registration')));
      },
    ),
    { numRuns: 300 },
  );
});
