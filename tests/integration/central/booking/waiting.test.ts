import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { createKeyring, encryptionKeyOf } from '../../../../src-central/appointments/keyring.ts';
import { createBooking } from '../../../../src-central/booking/create-booking.ts';
import { createOfficeStates } from '../../../../src-central/booking/office-state.ts';
import { type ReminderParts, sendDue, sendOffers } from '../../../../src-central/contacts/outbox.ts';
import { answerPerson } from '../../../../src-central/contacts/person.ts';
import { OfficeId } from '../../../../src-main/contract/shared/ids.ts';
import { asShown } from '../../../support/as-shown.ts';
import { formIn } from '../../../support/booking-forms.ts';
import { ADDRESS, ERRAND, HOME, linkIn, ORIGIN, startCitizens, tokenIn } from '../../../support/citizens-centre.ts';
import { CITY, planOf, TRAMITS } from '../../../support/hours-office.ts';
import { sharedPostgres } from '../../../support/postgres.ts';

const postgres = sharedPostgres();

const MINUTE = 60_000;
/** Thursday; the tests begin on Wednesday. */
const TOMORROW = '2026-11-26';
const OFFICE = 'oac-hores';

/** An office whose appointment times of tomorrow are all booked, and its waiting list. */
async function startFull(mostDays = 1) {
  const citizens = await startCitizens(
    await postgres.newDatabase(),
    planOf(1, { ahead: { mostDays, leastMinutes: 30 } }),
  );
  const { centre, keyring, mail, reach } = citizens;
  const clock = { nowMs: () => centre.clock.ms };
  const parts = { database: centre.database, clock, keyring };
  const doors = createBooking({ ...parts, signingKey: centre.signingKey, readOfficeState: createOfficeStates() });
  const officeId = OfficeId.parse(OFFICE);
  const desk = { officeId, errands: [TRAMITS], door: 'desk' as const, language: 'ca' as const };
  centre.clock.ms = Date.parse('2026-11-25T15:00:00Z');
  const taken: string[] = [];
  for (const start of (await doors.freeHours(CITY, { ...desk, from: TOMORROW, days: 1 }))[0]?.starts ?? []) {
    const held = await doors.hold(CITY, { ...desk, start });
    if (!held.ok) continue;
    const done = await doors.confirm(CITY, held.value.hold, { documentNumber: null, proven: null });
    if (done.ok) taken.push(held.value.hold);
  }
  expect(taken).toHaveLength(15);
  const warnings: object[] = [];
  const log = (words: object) => void warnings.push(words);
  const outbox: ReminderParts = {
    ...parts,
    reach,
    read: doors.read,
    readWait: doors.readWait,
    lostHours: doors.lostHours,
    pageOf: (cityId, token) => `${ORIGIN}/c/${cityId}/${token}`,
    logger: { info: log, warn: log, error: log },
  };
  const send = () => sendOffers(outbox, CITY);
  const linkOfMail = (): string => /https:\S+/.exec(mail.mails.at(-1)?.text ?? '')?.[0].slice(ORIGIN.length) ?? '';
  const count = async (table: string): Promise<number> =>
    (await centre.database.query<{ rows: number }>(`SELECT count(*)::int AS rows FROM ${table}`))[0]?.rows ?? 0;
  const cancel = (token: string) => doors.cancel(CITY, token, { door: 'desk' });
  return { ...citizens, officeId, parts, outbox, doors, taken, send, linkOfMail, count, cancel, warnings };
}

async function enter({ ask, prove }: Awaited<ReturnType<typeof startFull>>, address: string): Promise<string> {
  const none = await ask(ERRAND);
  const page = await ask(linkIn(none.text, '/earlier?'));
  expect(page.text).toContain('us l’oferirem només a vós');
  const back = await ask(await prove(linkIn(page.text, '/notice?'), address));
  return (await ask(`${HOME}/earlier`, formIn(back))).to;
}

