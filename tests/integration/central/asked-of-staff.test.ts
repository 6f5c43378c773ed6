import { expect, it } from 'vitest';
import { rebuild } from '../../../src-central/projections/rebuild.ts';
import { CentreTickets, HelpList } from '../../../src-main/contract/centre/administration.ts';
import { HELP_OPEN_MS } from '../../../src-main/contract/shared/acknowledgement.ts';
import { readerOf } from '../../support/city-office.ts';
import { sharedPostgres } from '../../support/postgres.ts';
import { newEvents, OFFICE, START_MS, startTestCentre, type TestCentre, terrassa } from '../../support/test-centre.ts';

const postgres = sharedPostgres();
const start = async () => startTestCentre(await postgres.newDatabase());
const AT = '2026-11-25T09:59:00.000Z';
const NOW = new Date(START_MS).toISOString();

async function attentions(centre: TestCentre) {
  const path = `${centre.url}/v1/cities/${terrassa}/admin/offices/${OFFICE}/tickets?serviceDay=2026-11-25`;
  const response = await fetch(path, { headers: { authorization: `Bearer ${centre.token}` } });
  return CentreTickets.parse(await response.json()).tickets.map(({ attention }) => attention);
}
const helpIn = async (centre: TestCentre) =>
  HelpList.parse((await centre.order('listHelp', { officeId: OFFICE })).body).asked;

it('a ticket shows its holder’s current request, an acknowledgement counts for that request only, and the kiosk receives it', async () => {
  const centre = await start();
  const kiosk = await centre.enrol(1);
  const reader = readerOf(kiosk);
  const make = newEvents();
  const ticket = make.issued(1, { comeAndFetch: true });
  const subjectId = String(ticket.payload.ticketId);
  const ask = (preferential: boolean, comeAndFetch: boolean) =>
    kiosk.send([make.next('attention-asked', { ticketId: subjectId, preferential, comeAndFetch })]);
  const acknowledge = () => centre.order('acknowledgeAsked', { subjectId });
  await kiosk.send([ticket]);
  const fetch = { preferential: false, comeAndFetch: true };
  expect(await attentions(centre)).toEqual([{ ...fetch, acknowledgedAt: null }]);
  const { cursor } = await reader.snapshot(centre);

  for (let time = 1; time <= 2; time += 1) expect((await acknowledge()).status).toBe(204);
  expect(await attentions(centre)).toEqual([{ ...fetch, acknowledgedAt: NOW }]);
  const { changes, cursor: next } = await reader.changesSince(centre, cursor);
  expect(changes).toEqual([{ kind: 'staff-acknowledged', subjectId, ...fetch }]);

  // The snapshot contains the acknowledgement, because a kiosk may have missed the change.
  const said = await reader.snapshot(centre);
  expect(said.acknowledged).toEqual([{ subjectId, ...fetch }]);

  await ask(true, true);
  const both = { preferential: true, comeAndFetch: true };
  expect(await attentions(centre)).toEqual([{ ...both, acknowledgedAt: null }]);
  await acknowledge();
  expect((await reader.changesSince(centre, next)).changes).toEqual([
    { kind: 'staff-acknowledged', subjectId, ...both },
  ]);
  await rebuild(centre.database, terrassa);
  expect(await attentions(centre)).toEqual([{ ...both, acknowledgedAt: NOW }]);

  await ask(false, false);
  expect(await attentions(centre)).toEqual([null]);
  expect((await acknowledge()).problem).toBe('not-found');
});

it('a request acknowledged by the staff at the kiosk is acknowledged at the centre', async () => {
  const centre = await start();
  const kiosk = await centre.enrol(1);
  const make = newEvents();
  const ticket = make.issued(1, { preferential: true });
  const needs = { preferential: true, comeAndFetch: false };
  await kiosk.send([ticket, make.next('staff-acknowledged', { subjectId: ticket.payload.ticketId, ...needs })]);
  expect(await attentions(centre)).toEqual([{ ...needs, acknowledgedAt: AT }]);
});

it('a call for help is listed with its kiosk until it is acknowledged, and the kiosk receives the acknowledgement', async () => {
  const centre = await start();
  const kiosk = await centre.enrol(1);
  const reader = readerOf(kiosk);
  const make = newEvents();
  const helpId = crypto.randomUUID();
  await kiosk.send([make.next('help-asked', { helpId })]);
  expect(await helpIn(centre)).toMatchObject([{ helpId, kioskId: kiosk.kioskId, askedAt: AT, acknowledgedAt: null }]);
  const { cursor } = await reader.snapshot(centre);
  expect((await centre.order('acknowledgeAsked', { subjectId: helpId })).status).toBe(204);
  expect(await helpIn(centre)).toMatchObject([{ helpId, acknowledgedAt: NOW }]);
  expect((await reader.changesSince(centre, cursor)).changes).toEqual([
    { kind: 'staff-acknowledged', subjectId: helpId, preferential: false, comeAndFetch: false },
  ]);
});

it('a call that a desk answers is acknowledged at the centre by that desk, and closed when the kiosk reports its end', async () => {
  const centre = await start();
  const kiosk = await centre.enrol(1);
  const make = newEvents();
  const helpId = crypto.randomUUID();
  await kiosk.send([make.next('help-asked', { helpId })]);
  expect(await helpIn(centre)).toMatchObject([{ acknowledgedAt: null, answeredBy: null, endedAt: null }]);
  await kiosk.send([make.next('help-answered', { helpId, deskId: 'taula-1' })]);
  expect(await helpIn(centre)).toMatchObject([{ acknowledgedAt: AT, answeredBy: 'taula-1', endedAt: null }]);
  await kiosk.send([make.next('help-ended', { helpId, end: 'withdrawn' })]);
  const ended = [{ helpId, acknowledgedAt: AT, answeredBy: 'taula-1', endedAt: AT }];
  expect(await helpIn(centre)).toMatchObject(ended);
  await rebuild(centre.database, terrassa);
  expect(await helpIn(centre)).toMatchObject(ended);
});

it('a call whose kiosk lost power is closed once its time is over, and another kiosk’s events do not change it', async () => {
  const centre = await start();
  const [kiosk, other] = [await centre.enrol(1), await centre.enrol(2)];
  const helpId = crypto.randomUUID();
  await kiosk.send([newEvents().next('help-asked', { helpId })]);
  const strange = newEvents();
  await other.send([
    strange.next('help-answered', { helpId, deskId: 'taula-9' }),
    strange.next('help-ended', { helpId, end: 'over' }),
  ]);
  const endMs = Date.parse(AT) + HELP_OPEN_MS;
  centre.clock.ms = endMs - 1;
  expect(await helpIn(centre)).toMatchObject([{ acknowledgedAt: null, answeredBy: null, endedAt: null }]);
  centre.clock.ms = endMs;
  expect(await helpIn(centre)).toMatchObject([{ acknowledgedAt: null, endedAt: new Date(endMs).toISOString() }]);
});
