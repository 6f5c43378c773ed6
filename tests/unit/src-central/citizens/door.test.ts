import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { TICKET_LANGUAGES, type TicketLanguage } from '../../../../config/languages.ts';
import { CITIZENS_SENTENCES } from '../../../../config/locales/citizens-sentences.ts';
import { citizensText } from '../../../../config/locales/citizens-words.ts';
import { createDoor, html } from '../../../../src-central/citizens/door.ts';
import { noticePage } from '../../../../src-central/citizens/holder-pages.ts';
import type { Holders } from '../../../../src-central/citizens/holders.ts';
import { createSignedTexts } from '../../../../src-central/citizens/signed-texts.ts';
import { createVisitors } from '../../../../src-central/citizens/visitors.ts';
import type { Page, Visit } from '../../../../src-central/server/visits.ts';
import { CityId } from '../../../../src-main/contract/shared/ids.ts';
import { newSigningKey } from '../../../../src-main/signing/keys.ts';
import { formIn, solve, solved } from '../../../support/booking-forms.ts';
import { createMemoryBooking } from '../../../support/memory-booking.ts';

const HOME = '/c/terrassa';
const PADRO = `${HOME}?errand=padro&lang=ca`;
/** The difficulty of the puzzles, so low that a test solves them at once. */
const FEW_BITS = 4;
const MOST_BYTES = 50_000;

/** The pages on which citizens book appointments, at 9:15 UTC on a Tuesday; `ask` requests one page. */
function openDoor(holders: Holders | null = null) {
  const clock = { ms: Date.parse('2026-11-24T09:15:00Z'), nowMs: () => clock.ms };
  const memory = createMemoryBooking(clock.nowMs, CityId.parse('terrassa'));
  const texts = createSignedTexts(newSigningKey());
  const visitors = createVisitors(clock, FEW_BITS);
  const door = createDoor({ booking: memory.booking, clock, texts, visitors, isSecure: true, holders });
  async function ask(path: string, fields: Record<string, string> | null = null, over: Partial<Visit> = {}) {
    const url = new URL(path, 'https://torn.example');
    const [, , cityId, token, file] = url.pathname.split('/');
    const visit: Visit = {
      method: fields === null ? 'GET' : 'POST',
      path,
      params: { cityId, token },
      query: url.searchParams,
      headers: { host: 'torn.example' },
      body: Buffer.from(new URLSearchParams(fields ?? {}).toString()),
      remoteAddress: '198.51.100.7',
      ...over,
    };
    if (file !== undefined) return door.calendar(visit);
    if (token === 'earlier' || token === 'notice') return door[token](visit);
    return token === undefined ? door.choose(visit) : door.show(visit);
  }
  return { ...memory, clock, texts, ask };
}

const textOf = ({ text }: Page): string => text.toString();
const toOf = ({ status, headers = {} }: Page): string => {
  expect(status).toBe(303);
  return String(headers.location);
};

type Ask = ReturnType<typeof openDoor>['ask'];

async function book(ask: Ask, from = PADRO): Promise<string> {
  const held = toOf(await ask(HOME, solved(await ask(from))));
  return toOf(await ask(HOME, formIn(await ask(held))));
}