it('the waiting list offers a freed hour by mail to one person at a time, who must accept it before it is booked', async () => {
  const full = await startFull();
  const { centre, ask, doors, taken, send, linkOfMail, mail, count, cancel } = full;
  const entry = await enter(full, ADDRESS);
  expect((await ask(entry)).text).toContain('Us escriurem a n…@e….cat');
  centre.clock.ms += MINUTE;
  const second = await enter(full, 'pau@exemple.cat');
  const rows = await centre.database.query('SELECT to_jsonb(booking_wait)::text AS row FROM booking_wait');
  expect(JSON.stringify(rows)).not.toMatch(/exemple|[A-Z2-7]{26}/);

  await cancel(taken[0] ?? '');
  const sent = mail.mails.length;
  expect([await send(), await send()]).toEqual([1, 0]);
  expect(mail.mails).toHaveLength(sent + 1);
  expect(mail.mails.at(-1)).toMatchObject({ to: ADDRESS, subject: 'Hora lliure: dijous, 26 de novembre, 9.00' });
  expect(mail.mails.at(-1)?.text).toContain('dimecres, 25 de novembre, 19.01');
  expect(mail.mails.at(-1)?.text.toLowerCase()).not.toContain('tràmits');
  const token = tokenIn(linkOfMail());
  expect(entry).toContain(token);
  // The offer's token is useless to a person who buys it and proves a different mail address, or none.
  for (const proven of [null, { by: 'mail' as const, value: 'comprador@exemple.cat' }])
    expect(await doors.confirm(CITY, token, { documentNumber: '12345678Z', proven })).toMatchObject({
      error: { kind: 'not-proven' },
    });
  const offer = await ask(linkOfMail());
  expect(asShown(offer.text)).toContain(asShown('Hi ha una hora per a vós'));
  const form = formIn(offer);
  const wrong = await ask(`${HOME}/${token}`, { ...form, document: '12345678A' });
  expect([wrong.status, wrong.text.includes('Aquest número no és correcte')]).toEqual([422, true]);
  const booked = await ask((await ask(`${HOME}/${token}`, { ...form, document: '12345678Z' })).to);
  expect(booked.text).toContain('Ja teniu cita');
  expect([await count('booking_wait'), await count('contact')]).toEqual([1, 1]);

  // The next person declines the offer: the entry in the list ends, and every citizen may book the appointment time after a random delay.
  await cancel(taken[1] ?? '');
  await send();
  const declining = await ask(linkOfMail());
  expect(linkOfMail()).toContain(tokenIn(second));
  const released = await count('booking_release');
  const left = await ask(`${HOME}/${tokenIn(second)}`, { ...formIn(declining), act: 'leave' });
  expect((await ask(left.to)).text).toContain('Ja no espereu cap hora');
  expect([await count('booking_wait'), await count('booking_release')]).toEqual([0, released + 1]);
  expect((await ask(second)).text).toContain('Si era l’oferta d’una hora, ja s’ha acabat');
});

it('the waiting list drops an entry that leaves its offer unanswered, keeps an entry that no message reached, and survives a lost key', async () => {
  const full = await startFull();
  const { centre, doors, officeId, taken, send, mail, count, cancel, parts, warnings, keyring } = full;
  await enter(full, ADDRESS);
  centre.clock.ms += MINUTE;
  await enter(full, 'pau@exemple.cat');
  mail.refuses = 'later';
  await cancel(taken[0] ?? '');
  expect(await send()).toBe(1);
  centre.clock.ms += 181 * MINUTE;
  await doors.settle(CITY);
  expect([await count('booking_wait'), await count('booking_hold WHERE is_offer')]).toEqual([2, 0]);
  mail.refuses = null;

  await cancel(taken[1] ?? '');
  await send();
  expect(mail.mails.at(-1)?.to).toBe('pau@exemple.cat');
  centre.clock.ms += 181 * MINUTE;
  await doors.settle(CITY);
  await send();
  expect(mail.mails.at(-1)?.to).toBe(ADDRESS);
  expect(await count('booking_wait')).toBe(1);

  // The address was encrypted with a key that is lost: the round of sending logs a warning and goes on.
  await centre.database.query('UPDATE booking_wait SET said_offer = NULL, next_try_at = $1::timestamptz', [
    new Date(centre.clock.ms).toISOString(),
  ]);
  const lost = { ...full.outbox, keyring: createKeyring(encryptionKeyOf(randomBytes(32))) };
  expect(await sendOffers(lost, CITY)).toBe(1);
  expect(JSON.stringify(warnings)).toContain('a key that is lost');

  const found = await answerPerson({ ...parts, keyring }, CITY, ADDRESS, { erases: true });
  expect(found).toMatchObject({ value: { waits: [{ officeId: OFFICE }] } });
  expect(await count('booking_wait')).toBe(0);
  const holder = { by: 'mail' as const, value: ADDRESS };
  await doors.wait(CITY, { officeId, errands: [TRAMITS], door: 'web', language: 'ca', holder });
  expect(await count('booking_wait')).toBe(1);
  centre.clock.ms = Date.parse('2026-11-27T06:00:00Z');
  await doors.settle(CITY);
  expect(await count('booking_wait')).toBe(0);
});

