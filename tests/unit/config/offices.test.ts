import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { TICKET_LANGUAGES } from '../../../config/languages.ts';
import { loadOffice } from '../../../src-main/configuration/load.ts';
import { nearbyOfficeId } from '../../../src-main/contract/shared/nearby.ts';
import { addDays, weekdayOf } from '../../../src-main/domain/calendar-day.ts';
import { closesAt, hoursOn, isOpenAt, nextOpening, opensLaterToday } from '../../../src-main/domain/opening-hours.ts';
import { must } from '../../support/must.ts';

const configDir = join(import.meta.dirname, '../../../config');
const names = readdirSync(join(configDir, 'offices')).map((file) => basename(file, '.json'));

function load(name: string) {
  return must(loadOffice({ profileFile: join(configDir, 'offices', `${name}.json`), configDir }));
}

const hours = (name: string, date: string): string => {
  const { profile, calendar } = load(name);
  const { ranges } = hoursOn(profile.hours, calendar, date);
  return ranges.map(({ from, to }) => `${from}-${to}`).join(' ');
};

const daysOf = (year: number): string[] =>
  Array.from({ length: 366 }, (_, index) => addDays(`${year}-01-01`, index)).filter((day) =>
    day.startsWith(`${year}-`),
  );

describe('the offices of the city', () => {
  it('are the expected ones', () => {
    expect(names.toSorted()).toEqual([
      'atencio-empresa',
      'casa-baumann',
      'casal-ca-naurell',
      'casal-montserrat',
      'demonstration',
      'habitatge',
      'oac-dido',
      'oac-districte-2',
      'oac-districte-3',
      'oac-districte-5',
      'oac-districte-6',
      'oac-districte-7',
      'oficina-territori',
      'serveis-socials-d1',
      'serveis-socials-d2',
      'serveis-socials-d3',
      'serveis-socials-d4',
      'serveis-socials-d5',
      'serveis-socials-d6',
    ]);
  });

  describe.each(names)('%s', (name) => {
    const { profile, calendar, nearby, leftOut } = load(name);

    it('has its file’s id and finds all its nearby offices', () => {
      expect(profile.officeId).toBe(name);
      expect(leftOut).toEqual([]);
      expect(nearby.map((other) => other.profile.officeId)).toEqual(profile.nearby.map(nearbyOfficeId));
    });

    it('has every text in every language it offers', () => {
      const texts = [...profile.groups, ...profile.services].flatMap((entry) => [entry.name, entry.hint]);
      texts.push(...profile.services.flatMap(({ ticketName }) => ticketName ?? []));
      texts.push(...profile.hours.closures.map(({ reason }) => reason));
      for (const text of texts)
        for (const language of profile.languages) expect(text?.[language], JSON.stringify(text)).toBeTruthy();
    });

    it('offers nine languages, and marks that some are not reviewed', () => {
      expect(profile.languages).toEqual(TICKET_LANGUAGES);
      expect(profile.unreviewedLanguages).toBe(true);
    });

    it('has a hub and named desks in every language, but for the demonstration', () => {
      if (name === 'demonstration') return;
      expect(profile.hub).toEqual({ port: 8_443 });
      expect(profile.desks.length).toBeGreaterThan(1);
      for (const text of [...profile.desks.map((desk) => desk.name), profile.help?.desk])
        for (const language of profile.languages) expect(text?.[language], JSON.stringify(text)).toBeTruthy();
      expect(profile.toConfirm).toEqual(expect.arrayContaining(['/desks', '/hub', '/help']));
    });

    it('lets a phone follow its turns, unless the office is sensitive', () => {
      if (name === 'demonstration') return;
      const { followPage } = profile.ticket;
      expect(followPage).toBe(profile.sensitive ? undefined : 'https://torn.terrassa.cat/T');
      expect(profile.toConfirm.includes('/ticket/followPage')).toBe(!profile.sensitive);
    });

    it('prints “Orientation” on tickets of citizens who do not know what they need', () => {
      const unsure = profile.services.filter(({ name: { ca } }) => ca === 'No sé què necessito');
      for (const service of unsure) {
        expect(service).toMatchObject({ guidance: true, ticketName: { ca: 'Orientació', es: 'Orientación' } });
        for (const language of TICKET_LANGUAGES)
          expect(service.ticketName?.[language]?.length ?? 99, language).toBeLessThanOrEqual(24);
      }
      expect(profile.services.filter(({ guidance }) => guidance === true)).toEqual(unsure);
    });

    it('offers more than one choice on each screen', () => {
      expect(profile.languages.length).toBeGreaterThan(1);
      for (const groupId of [undefined, ...profile.groups.map((group) => group.groupId)]) {
        const services = profile.services.filter((service) => service.groupId === groupId).length;
        expect(services + (groupId === undefined ? profile.groups.length : 0), groupId).toBeGreaterThan(1);
      }
      const { ways = ['scan', 'locator'] } = profile.checkIn ?? {};
      expect(ways.length).toBeGreaterThan(1);
    });

    it('takes walk-ins for every service, and gives each its own series', () => {
      for (const service of profile.services) expect(service.ways).toContain('walk-in');
      const series = profile.services.map((service) => service.series);
      expect(new Set(series).size).toBe(series.length);
    });

    it('has service names that fit one line of double width on 80 mm paper', () => {
      for (const { name, ticketName: text = name } of profile.services)
        for (const language of profile.languages) expect(text[language]?.length).toBeLessThanOrEqual(24);
    });

    it('opens and closes without contradiction throughout 2026 and 2027', () => {
      for (const date of [...daysOf(2026), ...daysOf(2027)]) {
        const day = hoursOn(profile.hours, calendar, date);
        for (const { from } of day.ranges) {
          expect(isOpenAt(profile.hours, calendar, { date, time: from })).toBe(true);
          expect(opensLaterToday(profile.hours, calendar, { date, time: from })).toBeNull();
        }
        const opening = nextOpening(profile.hours, calendar, { date, time: '23:59' });
        if (profile.officeId !== 'demonstration') {
          expect(opening, date).not.toBeNull();
          if (opening) expect(isOpenAt(profile.hours, calendar, opening), date).toBe(true);
        }
      }
    });
  });
});

