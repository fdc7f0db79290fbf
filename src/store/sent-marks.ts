import { registerTag } from './journal-record.ts';
import type { SentRow } from './journal-tables.ts';
import type { SlotWatermark } from './slots.ts';

/** Up to where the server has confirmed each epoch of each register this device ever was. */
export class SentMarks {
  #rows: SentRow[] = [];

  get rows(): readonly SentRow[] {
    return this.#rows;
  }

  /** As the journal file wants to know it. */
  get slotMarks(): SlotWatermark[] {
    return this.#rows.map(({ registerId, epoch, seq }) => ({ register: registerTag(registerId), epoch, seq }));
  }

  sentThrough(registerId: string, epoch: number): number {
    return this.#rows.find((row) => row.registerId === registerId && row.epoch === epoch)?.seq ?? 0;
  }

  /** Moves one mark, up or down; resolves to whether it went down. */
  set(mark: SentRow): boolean {
    const before = this.sentThrough(mark.registerId, mark.epoch);
    this.#rows = this.#rows.filter((row) => row.registerId !== mark.registerId || row.epoch !== mark.epoch);
    this.#rows.push(mark);
    return mark.seq < before;
  }
}
