import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, type WEEKDAYS, weekdayOf } from '../../../../src-main/domain/calendar-day.ts';
import {
  closesAt,
  type HolidayCalendar,
  hoursOn,
  isOpenAt,
  nextOpening,
  type OpeningHours,
  opensLaterToday,
  type TimeRange,
} from '../../../../src-main/domain/opening-hours.ts';

/** Parses ranges such as `08:30-15:00 16:00-18:00`. */
const ranges = (text: string): TimeRange[] =>
  text.split(' ').flatMap((part) => (part === '' ? [] : [{ from: part.slice(0, 5), to: part.slice(6) }]));
const shown = (list: readonly TimeRange[]): string => list.map(({ from, to }) => `${from}-${to}`).join(' ');
const moment = (text: string) => ({ date: text.slice(0, 10), time: text.slice(11) });

const weekOf = (workday: string, rest: Partial<Record<(typeof WEEKDAYS)[number], string>> = {}) => {
  const day = (name: (typeof WEEKDAYS)[number], usual: string) => ranges(rest[name] ?? usual);
  return {
    mon: day('mon', workday),
    tue: day('tue', workday),
    wed: day('wed', workday),
    thu: day('thu', workday),
    fri: day('fri', workday),
    sat: day('sat', ''),
    sun: day('sun', ''),
  };
};

const CALENDAR: HolidayCalendar = {
  holidays: [
    { date: '2026-06-24', name: { ca: 'Sant Joan' } },
    { date: '2026-08-15', name: { ca: 'L’Assumpció' } },
    { date: '2026-12-08', name: { ca: 'La Immaculada' } },
    { date: '2026-12-25', name: { ca: 'Nadal' } },
    { date: '2027-01-01', name: { ca: 'Cap d’Any' } },
    { date: '2027-01-06', name: { ca: 'Reis' } },
  ],
};

const OFFICE: OpeningHours = {
  week: weekOf('08:30-15:00', { mon: '08:30-15:00 16:00-18:00', wed: '08:30-15:00 16:00-18:00', fri: '08:30-14:30' }),
  seasons: [
    { span: { from: '06-01', to: '09-30' }, week: { mon: ranges('08:30-15:00'), wed: ranges('08:30-15:00') } },
    {
      span: { from: '2026-06-15', to: '2026-06-26' },
      week: { mon: ranges('10:00-11:00'), thu: ranges('10:00-13:00') },
    },
  ],
  eveOfHoliday: ranges('08:30-14:30'),
  closures: [
    { span: { from: '08-01', to: '08-31' }, reason: { ca: 'Tanquem a l’agost' } },
    { span: { from: '12-28', to: '01-03' } },
    { span: { from: '2026-11-27', to: '2026-11-27' }, reason: { ca: 'Avaria' } },
  ],
};

