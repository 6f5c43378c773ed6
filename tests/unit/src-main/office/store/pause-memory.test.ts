import { describe, expect, test } from 'vitest';
import { ServiceId } from '../../../../../src-main/contract/shared/ids.ts';
import { createServiceStops } from '../../../../../src-main/office/steps/service-stops.ts';
import { createManualClock } from '../../../../support/manual-clock.ts';
import { must } from '../../../../support/must.ts';
import { temporaryFolder } from '../../../../support/temporary-folder.ts';
import { loseDatabase, openTestStore } from '../../../../support/test-store.ts';

const PADRO = ServiceId.parse('empadronament');
const TAXES = ServiceId.parse('impostos-i-taxes');
/** A Wednesday at eleven in Terrassa. */
const ELEVEN = Date.parse('2026-11-25T10:00:00Z');
const HOUR = 3_600_000;

function open({ data = temporaryFolder(), at = ELEVEN, byCentre = null as number | null } = {}) {
  const clock = createManualClock(at);
  const { pauses, outbox, opened, store, close } = openTestStore(data, clock);
  const stops = createServiceStops({ pauses, store, pausedUntilMs: () => byCentre, clock, zone: 'Europe/Madrid' });
  return { data, clock, pauses, opened, stops, close, events: () => eventsIn(outbox) };
}

function eventsIn(outbox: ReturnType<typeof openTestStore>['outbox']) {
  return must(outbox.next(100)).flatMap(({ wire }) =>
    wire?.type.startsWith('service-') ? [{ type: wire.type, ...wire.payload }] : [],
  );
}

const pause = (serviceId: ServiceId, untilMs: number | null, sinceMs = ELEVEN) =>
  ({ serviceId, reason: 'breakdown', sinceMs, untilMs }) as const;

describe('a pause of the staff', () => {
  test('is sent to the centre when it is stored, and resuming a service that is not paused sends no event', () => {
    const { pauses, events } = open();
    pauses.pause(pause(PADRO, ELEVEN + HOUR));
    pauses.resume(TAXES);
    pauses.resume(PADRO);
    expect(events()).toEqual([
      { type: 'service-paused', serviceId: 'empadronament', reason: 'breakdown', until: '2026-11-25T11:00:00.000Z' },
      { type: 'service-resumed', serviceId: 'empadronament' },
    ]);
    expect(pauses.all()).toEqual([]);
  });

  test('is restored from the journal when the database is lost', () => {
    const first = open();
    for (const service of [PADRO, TAXES]) first.pauses.pause(pause(service, null));
    first.pauses.resume(PADRO);
    first.close();
    loseDatabase(first.data);
    expect(open({ data: first.data }).pauses.all()).toEqual([pause(TAXES, null)]);
  });

  test('of a newer program, with an unknown reason, is still a pause', () => {
    const { opened, pauses } = open();
    opened.database.prepare("INSERT INTO staff_pause VALUES ('empadronament', 'flood', 1, NULL)").run();
    expect(pauses.all()).toMatchObject([{ serviceId: 'empadronament', reason: 'paused' }]);
  });

  test('that is over is deleted when the next one is stored', () => {
    const { pauses } = open();
    pauses.pause(pause(PADRO, ELEVEN + HOUR));
    pauses.pause(pause(TAXES, null, ELEVEN + 2 * HOUR));
    expect(pauses.all()).toHaveLength(1);
    pauses.pause(pause(PADRO, null, ELEVEN + 72 * HOUR));
    expect(pauses.all().map(({ serviceId }) => serviceId)).toEqual([PADRO]);
  });
});

describe('a service is stopped', () => {
  test('by a pause with an end, until that end', () => {
    const { pauses, stops, clock } = open();
    pauses.pause(pause(PADRO, ELEVEN + HOUR));
    expect(stops.pausesOf(PADRO)).toMatchObject([{ reason: 'breakdown', untilMs: ELEVEN + HOUR }]);
    expect(stops.pausesOf(TAXES)).toEqual([]);
    clock.advance(HOUR);
    expect(stops.pausesOf(PADRO)).toEqual([]);
  });

  test('by a pause without an end until the service day is over', () => {
    const { pauses, stops, clock } = open();
    pauses.pause(pause(PADRO, null));
    clock.advance(16 * HOUR);
    expect(stops.pausesOf(PADRO)).toHaveLength(1);
    clock.advance(HOUR);
    expect(stops.pausesOf(PADRO)).toEqual([]);
  });

  test('by a pause of the centre too, without a known reason', () => {
    const { pauses, stops } = open({ byCentre: ELEVEN + HOUR });
    pauses.pause(pause(PADRO, null));
    expect(stops.pausesOf(PADRO).map(({ reason }) => reason)).toEqual(['breakdown', 'paused']);
    expect(stops.pausesOf(TAXES).map(({ reason }) => reason)).toEqual(['paused']);
  });
});
