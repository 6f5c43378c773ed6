import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createKeyring, encryptionKeyOf } from '../../../../src-central/appointments/keyring.ts';
import { readKept } from '../../../../src-central/contacts/contacts.ts';
import { answerPerson } from '../../../../src-central/contacts/person.ts';
import { createReach } from '../../../../src-central/contacts/reach.ts';
import { openPglite } from '../../../../src-central/database/pglite.ts';
import { newSigningKey } from '../../../../src-main/signing/keys.ts';
import { formIn, solved } from '../../../support/booking-forms.ts';
import { hoursOffice, planOf, TRAMITS } from '../../../support/hours-office.ts';
import { startMailServer } from '../../../support/mail-server.ts';
import { startTestCentre, terrassa } from '../../../support/test-centre.ts';
import { startValid } from '../../../support/valid.ts';

const ORIGIN = 'https://cita.exemple.cat';
const HOME = `/c/${terrassa}`;
const ERRAND = `${HOME}?errand=${TRAMITS}&lang=ca`;
const ADDRESS = 'nuria@exemple.cat';

/** A centre that writes mail and identifies citizens, and a browser at it. */
async function start(plan: Record<string, unknown> = planOf()) {
  const signingKey = newSigningKey();
  const keyring = createKeyring(encryptionKeyOf(randomBytes(32)));
  const mail = await startMailServer();
  const valid = await startValid(`${ORIGIN}/c/identified`);
  const centre = await startTestCentre(await openPglite(null), {
    ...{ signingKey, keyring },
    citizens: {
      origin: ORIGIN,
      reach: createReach({ mailServer: mail.settings, textGateway: null, signingKey }),
      identification: valid.identification,
    },
  });
  await hoursOffice(centre, 'oac-hores', plan);
  const cookies = new Map<string, string>();
  async function ask(path: string, fields: Record<string, string> | null = null) {
    const answer = await fetch(`${centre.url}${path}`, {
      ...{ method: fields === null ? 'GET' : 'POST', redirect: 'manual' },
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(fields === null ? {} : { body: new URLSearchParams(fields) }),
    });
    for (const line of answer.headers.getSetCookie()) {
      const [name = '', value = ''] = (line.split(';')[0] ?? '').split(/=(.*)/s);
      if (value === '') cookies.delete(name);
      else cookies.set(name, value);
    }
    return { status: answer.status, text: await answer.text(), to: answer.headers.get('location') ?? '' };
  }
  const hold = async (from = ERRAND): Promise<string> => (await ask(HOME, solved(await ask(from)))).to;
  const codeSent = (): string => /\d{6}/.exec(mail.mails.at(-1)?.text ?? '')?.[0] ?? '';
  return { centre, keyring, mail, ask, hold, codeSent, cookies };
}

const tokenIn = (address: string): string => /\/c\/\w+\/([A-Z2-7]{26})/.exec(address)?.[1] ?? '';
const linkIn = (text: string, part: string): string =>
  [...text.matchAll(/href="([^"]*)"/g)]
    .map(([, href = '']) => href.replaceAll('&amp;', '&'))
    .find((href) => href.includes(part)) ?? '';

describe('a person who leaves a mail address', () => {
  it('types its code, is kept with the booking sealed, and is forgotten when they cancel', async () => {
    const { centre, keyring, mail, ask, hold, codeSent } = await start();
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
    // The limits of codes are each city's, so a hold of this one sends none for a city that is invented.
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

  it('has the hours of people who are proven, and gets none of them without the proof', async () => {
    // No hour at all for people who prove nothing.
    const { ask, hold, codeSent } = await start(
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
  it('types nothing, finds their bookings in one list, and leaves', async () => {
    const { centre, keyring, ask, hold, cookies } = await start();
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
    // Somebody who types the same number sees nothing of it.
    const identified = [...cookies];
    cookies.clear();
    expect((await ask(`${HOME}?mine&lang=ca`)).text).not.toContain('11.30');
    for (const [name, value] of identified) cookies.set(name, value);
    const parts = { database: centre.database, keyring, clock: { nowMs: () => centre.clock.ms } };
    await answerPerson(parts, terrassa, '12345678Z', { erases: true });
    expect((await ask(`${HOME}?mine&lang=ca`)).text).not.toContain('11.30');

    const forged = await ask(callback);
    expect(forged.to).toBe(`${HOME}?said=identify-failed`);
  });

  it('is sent on to pages of this city alone', async () => {
    const { ask, cookies } = await start();
    const away = await ask(`${HOME}/identify?lang=ca`);
    const [name = '', value = ''] = [...cookies].find(([one]) => one.includes('identify')) ?? [];
    // The browser chooses its cookie: another address in it fits no state.
    const [secret = ''] = value.split('.');
    const evil = Buffer.from(JSON.stringify({ next: 'https://evil.example/', atMs: Date.now() })).toString('base64url');
    cookies.set(name, `${secret}.${evil}`);
    const provider = await fetch(away.to, { redirect: 'manual' });
    const answer = await ask((provider.headers.get('location') ?? '').slice(ORIGIN.length));
    expect(answer.to).not.toContain('evil');
  });
});