describe('the hours of a date', () => {
  it.each([
    ['the week’s pattern on an ordinary day', '2026-11-24', '08:30-15:00', 'week', null],
    ['two ranges in a day', '2026-11-23', '08:30-15:00 16:00-18:00', 'week', null],
    ['nothing on a weekday without hours', '2026-11-28', '', 'week', null],
    ['no afternoon in a season', '2026-07-06', '08:30-15:00', 'season', null],
    ['the week’s pattern on a weekday the season does not name', '2026-07-07', '08:30-15:00', 'week', null],
    ['the season’s last day', '2026-09-30', '08:30-15:00', 'season', null],
    ['the week again the day after the season', '2026-10-05', '08:30-15:00 16:00-18:00', 'week', null],
    ['the first of two seasons that name the weekday', '2026-06-15', '08:30-15:00', 'season', null],
    ['a later season for a weekday the first does not name', '2026-06-18', '10:00-13:00', 'season', null],
    ['a season of one year in that year only', '2027-06-17', '08:30-15:00', 'week', null],
    ['a closed holiday with its name', '2026-12-25', '', 'holiday', 'Nadal'],
    ['a holiday before the closure it falls into', '2026-08-15', '', 'holiday', 'L’Assumpció'],
    ['a closure with its reason', '2026-08-03', '', 'closure', 'Tanquem a l’agost'],
    ['the first day of a closure', '2026-08-01', '', 'closure', 'Tanquem a l’agost'],
    ['the last day of a closure', '2027-08-31', '', 'closure', 'Tanquem a l’agost'],
    ['a closure of one date', '2026-11-27', '', 'closure', 'Avaria'],
    ['not that closure a year later', '2027-11-26', '08:30-14:30', 'week', null],
    ['a closure before New Year that wraps over it', '2026-12-31', '', 'closure', null],
    ['a closure after New Year that wraps over it', '2027-01-02', '', 'closure', null],
    ['the day after the wrapping closure', '2027-01-04', '08:30-15:00 16:00-18:00', 'week', null],
    ['an eve that loses its afternoon', '2026-12-07', '08:30-14:30', 'eve', null],
    ['an eve inside a season', '2026-06-23', '08:30-14:30', 'eve', null],
    ['an eve inside a closure as closed', '2026-08-14', '', 'closure', 'Tanquem a l’agost'],
    ['an eve that changes nothing as the week’s', '2027-12-24', '08:30-14:30', 'week', null],
  ])('are %s', (_what, date, expected, because, reason) => {
    const day = hoursOn(OFFICE, CALENDAR, date);
    expect(shown(day.ranges)).toBe(expected);
    expect(day.because).toBe(because);
    expect(day.reason?.ca ?? null).toBe(reason);
  });

  it('are not extended by an eve with longer hours', () => {
    const short: OpeningHours = { ...OFFICE, week: weekOf('10:00-12:00'), eveOfHoliday: ranges('08:00-20:00') };
    expect(hoursOn(short, CALENDAR, '2026-12-07')).toMatchObject({ ranges: ranges('10:00-12:00'), because: 'week' });
  });

  it('stay closed on an eve that falls on a closed weekday', () => {
    const sunday: HolidayCalendar = { holidays: [{ date: '2026-11-30', name: { ca: 'Sant Andreu' } }] };
    expect(hoursOn(OFFICE, sunday, '2026-11-29').ranges).toEqual([]);
  });

  it('are closed if the eve’s hours are empty', () => {
    expect(hoursOn({ ...OFFICE, eveOfHoliday: [] }, CALENDAR, '2026-12-07')).toMatchObject({
      ranges: [],
      because: 'eve',
    });
  });

  it('are what the ranges of the day and of the eve share', () => {
    const split: OpeningHours = { ...OFFICE, eveOfHoliday: ranges('09:00-10:00 14:00-17:00') };
    expect(shown(hoursOn(split, CALENDAR, '2026-12-07').ranges)).toBe('09:00-10:00 14:00-15:00 16:00-17:00');
  });

  it('merge ranges that touch, overlap or are in the wrong order', () => {
    const joined: OpeningHours = { ...OFFICE, week: weekOf('12:00-14:00 08:00-12:00 13:00-13:30') };
    expect(shown(hoursOn(joined, CALENDAR, '2026-11-24').ranges)).toBe('08:00-14:00');
  });

  it('accept 29 February in a span of every year', () => {
    const leap: OpeningHours = { ...OFFICE, closures: [{ span: { from: '02-29', to: '02-29' } }] };
    expect(hoursOn(leap, CALENDAR, '2028-02-29').because).toBe('closure');
    expect(hoursOn(leap, CALENDAR, '2027-02-28').because).toBe('week');
    expect(hoursOn(leap, CALENDAR, '2027-03-01').because).toBe('week');
  });
});