describe('the pages on which citizens book', () => {
  test('lead from errand to a booking, which moves and is cancelled at its own address', async () => {
    const { ask, kept } = openDoor();
    expect(textOf(await ask(`${HOME}?lang=ca`))).toContain('Primera hora: avui, 10.20');
    const booked = await book(ask);
    const page = textOf(await ask(booked));
    expect(page).toContain('Ja teniu cita');
    expect(page).toContain('10.20');
    expect(page).toContain('DNI, TIE o passaport');

    const moving = /href="([^"]*moves=[^"]*)"/.exec(page)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const hours = await ask(moving);
    expect(textOf(hours)).toContain('Ara la teniu: avui, 10.20');
    expect(textOf(hours)).toContain('Districte 2');
    const moved = await book(ask, moving);
    expect(moved.split('?')[0]).toBe(booked.split('?')[0]);
    expect(textOf(await ask(moved))).toContain('10.40');
    expect([...kept.values()].filter(({ isConfirmed }) => isConfirmed)).toHaveLength(1);

    const question = await ask(`${moved}&cancel`);
    expect(textOf(question)).toContain('Voleu anul·lar la cita?');
    const cancelled = await ask(toOf(await ask(moved, { act: 'cancel', lang: 'ca' })));
    expect(textOf(cancelled)).toContain('La cita està anul·lada');
    expect(textOf(cancelled)).not.toContain('class="qr"');
  });

  test('offer the errands of one office for a second errand in the same visit', async () => {
    const { ask } = openDoor();
    const page = textOf(await ask(`${HOME}?errand=padro&office=oac-dido&adds=1&lang=ca`));
    expect(page).toContain('Impostos i taxes');
    expect(page).not.toContain('Registre');
    expect(textOf(await ask(`${HOME}?errand=padro&errand=tributs&lang=ca`))).not.toContain('OAC Districte 2');
  });

  test('find an errand by words without accents, in any of its languages', async () => {
    const { ask } = openDoor();
    for (const words of ['tramits', 'EMPADRONAMIENTO', 'رہائش']) {
      const page = textOf(await ask(`${HOME}?q=${encodeURIComponent(words)}&lang=ca`));
      expect(page.match(/class="row"/g), words).toHaveLength(1);
    }
    expect(textOf(await ask(`${HOME}?q=zzz&lang=ca`))).toContain('No hi ha cap tràmit');
  });

  test('make one hold and one booking of forms that are sent twice; a form sent after the back button replaces the hold', async () => {
    const { ask, kept } = openDoor();
    const form = solved(await ask(PADRO));
    const [once, again] = (await Promise.all([ask(HOME, form), ask(HOME, form)])).map(toOf);
    const holdOf = (address = '') => /hold=([\w-]+)/.exec(address)?.[1];
    expect(holdOf(once)).toBe(holdOf(again));
    expect(kept.size).toBe(1);
    const another = { ...form, start: '2026-11-24T10:00:00.000Z' };
    await ask(HOME, another);
    expect([...kept.values()].map(({ start }) => start)).toEqual([another.start]);
    const confirmation = formIn(await ask(toOf(await ask(HOME, another))));
    const addresses = (await Promise.all([ask(HOME, confirmation), ask(HOME, confirmation)])).map(toOf);
    expect(new Set(addresses).size).toBe(1);
    // The first form is outdated and leads back to the list of appointment times. The address of the hold leads to the confirmed booking.
    expect(toOf(await ask(HOME, form))).toContain('said=stale');
    expect(kept.size).toBe(1);
    expect(toOf(await ask(`${HOME}?hold=${confirmation.hold}`)).split('?')[0]).toBe(addresses[0]?.split('?')[0]);
  });

  test('cancel a booking that was confirmed just before the release of its hour', async () => {
    const { ask, kept, booking } = openDoor();
    const held = formIn(await ask(toOf(await ask(HOME, solved(await ask(PADRO))))));
    const { release } = booking;
    booking.release = async (cityId, hold) => {
      await booking.confirm(cityId, hold, { documentNumber: null, proven: null });
      return release(cityId, hold);
    };
    await ask(HOME, { ...held, act: 'release' });
    expect([...kept.values()].map(({ state }) => state)).toEqual(['cancelled']);
  });

  test('say that a hold has ended or an hour is gone, and mark the nearest free hour', async () => {
    const { ask, clock } = openDoor();
    const other = solved(await ask(PADRO));
    const held = toOf(await ask(HOME, solved(await ask(PADRO))));
    const gone = toOf(await ask(HOME, other));
    const page = textOf(await ask(gone));
    expect(page).toContain('ja no és lliure');
    expect(page).toContain('sense cita');
    expect(formIn(await ask(gone)).start).toBe('2026-11-24T09:40:00.000Z');
    const confirmation = formIn(await ask(held));
    clock.ms += 10 * 60_000;
    for (const late of [await ask(held), await ask(HOME, confirmation)])
      expect(textOf(await ask(toOf(late)))).toContain('S’ha acabat el temps');
  });

  test('refuse a mistyped document beside its field, and keep what was typed as text', async () => {
    const { ask, kept } = openDoor();
    const form = formIn(await ask(toOf(await ask(HOME, solved(await ask(PADRO))))));
    const refused = await ask(HOME, { ...form, document: '"><script>12345678A' });
    expect(refused.status).toBe(422);
    expect(textOf(refused)).toContain('aria-invalid="true"');
    expect(textOf(refused)).not.toContain('<script>12345678A');
    expect(toOf(await ask(HOME, { ...form, document: '12345678Z' }))).toContain('&new');
    expect([...kept.values()].some(({ isConfirmed }) => isConfirmed)).toBe(true);
  });

  test('carry the holder’s proof from the hold to the booking', async () => {
    const noted: string[] = [];
    const holders: Holders = {
      offers: ['mail'],
      identifies: () => false,
      identified: () => null,
      reached: async (_city, proof) => (proof === 'yes' ? { by: 'mail', address: 'a@example.cat' } : null),
      kept: async () => null,
      notice: async (reader, visit, _fields, asking) => {
        if (visit.method === 'POST') noted.push(asking.name === 'ask' ? `solved ${asking.isSolved}` : 'held');
        return html(200, noticePage(reader, { asking, offers: ['mail'], by: 'mail', address: '', said: null }));
      },
      identify: () => Promise.reject(new Error('not asked')),
      return: () => Promise.reject(new Error('not asked')),
      leave: () => ({ status: 303, mediaType: 'text/html', text: '' }),
      booked: async (_city, { address }, { state }) => void noted.push(`${address} ${state}`),
      moved: async () => void noted.push('moved'),
      cancelled: async () => void noted.push('cancelled'),
    };
    const { ask, booking, clock } = openDoor(holders);
    const proven: unknown[] = [];
    const { confirm } = booking;
    booking.confirm = (city, hold, who) => {
      proven.push(who.proven);
      return confirm(city, hold, who);
    };
    const held = toOf(await ask(HOME, solved(await ask(PADRO))));
    // An invalid `proof` in the address is not put into the form.
    expect(formIn(await ask(`${held}&proof=no`)).proof).toBeUndefined();
    const page = await ask(`${held}&proof=yes`);
    expect(textOf(page)).toContain('a…@e….cat');
    await ask(HOME, formIn(page));
    expect(noted).toEqual(['a@example.cat booked']);
    expect(proven).toEqual([{ by: 'mail', value: 'a@example.cat' }]);

    // A request for a code without a held appointment time needs the answer to the form's puzzle. A form works once, and only from the
    // network that asked for it.
    const earlier = await ask(`${HOME}/earlier?errand=padro&office=oac-dido&lang=ca`);
    const notice = /href="([^"]*notice[^"]*)"/.exec(textOf(earlier))?.[1]?.replaceAll('&amp;', '&') ?? '';
    const form = solved(await ask(notice));
    noted.length = 0;
    for (const fields of [form, form, { ...solved(await ask(notice)), answer: '' }])
      await ask(`${HOME}/notice`, fields);
    expect(noted).toEqual(['solved true', 'solved false', 'solved false']);
    const elsewhere = { remoteAddress: '203.0.113.9' };
    expect(toOf(await ask(`${HOME}/notice`, form, elsewhere))).toContain('/earlier?ask=');
    await ask(`${HOME}/notice`, { ...form, act: 'answer' }, elsewhere);
    clock.ms += 30 * 60_000;
    expect(toOf(await ask(notice))).toContain('/earlier?ask=');
    expect(noted).toHaveLength(4);
  });

  test('give a calendar the hour, its page and a reminder the day before', async () => {
    const { ask } = openDoor();
    const booked = await book(ask);
    const file = await ask(booked.replace('?', '/cita.ics?'));
    expect(file.mediaType).toContain('text/calendar');
    const lines = textOf(file).replaceAll('\r\n ', '').split('\r\n');
    expect(lines).toContain('DTSTART:20261124T092000Z');
    expect(lines).toContain('SUMMARY:Cita: Empadronament');
    expect(lines).toContain('TRIGGER:-P1D');
    expect(lines.some((line) => line.includes(`https://torn.example${booked.split('?')[0]}`))).toBe(true);
  });
});

