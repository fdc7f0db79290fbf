import fc from 'fast-check';

/** Any text a computer can hold: control characters, every script, and halves of characters that stand alone. */
export function anyText(maxLength = 20): fc.Arbitrary<string> {
  const unit = fc.oneof(
    fc.integer({ min: 0x20, max: 0x7e }),
    fc.integer({ min: 0, max: 0x1f }),
    fc.integer({ min: 0, max: 0xffff }),
    fc.integer({ min: 0xd800, max: 0xdfff }),
  );
  return fc.array(unit, { maxLength }).map((units) => String.fromCharCode(...units));
}