describe('unconfirmed facts', () => {
  const unconfirmed = (name: string) => load(name).profile.toConfirm;

  it.each(['atencio-empresa', 'casal-ca-naurell', 'casal-montserrat', 'casa-baumann'])(
    'are marked: the hours of %s',
    (name) => expect(unconfirmed(name)).toContain('/hours'),
  );

  it.each([1, 2, 3, 4, 5, 6])('are marked: address and hours of the social services of district %i', (district) => {
    expect(unconfirmed(`serveis-socials-d${district}`)).toEqual(expect.arrayContaining(['/address', '/hours']));
  });

  it('are marked: the services of every office but the demonstration', () => {
    for (const name of names.filter((other) => other !== 'demonstration'))
      expect(unconfirmed(name)).toContain('/services');
  });

  it('include no telephone but 010', () => {
    for (const name of names) expect(load(name).profile.phone).toBe('010');
  });

  it('include no printer, whose address belongs to the installation', () => {
    for (const name of names) expect(load(name).profile.printer).toBeUndefined();
  });
});

describe('a sensitive office', () => {
  const sensitive = names.filter((name) => load(name).profile.sensitive);

  it('is each of the social services and no other', () => {
    expect(sensitive).toEqual(names.filter((name) => name.startsWith('serveis-socials-')));
    expect(sensitive).toHaveLength(6);
  });

  it.each(sensitive)('%s has no service name that reveals why a person comes', (name) => {
    const { services, groups } = load(name).profile;
    const words = JSON.stringify([services, groups]);
    for (const stems of Object.values(REVEALING)) expect(words).not.toMatch(stems);
  });

  it('with a revealing service would be caught', () => {
    for (const text of ['Violència masclista', 'Ayudas de alquiler', 'Home care', 'Banc d’aliments', 'Renta mínima'])
      expect(
        Object.values(REVEALING).some((stems) => stems.test(text)),
        text,
      ).toBe(true);
  });
});