it('each try of an offer is sent under one id, and the next offer under another', async () => {
  const full = await startFull();
  const { centre, doors, taken, mail, reach, cancel, outbox } = full;
  const ids: (string | undefined)[] = [];
  const noting: ReminderParts['reach'] = {
    ...reach,
    send(contact, words, id) {
      ids.push(id);
      return reach.send(contact, words, id);
    },
  };
  const send = () => sendOffers({ ...outbox, reach: noting }, CITY);
  await enter(full, ADDRESS);
  mail.refuses = 'later';
  await cancel(taken[0] ?? '');
  expect(await send()).toBe(1);
  centre.clock.ms += 10 * MINUTE;
  expect(await send()).toBe(1);
  centre.clock.ms += 181 * MINUTE;
  await doors.settle(CITY);
  mail.refuses = null;
  await cancel(taken[1] ?? '');
  expect(await send()).toBe(1);
  const [first, second, next] = ids;
  expect([ids.length, second, typeof next]).toEqual([3, first, 'string']);
  expect(next).not.toBe(first);
});

it('an offer moves the booking of a proven holder to the earlier hour, and ends the waiting entry', async () => {
  const full = await startFull(3);
  const { ask, hold, prove, taken, send, linkOfMail, count, cancel, doors } = full;
  const held = await ask(await hold(`${ERRAND}&day=2026-11-27`));
  const booked = await ask(HOME, formIn(await ask(await prove(linkIn(held.text, '/notice?')))));
  const page = await ask(booked.to);
  const how = await ask(linkIn(page.text, '/earlier?'));
  expect([how.text.includes('Us avisarem a n…@e….cat'), how.text.includes('conserveu la cita que teniu')]).toEqual([
    true,
    true,
  ]);
  const entry = await ask(`${HOME}/earlier`, formIn(how));
  expect((await ask(booked.to)).text).toContain('Espereu una hora abans');
  expect((await ask(linkIn((await ask(booked.to)).text, '/earlier?'))).to.split('?')[0]).toBe(entry.to.split('?')[0]);

  await cancel(taken[0] ?? '');
  expect(await send()).toBe(1);
  const offer = await ask(linkOfMail());
  expect(offer.text).toContain('Ara la teniu');
  const moved = await ask((await ask(`${HOME}/${tokenIn(linkOfMail())}`, formIn(offer))).to);
  expect(moved.text).toContain('Heu canviat la cita');
  expect(await doors.read(CITY, tokenIn(booked.to))).toMatchObject({ start: `${TOMORROW}T08:00:00.000Z` });
  expect([await count('booking_wait'), await count('booking_hold')]).toEqual([0, 0]);
  expect((await ask(booked.to)).text).not.toContain('/earlier?');
});

