import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createKeyring, encryptionKeyOf } from '../../../src-central/appointments/keyring.ts';
import { readContact } from '../../../src-central/contacts/address.ts';
import {
  appointmentsOf,
  contactMoved,
  forgetContact,
  forgetOver,
  keepContact,
  readKept,
} from '../../../src-central/contacts/contacts.ts';
import { mayProve } from '../../../src-central/contacts/domains.ts';
import { type ReminderParts, sayLostHours, sendDue } from '../../../src-central/contacts/outbox.ts';
import { answerPerson } from '../../../src-central/contacts/person.ts';
import { answerCode, askCode, provenBy } from '../../../src-central/contacts/proofs.ts';
import { createReach } from '../../../src-central/contacts/reach.ts';
import { sayCode } from '../../../src-central/contacts/words.ts';
import { AppointmentAnswer } from '../../../src-main/contract/centre/appointments.ts';
import { at, channelAt, DNI, HERE, NIE, startOffices, THERE } from '../../support/booking.ts';
import { startMailServer } from '../../support/mail-server.ts';
import { sharedPostgres } from '../../support/postgres.ts';
import { startTestCentre, terrassa } from '../../support/test-centre.ts';

const postgres = sharedPostgres();
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const ADDRESS = 'nuria@exemple.cat';
const TOKEN = 'abcdefghijklmnopqrstuvwxyz';

async function startContacts() {
  const keyring = createKeyring(encryptionKeyOf(randomBytes(32)));
  const centre = await startTestCentre(await postgres.newDatabase(), { keyring });
  await startOffices(centre, [HERE, THERE]);
  const web = await channelAt(centre, 'web', HERE);
  const mail = await startMailServer();
  const reach = createReach({ mailServer: mail.settings, textGateway: null, signingKey: centre.signingKey });
  const clock = { nowMs: () => centre.clock.ms };
  const read: ReminderParts['read'] = async (cityId, token) => {
    const [row] = await centre.database.query<{ start: Date; cancelled: boolean }>(
      'SELECT start_at AS start, cancelled_at IS NOT NULL AS cancelled FROM appointment WHERE city_id = $1',
      [cityId],
    );
    if (row === undefined || token !== TOKEN) return null;
    const state = row.cancelled ? 'cancelled' : 'booked';
    const start = new Date(row.start).toISOString();
    return { start, zone: 'Europe/Madrid', officeName: 'Oficina de prova', address: 'Raval, 14', state };
  };
  const lost: { appointmentId: string; start: string }[] = [];
  const warnings: object[] = [];
  const log = (words: object) => void warnings.push(words);
  const parts: ReminderParts = {
    database: centre.database,
    clock,
    keyring,
    reach,
    read,
    readWait: async () => null,
    lostHours: async () => lost,
    pageOf: (cityId, token) => `https://cita.exemple.cat/c/${cityId}/${token}`,
    logger: { info: log, warn: log, error: log },
  };
  async function book(days: number) {
    const start = at(days * 24 * 60);
    const { appointmentId } = AppointmentAnswer.parse((await web.put('cita-1', { officeId: HERE, start })).body);
    const dayEndsMs = Date.parse(start) + 12 * HOUR_MS;
    const booked = { appointmentId, token: TOKEN, start, dayEndsMs, language: 'ca' } as const;
    await keepContact(parts.database, parts, terrassa, { by: 'mail', address: ADDRESS }, booked);
    return booked;
  }
  return { centre, mail, parts, web, book, warnings, lost };
}

async function textOf(centre: { database: ReminderParts['database'] }): Promise<string> {
  const rows = await Promise.all(
    ['contact', 'contact_message', 'contact_proof', 'rate_window', 'audit'].map((table) =>
      centre.database.query(`SELECT to_jsonb(t)::text AS row FROM ${table} t`),
    ),
  );
  return JSON.stringify(rows);
}

