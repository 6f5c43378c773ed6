import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { CentreTicket } from '../../../src-main/contract/centre/administration.ts';
import { MAX_BATCH } from '../../../src-main/contract/centre/events-upload.ts';
import { callAsCity } from '../centre.ts';
import { eventually, expectAnswer, expectProblem } from '../expectations.ts';
import {
  dayFromNow,
  OFFICE_EXTERNAL_ID,
  printEnded,
  type Rule,
  SERVICE,
  type Trial,
  ticketsOf,
  turn,
} from '../trial.ts';

async function listed(
  trial: Trial,
  ticketId: string,
  holds: (ticket: CentreTicket) => boolean = () => true,
): Promise<CentreTicket> {
  let found: CentreTicket | undefined;
  await eventually(async () => {
    found = (await ticketsOf(trial)).find((ticket) => ticket.ticketId === ticketId);
    ok(found, 'a turn that was uploaded is not listed');
    ok(holds(found), `it is listed as ${JSON.stringify(found)}`);
  });
  return found as CentreTicket;
}

const voiding = ({ centre }: Trial, ticketId: string) => callAsCity(centre, 'voidTicket', { params: { ticketId } });

export const TICKET_RULES: readonly Rule[] = [
  {
    id: 'tickets/listed',
    says: 'a turn is listed as it was given, with the external ids of the profile and the state of its paper',
    check: async (trial) => {
      const { officeId, kiosk } = trial;
      const given = turn(kiosk);
      const { ticketId, number } = given.payload;
      await kiosk.tell(given, printEnded(kiosk, ticketId));
      const ticket = await listed(trial, ticketId, ({ print }) => print === 'printed');
      const { label, issuedAt: _, timeUncertain: __, staleConfig: ___, ...rest } = ticket;
      deepStrictEqual(rest, {
        ticketId,
        officeId,
        officeExternalId: OFFICE_EXTERNAL_ID,
        serviceId: SERVICE.serviceId,
        serviceExternalId: SERVICE.externalId,
        series: SERVICE.series,
        serviceDay: dayFromNow(0),
        number,
        kioskId: kiosk.kioskId,
        way: 'walk-in',
        language: 'ca',
        print: 'printed',
        state: 'callable',
        servedAt: null,
        conflictOf: null,
        appointment: null,
        attention: null,
      });
      strictEqual(label, `${SERVICE.series}${number}`);
    },
  },
  {
    id: 'tickets/number-clash-flagged',
    says: 'two tickets with one number are both listed, distinguished by their kiosks’ slots, one as the conflict of the other, with an alarm',
    check: async (trial) => {
      const { centre, kiosk, second } = trial;
      const number = kiosk.number();
      const [first, other] = [turn(kiosk, { number }), turn(second, { number })];
      await kiosk.tell(first);
      await second.tell(other);
      const clashes = ({ label }: CentreTicket): boolean => label.includes(' · ');
      const a = await listed(trial, first.payload.ticketId, clashes);
      const b = await listed(trial, other.payload.ticketId, clashes);
      strictEqual(a.label, `${SERVICE.series}${number} · ${kiosk.slot}`);
      strictEqual(b.label, `${SERVICE.series}${number} · ${second.slot}`);
      const conflicts = [a.conflictOf, b.conflictOf].filter((conflict) => conflict !== null);
      ok(conflicts.length > 0, 'neither is the conflict of the other');
      const { alarms } = expectAnswer('listAlarms', await callAsCity(centre, 'listAlarms'));
      ok(
        alarms.some(({ kind }) => kind === 'number-clash'),
        'no alarm tells of it',
      );
    },
  },
  {
    id: 'tickets/void-wins',
    says: 'a voided ticket stays voided, whatever its kiosk reports later; the kiosk is told, and an unknown ticket is not-found',
    check: async (trial) => {
      const { kiosk } = trial;
      const given = turn(kiosk);
      const { ticketId } = given.payload;
      await kiosk.tell(given);
      await listed(trial, ticketId);
      const { cursor } = expectAnswer('readSnapshot', await kiosk.ask('readSnapshot'));
      expectAnswer('voidTicket', await voiding(trial, ticketId));
      expectAnswer('voidTicket', await voiding(trial, ticketId));
      await kiosk.tell(printEnded(kiosk, ticketId));
      await listed(trial, ticketId, ({ state, print }) => state === 'voided' && print === 'printed');
      const { changes } = expectAnswer('readChanges', await kiosk.ask('readChanges', { query: { cursor } }));
      deepStrictEqual(changes, [{ kind: 'ticket-voided', ticketId }]);
      const { voided } = expectAnswer('readSnapshot', await kiosk.ask('readSnapshot'));
      ok(voided.includes(ticketId), 'the snapshot does not name the voided ticket');
      expectProblem(await voiding(trial, randomUUID()), 'not-found');
    },
  },
  {
    id: 'tickets/withdrawn',
    says: 'a ticket that its holder gave up at the kiosk is withdrawn, whatever is reported of its paper, and voided once the city voids it',
    check: async (trial) => {
      const { kiosk } = trial;
      const given = turn(kiosk);
      const { ticketId } = given.payload;
      await kiosk.tell(given, kiosk.event('ticket-withdrawn', { ticketId }));
      await kiosk.tell(printEnded(kiosk, ticketId));
      await listed(trial, ticketId, ({ state, print }) => state === 'withdrawn' && print === 'printed');
      expectAnswer('voidTicket', await voiding(trial, ticketId));
      await listed(trial, ticketId, ({ state }) => state === 'voided');
    },
  },
  {
    id: 'tickets/served',
    says: 'a ticket that the staff mark as served at the kiosk is served, whatever the order of events; a mark that they undo makes it callable again',
    check: async (trial) => {
      const { kiosk } = trial;
      const given = turn(kiosk);
      const { ticketId, series, serviceDay, number } = given.payload;
      const markId = randomUUID();
      const said = kiosk.event('numbers-served', {
        markId,
        series,
        serviceDay,
        from: number,
        to: number,
        rank: 1,
        appointmentsUntil: new Date().toISOString(),
      });
      await kiosk.tell(said);
      await kiosk.tell(given);
      await listed(trial, ticketId, ({ state, servedAt }) => state === 'served' && servedAt !== null);
      await kiosk.tell(kiosk.event('served-undone', { markId }));
      await listed(trial, ticketId, ({ state, servedAt }) => state === 'callable' && servedAt === null);
    },
  },
  {
    id: 'tickets/desks',
    says: 'acts of desks have the same result in any order and when repeated: served once finished, withdrawn once the holder left, callable again when that was undone',
    check: async (trial) => {
      const { kiosk } = trial;
      const given = turn(kiosk);
      const { ticketId } = given.payload;
      const did = (act: string, rank: number, more: Record<string, unknown> = {}) =>
        kiosk.event('ticket-life', {
          lifeId: randomUUID(),
          ticketId,
          rank,
          deskId: 'taula-1',
          act,
          ageMs: 0,
          ...more,
        });
      const finish = did('finish', 2);
      await kiosk.tell(finish);
      await kiosk.tell(did('call', 1), given, did('serve', 2), finish);
      await listed(trial, ticketId, ({ state, servedAt }) => state === 'served' && servedAt !== null);
      const { lifeId } = finish.payload;
      await kiosk.tell(did('undo', 3, { undoes: lifeId }));
      await listed(trial, ticketId, ({ state, servedAt }) => state === 'callable' && servedAt === null);
      await kiosk.tell(did('leave', 4));
      await listed(trial, ticketId, ({ state }) => state === 'withdrawn');
    },
  },
  {
    id: 'tickets/attention',
    says: 'a ticket shows its holder’s last request to the staff and when it was acknowledged, which its kiosk is told; an unknown id is not-found',
    check: async (trial) => {
      const { centre, kiosk } = trial;
      const given = turn(kiosk, { comeAndFetch: true });
      const { ticketId } = given.payload;
      const asks = { preferential: true, comeAndFetch: true };
      await kiosk.tell(given, kiosk.event('attention-asked', { ticketId, ...asks }));
      await listed(trial, ticketId, ({ attention }) => attention?.preferential === true);
      const { cursor } = expectAnswer('readSnapshot', await kiosk.ask('readSnapshot'));
      const acknowledge = (subjectId: string) => callAsCity(centre, 'acknowledgeAsked', { params: { subjectId } });
      expectAnswer('acknowledgeAsked', await acknowledge(ticketId));
      const { attention } = await listed(trial, ticketId);
      ok(attention?.acknowledgedAt, 'it is not listed as acknowledged');
      const { changes } = expectAnswer('readChanges', await kiosk.ask('readChanges', { query: { cursor } }));
      deepStrictEqual(changes, [{ kind: 'staff-acknowledged', subjectId: ticketId, ...asks }]);
      const taken = { ticketId, preferential: false, comeAndFetch: false };
      await kiosk.tell(kiosk.event('attention-asked', taken));
      await listed(trial, ticketId, (ticket) => ticket.attention === null);
      expectProblem(await acknowledge(randomUUID()), 'not-found');
    },
  },
  {
    id: 'tickets/help',
    says: 'a call for help at a kiosk is listed in its office, and as acknowledged once a person acknowledges it',
    check: async (trial) => {
      const { centre, kiosk, officeId } = trial;
      const helpId = randomUUID();
      await kiosk.tell(kiosk.event('help-asked', { helpId }));
      const find = async () => {
        const { asked } = expectAnswer('listHelp', await callAsCity(centre, 'listHelp', { params: { officeId } }));
        return asked.find((one) => one.helpId === helpId);
      };
      await eventually(async () => strictEqual((await find())?.acknowledgedAt, null));
      expectAnswer('acknowledgeAsked', await callAsCity(centre, 'acknowledgeAsked', { params: { subjectId: helpId } }));
      ok((await find())?.acknowledgedAt, 'it is not listed as acknowledged');
    },
  },
  {
    id: 'tickets/help-answered-at-a-desk',
    says: 'a call for help that a desk answered is listed as acknowledged by the desk, and as over once its kiosk reports it',
    check: async (trial) => {
      const { centre, kiosk, officeId } = trial;
      const helpId = randomUUID();
      const find = async () => {
        const { asked } = expectAnswer('listHelp', await callAsCity(centre, 'listHelp', { params: { officeId } }));
        return asked.find((one) => one.helpId === helpId);
      };
      await kiosk.tell(
        kiosk.event('help-asked', { helpId }),
        kiosk.event('help-answered', { helpId, deskId: 'taula-1' }),
      );
      await eventually(async () => strictEqual((await find())?.answeredBy, 'taula-1'));
      ok((await find())?.acknowledgedAt, 'it is not listed as acknowledged');
      strictEqual((await find())?.endedAt, null);
      await kiosk.tell(kiosk.event('help-ended', { helpId, end: 'withdrawn' }));
      await eventually(async () => ok((await find())?.endedAt, 'it is still open'));
    },
  },
  {
    id: 'tickets/page-by-page',
    says: 'tickets beyond one page come page by page, each once; an unknown office is not-found',
    check: async (trial) => {
      const { centre, kiosk } = trial;
      const serviceDay = dayFromNow(-2);
      const given = Array.from({ length: 3 * MAX_BATCH }, () => turn(kiosk, { serviceDay }));
      for (let from = 0; from < given.length; from += MAX_BATCH)
        await kiosk.tell(...given.slice(from, from + MAX_BATCH));
      await eventually(async () => {
        const ids = (await ticketsOf(trial, serviceDay)).map(({ ticketId }) => ticketId);
        deepStrictEqual(ids.toSorted(), given.map(({ payload }) => payload.ticketId).toSorted());
      });
      const nowhere = { params: { officeId: 'conformance-nowhere' }, query: { serviceDay } };
      expectProblem(await callAsCity(centre, 'listTickets', nowhere), 'not-found');
    },
  },
];
