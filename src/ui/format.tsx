import { createContext, type ReactNode, use, useMemo } from 'react';
import type { Words } from '#core/catalogue/catalogue.ts';
import { type Language, localeTag } from './locale.ts';
import { formatQuantity, formatRate, type MoneyFormat, moneyFormat } from './money-format.ts';

/** How this person, at this local, reads figures and names. */
export interface Format {
  language: Language;
  locale: string;
  money: MoneyFormat;
  quantity: (quantity: string, unit: 'unit' | 'kg') => string;
  rate: (rate: string) => string;
  /** The time of day of a UTC instant at the local: "14:05". */
  time: (instantUtc: string) => string;
  /** Date and time of a UTC instant at the local. */
  moment: (instantUtc: string) => string;
  /** A day of the calendar, given as YYYY-MM-DD. */
  day: (isoDate: string) => string;
  /** A text of the catalogue in this person's language. */
  name: (words: Words) => string;
}

const FormatContext = createContext<Format | null>(null);

interface FormatProviderProps {
  language: Language;
  currency: string;
  timeZone: string | undefined;
  children: ReactNode;
}

export function FormatProvider({ language, currency, timeZone, children }: FormatProviderProps) {
  const format = useMemo(() => newFormat(language, currency, timeZone), [language, currency, timeZone]);
  return <FormatContext value={format}>{children}</FormatContext>;
}

export function useFormat(): Format {
  const format = use(FormatContext);
  if (format === null) {
    throw new Error('useFormat needs a FormatProvider above it');
  }
  return format;
}

function newFormat(language: Language, currency: string, timeZone: string | undefined): Format {
  const locale = localeTag(language, navigator.languages);
  const zone = timeZone === undefined ? {} : { timeZone };
  const time = new Intl.DateTimeFormat(locale, { timeStyle: 'short', ...zone });
  const moment = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', ...zone });
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' });
  return {
    language,
    locale,
    money: moneyFormat(locale, currency),
    quantity: (quantity, unit) => formatQuantity(quantity, unit, locale),
    rate: (rate) => formatRate(rate, locale),
    time: (instantUtc) => time.format(new Date(instantUtc)),
    moment: (instantUtc) => moment.format(new Date(instantUtc)),
    day: (isoDate) => day.format(new Date(`${isoDate}T00:00:00Z`)),
    name: (words) => words[language],
  };
}