describe('a code to an address', () => {
  const ask = (parts: ReminderParts, address = ADDRESS, visitor = 'v-1') =>
    askCode(parts, terrassa, { by: 'mail', address, visitor, words: (code) => sayCode('ca', code) });
  const codeIn = (text: string): string => /\d{6}/.exec(text)?.[0] ?? '';

  it('proves it once typed, and the database shows neither code nor address', async () => {
    const { centre, mail, parts } = await startContacts();
    const asked = await ask(parts, ' Nuria@Exemple.CAT ');
    if (!asked.ok) throw new Error(asked.error.kind);
    const [sent] = mail.mails;
    const code = codeIn(sent?.text ?? '');
    expect(sent).toMatchObject({ to: ADDRESS, subject: `El codi és ${code}`, isEncrypted: true });
    const stolen = await textOf(centre);
    expect(stolen).not.toContain(code);
    expect(stolen.toLowerCase()).not.toContain('exemple.cat');
    const { proof } = asked.value;
    expect(await provenBy(parts, terrassa, proof)).toBeNull();
    expect(await answerCode(parts, terrassa, proof, `${code.slice(0, 3)} ${code.slice(3)}`)).toEqual({
      ok: true,
      value: { by: 'mail', address: ADDRESS },
    });
    expect(await provenBy(parts, terrassa, proof)).toEqual({ by: 'mail', address: ADDRESS });
    expect(await answerCode(parts, terrassa, proof, code)).toMatchObject({ ok: false, error: { kind: 'over' } });
    centre.clock.ms += 600_000;
    expect(await provenBy(parts, terrassa, proof)).toBeNull();
  });

  it('is tried five times at most, also with the right one at last, and for ten minutes', async () => {
    const { centre, mail, parts } = await startContacts();
    const asked = await ask(parts);
    if (!asked.ok) throw new Error(asked.error.kind);
    const right = codeIn(mail.mails[0]?.text ?? '');
    const wrong = right === '000000' ? '000001' : '000000';
    const answers = [];
    for (let tries = 0; tries < 5; tries += 1)
      answers.push(await answerCode(parts, terrassa, asked.value.proof, wrong));
    expect(answers.map((answer) => (answer.ok ? answer : answer.error))).toEqual([
      ...[4, 3, 2, 1].map((left) => ({ kind: 'wrong', left })),
      { kind: 'over' },
    ]);
    expect(await answerCode(parts, terrassa, asked.value.proof, right)).toMatchObject({ error: { kind: 'over' } });

    const late = await ask(parts, 'pau@exemple.cat');
    if (!late.ok) throw new Error(late.error.kind);
    centre.clock.ms += 600_000;
    const code = codeIn(mail.mails[1]?.text ?? '');
    expect(await answerCode(parts, terrassa, late.value.proof, code)).toMatchObject({ error: { kind: 'over' } });
  });

  it('is sent at most four times an hour to one address, for all visitors together, and at most twelve times for one visitor', async () => {
    const { mail, parts } = await startContacts();
    for (let times = 0; times < 4; times += 1) expect((await ask(parts, ADDRESS, `v-${times}`)).ok).toBe(true);
    expect(await ask(parts, ADDRESS, 'v-9')).toMatchObject({ error: { kind: 'too-many' } });
    expect(mail.mails).toHaveLength(4);
    const many = [];
    for (let times = 0; times < 13; times += 1) many.push((await ask(parts, `p${times}@exemple.cat`, 'v-20')).ok);
    expect(many).toEqual([...Array.from({ length: 12 }, () => true), false]);
  });

  it('proves at most twenty-five addresses of one domain and its subdomains in a day, and any number at a mail provider', async () => {
    const { centre, mail, parts } = await startContacts();
    const prove = async (address: string): Promise<boolean> => {
      const asked = await ask(parts, address, address);
      if (!asked.ok) throw new Error(asked.error.kind);
      return (await answerCode(parts, terrassa, asked.value.proof, codeIn(mail.mails.at(-1)?.text ?? ''))).ok;
    };
    const own: boolean[] = [];
    for (let no = 0; no < 26; no += 1) own.push(await prove(`robot${no}@s${no}.revenda.com.es`));
    expect(own).toEqual([...Array.from({ length: 25 }, () => true), false]);
    // The limit on a domain's addresses does not apply to another domain with the same suffix, to an address that was
    // proved before, and to an address at a mail provider.
    for (const address of ['ana@botiga.com.es', 'robot3@s3.revenda.com.es', 'robot99@gmail.com'])
      expect(await prove(address)).toBe(true);
    const addresses = (domain: string) =>
      Array.from({ length: 26 }, (_, no) => ({ by: 'mail' as const, address: `a${no}@${domain}` }));
    const allowed = async (domain: string) => {
      const each: boolean[] = [];
      for (const one of addresses(domain)) each.push(await mayProve(parts, terrassa, one, centre.clock.ms));
      return each.every(Boolean);
    };
    // Mail providers have no limit under national suffixes, but a provider's name under a suffix that anybody can
    // register has one.
    expect([await allowed('hotmail.fr'), await allowed('web.de'), await allowed('hotmail.shop')]).toEqual([
      true,
      true,
      false,
    ]);
    centre.clock.ms += 2 * HOUR_MS;
    expect(await prove('robot98@revenda.com.es')).toBe(false);
    centre.clock.ms += DAY_MS;
    expect(await prove('robot98@revenda.com.es')).toBe(true);
  });

  it('that cannot be sent is reported at once, and nothing is stored', async () => {
    const { centre, mail, parts } = await startContacts();
    mail.refuses = 'no such mailbox';
    expect(await ask(parts)).toMatchObject({ error: { kind: 'not-sent' } });
    expect(await centre.database.query('SELECT 1 FROM contact_proof')).toEqual([]);
    expect(await ask(parts, 'no és cap adreça')).toMatchObject({ error: { kind: 'bad-address' } });
    const clear = { ...parts, keyring: createKeyring(null) };
    expect(await ask(clear)).toMatchObject({ error: { kind: 'not-offered' } });
  });
});

