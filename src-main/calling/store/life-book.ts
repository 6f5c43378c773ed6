import type { KioskEvent } from '../../contract/shared/events.ts';
import { ServiceId, TicketId } from '../../contract/shared/ids.ts';
import { succeed } from '../../domain/result.ts';
import { columnsOf } from '../../domain/ticket-life.ts';
import { guard, RottenRow } from '../../storage/guard.ts';
import type { ReportingParts } from '../../storage/outbox-writer.ts';
import type { LifeBook, NewDeskEvent } from '../ports/life-book.ts';
import { openAlarmRows, openDeskPauseRows, openDeskServicesRows, openWordCounts } from './desk-rows.ts';
import { openLifeRows, openWordCleaning } from './life-rows.ts';

/** Uses the store's only connection. Each change except `countWord` is written in one transaction with its event for the centre. */
export function openLifeBook({ database, outboxWriter, clock, dayOf }: ReportingParts): LifeBook {
  const rows = openLifeRows(database);
  const pauses = openDeskPauseRows(database);
  const services = openDeskServicesRows(database);
  const alarms = openAlarmRows(database);
  const words = openWordCounts(database);
  const dropWords = openWordCleaning(database);
  let cleanedDay: string | null = null;
  const find = database.prepare<[string], { ticketId: string; deskId: string }>(
    'SELECT ticket_id AS ticketId, desk_id AS deskId FROM life_event WHERE life_id = ?',
  );
  /** Runs `change` in one transaction; each event that it records is of the moment `atMs`. */
  const commit = (change: (record: (event: KioskEvent) => void, atMs: number) => void) =>
    outboxWriter.commit((record) => {
      const atMs = clock.wallMs();
      change((event) => record({ event, requestId: null, atMs, serviceDay: dayOf(atMs) }), atMs);
      return null;
    });
  return {
    write: (event) =>
      commit((record, atMs) => {
        if (rows.has(event.id)) return;
        const payload = payloadOf(event);
        record({ type: 'ticket-life', v: 1, payload });
        rows.put({ ...payload, word: event.word }, atMs);
        if (cleanedDay !== dayOf(atMs)) dropWords(dayOf(atMs));
        cleanedDay = dayOf(atMs);
      }),
    ticketOf: (lifeId) =>
      guard(() => {
        const found = find.get(lifeId);
        if (found === undefined) return null;
        const ticketId = TicketId.safeParse(found.ticketId);
        if (!ticketId.success) throw new RottenRow('the act of a desk');
        return { ticketId: ticketId.data, deskId: found.deskId };
      }),
    pause: ({ lastsMs, ...order }) =>
      commit((record, atMs) => {
        if (pauses.has(order.orderId)) return;
        const payload = { ...order, ...(lastsMs !== null && { lastsMs: Math.ceil(lastsMs) }) };
        record({ type: 'desk-paused', v: 1, payload });
        pauses.put(payload, atMs);
      }),
    paused: () => guard(() => pauses.now()),
    chooseServices: ({ orderId, deskId, serviceIds }) =>
      commit((record, atMs) => {
        if (services.has(orderId)) return;
        const payload = { orderId, deskId, serviceIds: serviceIds.map((one) => ServiceId.parse(one)) };
        record({ type: 'desk-services-chosen', v: 1, payload });
        services.put(payload, atMs);
      }),
    chosenServices: () => guard(() => services.last()),
    raiseAlarm: ({ alarmId, deskId, ageMs }) =>
      commit((record, atMs) => {
        if (alarms.has(alarmId)) return;
        const payload = { alarmId, deskId, ageMs: Math.round(ageMs) };
        record({ type: 'desk-alarm-raised', v: 1, payload });
        alarms.raise({ alarmId, deskId, atMs: atMs - ageMs });
      }),
    endAlarm: (alarmId, by) =>
      commit((record, atMs) => {
        if (!alarms.isOpen(alarmId)) return;
        record({ type: 'desk-alarm-ended', v: 1, payload: { alarmId, deskId: by } });
        alarms.end(alarmId, { by, atMs });
      }),
    alarms: () => guard(() => alarms.all()),
    countWord: (face) =>
      guard(() => {
        words.count(dayOf(clock.wallMs()), face);
        return null;
      }),
    sendWords() {
      const past = guard(() => words.past(dayOf(clock.wallMs())));
      if (!past.ok) return past;
      if (past.value.length === 0) return succeed(null);
      return commit((record) => {
        for (const payload of past.value) {
          record({ type: 'words-counted', v: 1, payload });
          words.drop(payload.day);
        }
      });
    },
  };
}

function payloadOf({ id: lifeId, ticketId, rank, by: deskId, act, note, ageMs }: NewDeskEvent) {
  const { target, undoes } = columnsOf(act);
  return {
    lifeId,
    ticketId,
    rank,
    deskId,
    act: act.kind,
    ageMs: Math.round(ageMs),
    ...(target !== null && { to: target }),
    ...(undoes !== null && { undoes }),
    ...(note !== null && { note }),
  };
}