describe('an office', () => {
  it.each([
    ['2026-11-23 08:29', false, null, '08:30'],
    ['2026-11-23 08:30', true, '15:00', null],
    ['2026-11-23 14:59', true, '15:00', null],
    ['2026-11-23 15:00', false, null, '16:00'],
    ['2026-11-23 17:59', true, '18:00', null],
    ['2026-11-23 18:00', false, null, null],
    ['2026-12-07 14:45', false, null, null],
    ['2026-12-08 10:00', false, null, null],
  ])('at %s: open %s, closes %s, opens later %s', (when, open, closes, later) => {
    expect(isOpenAt(OFFICE, CALENDAR, moment(when))).toBe(open);
    expect(closesAt(OFFICE, CALENDAR, moment(when))).toBe(closes);
    expect(opensLaterToday(OFFICE, CALENDAR, moment(when))).toBe(later);
  });

  it('does not close between two ranges that touch', () => {
    const joined: OpeningHours = { ...OFFICE, week: weekOf('08:00-12:00 12:00-14:00') };
    expect(closesAt(joined, CALENDAR, moment('2026-11-24 09:00'))).toBe('14:00');
    expect(opensLaterToday(joined, CALENDAR, moment('2026-11-24 09:00'))).toBeNull();
  });

  const night: OpeningHours = { ...OFFICE, week: weekOf('', { fri: '18:00-24:00', sat: '00:00-02:00' }), closures: [] };

  it('is open until the last minute of a day that ends at 24:00', () => {
    const until: OpeningHours = { ...OFFICE, week: weekOf('18:00-24:00') };
    expect(isOpenAt(until, CALENDAR, moment('2026-11-24 23:59'))).toBe(true);
    expect(closesAt(until, CALENDAR, moment('2026-11-24 23:59'))).toBe('24:00');
    expect(isOpenAt(until, CALENDAR, moment('2026-11-25 00:00'))).toBe(false);
  });

  it('does not close today when it stays open past midnight', () => {
    expect(closesAt(night, CALENDAR, moment('2026-11-27 20:00'))).toBeNull();
    expect(closesAt(night, CALENDAR, moment('2026-11-28 01:00'))).toBe('02:00');
  });

  it('closes at midnight when the next day is a holiday', () => {
    const always: OpeningHours = { week: weekOf('00:00-24:00'), seasons: [], closures: [] };
    expect(closesAt(always, CALENDAR, moment('2026-12-07 20:00'))).toBe('24:00');
    expect(nextOpening(always, CALENDAR, moment('2026-12-07 20:00'))).toEqual(moment('2026-12-09 00:00'));
  });

  it.each([
    ['later today', '2026-11-23 07:00', '2026-11-23 08:30'],
    ['after the midday break', '2026-11-23 15:00', '2026-11-23 16:00'],
    ['after the break while it is still open', '2026-11-23 09:00', '2026-11-23 16:00'],
    ['on the next day', '2026-11-23 18:00', '2026-11-24 08:30'],
    ['after the moment itself', '2026-11-24 08:30', '2026-11-25 08:30'],
    ['after a weekend and a closed Friday', '2026-11-26 16:00', '2026-11-30 08:30'],
    ['on the first of September when August is closed', '2026-07-31 15:00', '2026-09-01 08:30'],
    ['after the closure over New Year', '2026-12-24 15:00', '2027-01-04 08:30'],
  ])('opens next %s', (_when, from, expected) => {
    expect(nextOpening(OFFICE, CALENDAR, moment(from))).toEqual(moment(expected));
  });

  it('does not open at midnight if it was open until then', () => {
    expect(nextOpening(night, CALENDAR, moment('2026-11-27 20:00'))).toEqual(moment('2026-12-04 18:00'));
    expect(nextOpening(night, CALENDAR, moment('2026-11-26 20:00'))).toEqual(moment('2026-11-27 18:00'));
  });

  it('opens next on the last day searched, and never later', () => {
    expect(nextOpening(OFFICE, CALENDAR, moment('2026-08-01 10:00'), 31)).toEqual(moment('2026-09-01 08:30'));
    expect(nextOpening(OFFICE, CALENDAR, moment('2026-08-01 10:00'), 30)).toBeNull();
  });

  it('that never closes has no next opening', () => {
    const always: OpeningHours = {
      week: weekOf('00:00-24:00', { sat: '00:00-24:00', sun: '00:00-24:00' }),
      seasons: [],
      closures: [],
    };
    expect(nextOpening(always, { holidays: [] }, moment('2026-12-24 12:00'))).toBeNull();
    expect(closesAt(always, { holidays: [] }, moment('2026-12-24 12:00'))).toBeNull();
  });
});

// Times are quarters of an hour, so that few times have to be compared with `byTheBook`.
const QUARTERS = Array.from({ length: 97 }, (_, index) => {
  const minutes = (index % 4) * 15;
  return `${String(Math.floor(index / 4)).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`;
});
const quarter = (index: number): string => QUARTERS[index] ?? '24:00';
const startTimes = QUARTERS.slice(0, -1);

const anyRange = fc
  .tuple(fc.integer({ min: 0, max: 95 }), fc.integer({ min: 1, max: 96 }))
  .map(([from, length]) => ({ from: quarter(from), to: quarter(Math.min(96, from + length)) }));
const anyDay = fc.array(anyRange, { maxLength: 3 });
const anyWeek = fc.record({
  mon: anyDay,
  tue: anyDay,
  wed: anyDay,
  thu: anyDay,
  fri: anyDay,
  sat: anyDay,
  sun: anyDay,
});
const anyDate = fc.integer({ min: 0, max: 13 }).map((days) => addDays('2026-12-26', days));
const anySpan = fc.oneof(
  fc.tuple(anyDate, anyDate).map(([from, to]) => ({ from: from.slice(5), to: to.slice(5) })),
  fc.tuple(anyDate, fc.integer({ min: 0, max: 9 })).map(([from, days]) => ({ from, to: addDays(from, days) })),
);
const anyHours: fc.Arbitrary<OpeningHours> = fc.record({
  week: anyWeek,
  seasons: fc.array(fc.record({ span: anySpan, week: fc.record({ mon: anyDay, thu: anyDay }, { requiredKeys: [] }) }), {
    maxLength: 2,
  }),
  eveOfHoliday: fc.option(anyDay, { nil: undefined }),
  closures: fc.array(fc.record({ span: anySpan }), { maxLength: 1 }),
});
const anyCalendar: fc.Arbitrary<HolidayCalendar> = fc
  .array(anyDate, { maxLength: 3 })
  .map((dates) => ({ holidays: dates.map((date) => ({ date, name: { ca: 'Festa' } })) }));
