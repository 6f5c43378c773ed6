import { randomUUID } from 'node:crypto';
import { describe, expect, it, test } from 'vitest';
import { OUTBOX } from '../../../../src-central/alarms/outbox.ts';
import { Alarms } from '../../../../src-main/contract/centre/administration.ts';
import { AlarmRulesKept } from '../../../../src-main/contract/centre/alarms.ts';
import { type AlarmedCity, RULE, startAlarmedCity, TEAM } from '../../../support/alarmed-city.ts';
import { startMailServer } from '../../../support/mail-server.ts';
import { sharedPostgres } from '../../../support/postgres.ts';
import { newEvents, terrassa } from '../../../support/test-centre.ts';

const postgres = sharedPostgres();

const PERSON = '0197f5a0-3c1e-7c4b-9a55-6d1f0c2b7e90';

/** The hours in which a rule sends mails. They begin after the tests' time (Wednesday, 11:00). */
const FROM_THREE = { days: ['wed'], range: { from: '15:00', to: '20:00' } };

const subjectsOf = (mails: readonly { subject: string }[]): string[] => mails.map(({ subject }) => subject);
const listed = async ({ centre }: AlarmedCity) =>
  Alarms.parse((await centre.order('listAlarms', {})).body).raised ?? [];

async function withThreeKiosks(over: Parameters<typeof startAlarmedCity>[1] = {}) {
  const mail = await startMailServer();
  const city = await startAlarmedCity(await postgres.newDatabase(), { mailServer: mail.settings, ...over });
  const kiosks = [await city.centre.enrol(1), await city.centre.enrol(2), await city.centre.enrol(3)];
  return { mail, city, kiosks, ids: kiosks.map(({ kioskId }) => kioskId) };
}

describe('an office of three kiosks that loses its line', () => {
  it('causes one mail when the outage lasts, and one when it is over, whatever the order in which its kiosks return', async () => {
    const { mail, city, ids } = await withThreeKiosks();
    await city.pass(20, ids);
    expect(mail.mails).toEqual([]);
    // Each kiosk has its last contact at a different time.
    const [first = '', second = '', third = ''] = ids;
    await city.pass(4, [second, third]);
    await city.pass(1, [third]);
    await city.pass(90);
    expect(subjectsOf(mail.mails)).toEqual(['Torn: 1 avís, Oficina sense contacte: ajuntament']);
    expect(mail.mails[0]).toMatchObject({ to: TEAM.address, isEncrypted: true });
    expect(mail.mails[0]?.text).toContain('Deu haver caigut la línia.');
    expect(mail.mails[0]?.text).toContain('Què cal fer: Continueu treballant');
    await city.pass(2, [second]);
    await city.pass(3, [second, first]);
    expect(mail.mails).toHaveLength(1);
    await city.pass(30, ids);
    expect(subjectsOf(mail.mails).slice(1)).toEqual(['Torn: resolt, Oficina sense contacte: ajuntament']);
  });

  it('takes over the alarm of a kiosk that was silent before', async () => {
    const { mail, city, ids } = await withThreeKiosks();
    const [first = '', second = '', third = ''] = ids;
    await city.pass(40, [second, third]);
    expect(subjectsOf(mail.mails)).toEqual(['Torn: 1 avís, Quiosc sense contacte: ajuntament, quiosc 1']);
    await city.pass(40);
    await city.pass(20, ids);
    expect(subjectsOf(mail.mails).slice(1)).toEqual([
      'Torn: 1 avís, Oficina sense contacte: ajuntament',
      'Torn: resolt, Oficina sense contacte: ajuntament',
    ]);
    expect((await listed(city)).every(({ endedAt }) => endedAt !== null)).toBe(true);
    expect(first).not.toBe('');
  });

  it('is not reported as silent because the centre itself was away', async () => {
    const { mail, city, ids } = await withThreeKiosks();
    await city.pass(20, ids);
    city.centre.clock.ms += 3 * 3_600_000;
    await city.pass(1);
    await city.pass(30, ids);
    expect(mail.mails).toEqual([]);
  });
});

