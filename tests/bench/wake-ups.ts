import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database } from '../../src-central/database/database.ts';
import { openPostgres } from '../../src-central/database/postgres.ts';
import { pathOf } from '../../src-main/contract/centre/operations.ts';
import { keyToPem, newSigningKey, type SigningKey } from '../../src-main/security/keys.ts';
import { signRequest } from '../../src-main/security/signed-messages.ts';
import { startCentreProcess } from '../support/centre-process.ts';
import { startPostgres } from '../support/postgres.ts';
import { against, type Figure, percentile } from './figures.ts';

const LISTENERS = 5_000;
/** An office has 98 slots at most. */
const OFFICES = 60;
const CITY = 'terrassa';
/** Connections that are opened at once. */
const OPENING = 100;
const CHANGES = 5;
const MOST_MB = 200;
/** Beside the streams: database, files, the program itself. */
const SPARE_DESCRIPTORS = 200;

interface Kiosk {
  kioskId: string;
  officeId: string;
  slot: number;
  key: SigningKey;
}

/**
 * 5,000 kiosks wait for wake-ups at one replica, a process of its own on a real PostgreSQL; then all their offices change in one commit. Memory is
 * the resident set of the replica against the most it may be; the time is from the commit until the last kiosk knows,
 * against the first one, who waits for the replica's next look.
 */
export async function benchWakeUps(): Promise<Figure[]> {
  requireDescriptors();
  const folder = mkdtempSync(join(tmpdir(), 'torn-bench-'));
  const postgres = await startPostgres();
  const keyFile = join(folder, 'centre.pem');
  writeFileSync(keyFile, keyToPem(newSigningKey()), { mode: 0o600 });
  const databaseUrl = await postgres.newDatabase();
  const database = openPostgres(databaseUrl, { connections: 1, onTrouble: () => {} });
  const kiosks = Array.from({ length: LISTENERS }, (_, index) => kioskAt(index));
  await enrol(database, kiosks);
  const settings = { DATABASE_URL: databaseUrl, CENTRE_KEY_FILE: keyFile, TORN_ENVIRONMENT: 'test' };
  // The first start of a machine compiles; what it has compiled is there for all that follow.
  await (await startCentreProcess(settings)).stop();
  const centre = await startCentreProcess(settings);
  const listeners: Listener[] = [];
  try {
    const emptyMb = residentMb(centre.child.pid);
    for (let from = 0; from < kiosks.length; from += OPENING) {
      const some = kiosks.slice(from, from + OPENING);
      listeners.push(...(await Promise.all(some.map((kiosk) => listen(centre.url, kiosk)))));
    }
    const first: number[] = [];
    const last: number[] = [];
    for (let change = 0; change < CHANGES; change += 1) {
      const heard = listeners.map((listener) => listener.next());
      const start = performance.now();
      await database.query('UPDATE office SET change_seq = change_seq + 1, changed_at = now() WHERE city_id = $1', [
        CITY,
      ]);
      const waits = (await Promise.all(heard)).map((atMs) => atMs - start);
      first.push(Math.min(...waits));
      last.push(Math.max(...waits));
    }
    const fullMb = residentMb(centre.child.pid);
    return [
      against('wake-ups-memory', 'MB', [fullMb], MOST_MB),
      against('wake-ups-memory-growth', 'MB', [fullMb - emptyMb], emptyMb),
      against('wake-ups-all-reached', 'ms', last, percentile(first, 0.5)),
    ];
  } finally {
    for (const { socket } of listeners) socket.destroy();
    await centre.stop();
    await database.close();
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Node takes as many descriptors as it may; how many that is, is the system's to say. */
function requireDescriptors(): void {
  const limits = readFileSync('/proc/self/limits', 'utf8');
  const most = Number(/^Max open files\s+(\d+)/m.exec(limits)?.[1] ?? Number.POSITIVE_INFINITY);
  if (most < LISTENERS + SPARE_DESCRIPTORS)
    throw new Error(`${LISTENERS} streams need as many descriptors, and ${most} are allowed: raise ulimit -n`);
}

function residentMb(pid: number | undefined): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? Number.NaN) / 1_024;
}

const kioskAt = (index: number): Kiosk => ({
  kioskId: randomUUID(),
  officeId: `oficina-${index % OFFICES}`,
  slot: 10 + Math.floor(index / OFFICES),
  key: newSigningKey(),
});

async function enrol(database: Database, kiosks: readonly Kiosk[]): Promise<void> {
  await database.query(
    `INSERT INTO office (city_id, office_id, changed_at)
      SELECT $1, 'oficina-' || office, now() FROM generate_series(0, $2::int - 1) AS office`,
    [CITY, OFFICES],
  );
  const columns = [
    kiosks.map(({ kioskId }) => kioskId),
    kiosks.map(({ officeId }) => officeId),
    kiosks.map(({ slot }) => slot),
    kiosks.map(({ key }) => key.keyId),
    kiosks.map(({ key }) => key.publicKey),
  ];
  const rows =
    'unnest($2::uuid[], $3::text[], $4::int[], $5::text[], $6::text[]) AS row (id, office, slot, key, public)';
  await database.query(
    `WITH row AS (SELECT * FROM ${rows}),
      kiosks AS (INSERT INTO kiosk (city_id, kiosk_id, office_id, slot, name, incarnation, version, build, enrolled_at, enrolled_by)
        SELECT $1, id, office, slot, 'quiosc', gen_random_uuid(), '0', 'official', now(), 'bench' FROM row),
      contacts AS (INSERT INTO kiosk_contact (city_id, kiosk_id) SELECT $1, id FROM row)
    INSERT INTO kiosk_key (city_id, key_id, kiosk_id, public_key, since) SELECT $1, key, id, public, now() FROM row`,
    [CITY, ...columns],
  );
}

interface Listener {
  socket: Socket;
  /** When the next wake-up comes, by `performance.now()`. */
  next(): Promise<number>;
}

/** A bare connection: a client of Node's would cost this process more than it costs the centre. */
async function listen(url: string, { kioskId, key }: Kiosk): Promise<Listener> {
  const { hostname, port, host } = new URL(url);
  const path = pathOf('followHints', { cityId: CITY, kioskId });
  const request = { method: 'GET', url: `${url}${path}`, headers: {}, body: null };
  const headers = await signRequest(request, key, 'kiosk', 1);
  const lines = [`GET ${path} HTTP/1.1`, `host: ${host}`, ...Object.entries(headers).map((pair) => pair.join(': '))];
  const socket = connect(Number(port), hostname);
  socket.write(`${lines.join('\r\n')}\r\n\r\n`);
  socket.setEncoding('latin1');
  const opened = Promise.withResolvers<void>();
  let heard: (atMs: number) => void = () => {};
  let text = '';
  socket.on('data', (piece: string) => {
    text += piece;
    if (text.includes('event: hint')) {
      heard(performance.now());
      text = '';
    }
    // The comment that every stream begins with.
    if (/^HTTP\/1\.1 200 .*\r\n\r\n.*:\n\n/s.test(text)) {
      opened.resolve();
      text = '';
    }
  });
  socket.on('error', opened.reject);
  socket.on('end', () => opened.reject(new Error(`not followed: ${text.slice(0, 300)}`)));
  await opened.promise;
  return {
    socket,
    next: () =>
      new Promise((resolve) => {
        heard = resolve;
      }),
  };
}
