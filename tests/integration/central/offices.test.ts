import { expect, test } from 'vitest';
import {
  BookingsOutside,
  OfficeList,
  PublishedProfile,
  PublishedVersions,
} from '../../../src-main/contract/centre/offices.ts';
import { OfficeProfile } from '../../../src-main/contract/shared/office-profile.ts';
import { profileOf } from '../../conformance/trial.ts';
import { channelAt } from '../../support/booking.ts';
import { officeAt } from '../../support/city-office.ts';
import { sharedPostgres } from '../../support/postgres.ts';
import { newEvents, OFFICE, startTestCentre, type TestCentre } from '../../support/test-centre.ts';

const postgres = sharedPostgres();
const office = { officeId: OFFICE };

const NOW_MS = Date.parse('2026-11-24T09:24:07.000Z');
const day = [{ from: '08:30', to: '15:00' }];
const hours = { week: { mon: day, tue: day, wed: day, thu: day, fri: day, sat: [], sun: [] } };

const listed = async (centre: TestCentre) =>
  OfficeList.parse((await centre.order('listOffices', {})).body).offices.find(({ officeId }) => officeId === OFFICE);

test('offices are listed with their opening, version in effect, version to come and waiting proposals', async () => {
  const centre = await startTestCentre(await postgres.newDatabase(), { clock: { ms: NOW_MS } });
  const city = officeAt(centre, OFFICE);
  await city.publish('2026-11-01', { hours });
  await city.publish('2026-11-30', {
    hours: { ...hours, closures: [{ span: { from: '2026-12-01', to: '2026-12-01' } }] },
  });
  expect(await listed(centre)).toMatchObject({
    name: 'Oficina de proves',
    version: 1,
    next: { version: 2, effectiveFrom: '2026-11-30' },
    openProposals: 0,
    opening: { isOpen: true, until: { date: '2026-11-24', time: '15:00' } },
  });
  const kiosk = await centre.enrol(1);
  const make = newEvents();
  const propose = (no: number, patch: object[]) =>
    kiosk.send([
      make.next('office-changed', { no, from: '2026-11-25', base: 1, returnsTo: null, patch: JSON.stringify(patch) }),
    ]);
  await propose(1, [{ op: 'add', path: '/phone', value: '010' }]);
  await propose(2, [{ op: 'add', path: '/phone', value: '012' }]);
  centre.clock.ms = Date.parse('2026-11-27T15:00:00.000Z');
  expect(await listed(centre)).toMatchObject({
    openProposals: 1,
    opening: { isOpen: false, until: { date: '2026-11-30', time: '08:30' } },
  });
  await propose(3, []);
  expect(await listed(centre)).toMatchObject({ openProposals: 0 });
});

test('a version is read as it was sent, with its publisher and the holidays of its calendar', async () => {
  const centre = await startTestCentre(await postgres.newDatabase(), { clock: { ms: NOW_MS } });
  const city = officeAt(centre, OFFICE);
  await city.publish('2026-11-01');
  await city.publish('2026-11-30', { calendarId: 'terrassa' });
  const { now, inEffect, versions } = PublishedVersions.parse((await centre.order('listProfiles', office)).body);
  expect(now).toEqual({ date: '2026-11-24', time: '10:24', serviceDay: '2026-11-24' });
  expect(inEffect).toBe(1);
  expect(versions.map(({ version, effectiveFrom }) => [version, effectiveFrom])).toEqual([
    [2, '2026-11-30'],
    [1, '2026-11-01'],
  ]);
  expect(versions[0]?.publishedBy).not.toBe('');
  const second = PublishedProfile.parse((await centre.order('readProfile', { ...office, version: '2' })).body);
  expect(second.document).toEqual(profileOf(OFFICE, { calendarId: 'terrassa' }));
  expect(second.holidays).toContainEqual(expect.objectContaining({ date: '2026-12-08' }));
  const first = PublishedProfile.parse((await centre.order('readProfile', { ...office, version: '1' })).body);
  expect(first.holidays).toEqual([]);
  expect((await centre.order('readProfile', { ...office, version: '3' })).problem).toBe('not-found');
  expect((await centre.order('listProfiles', { officeId: 'none' })).problem).toBe('not-found');
});

test('a version is refused if another person has published one that its author has not seen', async () => {
  const centre = await startTestCentre(await postgres.newDatabase(), { clock: { ms: NOW_MS } });
  const city = officeAt(centre, OFFICE);
  await city.publish('2026-11-01');
  const publish = (newest: number, phone: string) =>
    centre.order('publishProfile', office, {
      profile: profileOf(OFFICE, { phone }),
      effectiveFrom: '2026-11-30',
      newest,
    });
  expect((await publish(1, '010')).body).toMatchObject({ version: 2 });
  expect((await publish(1, '012')).problem).toBe('does-not-apply');
  expect((await publish(2, '012')).body).toMatchObject({ version: 3 });
  expect(
    (await centre.order('publishProfile', office, { copyOf: 1, effectiveFrom: '2026-11-30', newest: 2 })).problem,
  ).toBe('does-not-apply');
});

test('the centre says for a draft how many appointments would be outside its hours on each day, also for services with their own hours', async () => {
  const centre = await startTestCentre(await postgres.newDatabase(), { clock: { ms: NOW_MS } });
  const city = officeAt(centre, OFFICE);
  const long = [{ from: '08:00', to: '20:00' }];
  const open = { week: { mon: long, tue: long, wed: long, thu: long, fri: long, sat: long, sun: [] } };
  await city.publish('2026-11-01', { hours: open });
  const web = await channelAt(centre, 'web', OFFICE);
  const booked = ['2026-11-27T15:30', '2026-11-30T09:00', '2026-11-30T14:00', '2026-11-30T16:00', '2026-12-01T15:00'];
  for (const [no, start] of booked.entries()) await web.book(`W-${no}`, { start: `${start}:00.000Z` });
  await web.cancel('W-3');
  const outside = async (change: Record<string, unknown>, effectiveFrom = '2026-11-30') => {
    const body = { profile: profileOf(OFFICE, change), effectiveFrom };
    const answered = await centre.order('countBookingsOutside', office, body);
    return BookingsOutside.parse(answered.body).days.map(({ day: of, count }) => [of, count]);
  };
  expect(await outside({ hours: open })).toEqual([]);
  expect(await outside({ hours })).toEqual([
    ['2026-11-30', 1],
    ['2026-12-01', 1],
  ]);
  expect(await outside({ hours }, '2026-11-25')).toEqual([
    ['2026-11-27', 1],
    ['2026-11-30', 1],
    ['2026-12-01', 1],
  ]);
  const services = OfficeProfile.parse(profileOf(OFFICE)).services.map((service) => ({ ...service, hours: open }));
  expect(await outside({ hours, services })).toEqual([]);
  // A version that is published for a later day replaces the draft from that day on.
  await city.publish('2026-12-01', { hours: open });
  expect(await outside({ hours })).toEqual([['2026-11-30', 1]]);
  const wrong = { profile: profileOf(OFFICE, { hours: null }), effectiveFrom: '2026-11-30' };
  expect((await centre.order('countBookingsOutside', office, wrong)).problem).toBe('invalid-profile');
});
