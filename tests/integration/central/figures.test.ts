import { randomUUID } from 'node:crypto';
import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { csvLine } from '../../../src-central/csv.ts';
import { figuresCsv } from '../../../src-central/figures/figures-csv.ts';
import type { WireEvent } from '../../../src-main/contract/centre/events-upload.ts';
import { OfficeFigures } from '../../../src-main/contract/centre/figures.ts';
import { pathOf } from '../../../src-main/contract/centre/operations.ts';
import { officeAt } from '../../support/city-office.ts';
import { sharedPostgres } from '../../support/postgres.ts';
import { newEvents, OFFICE, startTestCentre, type TestCentre, terrassa } from '../../support/test-centre.ts';

const postgres = sharedPostgres();

const MINUTE = 60_000;
const TEN = Date.parse('2026-11-25T09:00:00.000Z');

function ticketsOf(make = newEvents()) {
  let number = 0;
  const at = (ms: number) => ({ at: { wall: new Date(ms).toISOString(), trust: 'guess' as const } });
  const issued = (over: Record<string, unknown> = {}): WireEvent => {
    number += 1;
    const payload = { ticketId: randomUUID(), series: 'A', serviceDay: '2026-11-25', number, serviceId: 'tramits' };
    return make.next(
      'ticket-issued',
      { ...payload, way: 'walk-in', language: 'ca', followToken: null, ...over },
      at(TEN),
    );
  };
  const did = (ticket: WireEvent, rank: number, act: string, minutes: number, more: Record<string, unknown> = {}) =>
    make.next(
      'ticket-life',
      { lifeId: randomUUID(), ticketId: ticket.payload.ticketId, rank, deskId: 'taula-1', act, ageMs: 0, ...more },
      at(TEN + minutes * MINUTE),
    );
  return { make, issued, did };
}

async function ask(centre: TestCentre, month: string, officeId = OFFICE) {
  const answer = await fetch(`${centre.url}${pathOf('readFigures', { cityId: terrassa, officeId })}?month=${month}`, {
    headers: { authorization: `Bearer ${centre.token}` },
  });
  return { status: answer.status, body: (await answer.json()) as unknown };
}

const NO_FACES = { awful: null, bad: null, fair: null, good: null, great: null };

