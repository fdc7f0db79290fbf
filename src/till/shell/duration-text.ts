/** So many milliseconds in the person's language, in whole minutes, or hours and days where it is long: "3 minutes". */
export function durationText(ms: number, locale: string): string {
  const minutes = Math.max(1, Math.round(Math.abs(ms) / 60_000));
  const text = (value: number, unit: 'minute' | 'hour' | 'day') =>
    new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(value);
  if (minutes < 120) {
    return text(minutes, 'minute');
  }
  return minutes < 48 * 60 ? text(Math.round(minutes / 60), 'hour') : text(Math.round(minutes / (24 * 60)), 'day');
}