describe('strangers at the pages on which citizens book', () => {
  test('wait in a line without a solved puzzle, each address and IPv6 network in its own', async () => {
    const { ask, clock, kept } = openDoor();
    const network = { remoteAddress: '2001:db8:1:1::5' };
    const unsolved = async (over: Partial<Visit> = network) => {
      const form = formIn(await ask(PADRO, null, over));
      const answer = [0, 1, 2].find((one) => solve(form.form ?? '', FEW_BITS, one) !== String(one));
      return toOf(await ask(HOME, { ...form, answer: String(answer) }, over));
    };
    const first = await unsolved();
    expect(first).toContain('wait=');
    const waiting = await ask(first, null, network);
    expect(waiting.headers?.refresh).toBe('6');
    expect(kept.size).toBe(0);
    // Four requests of one /64 may wait in line, and the fifth is refused.
    for (let more = 0; more < 3; more += 1)
      expect(await unsolved({ remoteAddress: `2001:db8:1:1::${more}` })).toContain('wait=');
    expect(await unsolved()).toContain('said=wait-full');
    expect(await unsolved({ remoteAddress: '2001:db8:1:2::5' })).toContain('wait=');
    clock.ms += 6_000;
    expect(toOf(await ask(first, null, network))).toContain('hold=');
    expect(toOf(await ask(first, null, network))).toContain('hold=');
    expect(kept.size).toBe(1);
  });

  test('close the line to no address, however many others have come', () => {
    const visitors = createVisitors({ nowMs: () => 0 });
    for (let at = 0; at <= 50_000; at += 1) visitors.joinLine(`stranger ${at}`, 0);
    expect(visitors.joinLine('neighbour', 0)).not.toBeNull();
  });

  test('get harder puzzles the more hours their address holds on a day', async () => {
    const { ask } = openDoor();
    const bitsOf = async (over: Partial<Visit> = {}) =>
      Number(/data-bits="(\d+)"/.exec(textOf(await ask(PADRO, null, over)))?.[1]);
    const before = await bitsOf();
    for (let more = 0; more < 4; more += 1) await ask(HOME, solved(await ask(PADRO)));
    expect(await bitsOf()).toBe(before + 1);
    expect(await bitsOf({ remoteAddress: '198.51.100.8' })).toBe(before);
  });

  test('hold nothing by a form of another address, an altered or old one, or from another site', async () => {
    const { ask, clock, kept } = openDoor();
    const form = solved(await ask(PADRO));
    expect(toOf(await ask(HOME, form, { remoteAddress: '203.0.113.9' }))).toContain('said=stale');
    expect(toOf(await ask(HOME, { ...form, form: `a${form.form}` }))).toContain('said=stale');
    for (const headers of [
      { host: 'torn.example', origin: 'https://other.example' },
      { host: 'torn.example', origin: 'null' },
      { host: 'torn.example', 'sec-fetch-site': 'cross-site' },
    ])
      expect(toOf(await ask(HOME, form, { headers }))).toBe('/c/terrassa?lang=ca');
    clock.ms += 31 * 60_000;
    expect(toOf(await ask(HOME, form))).toContain('said=stale');
    expect(kept.size).toBe(0);
  });

  test('find no booking by a guessed token, and no office, errand or city that does not exist', async () => {
    const { ask, kept } = openDoor();
    const booked = await book(ask);
    const [own = ''] = booked.split('?');
    const held = toOf(await ask(HOME, solved(await ask(PADRO))));
    const [hold] = [...kept.values()].filter(({ isConfirmed }) => !isConfirmed).map(({ token }) => token);
    const guesses = ['A'.repeat(26), own.slice(-26).slice(0, 25), `${own.slice(-26)}A`, hold ?? '', '..%2f', '%00'];
    for (const guess of guesses)
      for (const path of [`${HOME}/${guess}`, `${HOME}/${guess}/cita.ics`, `/c/girona/${own.slice(-26)}`])
        if (path !== `/c/girona/${own.slice(-26)}`) expect((await ask(path)).status, path).toBe(404);
    const forged = /hold=([\w-]+)\./.exec(held)?.[1];
    expect(toOf(await ask(`${HOME}?hold=${forged}.${'A'.repeat(43)}`))).toBe('/c/terrassa?lang=ca');
    for (const query of [
      'errand=none',
      'errand=%3Cscript%3E',
      `errand=${'a'.repeat(5_000)}`,
      'errand=padro&errand=none',
    ]) {
      const page = await ask(`${HOME}?${query}&lang=ca`);
      expect(textOf(page), query).toContain('Per a què voleu cita?');
    }
    expect(textOf(await ask(`${PADRO}&office=none&day=2026-99-99&from=zzz&near=x`))).toContain('OAC Didó');
    for (const city of ['girona', 'TERRASSA%00', '..']) expect((await ask(`/c/${city}`)).status, city).toBe(404);
  });

  test('find the offices nearest to a chosen one, and the soonest hour again, by links alone', async () => {
    const { ask } = openDoor();
    const officesIn = (text: string) => [...text.matchAll(/<b lang="ca">([^<]+)</g)].map(([, name]) => name);
    const linkTo = (text: string, name: string) =>
      new RegExp(`href="([^"]*)"[^>]*>${name}</a>`).exec(text)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const soonest = textOf(await ask(PADRO));
    const [first = '', second = ''] = officesIn(soonest);
    const near = textOf(await ask(linkTo(soonest, second)));
    expect(officesIn(near).slice(0, 2)).toEqual([second, first]);
    expect(near).toMatch(/>[^<]*0\skm</);
    expect(near).toMatch(/1,6\skm/);
    expect(near).toContain(`Les més properes a ${second}`);
    expect(formIn({ text: near }).office).toBe('oac-districte-2');
    expect(officesIn(textOf(await ask(linkTo(near, 'Primer, la que té hora abans')))).slice(0, 2)).toEqual([
      first,
      second,
    ]);
  });

  test('cannot make the centre read its lists more often by looking more often', async () => {
    const { ask, clock, calls } = openDoor();
    for (let look = 0; look < 20; look += 1) await ask(HOME);
    expect(calls.filter((call) => call === 'firstFree padro')).toHaveLength(1);
    clock.ms += 20_000;
    await ask(HOME);
    expect(calls.filter((call) => call === 'firstFree padro')).toHaveLength(2);
    // The clock goes back, as when a time server corrects it, and the list is read again.
    clock.ms -= 3_600_000;
    await ask(HOME);
    expect(calls.filter((call) => call === 'firstFree padro')).toHaveLength(3);
  });

  test('cannot make a page run a script from its address', async () => {
    const { ask } = openDoor();
    const page = await ask(`${HOME}?q=${encodeURIComponent('"><script>alert(1)</script>')}&lang=%22%3E`);
    expect(textOf(page)).not.toContain('<script>alert');
    const policy = String(page.headers?.['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    const hours = textOf(await ask(PADRO));
    for (const [, kind = '', inside = ''] of hours.matchAll(/<(style|script)>(.*?)<\/\1>/gs))
      expect(policy, kind).toContain(createHash('sha256').update(inside).digest('base64'));
    expect(hours).not.toMatch(/ style="| on\w+="/);
  });
});

describe.each(TICKET_LANGUAGES)('the pages on which citizens book, in %s', (language: TicketLanguage) => {
  test('are complete, light, and say that one may come without an appointment', async () => {
    const { ask } = openDoor();
    expect(Object.keys(CITIZENS_SENTENCES[language])).toEqual(Object.keys(CITIZENS_SENTENCES.ca));
    const held = toOf(await ask(HOME, solved(await ask(`${HOME}?errand=padro&lang=${language}`))));
    const booked = toOf(await ask(HOME, formIn(await ask(held))));
    const without = citizensText(language, 'without');
    for (const path of [
      `${HOME}?lang=${language}`,
      `${HOME}?errand=padro&lang=${language}&said=gone`,
      `${HOME}?lang=${language}&mine`,
      booked,
      `${booked}&cancel`,
      `${HOME}/${'A'.repeat(26)}?lang=${language}`,
    ]) {
      const page = textOf(await ask(path));
      expect(page, path).toContain(`lang="${language}" dir="${['ar', 'ur'].includes(language) ? 'rtl' : 'ltr'}"`);
      expect(page, path).not.toMatch(/\{\{|\b[a-z]+-(title|say)\b/);
      expect(Buffer.byteLength(page), path).toBeLessThan(MOST_BYTES);
      expect(page, path).toContain(without);
    }
  });
});