describe('a person with an appointment', () => {
  it('gets a message at once and a day before, with hour, office and link, and without the errand', async () => {
    const { centre, mail, parts, book } = await startContacts();
    await book(5);
    expect(await sendDue(parts, terrassa)).toBe(1);
    expect(await sendDue(parts, terrassa)).toBe(0);
    expect(mail.mails[0]?.subject).toBe('Cita: dilluns, 30 de novembre, 11.00');
    expect(mail.mails[0]?.text).toContain('https://cita.exemple.cat/c/terrassa/abcdefghijklmnopqrstuvwxyz');
    expect(mail.mails[0]?.text).toContain('Oficina de prova\nRaval, 14');
    expect(mail.mails[0]?.text.toLowerCase()).not.toContain('empadronament');
    centre.clock.ms += 4 * DAY_MS - 1;
    expect(await sendDue(parts, terrassa)).toBe(0);
    centre.clock.ms += 1;
    expect(await sendDue(parts, terrassa)).toBe(1);
    expect(mail.mails[1]?.subject).toBe('Demà teniu cita, a les 11.00');
    expect((await textOf(centre)).toLowerCase()).not.toMatch(/exemple\.cat|abcdefghijklmnop/);
  });

  it('gets a message about the new hour after a move, and no reminder of the old hour', async () => {
    const { centre, mail, parts, web, book } = await startContacts();
    const booked = await book(5);
    await sendDue(parts, terrassa);
    const start = at(8 * 24 * 60);
    await web.put('cita-1', { officeId: HERE, start });
    await contactMoved(parts.database, parts.clock, terrassa, {
      ...booked,
      start,
      dayEndsMs: Date.parse(start) + HOUR_MS,
    });
    await sendDue(parts, terrassa);
    centre.clock.ms += 4 * DAY_MS;
    await sendDue(parts, terrassa);
    expect(mail.mails.map(({ subject }) => subject)).toEqual([
      'Cita: dilluns, 30 de novembre, 11.00',
      'Cita: dijous, 3 de desembre, 11.00',
    ]);
    centre.clock.ms += 3 * DAY_MS;
    await sendDue(parts, terrassa);
    expect(mail.mails).toHaveLength(3);
  });

  it('is asked once to choose another hour when a closure takes theirs', async () => {
    const { mail, parts, book, lost } = await startContacts();
    const { appointmentId, start } = await book(5);
    await sendDue(parts, terrassa);
    lost.push({ appointmentId, start });
    for (let times = 0; times < 2; times += 1) {
      await sayLostHours(parts, terrassa);
      await sendDue(parts, terrassa);
    }
    expect(mail.mails.map(({ subject }) => subject)).toEqual([
      'Cita: dilluns, 30 de novembre, 11.00',
      'No us podrem atendre dilluns, 30 de novembre a les 11.00',
    ]);
  });

  it('is forgotten when the appointment is cancelled or its day ends, and gets no more messages', async () => {
    const { centre, mail, parts, web, book } = await startContacts();
    const { appointmentId, dayEndsMs } = await book(5);
    expect(await readKept(parts, terrassa, appointmentId)).toMatchObject({ by: 'mail', address: ADDRESS });
    await web.cancel('cita-1');
    expect(await forgetOver(centre.database, terrassa, centre.clock.ms)).toBe(1);
    expect(await readKept(parts, terrassa, appointmentId)).toBeNull();
    expect(await sendDue(parts, terrassa)).toBe(0);
    expect(mail.mails).toEqual([]);

    await book(5);
    expect(await forgetOver(centre.database, terrassa, dayEndsMs - 1)).toBe(0);
    expect(await forgetOver(centre.database, terrassa, dayEndsMs)).toBe(1);
    expect(await centre.database.query('SELECT 1 FROM contact_message')).toEqual([]);
  });

  it('gets the message once after the mail server was dead', async () => {
    const { centre, mail, parts, book, warnings } = await startContacts();
    mail.refuses = 'later';
    await book(5);
    expect(await sendDue(parts, terrassa)).toBe(1);
    expect(JSON.stringify(warnings)).not.toContain('exemple');
    mail.refuses = null;
    centre.clock.ms += HOUR_MS;
    await Promise.all([sendDue(parts, terrassa), sendDue(parts, terrassa), sendDue(parts, terrassa)]);
    expect(mail.mails.map(({ subject }) => subject)).toEqual(['Cita: dilluns, 30 de novembre, 11.00']);
  });

  it('gets the message although the key of another address in the round is lost', async () => {
    const { centre, mail, parts, book, warnings } = await startContacts();
    const { appointmentId } = await book(5);
    const lost = '00000000-0000-4000-8000-000000000001';
    await centre.database.query(
      `INSERT INTO contact SELECT city_id, $1::uuid, by, sealed, language, kept_at, until_at FROM contact`,
      [lost],
    );
    await centre.database.query(
      `INSERT INTO contact_message (city_id, appointment_id, kind, subject, message_id, next_try_at)
        SELECT city_id, $1::uuid, kind, subject, gen_random_uuid(), next_try_at FROM contact_message WHERE kind = 'confirmed'`,
      [lost],
    );
    expect(await sendDue(parts, terrassa)).toBe(2);
    expect(mail.mails).toHaveLength(1);
    expect(warnings).toHaveLength(1);
    const found = await appointmentsOf(parts, terrassa, { by: 'mail', address: ADDRESS });
    expect(found.map((one) => one.appointmentId)).toEqual([appointmentId]);
  });

  it('is found by address for a request of access or erasure, and no other person is', async () => {
    const { centre, parts, book } = await startContacts();
    const { appointmentId } = await book(5);
    const found = await appointmentsOf(parts, terrassa, { by: 'mail', address: ADDRESS });
    expect(found.map((one) => one.appointmentId)).toEqual([appointmentId]);
    expect(await appointmentsOf(parts, terrassa, { by: 'mail', address: 'pau@exemple.cat' })).toEqual([]);
    expect(await forgetContact(centre.database, terrassa, appointmentId)).toBe(true);
    expect(await appointmentsOf(parts, terrassa, { by: 'mail', address: ADDRESS })).toEqual([]);
  });
});