test('a silent office is reported even if a replica whose clock is a year ahead looked before', async () => {
  const { mail, city, ids } = await withThreeKiosks();
  await city.pass(5, ids);
  const nextYear = new Date(city.centre.clock.ms + 365 * 86_400_000).toISOString();
  await city.centre.database.query('UPDATE alarm_rules SET looked_at = $1, awake_since = $1', [nextYear]);
  await city.pass(90);
  expect(subjectsOf(mail.mails)).toEqual(['Torn: 1 avís, Oficina sense contacte: ajuntament']);
});

describe('a printer without paper', () => {
  const outOfPaper = { printer: 'printer-1', condition: 'paper-out' };

  it('is reported once with the sentence of the event catalogue, and its end is reported once', async () => {
    const { mail, city, kiosks, ids } = await withThreeKiosks();
    const events = newEvents();
    await city.pass(20, ids);
    const [kiosk] = kiosks;
    await kiosk?.send([events.next('printer-condition', outOfPaper)]);
    await city.pass(120, ids);
    expect(subjectsOf(mail.mails)).toEqual(['Torn: 1 avís, Sense paper: ajuntament, quiosc 1']);
    expect(mail.mails[0]?.text).toContain('S’ha acabat el paper. Obriu la tapa');
    await kiosk?.send([events.next('printer-condition', { ...outOfPaper, condition: 'ready' })]);
    await city.pass(60, ids);
    expect(subjectsOf(mail.mails).slice(1)).toEqual(['Torn: resolt, Sense paper: ajuntament, quiosc 1']);
  });

  it('is not reported if a person has taken the alarm over while messages were held back', async () => {
    const { mail, city, kiosks, ids } = await withThreeKiosks({
      rules: {
        zone: 'Europe/Madrid',
        recipients: [TEAM],
        rules: [{ ...RULE, hours: FROM_THREE }],
      },
    });
    await kiosks[0]?.send([newEvents().next('printer-condition', outOfPaper)]);
    await city.pass(60, ids);
    const [alarm] = await listed(city);
    expect(alarm).toMatchObject({ kind: 'paper-out', messageAt: null, acknowledgedAt: null });
    expect((await city.centre.order('acknowledgeAlarm', { alarmId: alarm?.alarmId ?? '' })).status).toBe(204);
    expect((await listed(city))[0]).toMatchObject({ acknowledgedBy: 'Montserrat Prova' });
    await city.pass(5 * 60, ids);
    expect(mail.mails).toEqual([]);
  });
});

describe('quiet hours', () => {
  it('hold messages back until they end, and drop alarms that are over by then', async () => {
    const { mail, city, kiosks, ids } = await withThreeKiosks({
      rules: {
        zone: 'Europe/Madrid',
        recipients: [TEAM],
        rules: [{ ...RULE, hours: FROM_THREE }],
      },
    });
    const [one, two] = kiosks;
    const ofOne = newEvents();
    await one?.send([ofOne.next('printer-condition', { printer: 'p', condition: 'paper-out' })]);
    await two?.send([newEvents().next('printer-condition', { printer: 'p', condition: 'cover-open' })]);
    await city.pass(60, ids);
    await one?.send([ofOne.next('printer-condition', { printer: 'p', condition: 'ready' })]);
    await city.pass(60, ids);
    expect(await listed(city)).toHaveLength(2);
    expect(mail.mails).toEqual([]);
    await city.pass(3 * 60, ids);
    expect(subjectsOf(mail.mails)).toEqual(['Torn: 1 avís, La impressora no imprimeix: ajuntament, quiosc 2']);
    expect(mail.mails[0]?.text).not.toMatch(/Sense paper|començar/);
  });
});