/** Stems, in Catalan, Spanish and English, of reasons to visit social services, which neither a queue nor a ticket may reveal. */
const REVEALING = {
  violence: /viol[eè]n|masclis|machis|maltract|maltrat|abus|agress?|v[ií]ctim|dom[eè]stic/iu,
  poverty: /pobre|poverty|precari|vulnerab|exclusi|exclou|aliment|menjador|comedor|food|roba\b|ropero/iu,
  homelessness: /sense (llar|sostre)|sin (hogar|techo)|homeless|desnon|desahuc|evict/iu,
  money: /aju[td]|ayuda|subsid|prestaci|benefit|allowance|renda|renta|income|deute|deuda|debt|emerg|urg[eè]n/iu,
  addiction: /addicc|adicc|addict|drog|drug|alcohol|ludopat/iu,
  housing: /habitatge|vivienda|housing|lloguer|alquiler|rent\b/iu,
  health: /depend|discapac|disab|minusv|salut|salud|health|mental|malalt|enferm|illness|\b(vih|hiv)\b/iu,
  family: /inf[aà]n|child|menor|minor|tutela|acolliment|acogim|adopci|adoption|fam[ií]l|separaci|divor|mediaci/iu,
  persons: /\bdon(a|es)\b|mujer|wom[ae]n|g[eèé]ner[eo]|gender|gent gran|mayores|elderly|vellesa|vejez/iu,
  care: /domicili|home care|resid[eè]ncia|cuidador|carer/iu,
  origin: /immigra|inmigra|estrang|extranj|foreign|\basilo?\b|asylum|refug|arrela|arraigo|gitan/iu,
  justice: /presó|prisi|prison|penal|judici|court/iu,
};

describe('OAC Didó', () => {
  it.each([
    ['a Monday', '2026-11-23', '08:30-15:00 16:00-18:00'],
    ['a Tuesday', '2026-11-24', '08:30-15:00'],
    ['a Wednesday', '2026-11-25', '08:30-15:00 16:00-18:00'],
    ['a Thursday', '2026-11-26', '08:30-15:00'],
    ['a Friday', '2026-11-27', '08:30-14:30'],
    ['a Saturday', '2026-11-28', ''],
    ['the eve of a holiday', '2026-12-07', '08:30-14:30'],
    ['a holiday', '2026-12-08', ''],
    ['the last Monday before the summer hours', '2026-05-25', '08:30-15:00 16:00-18:00'],
    ['the first of June', '2026-06-01', '08:30-15:00'],
    ['a Monday of August', '2026-08-03', '08:30-15:00'],
    ['the eve of a holiday in summer', '2026-06-23', '08:30-14:30'],
    ['the last day of September', '2026-09-30', '08:30-15:00'],
    ['the first Monday after the summer hours', '2026-10-05', '08:30-15:00 16:00-18:00'],
    ['the Wednesday before Christmas', '2026-12-23', '08:30-15:00'],
    ['Christmas Eve', '2026-12-24', '08:30-14:30'],
    ['Good Friday of 2027', '2027-03-26', ''],
    ['Easter Monday of 2027', '2027-03-29', ''],
  ])('on %s, %s', (_day, date, expected) => {
    expect(hours('oac-dido', date)).toBe(expected);
  });

  it('closes at three on a Monday, opens again at four and closes at six', () => {
    const { profile, calendar } = load('oac-dido');
    expect(closesAt(profile.hours, calendar, { date: '2026-11-23', time: '10:24' })).toBe('15:00');
    expect(opensLaterToday(profile.hours, calendar, { date: '2026-11-23', time: '15:10' })).toBe('16:00');
    expect(closesAt(profile.hours, calendar, { date: '2026-11-23', time: '16:00' })).toBe('18:00');
  });
});

describe.each([2, 3, 5, 6, 7])('the OAC of district %i', (district) => {
  const name = `oac-districte-${district}`;

  it.each([
    ['a Monday', '2026-11-23', '09:00-15:00'],
    ['a Thursday', '2026-11-26', '09:00-15:00'],
    ['a Friday', '2026-11-27', '09:00-14:30'],
    ['the eve of a holiday', '2026-12-07', '09:00-14:30'],
    ['the last day of July', '2026-07-31', '09:00-14:30'],
    ['the first day of August', '2027-08-02', ''],
    ['the last day of August', '2026-08-31', ''],
    ['the first of September', '2026-09-01', '09:00-15:00'],
    ['22 December', '2026-12-22', ''],
    ['New Year’s Eve', '2026-12-31', ''],
  ])('on %s, %s', (_day, date, expected) => {
    expect(hours(name, date)).toBe(expected);
  });

  it('gives in August the reason of its closure and the day it opens', () => {
    const { profile, calendar } = load(name);
    expect(hoursOn(profile.hours, calendar, '2026-08-10').reason?.ca).toBe('Tanquem a l’agost per vacances.');
    expect(nextOpening(profile.hours, calendar, { date: '2026-08-10', time: '11:05' })).toEqual({
      date: '2026-09-01',
      time: '09:00',
    });
  });

  it('names Didó first among its nearby offices', () => {
    expect(load(name).nearby[0]?.profile).toMatchObject({ name: 'OAC Didó', address: 'Plaça Didó, 5' });
  });
});