describe('an address that a person types', () => {
  it.each([
    ['mail', ' Nuria@Exemple.cat', 'nuria@exemple.cat'],
    ['telephone', '600 00 00 00', '+34600000000'],
    ['telephone', '0034 700.000.000', '+34700000000'],
    ['telephone', '+40 721 000 000', '+40721000000'],
    ['telephone', '93 700 00 00', null],
    ['telephone', '+34937000000', null],
    ['telephone', '12', null],
    ['mail', 'nuria@exemple', null],
    ['mail', 'a@b.cat\r\nBcc: c@d.cat', null],
  ] as const)('%s %j is %j', (by, typed, address) => {
    expect(readContact(by, typed)?.address ?? null).toBe(address);
  });
});

describe('a request of access or erasure', () => {
  it('is answered by mail address, telephone or document number, erases the address or the hash, and names no person in the audit', async () => {
    const { centre, parts, web, book } = await startContacts();
    await book(5);
    await web.put('cita-2', { documentNumber: DNI, start: at(2 * 24 * 60) });
    await web.put('cita-3', { documentNumber: NIE, start: at(3 * 24 * 60) });
    const ask = (typed: string, erases = false) => answerPerson(parts, terrassa, typed, { erases });
    expect(await ask(ADDRESS)).toMatchObject({ value: { foundBy: 'mail', appointments: [{ keeps: 'address' }] } });
    expect(await ask(DNI)).toMatchObject({
      value: {
        foundBy: 'document',
        appointments: [{ keeps: 'document-hash', start: at(2 * 24 * 60), state: 'booked' }],
      },
    });
    expect(await ask('600 000 000')).toMatchObject({ value: { foundBy: 'telephone', appointments: [] } });
    expect(await ask('ningú')).toMatchObject({ error: { kind: 'unreadable' } });
    expect(await ask(DNI, true)).toMatchObject({ value: { appointments: [{}] } });
    expect(await ask(ADDRESS, true)).toMatchObject({ value: { appointments: [{}] } });
    expect(await ask(DNI)).toMatchObject({ value: { appointments: [] } });
    expect(await ask(ADDRESS)).toMatchObject({ value: { appointments: [] } });
    expect(await ask(NIE)).toMatchObject({ value: { appointments: [{}] } });
    expect(await web.read('cita-2')).toMatchObject({ body: { state: 'booked', knownBy: { document: false } } });
    const audit = await textOf(centre);
    expect(audit).toContain('erasePerson');
    expect(audit.toLowerCase()).not.toMatch(/exemple\.cat|12345678z|600000000/);
  });
});
