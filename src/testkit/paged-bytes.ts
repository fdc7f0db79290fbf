const PAGE_BYTES = 16 * 1024;
const BLANK = new Uint8Array(PAGE_BYTES);
/** What a long blank stretch is read as: most of a till's file is blank, and new memory for it would cost more than the rest. */
const LONG_BLANK = new Uint8Array(1024 * 1024);

/**
 * The bytes of a file on a disk in memory. They lie in pages that are replaced and never changed: a copy of 8 MiB shares them
 * all, and those that nothing was written into are one. A test starts a till thousands of times.
 */
export class PagedBytes {
  #pages: Uint8Array[] = [];
  #length = 0;

  static of(content: Uint8Array): PagedBytes {
    const made = new PagedBytes();
    made.write(0, content);
    return made;
  }

  get length(): number {
    return this.#length;
  }

  copy(): PagedBytes {
    const twin = new PagedBytes();
    twin.#pages = [...this.#pages];
    twin.#length = this.#length;
    return twin;
  }

  /** Up to `length` bytes at `at`, not to be written into; shorter only at the end. They stay as they are now. */
  read(at: number, length: number): Uint8Array {
    const end = Math.max(at, Math.min(at + length, this.#length));
    const pieces = piecesOf(at, end);
    if (end - at <= LONG_BLANK.length && pieces.every(({ page }) => this.#pages[page] === BLANK)) {
      return LONG_BLANK.subarray(0, end - at);
    }
    const bytes = new Uint8Array(end - at);
    for (const piece of pieces) {
      const page = this.#pages[piece.page] ?? BLANK;
      if (page !== BLANK) {
        bytes.set(page.subarray(piece.from, piece.to), piece.at - at);
      }
    }
    return bytes;
  }

  /** Grows where needed; what was skipped is blank. */
  write(at: number, bytes: Uint8Array): void {
    if (bytes.length === 0) {
      return;
    }
    const end = at + bytes.length;
    this.#growTo(end);
    for (const piece of piecesOf(at, end)) {
      const written = bytes.subarray(piece.at - at, piece.at - at + piece.to - piece.from);
      this.#pages[piece.page] = withPiece(this.#pages[piece.page] ?? BLANK, written, piece.from);
    }
  }

  fill(value: number, at: number, length: number): void {
    this.write(at, new Uint8Array(Math.max(0, Math.min(length, this.#length - at))).fill(value));
  }

  /** Cuts it, or lengthens it with blank bytes. */
  resize(length: number): void {
    if (length < this.#length) {
      this.fill(0, length, PAGE_BYTES);
      this.#pages.length = Math.ceil(length / PAGE_BYTES);
      this.#length = length;
    }
    this.#growTo(length);
  }

  #growTo(length: number): void {
    while (this.#pages.length * PAGE_BYTES < length) {
      this.#pages.push(BLANK);
    }
    this.#length = Math.max(this.#length, length);
  }
}

interface Piece {
  page: number;
  /** Where it begins in the whole. */
  at: number;
  /** Where it lies in its page. */
  from: number;
  to: number;
}

function piecesOf(at: number, end: number): Piece[] {
  const pieces: Piece[] = [];
  for (let start = at; start < end;) {
    const page = Math.floor(start / PAGE_BYTES);
    const to = Math.min(end, (page + 1) * PAGE_BYTES);
    pieces.push({ page, at: start, from: start - page * PAGE_BYTES, to: to - page * PAGE_BYTES });
    start = to;
  }
  return pieces;
}

function withPiece(page: Uint8Array, piece: Uint8Array, from: number): Uint8Array {
  if (piece.length === PAGE_BYTES && Buffer.compare(piece, BLANK) === 0) {
    return BLANK;
  }
  const changed = page.slice();
  changed.set(piece, from);
  return changed;
}
