import { expect, test } from 'vitest';
import { LiveOffices } from '../../../src-main/contract/centre/live-offices.ts';
import { officeAt, SERVICE_ID } from '../../support/city-office.ts';
import { sharedPostgres } from '../../support/postgres.ts';
import { newEvents, startTestCentre, type TestCentre, type TestKiosk } from '../../support/test-centre.ts';

const postgres = sharedPostgres();
const PADRO = { serviceId: SERVICE_ID, series: 'A', name: { ca: 'Tràmits', ur: 'کام' }, pictogram: 'stamp' };
const TAXES = { ...PADRO, serviceId: 'impostos', series: 'T', name: { ca: 'Impostos' } };
const VIOLENCE = {
  ...PADRO,
  serviceId: 'violencia',
  series: 'V',
  name: { ca: 'Violència masclista' },
  sensitive: true,
};
const PEOPLE = { waiting: 3, minutes: { from: 10, to: 20 } };

async function read(centre: TestCentre, more = '', init: RequestInit = {}) {
  const response = await fetch(`${centre.url}/c/terrassa/offices${more}`, init);
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    text,
    words: text
      .replace(/<style>.*<\/style>/s, '')
      .replace(/<[^>]+>/g, ' ')
      .replace(/\s+/g, ' '),
  };
}

async function officesOf(centre: TestCentre) {
  // The centre answers from its cache for ten seconds.
  centre.clock.ms += 11_000;
  const { status, text } = await read(centre, '.json');
  expect(status).toBe(200);
  return new Map(LiveOffices.parse(JSON.parse(text)).offices.map((office) => [String(office.officeId), office]));
}

async function state(centre: TestCentre, kiosk: TestKiosk, services: readonly object[]): Promise<void> {
  const body = Buffer.from(JSON.stringify({ asOf: new Date(centre.clock.ms).toISOString(), tickets: [], services }));
  const request = { key: kiosk.key, as: 'kiosk' as const, method: 'PUT', path: kiosk.path('stateQueue'), body };
  expect((await centre.signed({ ...request, headers: { 'content-type': 'application/json' } })).status).toBe(204);
}

async function city() {
  const centre = await startTestCentre(await postgres.newDatabase());
  await officeAt(centre, 'oac-dido').publish('2026-11-01', { name: 'OAC Didó', services: [PADRO, TAXES, VIOLENCE] });
  await officeAt(centre, 'siad').publish('2026-11-01', { name: 'SIAD', sensitive: true });
  const kiosk = await centre.enrol(1, 'oac-dido');
  return { centre, kiosk };
}

test('the public page and its data give each service its wait, or say that the wait is unknown, and leave out sensitive offices and services', async () => {
  const { centre, kiosk } = await city();
  expect((await officesOf(centre)).get('oac-dido')).toMatchObject({ closed: null, queue: null, unknownSince: null });
  await state(centre, kiosk, [
    { serviceId: SERVICE_ID, ...PEOPLE },
    { serviceId: 'impostos', waiting: 1, minutes: null },
    { serviceId: 'violencia', waiting: 7, minutes: null },
  ]);
  const known = await officesOf(centre);
  expect([...known.keys()]).toEqual(['oac-dido']);
  expect(known.get('oac-dido')).toMatchObject({
    queue: { waiting: 4, minutes: PEOPLE.minutes },
    services: [
      { serviceId: SERVICE_ID, queue: PEOPLE },
      { serviceId: 'impostos', queue: { waiting: 1, minutes: null } },
    ],
  });
  // The figure for staff counts all waiting people, including people who wait for a service that phones cannot follow.
  const staff = async () => (await centre.order('readCity', {})).body;
  expect(await staff()).toMatchObject({ offices: [{ officeId: 'oac-dido', waiting: 11 }, { waiting: null }] });
  const page = await read(centre, '?lang=ca');
  expect(page.words).toContain('OAC Didó 10-20 min');
  expect(page.words).toContain('Esperen: 4');
  // A reader can stop the reloads (WCAG 2.2.2), and the links keep that choice.
  expect(page.headers.get('refresh')).toBe('30');
  expect(page.text).toContain('href="/c/terrassa/offices?lang=ca&amp;still"');
  const still = await read(centre, '?lang=ca&still');
  expect(still.headers.get('refresh')).toBeNull();
  expect(still.words).toContain('Ara no es posa al dia sola. Que s’actualitzi sola');
  expect(still.text).toContain('href="/c/terrassa/offices/oac-dido?lang=ca&amp;still"');
  const office = await read(centre, '/oac-dido?lang=ca');
  expect(office.words).toContain('Impostos No se sap Esperen: 1');
  const data = await read(centre, '.json');
  for (const { text } of [page, office, data]) expect(text).not.toMatch(/viol[eè]ncia|SIAD|siad|<script/i);
  for (const lost of ['/siad', '/castell', '/%00', '/..%2f']) expect((await read(centre, lost)).status).toBe(404);

  // The queues of a silent kiosk are unknown.
  centre.clock.ms += 90_000;
  const silent = (await officesOf(centre)).get('oac-dido');
  expect(silent).toMatchObject({ closed: null, queue: null, unknownSince: '2026-11-25T10:00:11.000Z' });
  const unknown = await read(centre, '?lang=ca');
  expect(unknown.words).toContain('OAC Didó No se sap');
  expect(unknown.words).toContain('Sense dades des de les 11.00');
  expect(unknown.words).not.toMatch(/10-20|Esperen/);
  await state(centre, kiosk, []);
  expect((await officesOf(centre)).get('oac-dido')?.queue).toBeNull();
  expect(await staff()).toMatchObject({ offices: [{ waiting: null }, {}] });
});

