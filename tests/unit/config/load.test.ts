import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { PrinterProfile } from '../../../hardware/printer/profile.ts';
import { loadMidniCertificates, loadOffice, loadPrinterProfile } from '../../../src-main/configuration/load.ts';
import { must } from '../../support/must.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { profileOf } from './least-profile.ts';

const CALENDAR = { calendarId: 'prova', holidays: [{ date: '2026-12-25', name: { ca: 'Nadal' } }] };

const TEMPLATE = {
  templateId: 'standard',
  ticket: [
    { show: 'office-and-time' },
    { show: 'duplicate', size: 'tall' },
    { show: 'number' },
    { show: 'service-in-catalan', size: 'large' },
    { show: 'privacy', size: 'small' },
  ],
  documents: [{ show: 'office-and-time' }, { show: 'documents' }],
};

let configDir = '';
const place = (...path: string[]) => join(configDir, ...path);
const write = (path: string, document: unknown) => writeFileSync(path, JSON.stringify(document));
const load = (file = place('offices', 'prova.json')) => loadOffice({ profileFile: file, configDir });

beforeEach(() => {
  configDir = temporaryFolder();
  for (const folder of ['offices', 'calendars', 'printers', 'tickets', 'logos']) mkdirSync(place(folder));
  write(place('tickets', 'standard.json'), TEMPLATE);
  write(place('calendars', 'prova.json'), CALENDAR);
  write(place('offices', 'prova.json'), profileOf('prova'));
});

describe('loading an office', () => {
  it('returns the profile with its defaults, and its calendar', () => {
    const loaded = load();
    expect(loaded).toMatchObject({
      ok: true,
      value: {
        profile: { officeId: 'prova', languages: ['ca', 'es', 'en'], sensitive: false, nearby: [] },
        calendar: CALENDAR,
        nearby: [],
        leftOut: [],
      },
    });
  });

  it('returns the ticket template and the logo that the profile names', () => {
    write(place('tickets', 'curt.json'), { ...TEMPLATE, templateId: 'curt' });
    writeFileSync(place('logos', 'escut.png'), Uint8Array.of(1, 2, 3));
    write(place('offices', 'prova.json'), {
      ...profileOf('prova'),
      ticket: { privacyPage: 'exemple.cat/dades', template: 'curt', logo: 'escut' },
    });
    const loaded = must(load());
    expect(loaded.template.templateId).toBe('curt');
    expect(loaded.logo && [...loaded.logo]).toEqual([1, 2, 3]);
  });

  it.each([
    ['template', 'cap', /ticket\/template: .*tickets\/cap\.json: there is no such file/],
    ['logo', 'cap', /ticket\/logo: .*logos\/cap\.png: cannot be read/],
  ])('names a missing %s', (field, id, sentence) => {
    write(place('offices', 'prova.json'), {
      ...profileOf('prova'),
      ticket: { privacyPage: 'exemple.cat/dades', [field]: id },
    });
    expect(load()).toMatchObject({
      ok: false,
      error: { kind: 'profile-invalid', detail: expect.stringMatching(sentence) },
    });
  });

  it('accepts a profile from any folder, with its calendar from the configuration', () => {
    write(place('elsewhere.json'), profileOf('prova'));
    expect(load(place('elsewhere.json')).ok).toBe(true);
  });

  it('accepts a file that begins with a byte order mark', () => {
    writeFileSync(place('offices', 'prova.json'), `\uFEFF${JSON.stringify(profileOf('prova'))}`);
    expect(load().ok).toBe(true);
  });

  it('returns the nearby offices in order, each with its calendar', () => {
    write(place('offices', 'prova.json'), { ...profileOf('prova'), nearby: ['segona', 'primera'] });
    write(place('offices', 'primera.json'), profileOf('primera'));
    write(place('offices', 'segona.json'), profileOf('segona'));
    const loaded = must(load());
    expect(loaded.nearby.map(({ profile }) => profile.officeId)).toEqual(['segona', 'primera']);
    expect(loaded.nearby[0]?.calendar).toMatchObject(CALENDAR);
  });

  it('leaves out a missing or broken nearby office, reports it and goes on', () => {
    write(place('offices', 'prova.json'), { ...profileOf('prova'), nearby: ['perduda', 'trencada', 'sana'] });
    write(place('offices', 'trencada.json'), { ...profileOf('trencada'), name: '' });
    write(place('offices', 'sana.json'), profileOf('sana'));
    const loaded = must(load());
    expect(loaded.nearby.map(({ profile }) => profile.officeId)).toEqual(['sana']);
    expect(loaded.leftOut).toEqual([
      `nearby/0: ${place('offices', 'perduda.json')}: there is no such file`,
      expect.stringContaining('nearby/1: '),
    ]);
    expect(loaded.leftOut[1]).toContain('trencada.json: name: ');
  });
});

