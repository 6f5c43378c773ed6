import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { encodeJob } from '../../../../hardware/printer/dialects.ts';
import { layOut } from '../../../../hardware/printer/layout.ts';
import { PrinterProfile } from '../../../../hardware/printer/profile.ts';
import { loadPrinterProfile } from '../../../../src-main/configuration/load.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { profileOf, WIDE } from './profiles.ts';
import { WALK_IN } from './walk-in.ts';

const folder = new URL('../../../../config/printers', import.meta.url);
const ids = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name) => name.replace('.json', ''));

test.each(ids)('%s is a valid printer profile with its id as name, and prints a ticket', (id) => {
  const profile = profileOf(id);
  expect(profile.profileId).toBe(id);
  const job = { rows: layOut(WALK_IN, profile), profile, processId: 'T!~9', cutFirst: false };
  expect(Buffer.from(encodeJob(job)).toString('latin1')).toContain('A047');
});

test('each family of printers that offices own has a profile', () => {
  expect(ids).toEqual([
    'citizen-ct-s310ii',
    'citizen-ct-s651',
    'custom-k80',
    'custom-kpm216h',
    'custom-kpm300',
    'epson-tm-t20ii',
    'epson-tm-t20iii',
    'epson-tm-t88iii',
    'epson-tm-t88v',
    'epson-tm-t88vi',
    'epson-tm-t88vii',
    'generic-58mm',
    'generic-80mm',
    'star-mc-print3',
    'star-tsp100iv',
    'star-tsp650ii',
    'torn-virtual',
  ]);
});

test('a new model needs a new file and no code', () => {
  const configDir = temporaryFolder();
  mkdirSync(join(configDir, 'printers'));
  const { headToCutterMm, ...rest } = WIDE;
  const file = { ...rest, profileId: 'acme-p1', maker: 'Acme', model: 'P1', cp1252Page: 71, cutter: 'none', cutMs: 0 };
  const write = (profile: object) =>
    writeFileSync(join(configDir, 'printers', 'acme-p1.json'), JSON.stringify(profile));
  const load = () => loadPrinterProfile({ profileId: 'acme-p1', configDir, schema: PrinterProfile });

  write({ ...file, headToCutterMm });
  const loaded = load();
  if (!loaded.ok) throw new Error(loaded.error.detail);
  const { value: profile } = loaded;
  const bytes = encodeJob({ rows: [], profile, processId: 'T!~9', cutFirst: false });
  expect(Buffer.from(bytes).toString('hex')).toMatch(/^1b401d61ff1b7447/);

  write(file);
  expect(load()).toMatchObject({ ok: false, error: { detail: expect.stringContaining('headToCutterMm') } });
});

const STAR = profileOf('star-tsp650ii');

test.each<[string, object, (string | number)[][]]>([
  ['columns wider than its paper', { ...WIDE, columns: { a: 49, b: 64 } }, [['columns', 'a']]],
  ['Star’s counter by ESC/POS', { ...WIDE, confirmation: 'star-counter' }, [['confirmation']]],
  ['Epson’s proof by Star’s commands', { ...STAR, confirmation: 'process-id' }, [['confirmation']]],
  ['Epson’s clearing by Star’s commands', { ...STAR, clearing: 'dle-dc4-8' }, [['clearing']]],
  ['Star’s clearing by ESC/POS', { ...WIDE, clearing: 'star-can' }, [['clearing']]],
  [
    'Epson’s status by Star’s commands',
    { ...STAR, confirmation: 'none', clearing: 'none', status: { dialect: 'escpos', reportsChanges: true } },
    [['status', 'dialect']],
  ],
  [
    'an answer in turn and no status to ask for after it',
    { ...WIDE, confirmation: 'fence', status: { dialect: 'none', reportsChanges: false } },
    [['confirmation']],
  ],
  [
    'reports that a Custom cannot be believed',
    { ...WIDE, confirmation: 'fence', clearing: 'none', status: { dialect: 'custom', reportsChanges: true } },
    [['status', 'reportsChanges']],
  ],
  [
    'a proof that a Custom does not know',
    { ...profileOf('custom-k80'), confirmation: 'process-id' },
    [['confirmation']],
  ],
  ['a clearing that a Custom does not know', { ...profileOf('custom-k80'), clearing: 'dle-dc4-8' }, [['clearing']]],
  [
    'a counter that nobody reports',
    { ...STAR, status: { dialect: 'star', reportsChanges: false } },
    [['status', 'reportsChanges']],
  ],
  ['a cut without a cutter', { ...WIDE, cutter: 'none' }, [['cutMs']]],
  ['a doubt about nothing', { ...WIDE, toConfirm: ['/speed'] }, [['toConfirm', '0']]],
  ['a field of its own', { ...WIDE, colour: 'red' }, [[]]],
])('a profile with %s is refused', (_, profile, places) => {
  const checked = PrinterProfile.safeParse(profile);
  expect(checked.error?.issues.map((issue) => issue.path)).toEqual(places);
});

test('a part of a field may be marked as unconfirmed', () => {
  expect(PrinterProfile.safeParse({ ...WIDE, toConfirm: ['/columns/b', '/status'] }).success).toBe(true);
});