const anyMoment = fc.record({ date: anyDate, time: fc.constantFrom(...startTimes) });

/** The rules as a clerk would read them for one date. The result tells whether the office is open at a given time. */
function byTheBook(hours: OpeningHours, calendar: HolidayCalendar, date: string): (time: string) => boolean {
  const isHoliday = (day: string) => calendar.holidays.some((holiday) => holiday.date === day);
  const within = (list: readonly TimeRange[], time: string) => list.some(({ from, to }) => from <= time && time < to);
  const inSpan = ({ from, to }: { from: string; to: string }) => {
    const everyYear = from.length === 5;
    const label = (day: string) => (everyYear ? day.slice(5) : day);
    let day = everyYear ? `2026-${from}` : from;
    while (label(day) !== label(date)) {
      if (label(day) === to) return false;
      day = addDays(day, 1);
    }
    return true;
  };
  if (isHoliday(date) || hours.closures.some(({ span }) => inSpan(span))) return () => false;
  const named = hours.seasons.filter(({ span }) => inSpan(span)).map(({ week }) => week[weekdayOf(date)]);
  const pattern = named.find((list) => list !== undefined) ?? hours.week[weekdayOf(date)];
  const eve = isHoliday(addDays(date, 1)) ? hours.eveOfHoliday : undefined;
  return (time) => within(pattern, time) && (eve === undefined || within(eve, time));
}

describe('any opening hours', () => {
  it('open exactly when the rules read minute by minute say so', () => {
    fc.assert(
      fc.property(anyHours, anyCalendar, anyMoment, (hours, calendar, { date, time }) => {
        expect(isOpenAt(hours, calendar, { date, time })).toBe(byTheBook(hours, calendar, date)(time));
      }),
      { numRuns: 500 },
    );
  });

  it('have ranges in order, none empty and none touching the next', () => {
    fc.assert(
      fc.property(anyHours, anyCalendar, anyDate, (hours, calendar, date) => {
        const edges = hoursOn(hours, calendar, date).ranges.flatMap(({ from, to }) => [from, to]);
        expect(edges).toEqual([...new Set(edges)].toSorted());
      }),
    );
  });

  it('are never longer with hours on eves', () => {
    fc.assert(
      fc.property(anyHours, anyCalendar, anyDate, (hours, calendar, date) => {
        const { eveOfHoliday: _, ...withoutEves } = hours;
        for (const time of startTimes)
          if (isOpenAt(hours, calendar, { date, time }))
            expect(isOpenAt(withoutEves, calendar, { date, time })).toBe(true);
      }),
    );
  });

  it('close at the first closed quarter after now, if that is today', () => {
    fc.assert(
      fc.property(anyHours, anyCalendar, anyMoment, (hours, calendar, now) => {
        const open = byTheBook(hours, calendar, now.date);
        const closedLater = startTimes.find((time) => time > now.time && !open(time));
        const atMidnight = byTheBook(hours, calendar, addDays(now.date, 1))('00:00') ? null : '24:00';
        const expected = open(now.time) ? (closedLater ?? atMidnight) : null;
        expect(closesAt(hours, calendar, now)).toBe(expected);
      }),
    );
  });

  it('open next at the first open quarter after a closed one', () => {
    fc.assert(
      fc.property(anyHours, anyCalendar, anyMoment, (hours, calendar, from) => {
        let wasOpen = byTheBook(hours, calendar, from.date)(from.time);
        let expected: { date: string; time: string } | null = null;
        for (let ahead = 0; ahead <= 2 && expected === null; ahead += 1) {
          const date = addDays(from.date, ahead);
          const openAt = byTheBook(hours, calendar, date);
          for (const time of startTimes) {
            if (ahead === 0 && time <= from.time) continue;
            const open = openAt(time);
            if (open && !wasOpen) {
              expected = { date, time };
              break;
            }
            wasOpen = open;
          }
        }
        expect(nextOpening(hours, calendar, from, 2)).toEqual(expected);
      }),
    );
  });
});
