import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text as readText } from 'node:stream/consumers';
import { startVirtualPrinter } from '../../hardware/simulator/virtual-printer.ts';
import { makeToken } from '../../src-central/administration/access-tokens.ts';
import { openPostgres } from '../../src-central/database/postgres.ts';
import { ChannelId, ImportReport, MAX_IMPORT_ROWS } from '../../src-main/contract/centre/appointments.ts';
import { pathOf } from '../../src-main/contract/centre/operations.ts';
import { CityId } from '../../src-main/contract/shared/ids.ts';
import { documentHashOf, keyedHash } from '../../src-main/signing/keyed-hash.ts';
import { bookingsOf, officeWithCheckIns } from '../support/booked-office.ts';
import { startWireCentre } from '../support/centre-at-the-wire.ts';
import { startCentreProcess } from '../support/centre-process.ts';
import { demonstrationOffice, newRequestId, service, startCoreProcess } from '../support/core-process.ts';
import { enrolFolder } from '../support/enrolled-folder.ts';
import { virtualProfile } from '../support/printing.ts';
import { openDatabase } from './database.ts';
import { against, type Figure, percentile } from './figures.ts';
import { processorMs } from './streams.ts';

const HASHES = 40;
const TYPED = 20;
const ALL_DNI = 1e8;
const CORE_DAY_S = 86_400;
/**
 * A thief who has the key of an office's hashes and tries every DNI with this program's own hash function must need at
 * least this many days of a processor core.
 */
const BOUND_CORE_DAYS = 30;
const BOUND_TYPED_MS = 1_000;
const BOUND_IMPORT_S = 60;
const OFFICE = 'demonstration';
const SERVICE = 'empadronament';
const MINUTE_MS = 60_000;
const SPEED_MM_PER_S = 3_000;

/**
 * Measures the cost of hashing document numbers, for a thief who tries all of them, a person who types one, and a
 * channel that imports a file of them.
 */
export async function benchHash(): Promise<Figure[]> {
  return [...(await oneNumber()), await typedNumbers(), ...(await importedNumbers())];
}

async function oneNumber(): Promise<Figure[]> {
  const key = randomBytes(32).toString('base64url');
  await documentHashOf(key, 'AAA000000');
  const before = process.cpuUsage();
  const start = performance.now();
  for (let tries = 0; tries < HASHES; tries += 1) await documentHashOf(key, `AAA00000${tries}`);
  const eachMs = (performance.now() - start) / HASHES;
  const { user, system } = process.cpuUsage(before);
  const coreSeconds = (user + system) / 1e6 / HASHES;
  const fastStart = performance.now();
  for (let tries = 0; tries < 1_000; tries += 1) keyedHash(key, 'document', `AAA00000${tries}`);
  return [
    against('one-number-against-its-fast-hash', 'ms', [eachMs], (performance.now() - fastStart) / 1_000),
    against('all-dni', 'core-days', [(ALL_DNI * coreSeconds) / CORE_DAY_S], BOUND_CORE_DAYS),
  ];
}

/**
 * Measures the milliseconds from the touch that sends a document number to the next screen, in a real core with
 * appointments that have document numbers.
 */
