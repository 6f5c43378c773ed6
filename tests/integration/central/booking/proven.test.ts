import { describe, expect, it } from 'vitest';
import { readKept } from '../../../../src-central/contacts/contacts.ts';
import { answerPerson } from '../../../../src-central/contacts/person.ts';
import { formIn, solved } from '../../../support/booking-forms.ts';
import { ADDRESS, ERRAND, HOME, linkIn, ORIGIN, startCitizens, tokenIn } from '../../../support/citizens-centre.ts';
import { planOf } from '../../../support/hours-office.ts';
import { sharedPostgres } from '../../../support/postgres.ts';
import { terrassa } from '../../../support/test-centre.ts';

const postgres = sharedPostgres();

describe('a person who leaves a mail address', () => {
  it('types the code from the mail; the address is stored encrypted beside the booking, and deleted when they cancel', async () => {
    const { centre, keyring, mail, ask, hold, codeSent } = await startCitizens(await postgres.newDatabase());
    const held = await ask(await hold());
    const notice = await ask(linkIn(held.text, '/notice?'));
    const bad = await ask(`${HOME}/notice`, { ...formIn(notice), address: 'nuria@' });
    expect([bad.status, bad.text.includes('Aquesta adreça no és correcta')]).toEqual([422, true]);
    const sent = await ask(`${HOME}/notice`, { ...formIn(notice), address: ADDRESS });
    expect(sent.text).toContain('L’hem enviat a n…@e….cat');
    const wrong = await ask(`${HOME}/notice`, { ...formIn(sent), code: codeSent() === '111111' ? '222222' : '111111' });
    expect([wrong.status, wrong.text.includes('Aquest codi no és correcte')]).toEqual([422, true]);
    const back = await ask(`${HOME}/notice`, { ...formIn(wrong), code: codeSent() });
    const proven = await ask(back.to);
    expect(proven.text).toContain('Us avisarem a n…@e….cat');
    // The limits on codes count per city, so a form for an invented city, which would evade them, sends no code.
    await ask('/c/inventada/notice', { ...formIn(notice), address: 'victima@exemple.cat' });
    const booked = await ask(HOME, formIn(proven));
    const token = tokenIn(booked.to);
    expect((await ask(booked.to)).text).toContain('Ja teniu cita');

    const [row] = await centre.database.query<{ id: string; proven: boolean; row: string }>(
      `SELECT appointment_id AS id, is_proven AS proven, to_jsonb(booking)::text AS row FROM booking`,
    );
    expect(row?.proven).toBe(true);
    expect(row?.row).not.toContain('exemple');
    const kept = () => readKept({ database: centre.database, keyring }, terrassa, row?.id ?? '');
    expect(await kept()).toMatchObject({ by: 'mail', address: ADDRESS, token });
    await ask(`${HOME}/${token}`, { act: 'cancel', lang: 'ca' });
    expect(await kept()).toBeNull();
    expect(mail.mails).toHaveLength(1);
  });

  it('gets the hours that are kept for proven people, and no such hour without the proof', async () => {
    // The plan gives no appointment time to people without a proof of identity.
    const { ask, hold, codeSent } = await startCitizens(
      await postgres.newDatabase(),
      planOf(1, { shares: { walkIn: 25, sameDay: 0, telephone: 0, help: 0, unproven: 0 } }),
    );
    const none = await ask(ERRAND);
    expect(none.text).toContain('Ara no hi ha hores lliures');
    const more = linkIn(none.text, 'proves=1');
    const held = await ask(await hold(more));
    const refused = await ask(HOME, formIn(held));
    expect(refused.to).toContain('said=proven-only');
    const page = await ask(refused.to);
    expect(page.text).toContain('Aquestes hores són per a qui deixa un correu');
    const sent = await ask(`${HOME}/notice`, { ...formIn(await ask(linkIn(page.text, '/notice?'))), address: ADDRESS });
    const back = await ask(`${HOME}/notice`, { ...formIn(sent), code: codeSent() });
    expect(tokenIn((await ask(HOME, formIn(await ask(back.to)))).to)).not.toBe('');
  });
});