describe('an office that cannot be loaded', () => {
  it('is missing when there is no file', () => {
    const file = place('offices', 'nowhere.json');
    expect(load(file)).toEqual({
      ok: false,
      error: { kind: 'profile-missing', detail: `${file}: there is no such file` },
    });
  });

  it('is missing when the file is a folder', () => {
    expect(load(place('offices'))).toEqual({
      ok: false,
      error: { kind: 'profile-missing', detail: `${place('offices')}: is a folder, not a file` },
    });
  });

  it.each([
    ['empty', ''],
    ['cut short', '{"officeId": "prova",'],
    ['not JSON', 'officeId: prova\nname: Oficina'],
  ])('is invalid when the file is %s, reported in one line', (_what, text) => {
    writeFileSync(place('offices', 'prova.json'), text);
    const loaded = load();
    expect(loaded).toMatchObject({ ok: false, error: { kind: 'profile-invalid' } });
    if (!loaded.ok) expect(loaded.error.detail).toMatch(/^[^\n]*prova\.json: is not valid JSON: [^\n]+$/);
  });

  it('is invalid when the file is not UTF-8, so that no accent shows broken', () => {
    writeFileSync(place('offices', 'prova.json'), Buffer.from(JSON.stringify(profileOf('prova')), 'latin1'));
    expect(load()).toMatchObject({
      ok: false,
      error: { kind: 'profile-invalid', detail: expect.stringContaining('is not UTF-8 text') },
    });
  });

  it('is invalid when its calendar is missing', () => {
    write(place('offices', 'prova.json'), { ...profileOf('prova'), calendarId: 'cap' });
    expect(load()).toEqual({
      ok: false,
      error: {
        kind: 'profile-invalid',
        detail: `${place('offices', 'prova.json')}: calendarId: ${place('calendars', 'cap.json')}: there is no such file`,
      },
    });
  });

  it.each([
    [
      'holidays/0/date: expected a date YYYY-MM-DD',
      { ...CALENDAR, holidays: [{ date: '25-12', name: { ca: 'Nadal' } }] },
    ],
    [
      'holidays/1/date: 2026-12-25 is listed twice',
      { ...CALENDAR, holidays: [...CALENDAR.holidays, ...CALENDAR.holidays] },
    ],
    [
      'toConfirm/0: /holidays/7 points to nothing in this document; expected a JSON pointer such as /address',
      { ...CALENDAR, toConfirm: ['/holidays/7'] },
    ],
    ['unknown field "festes"', { ...CALENDAR, festes: [] }],
  ])('is invalid when its calendar is invalid: %s', (sentence, calendar) => {
    write(place('calendars', 'prova.json'), calendar);
    const loaded = load();
    expect(loaded).toMatchObject({ ok: false, error: { kind: 'profile-invalid' } });
    if (!loaded.ok) expect(loaded.error.detail.endsWith(`calendars/prova.json: ${sentence}`)).toBe(true);
  });

  it('is reported with its file and every problem at once', () => {
    const { name: _, ...nameless } = profileOf('prova');
    write(place('offices', 'prova.json'), { ...nameless, address: '', colour: 'green', phone: 'none' });
    const loaded = load();
    if (loaded.ok) throw new Error('it was taken');
    expect(loaded.error.detail).toMatch(/^\S+prova\.json: name: .*; address: .*; phone: .*; unknown field "colour"$/);
  });

  it('is reported with ten problems and a count of the rest', () => {
    const services = Array.from({ length: 6 }, (_, index) => ({
      serviceId: `servei-${index}`,
      series: '1',
      name: { ca: 'Servei' },
      pictogram: 'none',
    }));
    write(place('offices', 'prova.json'), { ...profileOf('prova'), services });
    const loaded = load();
    if (loaded.ok) throw new Error('it was taken');
    expect(loaded.error.detail.split('; ')).toHaveLength(11);
    expect(loaded.error.detail).toMatch(/; and 2 more$/);
  });
});

describe('a printer profile', () => {
  it('that is missing or broken is reported with its file and field', () => {
    const schema = PrinterProfile;
    const file = place('printers', 'epson.json');
    expect(loadPrinterProfile({ profileId: 'epson', configDir, schema })).toEqual({
      ok: false,
      error: { kind: 'printer-profile-invalid', detail: `${file}: there is no such file` },
    });
    write(file, { profileId: 'epson', maker: 'Epson', paper: 80 });
    const loaded = loadPrinterProfile({ profileId: 'epson', configDir, schema });
    if (loaded.ok) throw new Error('it was taken');
    expect(loaded.error.detail).toContain(`${file}: model: expected string, but it is missing; `);
  });
});

describe('the certificates of MiDNI codes', () => {
  it('are the files that end in .pem, by name, and no other files of the folder', () => {
    expect(loadMidniCertificates(configDir)).toEqual([]);
    mkdirSync(place('midni', 'older.pem'), { recursive: true });
    for (const name of ['README.md', '2.pem', '1.pem', '3.pem.draft', '4.der', '5.PEM~'])
      writeFileSync(place('midni', name), `what ${name} says`);
    expect(loadMidniCertificates(configDir)).toEqual(['what 1.pem says', 'what 2.pem says']);
  });
});