it('cancelling a booking ends its waiting entry, and its hour is offered to the next person', async () => {
  const full = await startFull(3);
  const { ask, hold, prove, taken, send, mail, count, cancel } = full;
  const tokens: string[] = [];
  for (const address of [ADDRESS, 'pau@exemple.cat']) {
    const held = await ask(await hold(`${ERRAND}&day=2026-11-27`));
    const booked = await ask(HOME, formIn(await ask(await prove(linkIn(held.text, '/notice?'), address))));
    tokens.push(tokenIn(booked.to));
    await ask(`${HOME}/earlier`, formIn(await ask(linkIn((await ask(booked.to)).text, '/earlier?'))));
    full.centre.clock.ms += MINUTE;
  }
  expect(await count('booking_wait')).toBe(2);
  await cancel(taken[0] ?? '');
  await send();
  expect(mail.mails.at(-1)?.to).toBe(ADDRESS);
  await ask(`${HOME}/${tokens[0]}`, { act: 'cancel', lang: 'ca' });
  await send();
  expect(mail.mails.at(-1)).toMatchObject({ to: 'pau@exemple.cat', subject: expect.stringContaining('Hora lliure') });
  expect(await count('booking_wait')).toBe(1);
});

it('entries that do not suit an hour or cannot be reached do not block it, and an entry ends at its second unannounced offer', async () => {
  const full = await startFull(5);
  const { centre, doors, officeId, taken, send, mail, count, cancel, linkOfMail } = full;
  const desk = { officeId, errands: [TRAMITS], door: 'web' as const, language: 'ca' as const, before: '2026-11-30' };
  const tokens: string[] = [];
  for (const value of [ADDRESS, 'pau@exemple.cat', 'mar@exemple.cat']) {
    const entered = await doors.wait(CITY, {
      ...desk,
      holder: { by: 'mail', value },
      reach: { by: 'mail', address: value },
    });
    tokens.push(entered.ok ? entered.value.wait : '');
    centre.clock.ms += MINUTE;
  }
  // A sensitive office is not named: page and message then name the city, without errands.
  const mark = (sensitive: boolean) =>
    centre.database.query('UPDATE profile_version SET document = (document::jsonb || $1::jsonb)::text', [
      JSON.stringify({ sensitive }),
    ]);
  await mark(true);
  const anew = createBooking({ ...full.parts, signingKey: centre.signingKey, readOfficeState: createOfficeStates() });
  expect(await anew.readWait(CITY, tokens[1] ?? '')).toMatchObject({ officeName: 'Ajuntament de proves', errands: [] });
  await mark(false);
  await centre.database.query(`UPDATE booking_wait SET sealed = 'lost'
    WHERE since = (SELECT min(since) FROM booking_wait)`);
  await centre.database.query(`INSERT INTO booking_wait (city_id, wait_hash, office_id, errands, desk_id, before_day, door,
      needs_help, is_proven, language, holder_hash, since)
    SELECT city_id, 'other-' || no, office_id, errands, 'taula-3', before_day, door, needs_help, is_proven, language,
      'other-' || no, since - interval '1 hour' FROM booking_wait, generate_series(1, 51) AS no WHERE sealed = 'lost'`);
  const lapse = async () => {
    centre.clock.ms += 181 * MINUTE;
    await doors.settle(CITY);
    await send();
  };
  const lost = () => count(`booking_wait WHERE sealed = 'lost'`);

  await cancel(taken[0] ?? '');
  await cancel(taken[1] ?? '');
  await send();
  expect([await count('booking_hold WHERE is_offer'), mail.mails.at(-1)?.to]).toEqual([2, 'pau@exemple.cat']);
  // The entry whose message cannot be sent moves to the end of the list, and the next person gets the offer.
  await lapse();
  expect([await lost(), mail.mails.at(-1)?.to]).toEqual([1, 'mar@exemple.cat']);
  const proven = { by: 'mail' as const, value: 'mar@exemple.cat' };
  expect(await doors.confirm(CITY, tokenIn(linkOfMail()), { documentNumber: null, proven })).toMatchObject({
    ok: true,
  });
  // The citizen's address for messages is stored in the same transaction as the booking, so no message is lost with a lost answer.
  expect([await count('contact'), await count('contact_message')]).toEqual([1, 1]);
  await sendDue(full.outbox, CITY);
  await lapse();
  expect(await lost()).toBe(0);
});
