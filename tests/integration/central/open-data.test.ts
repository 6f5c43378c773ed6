import { randomUUID } from 'node:crypto';
import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { type FiguresSetting, NO_FIGURES_SETTING } from '../../../src-main/contract/centre/day-figures.ts';
import { officeAt } from '../../support/city-office.ts';
import { sharedPostgres } from '../../support/postgres.ts';
import { newEvents, OFFICE, startTestCentre, terrassa } from '../../support/test-centre.ts';

const postgres = sharedPostgres();

const SECRET = 'serveis-socials';
const NOW = Date.parse('2026-12-16T10:00:00.000Z');
const service = (serviceId: string, sensitive = false) => ({
  serviceId,
  series: serviceId.slice(0, 1).toUpperCase(),
  name: { ca: `Servei ${serviceId}` },
  pictogram: 'stamp',
  ...(sensitive ? { sensitive } : {}),
});

test('monthly figures and queues are public once the city opens each of them, without sensitive offices and services, and without small groups', async () => {
  const centre = await startTestCentre(await postgres.newDatabase());
  const services = ['alta', 'baixa', 'consulta', 'dol'].map((one) => service(one, one === 'dol'));
  await officeAt(centre, OFFICE).publish('2026-11-01', { services });
  await officeAt(centre, SECRET).publish('2026-11-01', { services: [service('alta')], sensitive: true });
  const make = newEvents();
  const issued = (serviceId: string, ms: number) =>
    make.next(
      'ticket-issued',
      {
        ticketId: randomUUID(),
        series: 'A',
        serviceDay: new Date(ms).toISOString().slice(0, 10),
        number: 1,
        serviceId,
        way: 'walk-in',
        language: 'ca',
        followToken: null,
      },
      { at: { wall: new Date(ms).toISOString(), trust: 'guess' } },
    );
  const many = (count: number, serviceId: string, ms: number) =>
    Array.from({ length: count }, () => issued(serviceId, ms));
  const NOVEMBER = Date.parse('2026-11-25T10:00:00.000Z');
  const kiosk = await centre.enrol(1);
  const secret = await centre.enrol(1, SECRET);
  await secret.send(many(9, 'alta', NOVEMBER));
  await kiosk.send([...many(12, 'alta', NOVEMBER), ...many(3, 'baixa', NOVEMBER), ...many(12, 'dol', NOVEMBER)]);
  centre.clock.ms = NOW;
  const EARLIER = NOW - 3_600_000;
  const called = many(1, 'consulta', EARLIER);
  await kiosk.send([
    ...called,
    ...called.map(({ payload: { ticketId } }) =>
      make.next(
        'ticket-life',
        { lifeId: randomUUID(), ticketId, rank: 1, deskId: 'taula-1', act: 'call', ageMs: 0 },
        { at: { wall: new Date(NOW - 60_000).toISOString(), trust: 'guess' } },
      ),
    ),
    ...many(7, 'alta', EARLIER),
    ...many(3, 'baixa', EARLIER),
    ...many(8, 'dol', EARLIER),
  ]);
  const get = async (path: string) => {
    const answer = await fetch(`${centre.url}/open/${terrassa}/${path}`);
    return { status: answer.status, cache: answer.headers.get('cache-control'), text: await answer.text() };
  };
  const csv = `${OFFICE}/2026-11.csv`;
  const all = ['catalogue.jsonld', csv, 'queues.jsonld'];
  const statuses = async () => (await Promise.all(all.map(get))).map(({ status }) => status);
  expect(await statuses()).toEqual([404, 404, 404]);
  const put = (setting: Partial<FiguresSetting>) =>
    centre.order(
      'putFiguresSetting',
      {},
      { ...NO_FIGURES_SETTING, publicAddress: 'https://torn.exemple.cat', ...setting },
    );
  expect((await put({ opensMonths: true })).status).toBe(204);
  expect(await statuses()).toEqual([200, 200, 404]);
  expect((await put({ opensMonths: true, opensLive: true })).status).toBe(204);
  expect(await statuses()).toEqual([200, 200, 200]);

  // The catalogue is cached for five minutes.
  centre.clock.ms += 300_000;
  const catalogue = JSON.parse((await get('catalogue.jsonld')).text) as Record<string, unknown>;
  expect(catalogue).toMatchObject({
    '@type': 'dcat:Catalog',
    'dcat:dataset': [
      {
        '@type': 'dcat:Dataset',
        'dcat:distribution': [
          {
            'dcat:downloadURL': { '@id': `https://torn.exemple.cat/open/${terrassa}/${csv}` },
            'dct:license': { '@id': NO_FIGURES_SETTING.licence },
          },
        ],
      },
      { 'dct:identifier': `${terrassa}/queues` },
    ],
  });
  expect(JSON.stringify(catalogue)).not.toContain(SECRET);
  const rows = parse((await get(csv)).text, { columns: true }) as Record<string, string>[];
  expect(rows.map(({ serviceId, tickets }) => [serviceId, tickets])).toEqual([
    ['alta', '12'],
    ['baixa', '*'],
  ]);

  const queues = JSON.parse((await get('queues.jsonld')).text) as Record<string, unknown>[];
  const value = (is: unknown) => expect.objectContaining({ type: 'Property', value: is });
  expect(queues.map(({ id }) => id)).toEqual(
    ['alta', 'baixa', 'consulta'].map((one) => `urn:ngsi-ld:QueueMonitor:${terrassa}:${OFFICE}:${one}`),
  );
  expect(queues).toMatchObject([
    { type: 'QueueMonitor', serviceStatus: value('Open'), ticketsToServe: value(7) },
    { ticketsToServeFewerThan: value(5) },
    { ticketsToServe: value(0) },
  ]);
  // The wait of a single call would be the wait of one identifiable person.
  for (const queue of queues) expect(Object.keys(queue)).not.toContain('waitHalf');
  expect(queues[1]).not.toHaveProperty('ticketsToServe');

  expect((await get(`${SECRET}/2026-11.csv`)).status).toBe(404);
  expect((await get(`${OFFICE}/2026-12.csv`)).status).toBe(404);
  expect((await get(`${OFFICE}/2026-09.csv`)).status).toBe(404);
  // Requests for invented addresses do not drop a shared page from the cache.
  const shared = (await get('queues.jsonld')).text;
  await kiosk.send(many(9, 'alta', EARLIER));
  await Promise.all(Array.from({ length: 200 }, (_, no) => get(`none-${no}/2026-11.csv`)));
  expect((await get('queues.jsonld')).text).toBe(shared);
  expect((await put({})).status).toBe(204);
  expect(await statuses()).toEqual([404, 404, 404]);
});
