/**
 * A date as GS1 writes it, YYMMDD, as YYYY-MM-DD; null when the calendar has no such day. The century is the one that
 * brings the year between 49 years before and 50 years after `year`. Day 00 means the last day of the month.
 */
export function gs1Date(digits: string, year: number): string | null {
  if (!/^\d{6}$/.test(digits)) {
    return null;
  }
  const [month, day] = [digits.slice(2, 4), digits.slice(4)];
  return calendarDate(String(fullYear(Number(digits.slice(0, 2)), year)) + month + day);
}

/** Eight digits, YYYYMMDD, as YYYY-MM-DD; null when the calendar has no such day. Day 00 is the last of the month. */
export function calendarDate(digits: string): string | null {
  const [year, month, day] = [digits.slice(0, 4), digits.slice(4, 6), digits.slice(6)];
  const last = lastDay(Number(year), Number(month));
  if (last === 0 || Number(day) > last) {
    return null;
  }
  return `${year}-${month}-${day === '00' ? String(last) : day}`;
}

function fullYear(twoDigits: number, year: number): number {
  const century = year - (year % 100);
  const ahead = twoDigits - (year % 100);
  if (ahead > 50) {
    return century - 100 + twoDigits;
  }
  return ahead < -49 ? century + 100 + twoDigits : century + twoDigits;
}

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** 0 for a month that there is not. */
function lastDay(year: number, month: number): number {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return month === 2 && leap ? 29 : (DAYS[month - 1] ?? 0);
}