describe('ten thousand troubles in a minute', () => {
  it('cause a few mails of limited length that count every trouble, and the database lists every trouble', async () => {
    const mail = await startMailServer();
    const city = await startAlarmedCity(await postgres.newDatabase(), { mailServer: mail.settings });
    const { kioskId } = await city.centre.enrol(1);
    const { database, clock } = city.centre;
    for (let batch = 0; batch < 3; batch += 1) {
      clock.ms += 20_000;
      await database.query(
        `INSERT INTO alarm (city_id, kind, subject, alarm_id, at, kiosk_id, detail)
          SELECT $1, 'number-clash', 'n' || n, gen_random_uuid(), $2::timestamptz, $3::uuid, ''
          FROM generate_series($4::int, $5::int) AS n`,
        [
          terrassa,
          new Date(clock.ms).toISOString(),
          kioskId,
          batch * 3_333 + 1,
          batch === 2 ? 10_000 : (batch + 1) * 3_333,
        ],
      );
      await city.alarms.look();
      await city.alarms.send();
    }
    await city.pass(60, [kioskId]);
    const counts = mail.mails.map(({ subject }) => Number(/: (\d+) av/.exec(subject)?.[1]));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(10_000);
    expect(mail.mails.length).toBeLessThanOrEqual(3);
    expect(Math.max(...mail.mails.map(({ raw }) => raw.length))).toBeLessThan(8_000);
    const [kept] = await database.query<{ n: number }>('SELECT count(*)::int AS n FROM raised_alarm');
    expect(kept?.n).toBe(10_000);
  });

  it('from printers that fail and recover cause at most eight mails an hour, and no trouble is left out', async () => {
    const { mail, city, kiosks, ids } = await withThreeKiosks({
      rules: { zone: 'Europe/Madrid', recipients: [TEAM], rules: [{ ...RULE, afterMinutes: 0 }] },
    });
    const [kiosk] = kiosks;
    const events = newEvents();
    for (let round = 0; round < 90; round += 1)
      for (const condition of ['paper-out', 'ready']) {
        const turns = Array.from({ length: 60 }, (_, index) =>
          events.next('printer-condition', { printer: 'p', condition: index % 2 ? 'cover-open' : condition }),
        );
        await kiosk?.send([...turns, events.next('printer-condition', { printer: 'p', condition })]);
        await city.pass(1 / 3, ids, 20_000);
      }
    expect(mail.mails.length).toBeLessThanOrEqual(8);
    await city.pass(30, ids);
    const [kept] = await city.centre.database.query<{ n: number }>('SELECT count(*)::int AS n FROM raised_alarm');
    const { opened, passed } = mail.mails.reduce(
      (sum, { text, subject }) => ({
        opened: sum.opened + Number(/: (\d+) av/.exec(subject)?.[1] ?? 0),
        passed:
          sum.passed + Number(/(\d+) avis(?:os)? van començar/.exec(text)?.[1] ?? /(\d+) avís va/.exec(text)?.[1] ?? 0),
      }),
      { opened: 0, passed: 0 },
    );
    expect(kept?.n).toBeGreaterThan(50);
    expect(opened + passed).toBe(kept?.n);
  });
});

