import { expect, onTestFinished, test } from 'vitest';
import { makeToken } from '../../../src-central/administration/access-tokens.ts';
import { CityOverview, KioskDays, KioskSheet } from '../../../src-main/contract/centre/city-overview.ts';
import type { WireEvent } from '../../../src-main/contract/centre/events-upload.ts';
import { pathOf } from '../../../src-main/contract/centre/operations.ts';
import { OfficeId } from '../../../src-main/contract/shared/ids.ts';
import { openStream } from '../../conformance/exchange.ts';
import { officeAt } from '../../support/city-office.ts';
import { sharedPostgres } from '../../support/postgres.ts';
import { newEvents, OFFICE, startTestCentre, type TestCentre, terrassa } from '../../support/test-centre.ts';

const postgres = sharedPostgres();
const OTHER = OfficeId.parse('biblioteca');

async function twoOffices() {
  const centre = await startTestCentre(await postgres.newDatabase());
  await officeAt(centre, OFFICE).publish();
  await officeAt(centre, OTHER).publish();
  const kiosks = [await centre.enrol(1), await centre.enrol(2), await centre.enrol(1, OTHER)] as const;
  const make = kiosks.map(() => newEvents({ wall: '2026-11-25T10:50:00.000+01:00' }));
  for (const [index, kiosk] of kiosks.entries()) await kiosk.send([condition(make[index] ?? newEvents(), 'ready')]);
  return { centre, kiosks, make };
}

const trusted = (event: WireEvent): WireEvent => ({ ...event, at: { ...event.at, trust: 'trusted' } });
const condition = (make: ReturnType<typeof newEvents>, word: string) =>
  trusted(make.next('printer-condition', { printer: 'main', condition: word }));

const cityAt = async (centre: TestCentre, token?: string): Promise<CityOverview> =>
  CityOverview.parse((await centre.order('readCity', {}, undefined, token)).body);
const troublesIn = ({ kiosks }: CityOverview) => kiosks.map(({ troubles }) => troubles.map(({ kind }) => kind).join());

const ask = (centre: TestCentre, etag: string) =>
  fetch(`${centre.url}${pathOf('readCity', { cityId: terrassa })}`, {
    headers: { authorization: `Bearer ${centre.token}`, 'if-none-match': etag },
  });

async function followed(centre: TestCentre, token = centre.token) {
  const url = `${centre.url}${pathOf('followCity', { cityId: terrassa })}`;
  const stream = await openStream({ method: 'GET', url, headers: { authorization: `Bearer ${token}` }, body: null });
  onTestFinished(() => stream.close());
  return { next: async () => (await stream.line('data:')).replace('data: ', '') };
}

test('the city says what is wrong with each kiosk, and since when', async () => {
  const { centre, kiosks, make } = await twoOffices();
  expect(troublesIn(await cityAt(centre))).toEqual(['', '', '']);
  await kiosks[1].send([condition(make[1] ?? newEvents(), 'paper-out')]);
  const city = await cityAt(centre);
  expect(city.offices.map(({ officeId }) => officeId)).toEqual([OFFICE, OTHER]);
  expect(city.kiosks.find(({ kioskId }) => kioskId === kiosks[1].kioskId)?.troubles).toEqual([
    { kind: 'paper-out', since: '2026-11-25T09:50:00.000Z' },
  ]);
});

test('a kiosk whose clock is not trusted needs a look', async () => {
  const { centre, kiosks, make } = await twoOffices();
  await kiosks[0].send([(make[0] ?? newEvents()).issued(1)]);
  expect(troublesIn(await cityAt(centre))).toEqual(['clock-off', '', '']);
});

test('an unchanged city is answered without a body, until time alone makes a kiosk silent', async () => {
  const { centre } = await twoOffices();
  const etag = (await centre.order('readCity', {})).headers.etag ?? '';
  expect((await ask(centre, etag)).status).toBe(304);
  centre.clock.ms += 9 * 60_000;
  expect((await ask(centre, etag)).status).toBe(304);
  centre.clock.ms += 2 * 60_000;
  const changed = await ask(centre, etag);
  expect(troublesIn(CityOverview.parse(await changed.json()))).toEqual(['silent', 'silent', 'silent']);
});

test('a person of one office sees and follows that office only', async () => {
  const { centre, kiosks, make } = await twoOffices();
  const token = await makeToken(centre.database, terrassa, 'Biblioteca', centre.clock.ms, null, {
    role: 'viewer',
    officeId: OTHER,
  });
  expect((await cityAt(centre, token)).kiosks.map(({ kioskId }) => kioskId)).toEqual([kiosks[2].kioskId]);
  expect((await centre.order('readKiosk', { kioskId: kiosks[0].kioskId }, undefined, token)).problem).toBe(
    'wrong-office',
  );
  const own = await followed(centre, token);
  const before = await own.next();
  await kiosks[0].send([condition(make[0] ?? newEvents(), 'paper-out')]);
  expect(await own.next()).toBe(before);
  await kiosks[2].send([condition(make[2] ?? newEvents(), 'paper-out')]);
  expect(await own.next()).not.toBe(before);
});

test('a page that follows a city gets the revision at once, and another one after a change', async () => {
  const { centre, kiosks, make } = await twoOffices();
  const page = await followed(centre);
  const { etag } = (await centre.order('readCity', {})).headers;
  expect(await page.next()).toBe(etag);
  await kiosks[0].send([condition(make[0] ?? newEvents(), 'cover-open')]);
  const changed = await page.next();
  expect(changed).not.toBe(etag);
  expect((await centre.order('readCity', {})).headers.etag).toBe(changed);
});

test('every page that follows a city gets the same revision, whether it opened first or second', async () => {
  const { centre, kiosks, make } = await twoOffices();
  const first = await followed(centre);
  const revision = await first.next();
  const second = await followed(centre);
  expect(await second.next()).toBe(revision);
  await kiosks[0].send([condition(make[0] ?? newEvents(), 'cover-open')]);
  const changed = await first.next();
  expect(changed).not.toBe(revision);
  expect(await second.next()).toBe(changed);
});

test('a revoked kiosk is no longer in the city, and its sheet says since when', async () => {
  const { centre, kiosks } = await twoOffices();
  await centre.order('revokeKiosk', { kioskId: kiosks[0].kioskId }, { reason: 'prova' });
  expect((await cityAt(centre)).kiosks.map(({ kioskId }) => kioskId)).not.toContain(kiosks[0].kioskId);
  const sheet = KioskSheet.parse((await centre.order('readKiosk', { kioskId: kiosks[0].kioskId })).body);
  expect(sheet).toMatchObject({ revokedAt: '2026-11-25T10:00:00.000Z', troubles: [], profile: 1 });
});

test('the days of a kiosk count its tickets, faults, minutes without printing and without contact', async () => {
  const { centre, kiosks, make } = await twoOffices();
  const [, , kiosk] = kiosks;
  const [, , own = newEvents()] = make;
  await kiosk.send([condition(own, 'paper-out'), trusted(own.issued(1)), trusted(own.issued(2))]);
  const { days } = KioskDays.parse((await centre.order('readKioskDays', { kioskId: kiosk.kioskId })).body);
  expect(days).toHaveLength(30);
  expect(days.at(-1)).toEqual({ day: '2026-11-25', tickets: 2, unprinted: 10, faults: 1, apart: 10, starts: 0 });
  expect(days.at(-2)).toEqual({ day: '2026-11-24', tickets: 0, unprinted: 0, faults: 0, apart: 0, starts: 0 });
});
