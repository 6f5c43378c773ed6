import type Database from 'better-sqlite3';
import type { OutboxWriter } from '../../centre/store/outbox-writer.ts';
import { ServiceId, TicketId } from '../../contract/shared/ids.ts';
import { succeed } from '../../domain/result.ts';
import { columnsOf } from '../../domain/ticket-life.ts';
import type { Clock } from '../../ports/clock.ts';
import { guard, RottenRow } from '../../storage/guard.ts';
import type { LifeBook, NewDeskEvent } from '../ports/life-book.ts';
import { openAlarmRows, openDeskPauseRows, openDeskServicesRows, openWordCounts } from './desk-rows.ts';
import { openLifeRows, openWordCleaning } from './life-rows.ts';

export interface LifeBookParts {
  database: Database.Database;
  outboxWriter: OutboxWriter;
  clock: Clock;
  dayOf: (instantMs: number) => string;
}

/** Uses the store's only connection. Each change and its event for the centre are written in the same transaction. */
export function openLifeBook({ database, outboxWriter, clock, dayOf }: LifeBookParts): LifeBook {
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
  return {
    write: (event) =>
      outboxWriter.commit((record) => {
        if (rows.has(event.id)) return null;
        const atMs = clock.wallMs();
        const payload = payloadOf(event);
        record({
          event: { type: 'ticket-life', v: 1, payload },
          ...{ requestId: null, atMs, serviceDay: dayOf(atMs) },
        });
        rows.put({ ...payload, word: event.word }, atMs);
        if (cleanedDay !== dayOf(atMs)) dropWords(dayOf(atMs));
        cleanedDay = dayOf(atMs);
        return null;
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
      outboxWriter.commit((record) => {
        if (pauses.has(order.orderId)) return null;
        const atMs = clock.wallMs();
        const payload = { ...order, ...(lastsMs !== null && { lastsMs: Math.ceil(lastsMs) }) };
        record({
          event: { type: 'desk-paused', v: 1, payload },
          ...{ requestId: null, atMs, serviceDay: dayOf(atMs) },
        });
        pauses.put(payload, atMs);
        return null;
      }),
    paused: () => guard(() => pauses.now()),
    chooseServices: ({ orderId, deskId, serviceIds }) =>
      outboxWriter.commit((record) => {
        if (services.has(orderId)) return null;
        const atMs = clock.wallMs();
        const payload = { orderId, deskId, serviceIds: serviceIds.map((one) => ServiceId.parse(one)) };
        record({
          event: { type: 'desk-services-chosen', v: 1, payload },
          ...{ requestId: null, atMs, serviceDay: dayOf(atMs) },
        });
        services.put(payload, atMs);
        return null;
      }),
    chosenServices: () => guard(() => services.last()),
    raiseAlarm: ({ alarmId, deskId, ageMs }) =>
      outboxWriter.commit((record) => {
        if (alarms.has(alarmId)) return null;
        const atMs = clock.wallMs();
        const payload = { alarmId, deskId, ageMs: Math.round(ageMs) };
        record({
          event: { type: 'desk-alarm-raised', v: 1, payload },
          ...{ requestId: null, atMs, serviceDay: dayOf(atMs) },
        });
        alarms.raise({ alarmId, deskId, atMs: atMs - ageMs });
        return null;
      }),
    endAlarm: (alarmId, by) =>
      outboxWriter.commit((record) => {
        if (!alarms.isOpen(alarmId)) return null;
        const atMs = clock.wallMs();
        record({
          event: { type: 'desk-alarm-ended', v: 1, payload: { alarmId, deskId: by } },
          ...{ requestId: null, atMs, serviceDay: dayOf(atMs) },
        });
        alarms.end(alarmId, { by, atMs });
        return null;
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
      return outboxWriter.commit((record) => {
        const atMs = clock.wallMs();
        for (const payload of past.value) {
          record({
            event: { type: 'words-counted', v: 1, payload },
            ...{ requestId: null, atMs, serviceDay: dayOf(atMs) },
          });
          words.drop(payload.day);
        }
        return null;
      });
    },
  };
}

function payloadOf({ id: lifeId, ticketId, rank, by: deskId, act, note, ageMs }: NewDeskEvent) {
  const { target, undoes } = columnsOf(act);
  return {
    ...{ lifeId, ticketId, rank, deskId, act: act.kind, ageMs: Math.round(ageMs) },
    ...(target !== null && { to: target }),
    ...(undoes !== null && { undoes }),
    ...(note !== null && { note }),
  };
}
