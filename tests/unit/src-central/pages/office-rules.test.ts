import { expect, test } from 'vitest';
import {
  barOf,
  hoursInstead,
  specialDays,
  withoutSpecialDay,
  withSpecialDay,
} from '../../../../src-central/pages/office/rules.ts';
import { timeTyped } from '../../../../src-central/pages/parts/time-typed.ts';
import { OfficeProfile } from '../../../../src-main/contract/shared/office-profile.ts';
import { TimeOfDay } from '../../../../src-main/contract/shared/times.ts';
import { hoursOn } from '../../../../src-main/domain/opening-hours.ts';
import { withMoved } from '../../../../src-main/office/steps/office-draft.ts';
import { profileOf } from '../../config/least-profile.ts';

const day = [
  { from: '08:30', to: '15:00' },
  { from: '16:00', to: '19:00' },
];
const week = { mon: day, tue: day, wed: day, thu: day, fri: day, sat: [], sun: [] };
const least = OfficeProfile.parse(profileOf('oficina-prova'));
const [service] = least.services;
if (service === undefined) throw new Error('a profile has a service');
const profile: OfficeProfile = {
  ...least,
  hours: {
    week,
    seasons: [{ span: { from: '11-01', to: '11-30' }, week: { fri: [{ from: '09:00', to: '18:00' }] } }],
    closures: [],
  },
  services: [
    service,
    { ...service, serviceId: 'altre' as typeof service.serviceId, hours: { week, seasons: [], closures: [] } },
  ],
};
const calendar = { holidays: [{ date: '2026-12-08', name: { ca: 'La Immaculada' } }] };
const FRIDAY = '2026-11-27';
const on = (one: OfficeProfile, date = FRIDAY) =>
  [one.hours, one.services[1]?.hours ?? one.hours].map((hours) => hoursOn(hours, calendar, date).ranges);

test.each([
  ['8', '08:00'],
  ['830', '08:30'],
  ['8.30', '08:30'],
  ['8:30', '08:30'],
  ['8 h 30', '08:30'],
  ['15h', '15:00'],
  ['24.00', '24:00'],
  ['', ''],
])('the time typed as “%s” is %s', (typed, time) => {
  expect(timeTyped(typed)).toBe(time);
});

test.each(['migdia', '10:300', '10:30x', '08:00 9'])('“%s” is not cut to a time, so that it is refused', (typed) => {
  expect(timeTyped(typed)).toBe(typed);
  expect(TimeOfDay.safeParse(timeTyped(typed)).success).toBe(false);
});

test('a day’s bar shows unchanged, new and removed hours, and leaves out half typed hours', () => {
  expect(barOf([{ from: '08:30', to: '15:00' }], day)).toEqual([
    { kind: 'same', from: 510, to: 900 },
    { kind: 'new', from: 960, to: 1_140 },
  ]);
  expect(barOf([{ from: '08:30', to: '15:00' }], [{ from: '08:30', to: '14:00' }])).toEqual([
    { kind: 'same', from: 510, to: 840 },
    { kind: 'gone', from: 840, to: 900 },
  ]);
  expect(barOf([], [{ from: '08:30', to: 'xx' }])).toEqual([]);
  expect(barOf(day, [])).toEqual([
    { kind: 'gone', from: 510, to: 900 },
    { kind: 'gone', from: 960, to: 1_140 },
  ]);
});

test('closing early on one day works within a season too, and closes services with their own hours', () => {
  const early = withSpecialDay(profile, calendar, FRIDAY, { kind: 'closed-from', time: '13:00' });
  expect(on(early)).toEqual([[{ from: '09:00', to: '13:00' }], [{ from: '08:30', to: '13:00' }]]);
  expect(on(early, '2026-11-20')).toEqual(on(profile, '2026-11-20'));
  expect(OfficeProfile.safeParse(early).success).toBe(true);
  const again = withSpecialDay(early, calendar, FRIDAY, { kind: 'closed-from', time: '17:00' });
  expect(on(again)).toEqual([
    [{ from: '09:00', to: '17:00' }],
    [
      { from: '08:30', to: '15:00' },
      { from: '16:00', to: '17:00' },
    ],
  ]);
  expect(withoutSpecialDay(again, FRIDAY)).toEqual(profile);
});

test('other hours for a day can open the office longer, and never open a service beyond its own hours', () => {
  const ranges = [{ from: '07:00', to: '12:00' }];
  const open = withSpecialDay(profile, calendar, FRIDAY, { kind: 'open', ranges });
  expect(on(open)).toEqual([ranges, [{ from: '08:30', to: '12:00' }]]);
  const saturday = withSpecialDay(profile, calendar, '2026-11-28', { kind: 'open', ranges });
  expect(on(saturday, '2026-11-28')).toEqual([ranges, []]);
  expect(saturday.services).toEqual(profile.services);
});

test('a closed day has its reason in the hours of the office and of each service with its own hours', () => {
  const reason = { ca: 'Obres', es: 'Obras' };
  const closed = withSpecialDay(profile, calendar, FRIDAY, { kind: 'closed', reason });
  expect(on(closed)).toEqual([[], []]);
  expect(closed.services[1]?.hours?.closures).toEqual([{ span: { from: FRIDAY, to: FRIDAY }, reason }]);
  expect(specialDays(closed, calendar, '2026-11-24', '2027-03-24')).toEqual([
    { from: FRIDAY, to: FRIDAY, ranges: [], reason, source: 'closure' },
    { from: '2026-12-08', to: '2026-12-08', ranges: [], reason: { ca: 'La Immaculada' }, source: 'calendar' },
  ]);
});

test('an entry of a list moves by one place, and never out of its list', () => {
  const ids = (document: unknown) => (document as OfficeProfile).services.map(({ serviceId }) => serviceId);
  expect(ids(withMoved(profile, '/services/0', 1))).toEqual(['altre', service.serviceId]);
  expect(withMoved(profile, '/services/0', -1)).toBeNull();
  expect(withMoved(profile, '/services/1', 1)).toBeNull();
  expect(withMoved(profile, '/hours', 1)).toBeNull();
});

test('a day takes other hours unless a longer closure or the eve of a holiday decides it', () => {
  const asked = [{ from: '10:00', to: '20:00' }];
  const closed = { span: { from: '2026-11-26', to: '2026-11-29' } };
  const eve = [{ from: '09:00', to: '14:00' }];
  const withHours = (more: object): OfficeProfile => ({ ...profile, hours: { ...profile.hours, ...more } });
  expect(hoursInstead(profile, calendar, FRIDAY, asked)).toBeNull();
  expect(hoursInstead(withHours({ closures: [closed] }), calendar, FRIDAY, asked)).toEqual([]);
  expect(hoursInstead(withHours({ eveOfHoliday: eve }), calendar, FRIDAY, asked)).toBeNull();
  expect(hoursInstead(withHours({ eveOfHoliday: eve }), calendar, '2026-12-07', asked)).toEqual(eve);
  expect(hoursInstead(withHours({ eveOfHoliday: eve }), calendar, '2026-12-07', eve)).toBeNull();
});