describe('messages', () => {
  const waitingOf = async ({ centre }: AlarmedCity) =>
    AlarmRulesKept.parse((await centre.order('listAlarmRules', {})).body).waiting;

  it('wait as one complete message while the mail server is dead; kiosks are served and webhooks go on', async () => {
    const mail = await startMailServer();
    const { port } = mail.settings;
    await mail.stop();
    const city = await startAlarmedCity(await postgres.newDatabase(), { mailServer: mail.settings });
    const kiosks = [await city.centre.enrol(1), await city.centre.enrol(2)];
    const ids = kiosks.map(({ kioskId }) => kioskId);
    await kiosks[0]?.send([newEvents().next('printer-condition', { printer: 'p', condition: 'paper-out' })]);
    await city.pass(60, ids);
    await kiosks[1]?.send([newEvents().next('printer-condition', { printer: 'p', condition: 'cover-open' })]);
    await city.pass(120, ids);
    expect(await waitingOf(city)).toMatchObject({ messages: 1 });
    const again = await startMailServer({ port });
    await city.put({ zone: 'Europe/Madrid', recipients: [TEAM], rules: [RULE] });
    const { authority } = again.settings;
    const replica = city.newReplica({ mailServer: { ...mail.settings, ...(authority ? { authority } : {}) } });
    city.centre.clock.ms += 3_600_000;
    await replica.send();
    expect(again.mails).toHaveLength(1);
    expect(again.mails[0]?.text).toMatch(/Sense paper: .*quiosc 1[\s\S]*quiosc 2|quiosc 2[\s\S]*quiosc 1/);
    expect(await waitingOf(city)).toEqual({ messages: 0, oldestAt: null });
  });

  it('are sent once although two replicas look at the same moment', async () => {
    const { mail, city, kiosks, ids } = await withThreeKiosks();
    const other = city.newReplica();
    await kiosks[0]?.send([newEvents().next('printer-condition', { printer: 'p', condition: 'paper-out' })]);
    for (let round = 0; round < 60; round += 1) {
      city.centre.clock.ms += 20_000;
      await city.hear(ids);
      await Promise.all([city.alarms.look(), other.look()]);
      await Promise.all([city.alarms.send(), other.send(), other.send()]);
    }
    expect(mail.mails).toHaveLength(1);
    // An alarm about a single event, such as `number-clash`, has no open row that would keep another replica from raising it again. Three
    // replicas that look at once must still raise each of these 300 alarms once.
    const { database, clock } = city.centre;
    await database.query(
      `INSERT INTO alarm (city_id, kind, subject, alarm_id, at, kiosk_id, detail)
        SELECT $1, 'number-clash', 'n' || n, gen_random_uuid(), $2::timestamptz, $3::uuid, '' FROM generate_series(1, 300) AS n`,
      [terrassa, new Date(clock.ms).toISOString(), ids[0]],
    );
    clock.ms += 20_000;
    const third = city.newReplica();
    await Promise.all([city.alarms.look(), other.look(), third.look()]);
    const [kept] = await database.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM raised_alarm WHERE kind = 'number-clash'`,
    );
    expect(kept?.n).toBe(300);
  });

  it('are written and sent even if a replica whose clock is a year ahead looked before', async () => {
    const { mail, city, kiosks, ids } = await withThreeKiosks();
    await kiosks[0]?.send([newEvents().next('printer-condition', { printer: 'p', condition: 'paper-out' })]);
    await city.pass(5, ids);
    const nextYear = new Date(city.centre.clock.ms + 365 * 86_400_000).toISOString();
    await city.centre.database.query('UPDATE alarm_rules SET looked_at = $1', [nextYear]);
    await city.centre.database.query(
      `INSERT INTO alarm (city_id, kind, subject, alarm_id, at, kiosk_id, detail)
        VALUES ($1, 'fork', 'f', gen_random_uuid(), $2::timestamptz, $3::uuid, '')`,
      [terrassa, new Date(city.centre.clock.ms).toISOString(), ids[0]],
    );
    mail.refuses = 'not now';
    await city.pass(1, ids);
    await city.centre.database.query('UPDATE alarm_message SET next_try_at = $1', [nextYear]);
    mail.refuses = null;
    await city.pass(30, ids);
    expect(subjectsOf(mail.mails)).toEqual([
      'Torn: 1 avís, Dues màquines fan de mateix quiosc: ajuntament, quiosc 1',
      'Torn: 1 avís, Sense paper: ajuntament, quiosc 1',
    ]);
  });

  it('are still sent after a message that a clock a year ahead has dated', async () => {
    const { mail, city, kiosks, ids } = await withThreeKiosks();
    await kiosks[0]?.send([newEvents().next('printer-condition', { printer: 'p', condition: 'paper-out' })]);
    await city.pass(20, ids);
    const nextYear = new Date(city.centre.clock.ms + 365 * 86_400_000).toISOString();
    await city.centre.database.query('UPDATE alarm_message SET written_at = $1', [nextYear]);
    await kiosks[1]?.send([newEvents().next('printer-condition', { printer: 'p', condition: 'cover-open' })]);
    await city.pass(20, ids);
    expect(subjectsOf(mail.mails)).toEqual([
      'Torn: 1 avís, Sense paper: ajuntament, quiosc 1',
      'Torn: 1 avís, La impressora no imprimeix: ajuntament, quiosc 2',
    ]);
  });

  it('to a removed recipient are not sent, and messages to other recipients are', async () => {
    const mail = await startMailServer();
    mail.refuses = 'not now';
    const other = { ...TEAM, recipientId: 'altres', address: 'altres@terrassa.example' };
    const rules = { zone: 'Europe/Madrid', recipients: [TEAM, other], rules: [{ ...RULE, to: ['equip', 'altres'] }] };
    const city = await startAlarmedCity(await postgres.newDatabase(), { mailServer: mail.settings, rules });
    const { kioskId, send } = await city.centre.enrol(1);
    await send([newEvents().next('printer-condition', { printer: 'p', condition: 'paper-out' })]);
    await city.pass(20, [kioskId]);
    expect(await waitingOf(city)).toMatchObject({ messages: 2 });
    mail.refuses = null;
    await city.put({ ...rules, recipients: [TEAM], rules: [RULE] });
    await city.pass(90, [kioskId]);
    expect(mail.mails.map(({ to }) => to)).toEqual([TEAM.address]);
    expect(await waitingOf(city)).toMatchObject({ messages: 0 });
  });

  it('are sent by a second replica if the first died after taking them, before or after the mail server had them', async () => {
    const { mail, city, kiosks, ids } = await withThreeKiosks();
    const { database, clock } = city.centre;
    await kiosks[0]?.send([newEvents().next('printer-condition', { printer: 'p', condition: 'paper-out' })]);
    clock.ms += 20 * 60_000;
    await city.hear(ids);
    await city.alarms.look();
    const held = [
      terrassa,
      new Date(clock.ms).toISOString(),
      randomUUID(),
      new Date(clock.ms + 90_000).toISOString(),
      10,
      new Date(clock.ms + 7_200_000).toISOString(),
    ];
    expect(await database.query(OUTBOX.take, held)).toHaveLength(1);
    await city.alarms.send();
    expect(mail.mails).toEqual([]);
    clock.ms += 90_000;
    // The second replica dies after the mail server has accepted the message, before it stores that the message is
    // sent.
    const rest = Promise.withResolvers<void>();
    mail.onMail = async () => {
      mail.onMail = async () => {};
      await database.query('UPDATE alarm_message SET holder = $1', [randomUUID()]);
      rest.resolve();
    };
    const dying = city.newReplica();
    await Promise.all([dying.send(), rest.promise]);
    expect(mail.mails).toHaveLength(1);
    clock.ms += 90_000;
    await city.alarms.send();
    clock.ms += 90_000;
    await city.alarms.send();
    expect(mail.mails).toHaveLength(2);
    expect(new Set(mail.mails.map(({ messageId }) => messageId)).size).toBe(1);
  });

  it('go to no server that is reached without TLS, unless it is on this machine', async () => {
    const mail = await startMailServer({ isPlain: true });
    const city = await startAlarmedCity(await postgres.newDatabase(), { mailServer: mail.settings });
    const { kioskId, send } = await city.centre.enrol(1);
    await send([newEvents().next('printer-condition', { printer: 'p', condition: 'paper-out' })]);
    await city.pass(30, [kioskId]);
    expect(mail.mails).toEqual([]);
    const local = city.newReplica({ mailServer: { ...mail.settings, isLoopback: true } });
    city.centre.clock.ms += 3_600_000;
    await local.send();
    expect(mail.mails).toHaveLength(1);
    expect(mail.mails[0]?.isEncrypted).toBe(false);
  });

  it('report a sign-in with the emergency account without naming its person', async () => {
    const { mail, city, ids } = await withThreeKiosks({
      rules: { zone: 'Europe/Madrid', recipients: [TEAM], rules: [{ ...RULE, kinds: ['emergency-sign-in'] }] },
    });
    await city.centre.database.query(
      `INSERT INTO alarm (city_id, kind, subject, alarm_id, at, kiosk_id, detail)
        VALUES ($1, 'emergency-sign-in', $3 || ' 1', gen_random_uuid(), $2::timestamptz, NULL, $3)`,
      [terrassa, new Date(city.centre.clock.ms).toISOString(), PERSON],
    );
    await city.pass(2, ids);
    expect(subjectsOf(mail.mails)).toEqual(['Torn: 1 avís, Algú ha entrat amb el compte d’emergència: central']);
    expect(mail.mails[0]?.raw).not.toContain(PERSON);
  });
});
