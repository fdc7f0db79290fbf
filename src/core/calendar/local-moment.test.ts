import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { localMoment } from './local-moment.ts';

describe('the trading day of a local', () => {
  test.each([
    { zone: 'America/Panama', instant: '2026-03-15T04:59:59.999Z', businessDate: '2026-03-14', utcOffsetMin: -300 },
    { zone: 'America/Panama', instant: '2026-03-15T05:00:00.000Z', businessDate: '2026-03-15', utcOffsetMin: -300 },
    { zone: 'America/Panama', instant: '2026-07-01T12:00:00.000Z', businessDate: '2026-07-01', utcOffsetMin: -300 },
    { zone: 'Asia/Kathmandu', instant: '2026-01-31T18:14:59.000Z', businessDate: '2026-01-31', utcOffsetMin: 345 },
    { zone: 'Asia/Kathmandu', instant: '2026-01-31T18:15:00.000Z', businessDate: '2026-02-01', utcOffsetMin: 345 },
    { zone: 'Pacific/Kiritimati', instant: '2026-12-31T10:00:00.000Z', businessDate: '2027-01-01', utcOffsetMin: 840 },
    { zone: 'Pacific/Pago_Pago', instant: '2027-01-01T10:59:59.000Z', businessDate: '2026-12-31', utcOffsetMin: -660 },
    { zone: 'Australia/Lord_Howe', instant: '2026-01-01T00:00:00.000Z', businessDate: '2026-01-01', utcOffsetMin: 660 },
    { zone: 'Australia/Lord_Howe', instant: '2026-07-01T00:00:00.000Z', businessDate: '2026-07-01', utcOffsetMin: 630 },
    { zone: 'UTC', instant: '2028-02-29T23:59:59.999Z', businessDate: '2028-02-29', utcOffsetMin: 0 },
  ])('in $zone at $instant is $businessDate, $utcOffsetMin minutes east', ({ zone, instant, ...moment }) => {
    expect(localMoment(instant, zone)).toEqual(moment);
  });
});

describe('where the clocks change', () => {
  test('Madrid goes from 60 to 120 minutes on the last Sunday of March at 01:00 UTC', () => {
    expect(localMoment('2026-03-29T00:59:59.999Z', 'Europe/Madrid').utcOffsetMin).toBe(60);
    expect(localMoment('2026-03-29T01:00:00.000Z', 'Europe/Madrid').utcOffsetMin).toBe(120);
  });

  test('and back on the last Sunday of October', () => {
    expect(localMoment('2026-10-25T00:59:59.999Z', 'Europe/Madrid').utcOffsetMin).toBe(120);
    expect(localMoment('2026-10-25T01:00:00.000Z', 'Europe/Madrid').utcOffsetMin).toBe(60);
  });

  test('a sale just after midnight in summer belongs to the new day, in winter an hour later', () => {
    expect(localMoment('2026-07-14T22:00:00.000Z', 'Europe/Madrid').businessDate).toBe('2026-07-15');
    expect(localMoment('2026-01-14T22:00:00.000Z', 'Europe/Madrid').businessDate).toBe('2026-01-14');
    expect(localMoment('2026-01-14T23:00:00.000Z', 'Europe/Madrid').businessDate).toBe('2026-01-15');
  });

  test('New York keeps its day over the hour that happens twice', () => {
    expect(localMoment('2026-11-01T05:30:00.000Z', 'America/New_York')).toEqual({
      businessDate: '2026-11-01',
      utcOffsetMin: -240,
    });
    expect(localMoment('2026-11-01T06:30:00.000Z', 'America/New_York')).toEqual({
      businessDate: '2026-11-01',
      utcOffsetMin: -300,
    });
  });
});

describe('what is no moment', () => {
  test('an unknown zone and an instant that never was are refused', () => {
    expect(() => localMoment('2026-03-14T12:00:00Z', 'America/Nowhere')).toThrow(RangeError);
    expect(() => localMoment('2026-13-14T12:00:00Z', 'America/Panama')).toThrow(RangeError);
    expect(() => localMoment('', 'America/Panama')).toThrow(RangeError);
  });
});

describe('always', () => {
  const zones = fc.constantFrom(
    'Europe/Madrid',
    'America/Panama',
    'Asia/Kathmandu',
    'America/St_Johns',
    'Pacific/Apia',
  );
  const instants = fc.date({
    min: new Date('2000-01-01T00:00:00Z'),
    max: new Date('2060-01-01T00:00:00Z'),
    noInvalidDate: true,
  });

  test('the day is that of the instant moved by the offset', () => {
    fc.assert(
      fc.property(instants, zones, (instant, zone) => {
        const moment = localMoment(instant.toISOString(), zone);
        const moved = new Date(instant.getTime() + moment.utcOffsetMin * 60_000);
        expect(moved.toISOString().slice(0, 10)).toBe(moment.businessDate);
      }),
      { numRuns: 500 },
    );
  });

  test('a moment is told alike whatever was asked shortly before, also across a change of the clocks', () => {
    // Newfoundland's clocks went a minute after midnight in 2006, Liberia's by 44 minutes and a half in 1972.
    const changes = ['2026-03-29T01:00:00Z', '2026-10-25T01:00:00Z', '2026-11-01T04:30:00Z', '2006-04-02T03:31:00Z'];
    const moments = fc.constantFrom(...changes, '1972-01-07T00:44:30Z');
    const around = fc.tuple(moments, fc.integer({ min: -900_000, max: 900_000 }));
    const zone = fc.constantFrom('Europe/Madrid', 'America/St_Johns', 'Africa/Monrovia');
    fc.assert(
      fc.property(fc.array(fc.tuple(around, zone), { minLength: 2, maxLength: 12 }), (asked) => {
        for (const [[change, ms], timeZone] of asked) {
          const instant = new Date(Date.parse(change) + ms);
          const day = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(instant);
          expect(localMoment(instant.toISOString(), timeZone).businessDate).toBe(day);
          const clock = new Intl.DateTimeFormat('sv-SE', { timeZone, timeStyle: 'medium' }).format(instant);
          const told = Date.parse(`${day}T${clock}Z`) - Math.floor(instant.getTime() / 1000) * 1000;
          expect(localMoment(instant.toISOString(), timeZone).utcOffsetMin).toBe(Math.round(told / 60_000));
        }
      }),
    );
  });

  test('Panama and Kathmandu never move their clocks', () => {
    fc.assert(
      fc.property(instants, (instant) => {
        expect(localMoment(instant.toISOString(), 'America/Panama').utcOffsetMin).toBe(-300);
        expect(localMoment(instant.toISOString(), 'Asia/Kathmandu').utcOffsetMin).toBe(345);
      }),
    );
  });
});