async function typedNumbers(): Promise<Figure> {
  const folder = mkdtempSync(join(tmpdir(), 'torn-bench-'));
  const data = join(folder, 'data');
  const centre = await startWireCentre();
  const { book, feed } = bookingsOf(OFFICE, centre.cityId, centre.key);
  const startMs = Math.floor((Date.now() + 10 * MINUTE_MS) / 1_000) * 1_000;
  const passportOf = (at: number): string => `AAA${String(at).padStart(6, '0')}`;
  centre.feed = feed(
    Array.from({ length: TYPED }, (_, at) => book({ startMs, documentNumber: passportOf(at) })),
    Date.now(),
  );
  await enrolFolder(data, centre);
  const printer = await startVirtualPrinter({ profile: virtualProfile, speedMmPerS: SPEED_MM_PER_S });
  const core = startCoreProcess({
    data,
    slot: null,
    profile: officeWithCheckIns(folder),
    printer: `torn-virtual@tcp://127.0.0.1:${printer.port}`,
    args: ['--centre', `${centre.url}/${centre.cityId}`],
  });
  const shown = () => {
    const last = core.pushes.findLast((push) => push.push === 'view');
    if (last?.push !== 'view') throw new Error('nothing was shown');
    return last.value;
  };
  const stampNow = () => ({ sessionId: shown().sessionId, stateNo: shown().stateNo });
  const times: number[] = [];
  try {
    await core.waitFor('printer', ({ value }) => value.condition === 'ready');
    await centre.until(() => centre.asked.includes('readChanges'));
    for (let at = 0; at < TYPED; at += 1) {
      await core.call('openEntry', { stamp: stampNow(), visitType: 'appointment' });
      await core.call('openCheckIn', { stamp: stampNow(), method: 'document' });
      if (shown().view.screen !== 'document-keypad')
        await core.call('chooseCheckInService', {
          stamp: stampNow(),
          requestId: newRequestId(),
          serviceId: service(SERVICE),
        });
      const stamp = stampNow();
      const out = core.waitForNext('view', ({ value }) => value.view.screen === 'take-ticket');
      const answered = core.waitForNext('view', ({ value }) => value.stateNo !== stamp.stateNo);
      const start = performance.now();
      const number = { kind: 'passport', text: passportOf(at) } as const;
      await core.call('presentDocument', { stamp, requestId: newRequestId(), ...number });
      await answered;
      times.push(performance.now() - start);
      await out;
      const idle = core.waitForNext('view', ({ value }) => value.view.screen === 'idle');
      await core.call('finish', { stamp: stampNow() });
      await idle;
    }
  } finally {
    await core.stop();
    await printer.close();
    await centre.close();
    rmSync(folder, { recursive: true, force: true });
  }
  return against('the-slowest-typed-number-to-its-screen', 'ms', [percentile(times, 1)], BOUND_TYPED_MS);
}

/**
 * Imports the longest allowed file, with a document number in every row, at a centre in its own process on a
 * PostgreSQL with fsync. Also measures that process's processor time, which the machine's other work does not affect.
 */
async function importedNumbers(): Promise<Figure[]> {
  const postgres = await openDatabase();
  const { databaseUrl, settings } = postgres;
  const cityId = CityId.parse('terrassa');
  const database = openPostgres(databaseUrl, { connections: 1, onTrouble: () => {} });
  await database.query('INSERT INTO office (city_id, office_id, changed_at) VALUES ($1, $2, now())', [cityId, OFFICE]);
  await database.query(
    `INSERT INTO profile_version (city_id, office_id, version, effective_from, document, key_id, signature, published_at, published_by)
      VALUES ($1, $2, 1, '2026-01-01', $3, 'none', 'none', now(), 'bench')`,
    [cityId, OFFICE, readFileSync(demonstrationOffice, 'utf8')],
  );
  const token = await makeToken(database, cityId, 'bench', Date.now(), ChannelId.parse('web'));
  await database.close();
  const centre = await startCentreProcess(settings);
  try {
    const start = new Date(Math.floor(Date.now() / 1_000) * 1_000 + 60 * MINUTE_MS).toISOString();
    const rows = Array.from(
      { length: MAX_IMPORT_ROWS },
      (_, at) => `B-${at},${OFFICE},${SERVICE},${start},BBB${String(at).padStart(6, '0')}`,
    );
    const text = ['reference,officeId,serviceId,start,documentNumber', ...rows].join('\n');
    const workedBefore = processorMs(centre.child.pid);
    const begun = performance.now();
    const answer = await post(`${centre.url}${pathOf('importAppointments', { cityId })}`, token, text);
    const seconds = (performance.now() - begun) / 1_000;
    const { created } = ImportReport.parse(JSON.parse(answer));
    if (created !== MAX_IMPORT_ROWS) throw new Error(`only ${created} of ${MAX_IMPORT_ROWS} rows were taken`);
    const worked = (processorMs(centre.child.pid) - workedBefore) / 1_000;
    return [
      against('2000-numbers-imported', 's', [seconds], BOUND_IMPORT_S),
      against('the-centre-s-work-for-them', 'core-s', [worked], 2 * BOUND_IMPORT_S),
    ];
  } finally {
    await centre.stop();
    await postgres.close();
  }
}

/** Posts a body and waits for the answer without a limit, because `fetch` gives up after five minutes. */
async function post(url: string, token: string, body: string): Promise<string> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'text/csv' };
  const sent = request(url, { method: 'POST', headers });
  sent.end(body);
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  return readText(answer);
}
