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

/** The trading day and the clock's offset at a UTC instant. Throws RangeError for an unknown time zone or instant. */
export function localMoment(instantUtc: string, timeZone: string): LocalMoment {
  const instant = new Date(instantUtc);
  const fields = Object.fromEntries(
    formatterFor(timeZone)
      .formatToParts(instant)
      .map((part) => [part.type, part.value]),
  );
  const businessDate = `${fields['year'] ?? ''}-${fields['month'] ?? ''}-${fields['day'] ?? ''}`;
  const wallClock = Date.parse(
    `${businessDate}T${fields['hour'] ?? ''}:${fields['minute'] ?? ''}:${fields['second'] ?? ''}Z`,
  );
  const wholeSeconds = Math.floor(instant.getTime() / 1000) * 1000;
  return { businessDate, utcOffsetMin: Math.round((wallClock - wholeSeconds) / 60_000) };
}