describe('a person whom VÀLid identifies', () => {
  it('types nothing, finds their bookings in one list that only they can use, and signs out', async () => {
    const { centre, keyring, ask, hold, cookies } = await startCitizens(await postgres.newDatabase());
    const held = await ask(await hold());
    const away = await ask(linkIn(held.text, '/identify?'));
    const provider = await fetch(away.to, { redirect: 'manual' });
    const callback = (provider.headers.get('location') ?? '').slice(ORIGIN.length);
    const back = await ask(callback);
    const page = await ask(back.to);
    expect(page.text).toContain('Us heu identificat');
    expect(page.text).not.toContain('name="document"');
    expect([...cookies.values()].join()).not.toContain('12345678');
    const booked = await ask(HOME, formIn(page));
    expect(tokenIn(booked.to)).not.toBe('');
    const [row] = await centre.database.query<{ slow: string; holder: string }>(
      `SELECT slow_hash AS slow, holder_hash AS holder FROM booking JOIN appointment USING (city_id, appointment_id)`,
    );
    expect([typeof row?.slow, typeof row?.holder]).toEqual(['string', 'string']);
    const mine = await ask(`${HOME}?mine&lang=ca`);
    expect(mine.text).toContain('Les vostres cites');
    expect(mine.text).toContain('11.30');
    const identified = [...cookies];
    cookies.clear();
    expect((await ask(`${HOME}?mine&lang=ca`)).text).not.toContain('11.30');
    for (const [name, value] of identified) cookies.set(name, value);

    // The list's buttons do not contain the booking's address, and open the booking only to the identified person.
    const button = (page: { text: string }, act: string): Record<string, string> => {
      const form = page.text.split('<form').find((one) => one.includes(`value="${act}"`)) ?? '';
      return formIn({ text: `<form${form}` });
    };
    const list = await ask(`${HOME}?mine&lang=ca`);
    const foreign = await fetch(`${centre.url}${HOME}`, {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams(button(list, 'mine-cancel')),
      headers: { origin: 'https://other.example', cookie: identified.map((one) => one.join('=')).join('; ') },
    });
    expect(foreign.headers.get('location')).toBe(`${HOME}?lang=ca`);
    cookies.clear();
    expect((await ask(HOME, button(list, 'mine-cancel'))).to).toBe(`${HOME}?lang=ca&mine`);
    for (const [name, value] of identified) cookies.set(name, value);
    const moving = await ask((await ask(HOME, button(list, 'mine-move'))).to);
    expect(moving.text).toContain('Ara la teniu: avui, 11.30');
    const moved = await ask(
      HOME,
      formIn(await ask((await ask(HOME, { ...solved(moving), start: '2026-11-25T10:45:00.000Z' })).to)),
    );
    expect((await ask(moved.to)).text).toContain('Heu canviat la cita');
    expect((await ask(`${HOME}?mine&lang=ca`)).text).toContain('11.45');
    expect((await ask(booked.to)).text).toContain('11.45');
    const second = await ask(HOME, formIn(await ask(await hold())));
    const cancelling = await ask((await ask(HOME, button(await ask(`${HOME}?mine&lang=ca`), 'mine-cancel'))).to);
    expect(cancelling.text).toContain('Voleu anul·lar la cita?');
    const cancelledAt = (await ask(linkIn(cancelling.text, '/terrassa/').split('?')[0] ?? '', formIn(cancelling))).to;
    expect((await ask(cancelledAt)).text).toContain('La cita està anul·lada');
    const after = await ask(`${HOME}?mine&lang=ca`);
    expect([after.text.includes('11.45'), after.text.includes('11.30')]).toEqual([true, false]);
    expect((await ask(second.to)).text).toContain('La cita està anul·lada');
    const parts = { database: centre.database, keyring, clock: { nowMs: () => centre.clock.ms } };
    await answerPerson(parts, terrassa, '12345678Z', { erases: true });
    expect((await ask(`${HOME}?mine&lang=ca`)).text).not.toContain('11.30');

    const forged = await ask(callback);
    expect(forged.to).toBe(`${HOME}?said=identify-failed`);
  });

  it('is redirected to pages of this city only', async () => {
    const { ask, cookies } = await startCitizens(await postgres.newDatabase());
    const away = await ask(`${HOME}/identify?lang=ca`);
    const [name = '', value = ''] = [...cookies].find(([one]) => one.includes('identify')) ?? [];
    // The browser can send any cookie: a changed address must not pass as the one that the centre stored in the
    // cookie.
    const [secret = ''] = value.split('.');
    const evil = Buffer.from(JSON.stringify({ next: 'https://evil.example/', atMs: Date.now() })).toString('base64url');
    cookies.set(name, `${secret}.${evil}`);
    const provider = await fetch(away.to, { redirect: 'manual' });
    const answer = await ask((provider.headers.get('location') ?? '').slice(ORIGIN.length));
    expect(answer.to).not.toContain('evil');
  });
});
