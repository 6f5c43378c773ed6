import { execFile } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { pinnedNode, repositoryRoot } from '../../../build/runtime.ts';
import { RETENTION_SENTENCES } from '../../../config/locales/retention-words.ts';
import { openPostgres } from '../../../src-central/database/postgres.ts';
import { CENTRE_COLUMNS, recordOfProcessing } from '../../../src-central/retention/record.ts';
import {
  classesOf,
  DEFAULT_TERMS,
  RETENTION,
  TermSettings,
  termsWith,
} from '../../../src-main/contract/shared/retention.ts';
import { openDatabase } from '../../../src-main/storage/database.ts';
import { suspect } from '../../../src-main/storage/suspicion.ts';
import { openLogFiles } from '../../../src-main/technician/machine/log-files.ts';
import { writeDeviceFile } from '../../../src-main/technician/store/device-file.ts';
import { newRequestId, service, startCoreProcess } from '../../support/core-process.ts';
import { createManualClock } from '../../support/manual-clock.ts';
import { sharedPostgres } from '../../support/postgres.ts';
import { virtualProfile } from '../../support/printing.ts';
import { fileOfPrinter } from '../../support/proven-printer.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { openTestStore } from '../../support/test-store.ts';

const postgres = sharedPostgres();
const execute = promisify(execFile);
const main = join(repositoryRoot, 'src-central', 'retention', 'main.ts');
const command = async (args: readonly string[], environment: Record<string, string> = {}): Promise<string> =>
  (await execute(pinnedNode, [main, ...args], { env: environment })).stdout;
const FILE = 'src-main/contract/shared/retention.json';

/** The columns that only the schema or only the retention file has. */
function differences(where: 'kiosk' | 'centre', real: readonly string[]): string[] {
  const classed = Object.keys(where === 'kiosk' ? RETENTION.kiosk : CENTRE_COLUMNS);
  return [
    ...real
      .filter((column) => !classed.includes(column))
      .map((column) => `add to "${where}" of ${FILE}: "${column}": "CLASS"`),
    ...classed
      .filter((column) => !real.includes(column))
      .map((column) => `take out of "${where}" of ${FILE}, no migration makes it: "${column}"`),
  ];
}

function kioskColumns(): string[] {
  const opened = openDatabase(join(temporaryFolder(), 'torn.db'));
  if (!opened.ok) throw new Error(opened.error.detail);
  const columns = opened.value
    .prepare<[], string>(
      `SELECT master.name || '.' || info.name FROM sqlite_schema AS master, pragma_table_info(master.name) AS info
       WHERE master.type = 'table' AND master.name NOT LIKE 'sqlite_%'`,
    )
    .pluck()
    .all();
  opened.value.close();
  return columns;
}

async function centreColumns(): Promise<string[]> {
  const database = openPostgres(await postgres.newDatabase(), { connections: 1, onTrouble: () => {} });
  const rows = await database.query<{ name: string }>(
    `SELECT found.table_name || '.' || found.column_name AS name FROM information_schema.columns AS found
     JOIN pg_class AS class ON class.relname = found.table_name AND NOT class.relispartition
     WHERE found.table_schema = 'public'`,
  );
  await database.close();
  return rows.map(({ name }) => name);
}

test('every column of the kiosk’s real schema has a class, and every classified column exists', () => {
  const real = kioskColumns();
  expect(real.length).toBeGreaterThan(100);
  expect(differences('kiosk', real)).toEqual([]);
});

test('every column of the centre’s real schema has a class, and every classified column exists', async () => {
  const real = await centreColumns();
  expect(real.length).toBeGreaterThan(200);
  expect(differences('centre', real)).toEqual([]);
});

test('the comparison names missing and surplus lines', () => {
  const [first = '', ...others] = Object.keys(RETENTION.kiosk);
  expect(differences('kiosk', [...others, 'ticket.name'])).toEqual([
    `add to "kiosk" of ${FILE}: "ticket.name": "CLASS"`,
    `take out of "kiosk" of ${FILE}, no migration makes it: "${first}"`,
  ]);
});

test('every class has a column or a file', () => {
  const used = [RETENTION.kiosk, CENTRE_COLUMNS, RETENTION.kioskFiles].flatMap((list) =>
    Object.values(list).flatMap(classesOf),
  );
  expect(Object.keys(RETENTION.classes).filter((name) => !used.some((one) => one === name))).toEqual([]);
});

const CLASSED = Object.keys(RETENTION.kioskFiles).map(
  (name) => new RegExp(`^${name.replaceAll('.', '\\.').replaceAll('*', '[^/]*')}$`),
);
const filesIn = (data: string): string[] =>
  readdirSync(data, { recursive: true, encoding: 'utf8' }).filter((name) => statSync(join(data, name)).isFile());
const withoutClass = (names: readonly string[]): string[] =>
  names.filter((name) => !CLASSED.some((pattern) => pattern.test(name)));

test('every file of a store in its data folder has a class', async () => {
  const data = temporaryFolder();
  const { opened } = openTestStore(data, createManualClock(Date.parse('2026-11-25T11:00:00Z')));
  await opened.backups.make(opened.database, 1);
  expect(filesIn(data).length).toBeGreaterThan(3);
  expect(withoutClass(filesIn(data))).toEqual([]);
});

