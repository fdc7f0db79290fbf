/**
 * What a byte does to the checksum, by the byte's value: alone, and with one, two and three bytes after it. With these,
 * four bytes are taken at once, in a third of the time; an app that starts goes through its whole journal file.
 */
const ALONE = byteTable();
const ONE_AFTER = followed(ALONE);
const TWO_AFTER = followed(ONE_AFTER);
const THREE_AFTER = followed(TWO_AFTER);

function byteTable(): Uint32Array {
  return Uint32Array.from({ length: 256 }, (_, byte) => {
    let remainder = byte;
    for (let bit = 0; bit < 8; bit += 1) {
      remainder = remainder & 1 ? (remainder >>> 1) ^ 0xed_b8_83_20 : remainder >>> 1;
    }
    return remainder;
  });
}

function followed(table: Uint32Array): Uint32Array {
  return table.map((remainder) => (remainder >>> 8) ^ at(ALONE, remainder));
}

/** CRC-32 (IEEE 802.3, as in zip and PNG) as an unsigned number. It tells a torn write from a whole one. */
export function crc32(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const fours = bytes.length - (bytes.length % 4);
  let crc = 0xff_ff_ff_ff;
  for (let from = 0; from < fours; from += 4) {
    crc ^= view.getUint32(from, true);
    crc = at(THREE_AFTER, crc) ^ at(TWO_AFTER, crc >>> 8) ^ at(ONE_AFTER, crc >>> 16) ^ at(ALONE, crc >>> 24);
  }
  for (let from = fours; from < bytes.length; from += 1) {
    crc = (crc >>> 8) ^ at(ALONE, crc ^ view.getUint8(from));
  }
  return (crc ^ 0xff_ff_ff_ff) >>> 0;
}

/** A table has all 256 values of a byte: there is always one. */
function at(table: Uint32Array, value: number): number {
  return table[value & 0xff] ?? 0;
}