test('a month’s figures count ends and waits of tickets, hide small groups, wait for kiosks that were cut off, and never change', async () => {
  const centre = await startTestCentre(await postgres.newDatabase());
  await officeAt(centre, OFFICE).publish();
  const kiosk = await centre.enrol(1);
  const { make, issued, did } = ticketsOf();
  const served = Array.from({ length: 12 }, () => issued());
  const noShow = Array.from({ length: 6 }, () => issued());
  const [left, givenUp] = [issued(), issued()];
  const rare = [1, 2, 3].map(() => issued({ serviceId: 'rare' }));
  const atDesk = Array.from({ length: 12 }, (_, no) => issued({ serviceId: 'taula', number: 9_100 + no }));
  const failed = served.slice(0, 5).map((ticket) => make.printed(ticket, 'not-sent'));
  const undone = did(served[0] ?? left, 2, 'errand', 4);
  await kiosk.send([
    ...served,
    ...noShow,
    left,
    givenUp,
    ...rare,
    ...atDesk,
    ...failed,
    ...served.flatMap((ticket, no) => [did(ticket, 1, 'call', no + 1), did(ticket, 4, 'finish', no + 5)]),
    ...served.slice(0, 6).map((ticket) => did(ticket, 2, 'errand', 4)),
    undone,
    did(served[0] ?? left, 3, 'undo', 4, { undoes: undone.payload.lifeId }),
    ...noShow.flatMap((ticket) => [did(ticket, 1, 'call', 20), did(ticket, 2, 'no-show', 22)]),
    did(left, 1, 'call', 30),
    did(left, 2, 'leave', 31),
    make.next('ticket-withdrawn', { ticketId: givenUp.payload.ticketId }),
  ]);
  await centre.database.query(
    `INSERT INTO word_count (city_id, office_id, service_id, day, face, answers)
      SELECT $1, $2, service, '2026-11-25'::date, face, answers FROM (VALUES
        ('tramits', 'bad', 2), ('tramits', 'good', 12), ('tramits', 'great', 6)) AS said (service, face, answers)`,
    [terrassa, OFFICE],
  );
  // Opinions given at the kiosk's screen count for the day and name no service.
  const atKiosk = { day: '2026-11-25', awful: 0, bad: 0, fair: 0, good: 2, great: 0 };
  await kiosk.send([make.next('words-counted', atKiosk), make.next('words-counted', { ...atKiosk, good: 1 })]);
  centre.clock.ms = Date.parse('2026-12-14T12:00:00Z');
  expect((await ask(centre, '2026-11')).status).toBe(404);
  centre.clock.ms = Date.parse('2026-12-15T12:00:00Z');
  const first = await ask(centre, '2026-11');
  const { rows, words } = OfficeFigures.parse(first.body);
  // A face (a grade from awful to great) with two answers is hidden, and so is the face with six, because it and the
  // total would reveal the two.
  expect(words).toEqual([
    { serviceId: null, day: '2026-11-25', answers: null, faces: NO_FACES },
    { serviceId: 'tramits', day: '2026-11-25', answers: 20, faces: { ...NO_FACES, awful: 0, fair: 0, good: 12 } },
  ]);
  const none = { served: null, noShow: null, left: null, withdrawn: null, voided: null, open: null };
  expect(rows).toEqual([
    {
      serviceId: 'rare',
      channel: 'walk-in',
      hour: 10,
      tickets: null,
      ...none,
      paperFailed: null,
      waitHalf: null,
      waitNineOfTen: null,
      errands: null,
    },
    {
      serviceId: 'taula',
      channel: 'desk',
      hour: 10,
      tickets: 12,
      served: 0,
      noShow: 0,
      left: 0,
      withdrawn: 0,
      voided: 0,
      open: 12,
      paperFailed: 0,
      waitHalf: null,
      waitNineOfTen: null,
      errands: 0,
    },
    {
      serviceId: 'tramits',
      channel: 'walk-in',
      hour: 10,
      tickets: 20,
      ...none,
      // One citizen left and one did not come: both counts are hidden, because the total minus the other counts would
      // reveal them.
      served: 12,
      voided: 0,
      open: 0,
      paperFailed: 5,
      waitHalf: 10,
      waitNineOfTen: 20,
      // Six citizens did two errands each; an errand whose act was undone does not count.
      errands: 18,
    },
  ]);
  await kiosk.send([issued(), did(noShow[0] ?? left, 3, 'recall', 40)]);
  await centre.database.query('UPDATE word_count SET answers = answers + 1', []);
  expect((await ask(centre, '2026-11')).body).toEqual(first.body);
  expect((await ask(centre, '2026-10')).body).toMatchObject({ rows: [] });
  expect((await ask(centre, '2026-13')).status).toBe(400);
  expect((await ask(centre, '2026-11', 'no-such-office')).status).toBe(404);
});

test('a sensitive service is in no figures, even of months that were read before it was marked', async () => {
  const centre = await startTestCentre(await postgres.newDatabase());
  const office = officeAt(centre, OFFICE);
  await office.publish();
  const kiosk = await centre.enrol(1);
  const { issued } = ticketsOf();
  await kiosk.send(Array.from({ length: 12 }, () => issued()));
  centre.clock.ms = Date.parse('2026-12-15T12:00:00Z');
  const rowsNow = async () => OfficeFigures.parse((await ask(centre, '2026-11')).body).rows;
  expect(await rowsNow()).toMatchObject([{ serviceId: 'tramits', tickets: 12 }]);
  const service = { serviceId: 'tramits', series: 'A', name: { ca: 'Tràmits' }, pictogram: 'stamp' };
  await office.publish('2026-12-16', { services: [{ ...service, sensitive: true }] });
  expect(await rowsNow()).toEqual([]);
});

test('a CSV file shows hidden figures as a star and contains no formula', () => {
  const figures = OfficeFigures.parse({
    officeId: OFFICE,
    month: '2026-11',
    rows: [
      {
        serviceId: 'tramits',
        channel: '=HYPERLINK("http://x")',
        hour: 9,
        tickets: 20,
        served: 12,
        noShow: null,
        left: null,
        withdrawn: 0,
        voided: 0,
        open: 0,
        paperFailed: 5,
        waitHalf: 10,
        waitNineOfTen: 18,
      },
    ],
  });
  const [row] = parse(figuresCsv(figures), { columns: true }) as Record<string, string>[];
  expect(row).toMatchObject({ officeId: OFFICE, tickets: '20', noShow: '*', channel: `'=HYPERLINK("http://x")` });
  for (const formula of ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1']) expect(csvLine([formula])).toMatch(/^"?'/);
});
