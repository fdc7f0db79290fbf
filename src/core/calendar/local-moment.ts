/** A moment as a local's calendar shows it. */
export interface LocalMoment {
  /** YYYY-MM-DD in the local's time zone. */
  businessDate: string;
  /** Minutes east of UTC: -300 in Panama. */
  utcOffsetMin: number;
}

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterFor(timeZone: string): Intl.DateTimeFormat {
  let formatter = formatters.get(timeZone);
  if (formatter === undefined) {
    formatter = new Intl.DateTimeFormat('en-CA-u-ca-iso8601-hc-h23', {
      timeZone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
    formatters.set(timeZone, formatter);
  }
  return formatter;
}

/** No zone has changed its clocks at other times than these since 2023; before, some did a minute after midnight. */
const BLOCK_MS = 15 * 60_000;
const BLOCKS_SINCE = Date.UTC(2023, 0, 1);

/** By time zone, the offset that was last asked for: sales come in the order of the day. */
const lastOffsets = new Map<string, { block: number; utcOffsetMin: number }>();

/** The trading day and the clock's offset at a UTC instant. Throws RangeError for an unknown time zone or instant. */
export function localMoment(instantUtc: string, timeZone: string): LocalMoment {
  const instant = Date.parse(instantUtc);
  const block = Math.floor(instant / BLOCK_MS);
  const last = lastOffsets.get(timeZone);
  if (last?.block === block) {
    return { businessDate: dateAt(instant, last.utcOffsetMin), utcOffsetMin: last.utcOffsetMin };
  }
  const moment = momentOf(instant, timeZone);
  if (instant >= BLOCKS_SINCE) {
    lastOffsets.set(timeZone, { block, utcOffsetMin: moment.utcOffsetMin });
  }
  return moment;
}

/** As the calendar of the platform has it. */
function momentOf(instant: number, timeZone: string): LocalMoment {
  const fields = Object.fromEntries(
    formatterFor(timeZone)
      .formatToParts(instant)
      .map((part) => [part.type, part.value]),
  );
  const businessDate = `${fields['year'] ?? ''}-${fields['month'] ?? ''}-${fields['day'] ?? ''}`;
  const wallClock = Date.parse(
    `${businessDate}T${fields['hour'] ?? ''}:${fields['minute'] ?? ''}:${fields['second'] ?? ''}Z`,
  );
  const wholeSeconds = Math.floor(instant / 1000) * 1000;
  return { businessDate, utcOffsetMin: Math.round((wallClock - wholeSeconds) / 60_000) };
}

function dateAt(instant: number, utcOffsetMin: number): string {
  return new Date(instant + utcOffsetMin * 60_000).toISOString().slice(0, 10);
}
