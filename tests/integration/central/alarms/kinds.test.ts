import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { Alarms } from '../../../../src-main/contract/centre/administration.ts';
import { ALARM_KINDS } from '../../../../src-main/contract/centre/alarms.ts';
import { RULE, startAlarmedCity, TEAM } from '../../../support/alarmed-city.ts';
import { startMailServer } from '../../../support/mail-server.ts';
import { sharedPostgres } from '../../../support/postgres.ts';
import { newEvents, OFFICE, terrassa } from '../../../support/test-centre.ts';

const postgres = sharedPostgres();

it('a certificate that ends soon raises one alarm, which stays open until no replica has that certificate', async () => {
  const { centre, alarms, newReplica, put } = await startAlarmedCity(await postgres.newDatabase(), {
    certificateEndsMs: Date.parse('2026-12-01T00:00:00Z'),
  });
  const rule = { ...RULE, kinds: ['certificate-ends'], afterMinutes: 0 };
  await put({ zone: 'Europe/Madrid', recipients: [TEAM], rules: [rule] });
  const other = newReplica({ certificateEndsMs: Date.parse('2027-12-01T00:00:00Z') });
  const look = async (...replicas: (typeof alarms)[]) => {
    for (const replica of replicas) {
      centre.clock.ms += 20_000;
      await replica.look();
    }
    const { raised = [] } = Alarms.parse((await centre.order('listAlarms', {})).body);
    return raised.map(({ kind, endedAt }) => [kind, endedAt === null]);
  };
  expect(await look(other, alarms, other, alarms, other, alarms)).toEqual([['certificate-ends', true]]);
  // Only the replica `other` looks, for five minutes.
  expect(await look(...Array.from({ length: 16 }, () => other))).toEqual([['certificate-ends', false]]);
});

it('the centre raises each kind of alarm once from what it has received, and sends all of them in one mail with their sentences', async () => {
  const mail = await startMailServer();
  const rule = { ...RULE, kinds: ALARM_KINDS, afterMinutes: 0 };
  const over = { mailServer: mail.settings, rules: { zone: 'Europe/Madrid', recipients: [TEAM], rules: [rule] } };
  const { centre, alarms, pass, hear } = await startAlarmedCity(await postgres.newDatabase(), {
    ...over,
    certificateEndsMs: Date.parse('2026-12-01T00:00:00Z'),
  });
  const { database, clock } = centre;
  const kiosks = [await centre.enrol(1), await centre.enrol(2), await centre.enrol(3), await centre.enrol(4)];
  const ids = kiosks.map(({ kioskId }) => kioskId);
  const [silent = '', one = '', two = '', three = ''] = ids;
  const heard = [one, two, three];
  // The first kiosk is silent for a quarter of an hour. Its silence raises no alarm yet, because there are no rules.
  await centre.order('putAlarmRules', {}, { zone: 'Europe/Madrid', recipients: [], rules: [] });
  await pass(15, heard);

  const now = () => new Date(clock.ms).toISOString();
  const at = { wall: now(), trust: 'trusted' } as const;
  const makers = [newEvents(), newEvents()] as const;
  const say = (of: 0 | 1, type: string, payload: Record<string, unknown>) => makers[of].next(type, payload, { at });
  const alarmId = randomUUID();
  await kiosks[1]?.send([
    say(0, 'printer-condition', { printer: 'p', condition: 'paper-out' }),
    say(0, 'desk-alarm-raised', { alarmId, deskId: 'taula-3', ageMs: 0 }),
    say(0, 'machine-state', { disk: 'ample', certificateEnds: null, deadLetters: 1 }),
  ]);
  await kiosks[2]?.send([say(1, 'printer-condition', { printer: 'p', condition: 'cutter-error' })]);
  const ended = { updateId: randomUUID(), at: now(), from: '0.1.0', to: '0.2.0', result: 'came-back' };
  const third = newEvents();
  const first = [
    third.next('printer-condition', { printer: 'p', condition: 'paper-low' }, { at }),
    third.next('update-ended', ended, { at }),
    third.next('machine-state', { disk: 'low', certificateEnds: '2026-12-01T00:00:00Z' }, { at }),
  ];
  // The time of this event comes from a clock that is not trusted.
  const ticket = third.issued(7);
  await kiosks[3]?.send([...first, ticket]);
  await database.query(
    `INSERT INTO queue_statement (city_id, kiosk_id, office_id, as_of, tickets) VALUES ($1, $2::uuid, $3, $4::timestamptz, $5::jsonb)`,
    [
      terrassa,
      three,
      OFFICE,
      now(),
      JSON.stringify({ [String(ticket.payload.ticketId)]: { waiting: 0, minutes: null } }),
    ],
  );
  await database.query(
    `INSERT INTO alarm (city_id, kind, subject, alarm_id, at, kiosk_id, detail)
      SELECT $1, kind, kind, gen_random_uuid(), $2::timestamptz, $3::uuid, ''
      FROM unnest(ARRAY['fork', 'number-clash', 'revoked-kiosk-speaks', 'emergency-sign-in']) AS kind`,
    [terrassa, now(), one],
  );
  expect((await centre.order('putAlarmRules', {}, over.rules)).status).toBe(204);
  clock.ms += 60_000;
  await hear(heard);
  await alarms.look();
  await alarms.send();
  const raised = Alarms.parse((await centre.order('listAlarms', {})).body).raised ?? [];
  expect(raised.map(({ kind }) => kind).toSorted()).toEqual([...ALARM_KINDS].toSorted());
  expect(raised.find(({ kind }) => kind === 'silent')).toMatchObject({ kioskId: silent, officeId: OFFICE });
  await pass(3, heard);
  expect(mail.mails).toHaveLength(1);
  expect(mail.mails[0]?.subject).toBe(`Torn: ${ALARM_KINDS.length} avisos, Un taulell demana ajuda: ajuntament`);
  expect(mail.mails[0]?.text).toContain('caduca aviat: central.');
  // A sibling of the kiosk that raised an alarm may end the alarm.
  await kiosks[2]?.send([say(1, 'desk-alarm-ended', { alarmId, deskId: null })]);
  await pass(1, heard);
  const after = Alarms.parse((await centre.order('listAlarms', {})).body).raised ?? [];
  expect(after.find(({ kind }) => kind === 'desk-alarm')?.endedAt).not.toBeNull();
});
