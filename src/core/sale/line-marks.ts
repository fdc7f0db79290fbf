import { localMoment } from '#core/calendar/local-moment.ts';

/** What a symbol says of the very goods in hand, beyond what they are. */
export interface LineMarks {
  batch: string | null;
  serial: string | null;
  /** The last day on which the goods should be sold or used, as printed: YYYY-MM-DD. */
  expiresOn: string | null;
}

/** As a line carries them on the wire: what is not there is absent. */
export interface MarksOnWire {
  batch?: string;
  serial?: string;
  expires_on?: string;
}

/** Goods with a serial number are each their own; else one batch with one date may share a line. */
export function shareLine(line: LineMarks | undefined, more: LineMarks | undefined): boolean {
  if (line === undefined || more === undefined) {
    return line === more;
  }
  return line.serial === null && more.serial === null && line.batch === more.batch && line.expiresOn === more.expiresOn;
}

/** True from the day after the last one. Both dates are YYYY-MM-DD, `businessDate` in the local's time zone. */
export function isPastDate(expiresOn: string, businessDate: string): boolean {
  return businessDate > expiresOn;
}

/**
 * The last day of goods that are past it on the day the sale was opened (a UTC instant) at the local; null for goods
 * that are not, or that say nothing of it.
 */
export function pastDateOf(
  marks: LineMarks | undefined,
  { openedAt, timeZone }: { openedAt: string; timeZone: string },
): string | null {
  const expiresOn = marks?.expiresOn ?? null;
  return expiresOn !== null && isPastDate(expiresOn, localMoment(openedAt, timeZone).businessDate) ? expiresOn : null;
}

export function marksOnWire(marks: LineMarks | undefined): MarksOnWire {
  if (marks === undefined) {
    return {};
  }
  return {
    ...(marks.batch === null ? {} : { batch: marks.batch }),
    ...(marks.serial === null ? {} : { serial: marks.serial }),
    ...(marks.expiresOn === null ? {} : { expires_on: marks.expiresOn }),
  };
}
