import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PagedBytes } from './paged-bytes.ts';

/** Around the borders of pages, which are 16 KiB. */
const place = fc.oneof(fc.nat(60_000), fc.integer({ min: 16_380, max: 16_390 }), fc.constantFrom(16_384, 32_768));
const change = fc.oneof(
  fc.record({ kind: fc.constant('write' as const), at: place, length: place, value: fc.nat(255) }),
  fc.record({ kind: fc.constant('fill' as const), at: place, length: place, value: fc.nat(255) }),
  fc.record({ kind: fc.constant('resize' as const), length: place }),
);

test('holds what a plain array of bytes would hold, and so does a copy that was made in between', () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 8 }), fc.nat(8), (changes, copiedAfter) => {
      const paged = new PagedBytes();
      let plain = new Uint8Array();
      let [copy, plainCopy] = [paged.copy(), plain.slice()];
      changes.forEach((each, at) => {
        if (at === copiedAfter) {
          [copy, plainCopy] = [paged.copy(), plain.slice()];
        }
        if (each.kind === 'resize') {
          paged.resize(each.length);
          plain = resized(plain, each.length);
        } else if (each.kind === 'fill') {
          paged.fill(each.value, each.at, each.length);
          plain.fill(each.value, each.at, each.at + each.length);
        } else {
          const bytes = new Uint8Array(each.length).fill(each.value);
          paged.write(each.at, bytes);
          plain = each.length === 0 ? plain : resized(plain, Math.max(plain.length, each.at + each.length));
          plain.set(bytes, each.length === 0 ? 0 : each.at);
        }
      });
      expect(Buffer.compare(paged.read(0, 200_000), plain)).toBe(0);
      expect(Buffer.compare(paged.read(16_000, 20_000), plain.subarray(16_000, 36_000))).toBe(0);
      expect(Buffer.compare(copy.read(0, 200_000), plainCopy)).toBe(0);
    }),
  );
});

function resized(bytes: Uint8Array, length: number): Uint8Array<ArrayBuffer> {
  const other = new Uint8Array(length);
  other.set(bytes.subarray(0, length));
  return other;
}