describe('the other offices', () => {
  it('Territori is open from eight to three', () => {
    expect(hours('oficina-territori', '2026-11-27')).toBe('08:00-15:00');
    expect(hours('oficina-territori', '2026-11-28')).toBe('');
  });

  it('the office of housing has one sensitive service, and its tickets name no reason', () => {
    const { services } = load('habitatge').profile;
    const sensitive = services.filter((service) => service.sensitive);
    expect(sensitive.map(({ serviceId }) => serviceId)).toEqual(['ajuts-i-intermediacio']);
    expect(sensitive[0]?.ticketName?.ca).toBe('Atenció personal');
  });

  it('the demonstration is always open, also at Christmas and on New Year’s Eve', () => {
    const { profile, calendar } = load('demonstration');
    for (const date of daysOf(2026))
      expect(hoursOn(profile.hours, calendar, date).ranges).toEqual([{ from: '00:00', to: '24:00' }]);
    expect(closesAt(profile.hours, calendar, { date: '2026-12-31', time: '23:59' })).toBeNull();
  });

  it('the demonstration shows five services, orientation first, and a group of three', () => {
    const { services, groups } = load('demonstration').profile;
    expect(services.filter(({ groupId }) => groupId === undefined).map(({ series }) => series)).toEqual([
      'D',
      'A',
      'B',
      'C',
      'E',
    ]);
    expect(groups.map(({ groupId }) => services.filter((service) => service.groupId === groupId).length)).toEqual([3]);
  });
});

describe('the public holidays of Terrassa', () => {
  const { holidays, toConfirm } = load('oac-dido').calendar;
  const dates = holidays.map(({ date }) => date);

  it('are in order, in three languages, and never on a Sunday', () => {
    expect(dates).toEqual(dates.toSorted());
    for (const { date, name } of holidays) {
      expect(weekdayOf(date)).not.toBe('sun');
      expect(name.es && name.en).toBeTruthy();
    }
  });

  it.each([2026, 2027])('of %i are twelve without the unconfirmed local ones', (year) => {
    const confirmed = holidays.filter(
      ({ date }, index) => date.startsWith(`${year}`) && !toConfirm.includes(`/holidays/${index}`),
    );
    expect(confirmed).toHaveLength(12);
  });

  it.each([2026, 2027])('of %i include Good Friday and Easter Monday', (year) => {
    const easter = easterSundayOf(year);
    expect(dates).toContain(addDays(easter, -2));
    expect(dates).toContain(addDays(easter, 1));
  });

  it('mark the local ones as unconfirmed', () => {
    const local = [...holidays.entries()].filter(([, { name }]) => name.ca.includes('Terrassa'));
    expect(local.map(([, { date }]) => date)).toEqual(['2026-07-06', '2027-07-05']);
    for (const [index] of local) expect(toConfirm).toContain(`/holidays/${index}`);
  });
});

describe('the files of the configuration', () => {
  it.each(names)('%s uses typographic apostrophes', (name) => {
    expect(readFileSync(join(configDir, 'offices', `${name}.json`), 'utf8')).not.toMatch(/[a-zà-ú]'[a-zà-ú]/i);
  });
});

/** Sunday after the first full moon of spring by the tables of the Gregorian calendar (Gauss), for 1900 to 2099. */
function easterSundayOf(year: number): string {
  const moon = (19 * (year % 19) + 24) % 30;
  const sunday = (2 * (year % 4) + 4 * (year % 7) + 6 * moon + 5) % 7;
  return addDays(`${year}-03-22`, moon + sunday);
}