test('every file that a kiosk writes has a class, with proven devices and a full log ring', async () => {
  const data = temporaryFolder();
  const link = { kind: 'tcp', host: '127.0.0.1', port: 9 } as const;
  const identity = { by: 'address', host: link.host, port: link.port, mac: null } as const;
  const core = startCoreProcess({ data });
  onTestFinished(() => core.stop());
  writeDeviceFile(data, fileOfPrinter(virtualProfile, { identity, link }));
  const ring = openLogFiles(join(data, 'log'), 1);
  for (let line = 0; line < 8; line += 1) ring.write('{}', true);
  const taken = await core.call('takeTicket', {
    requestId: newRequestId(),
    serviceId: service('empadronament'),
    language: 'ca',
  });
  expect(taken.ok).toBe(true);
  suspect(data, 'a start that failed');
  const files = filesIn(data);
  expect(files).toEqual(
    expect.arrayContaining([
      'devices.json',
      'last-good-office',
      'log/events.jsonl',
      'log/events.5.jsonl',
      'suspicion',
      'torn.db',
    ]),
  );
  expect(withoutClass(files)).toEqual([]);
  const cutShort = [
    'devices.json.draft',
    'kiosk.json.before',
    'kiosk.json.draft',
    'resume.draft',
    'last-good-office.draft',
    'journal/2026-11-25.journal.draft',
    'backups/draft.db',
    'allowed-version.draft',
    'forget-pin',
    'clips/ca/a.wav',
  ];
  expect(withoutClass(cutShort)).toEqual([]);
});

test('a term is a setting within its bounds; a class that is kept has none', () => {
  expect(DEFAULT_TERMS.audit).toBe(730);
  expect(termsWith(TermSettings.parse({ need: 0 }))).toMatchObject({ need: 0, audit: 730 });
  const refused = (settings: unknown) => TermSettings.safeParse(settings).error?.issues.map(({ message }) => message);
  expect(refused({ audit: 30 })).toEqual(['expected 365 to 1830 days']);
  expect(refused({ need: 8 })).toEqual(['expected 0 to 7 days']);
  expect(refused({ numbers: 1 })).toEqual(['this class has no term, because its data are kept']);
  expect(refused({ nonsense: 1 })).toHaveLength(1);
});

test('the file is printed as the city’s record, in Catalan by default, with every class, column and current term', async () => {
  const catalan = await command(['--report'], { RETENTION_DAYS: 'audit=1095' });
  expect(catalan).toMatch(/^# Registre d’activitats de tractament/);
  expect(catalan).toContain('**Termini:** 1095 dies');
  const others = [
    [recordOfProcessing('es', 'markdown', DEFAULT_TERMS), RETENTION_SENTENCES.es, '730 días'],
    [await command(['--report', '--language', 'en', '--format', 'text']), RETENTION_SENTENCES.en, 'Term: 730 days'],
  ] as const;
  for (const [text, words, term] of [[catalan, RETENTION_SENTENCES.ca, '14 dies'] as const, ...others]) {
    for (const { what, purpose } of Object.values(words.classes))
      expect([text.includes(what.slice(0, -1)), text.includes(purpose)], what).toEqual([true, true]);
    for (const column of [...Object.keys(RETENTION.kiosk), ...Object.keys(CENTRE_COLUMNS)]) {
      const [table = '', name = ''] = column.split('.');
      expect(new RegExp(`\\b${table} \\([^)]*\\b${name}\\b`).test(text), column).toBe(true);
    }
    for (const file of Object.keys(RETENTION.kioskFiles)) expect(text).toContain(file);
    expect(text).toContain(term);
  }
  expect(others[1][0]).not.toMatch(/[*#]{2}/);
});

test('the command lists what is due, deletes it, gives the time of the last run, and refuses a term out of bounds', async () => {
  const DATABASE_URL = await postgres.newDatabase();
  const database = openPostgres(DATABASE_URL, { connections: 1, onTrouble: () => {} });
  const old = new Date(Date.now() - 40 * 86_400_000).toISOString();
  await database.query(`INSERT INTO city (name, since) VALUES ('terrassa', now())`);
  await database.query(
    `INSERT INTO quarantine VALUES ('terrassa', gen_random_uuid(), 'digest', $1, 'an upload of a stolen kiosk')`,
    [old],
  );
  const answerOf = async (...args: string[]) => JSON.parse(await command(args, { DATABASE_URL }));
  const counts = { quarantine: 1 };
  expect(await answerOf('--run', '--dry-run')).toMatchObject({ event: 'retention-due', cityId: 'terrassa', counts });
  expect(await answerOf('--run', '--city', 'terrassa')).toMatchObject({ event: 'retention-done', counts });
  expect(await answerOf('--status')).toMatchObject({ last: { counts } });
  expect(await database.query('SELECT what, detail FROM audit')).toEqual([
    { what: 'retention', detail: { horizon: expect.any(String), counts } },
  ]);
  expect(await database.query('SELECT 1 FROM quarantine')).toEqual([]);
  await database.query(
    `UPDATE retention_run SET holder = gen_random_uuid(), lease_until = now() + interval '5 minutes'`,
  );
  await database.close();
  await expect(command(['--run'], { DATABASE_URL })).rejects.toMatchObject({
    code: 3,
    stdout: expect.stringContaining('retention-busy'),
  });
  await expect(command(['--report'], { RETENTION_DAYS: 'audit=1' })).rejects.toMatchObject({
    code: 2,
    stderr: 'RETENTION_DAYS: audit: expected 365 to 1830 days\n',
  });
});