test('an office is closed by its hours, its closures and the pauses of its centre and of all its kiosks, and its page says why and until when', async () => {
  const { centre, kiosk } = await city();
  const second = await centre.enrol(2, 'oac-dido');
  await state(centre, kiosk, [
    { serviceId: SERVICE_ID, ...PEOPLE },
    { serviceId: 'impostos', ...PEOPLE },
  ]);
  const paused = { pauseId: crypto.randomUUID(), serviceId: 'impostos', reason: 'staff', until: null };
  const make = newEvents();
  const isOpen = async () => (await officesOf(centre)).get('oac-dido')?.services.map(({ closed }) => closed === null);
  await kiosk.send([make.next('service-paused', paused)]);
  expect(await isOpen()).toEqual([true, true]);
  await second.send([newEvents().next('service-paused', paused)]);
  expect(await isOpen()).toEqual([true, false]);
  expect((await read(centre, '/oac-dido?lang=ca')).words).toContain('Impostos Tancada Ara no donen torns');
  await officeAt(centre, 'oac-dido').pause();
  expect((await officesOf(centre)).get('oac-dido')).toMatchObject({ queue: null, closed: { because: 'stopped' } });
  await kiosk.send([make.next('service-resumed', { serviceId: 'impostos' })]);
  await officeAt(centre, 'oac-dido').resume();
  expect(await isOpen()).toEqual([true, true]);

  const span = { from: '2026-11-25', to: '2026-11-26' };
  const day = [{ from: '09:00', to: '14:00' }];
  const week = { mon: day, tue: day, wed: day, thu: day, fri: day, sat: [], sun: [] };
  const closure = { week, seasons: [], closures: [{ span, reason: { ca: 'Obres' } }] };
  await officeAt(centre, 'oac-dido').publish('2026-11-25', { name: 'OAC Didó', services: [PADRO], hours: closure });
  const shut = (await officesOf(centre)).get('oac-dido');
  expect(shut?.closed).toEqual({
    because: 'closure',
    reason: { ca: 'Obres' },
    opens: { date: '2026-11-27', time: '09:00' },
  });
  expect(shut?.services[0]?.queue).toBeNull();
  const page = await read(centre, '?lang=ca');
  expect(page.words).toContain('OAC Didó Tancada Obres · Obre divendres 27, 9.00');
});

test('a city is read once for all visitors, and an unchanged page is not sent again', async () => {
  const { centre, kiosk } = await city();
  await state(centre, kiosk, [
    { serviceId: SERVICE_ID, ...PEOPLE },
    { serviceId: 'impostos', ...PEOPLE },
  ]);
  const first = await read(centre, '?lang=ur');
  expect(first.text).toContain('<html lang="ur" dir="rtl">');
  await centre.database.query('DELETE FROM queue_statement', []);
  const etag = first.headers.get('etag') ?? '';
  expect((await read(centre, '?lang=ur', { headers: { 'if-none-match': etag } })).status).toBe(304);
  expect((await read(centre, '?lang=ur')).text).toBe(first.text);
  // The first request after five seconds makes the centre read the queues again. Until that has ended, all answers come from the cache.
  centre.clock.ms += 6_000;
  expect((await read(centre, '?lang=ur')).text).toBe(first.text);
  while ((await read(centre, '?lang=ur')).text === first.text);
  await state(centre, kiosk, [
    { serviceId: SERVICE_ID, ...PEOPLE, waiting: 9 },
    { serviceId: 'impostos', ...PEOPLE },
  ]);
  centre.clock.ms += 11_000;
  expect((await read(centre, '?lang=ca')).words).toContain('Esperen: 12');
  expect((await fetch(`${centre.url}/c/none/offices`)).status).toBe(404);
});
