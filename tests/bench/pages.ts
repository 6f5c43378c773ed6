import { readFileSync } from 'node:fs';
import { Agent, get, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { repositoryRoot } from '../../build/runtime.ts';
import type { Database } from '../../src-central/database/database.ts';
import { openPostgres } from '../../src-central/database/postgres.ts';
import { invitePerson } from '../../src-central/people/invite.ts';
import { beginSession, SESSION_TERMS } from '../../src-central/people/sessions.ts';
import { pathOf } from '../../src-main/contract/centre/operations.ts';
import { PersonInvitation } from '../../src-main/contract/centre/people.ts';
import { CityId } from '../../src-main/contract/shared/ids.ts';
import { signRequest } from '../../src-main/signing/signed-messages.ts';
import { startCentreProcess } from '../support/centre-process.ts';
import { enrolAt } from '../support/enrolled-kiosks.ts';
import { freePort } from '../support/free-port.ts';
import { openDatabase } from './database.ts';
import { against, type Figure, percentile, timed } from './figures.ts';
import { processorMs } from './streams.ts';
import { CITY, deliver, type Kiosk, kioskAt, type SignedUpload, signAhead } from './uploads.ts';

const KIOSKS = 1_000;
const PEOPLE = 200;
const FIRST_PAGES = 30;
const CHANGES = 6;
/** The number of kiosks that upload a batch in each round. Rounds with and without open pages alternate. */
const UPLOADING = 20;
const ROUNDS = 6;
const WARM_UP = 1;

const cityId = CityId.parse(CITY);
const OVERVIEW = pathOf('readCity', { cityId });
const REVISIONS = pathOf('followCity', { cityId });

/**
 * Measures a city of a thousand kiosks whose page two hundred people have open, at one replica on a PostgreSQL with
 * fsync, all on one machine: the time to open one more page, the time until a kiosk's change is on every page, and
 * the slowdown of uploads while the pages are open.
 */
export async function benchPages(): Promise<Figure[]> {
  const postgres = await openDatabase();
  const { databaseUrl, settings } = postgres;
  const kiosks = Array.from({ length: KIOSKS }, (_, index) => kioskAt(index, index < UPLOADING ? WARM_UP + ROUNDS : 0));
  await enrolAt(databaseUrl, CITY, kiosks);
  const database = openPostgres(databaseUrl, { connections: 2, onTrouble: () => {} });
  const staffPort = await freePort();
  const centre = await startCentreProcess({
    ...settings,
    STAFF_URL: `http://localhost:${staffPort}`,
    STAFF_HOST: '127.0.0.1',
    STAFF_PORT: String(staffPort),
    STAFF_CITY: CITY,
  });
  const uploads = await Promise.all(kiosks.slice(0, UPLOADING).map((kiosk) => signAhead(centre.url, kiosk)));
  const agent = new Agent({ keepAlive: true, maxSockets: UPLOADING });
  try {
    await furnish(database);
    const cookies = await signIn(database);
    const origin = `http://localhost:${staffPort}`;
    const round = (at: number) => timed(() => uploadRound(centre.url, agent, uploads, at));
    await round(0);

    let pages = await openAll(origin, cookies);
    const first: number[] = [];
    for (let opened = 0; opened < FIRST_PAGES; opened += 1)
      first.push(await timed(() => firstPage(origin, cookies[opened % PEOPLE] ?? '')));
    const changes: number[] = [];
    for (let change = 0; change < CHANGES; change += 1)
      changes.push(await changeShown(centre.url, kiosks[UPLOADING + change], pages));
    const idleBefore = processorMs(centre.child.pid);
    const idleMs = await timed(() => new Promise((resolve) => setTimeout(resolve, 5_000)));
    const idle = ((processorMs(centre.child.pid) - idleBefore) / idleMs) * 1_000;

    const [open, closed]: [number[], number[]] = [[], []];
    for (let at = 0; at < ROUNDS; at += 1) {
      const isOpen = at % 2 === 0;
      if (isOpen && pages.length === 0) pages = await openAll(origin, cookies);
      if (!isOpen) {
        for (const page of pages) page.close();
        pages = [];
      }
      (isOpen ? open : closed).push(await round(WARM_UP + at));
    }
    return [
      against('pages-first', 'ms until the city is there', first, 200),
      against('pages-first-p95', 'ms', [percentile(first, 0.95)], percentile(first, 0.5)),
      against('pages-change', 'ms until it is on all pages', changes, 2_000),
      against('pages-change-worst', 'ms', [percentile(changes, 1)], 2_000),
      against('pages-idle', 'ms of the replica’s processor per s', [idle], 50),
      against('pages-ingest', 'ms for a round of uploads', open, percentile(closed, 0.5)),
    ];
  } finally {
    agent.destroy();
    await database.close();
    await centre.stop();
    await postgres.close();
  }
}

export async function uploadRound(
  url: string,
  agent: Agent,
  uploads: readonly SignedUpload[][],
  at: number,
): Promise<void> {
  await Promise.all(
    uploads.map(async (list) => {
      const upload = list[at];
      // A kiosk repeats an upload that the centre was too busy to take.
      while (upload !== undefined && !(await isDelivered(url, agent, upload)));
    }),
  );
}

async function isDelivered(url: string, agent: Agent, upload: SignedUpload): Promise<boolean> {
  try {
    await deliver(url, agent, upload);
    return true;
  } catch (error) {
    if (!String(error).includes('overloaded')) throw error;
    return false;
  }
}

/** Gives every kiosk a recent contact and a printer, and every office the profile of a real one. */
export async function furnish(database: Database): Promise<void> {
  const document = readFileSync(join(repositoryRoot, 'config', 'offices', 'oac-dido.json'), 'utf8');
  await database.query("UPDATE kiosk_contact SET last_heard_at = now() + interval '1 hour' WHERE city_id = $1", [CITY]);
  await database.query(
    `INSERT INTO kiosk_printer (city_id, kiosk_id, incarnation, printer, condition, epoch, seq, event_id, happened_at)
      SELECT city_id, kiosk_id, incarnation, 'main', 'ready', 0, 0, gen_random_uuid(), now() FROM kiosk WHERE city_id = $1`,
    [CITY],
  );
  await database.query(
    `INSERT INTO profile_version (city_id, office_id, version, effective_from, document, key_id, signature, published_at, published_by)
      SELECT city_id, office_id, 1, current_date - 1, $2, 'key', 'signature', now(), 'bench' FROM office WHERE city_id = $1`,
    [CITY, document],
  );
  await database.query('ANALYZE', []);
}

async function signIn(database: Database): Promise<string[]> {
  const cookies: string[] = [];
  const actor = { cityId, address: null, tokenId: null, name: 'bench' };
  for (let at = 0; at < PEOPLE; at += 1) {
    const invitation = PersonInvitation.parse({ name: `Persona ${at}`, role: 'operator', officeIds: null });
    const invited = await invitePerson(database, actor, invitation, Date.now());
    if (!invited.ok) throw new Error(invited.error.kind);
    const session = { cityId, personId: invited.value.personId, address: '127.0.0.1', nowMs: Date.now() };
    cookies.push(`torn=${await beginSession(database, session, SESSION_TERMS)}`);
  }
  return cookies;
}

interface Page {
  /** The revision of the city's overview that the page shows. */
  etag(): string;
  /** Resolves to the `performance.now()` at which the page shows a revision different from `etag`. */
  after(etag: string): Promise<number>;
  close(): void;
}

function ask(url: string, cookie: string, agent: Agent, etag?: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const headers = { cookie, ...(etag === undefined ? {} : { 'if-none-match': etag }) };
    get(url, { agent, headers, family: 4 }, resolve).on('error', reject);
  });
}

/** Reads the answer's body without parsing it, because parsing would be the browser's work. */
async function drained(answer: IncomingMessage): Promise<void> {
  for await (const _ of answer);
}

async function firstPage(origin: string, cookie: string): Promise<void> {
  const agent = new Agent({ keepAlive: true });
  for (const path of ['/', OVERVIEW]) {
    const answer = await ask(`${origin}${path}`, cookie, agent);
    if (answer.statusCode !== 200) throw new Error(`${path} was answered ${answer.statusCode}`);
    await drained(answer);
  }
  agent.destroy();
}

const openAll = (origin: string, cookies: readonly string[]): Promise<Page[]> =>
  Promise.all(cookies.map((cookie) => openPage(origin, cookie)));

/** Opens a client that acts as the city's page: it reads the overview, follows its revisions, and reads again at each new one. */
async function openPage(origin: string, cookie: string): Promise<Page> {
  const agent = new Agent({ keepAlive: true });
  let etag = '';
  let seen: () => void = () => {};
  const read = async (): Promise<void> => {
    const answer = await ask(`${origin}${OVERVIEW}`, cookie, agent, etag === '' ? undefined : etag);
    // A page repeats a request that the centre was too busy to answer.
    if (answer.statusCode === 503) return drained(answer).then(read);
    if (answer.statusCode !== 200 && answer.statusCode !== 304)
      throw new Error(`the city was answered ${answer.statusCode}`);
    await drained(answer);
    if (answer.statusCode === 304 || answer.headers.etag === undefined) return;
    etag = answer.headers.etag;
    seen();
  };
  await read();
  const stream = await ask(`${origin}${REVISIONS}`, cookie, agent);
  if (stream.statusCode !== 200) throw new Error(`the stream was answered ${stream.statusCode}`);
  stream.setEncoding('utf8').on('data', (text: string) => {
    const revision = /data: (.*)/.exec(text)?.[1];
    if (revision !== undefined && revision !== etag) void read();
  });
  stream.on('error', () => {});
  return {
    etag: () => etag,
    after: (old) =>
      new Promise((resolve) => {
        seen = () => {
          if (etag !== old) resolve(performance.now());
        };
        seen();
      }),
    close: () => agent.destroy(),
  };
}

/** Milliseconds from the moment when a kiosk runs out of paper until the last page shows this. */
async function changeShown(url: string, kiosk: Kiosk | undefined, pages: readonly Page[]): Promise<number> {
  if (kiosk === undefined) throw new Error('no kiosk');
  const { kioskId, key, incarnation } = kiosk;
  const at = { wall: new Date().toISOString(), trust: 'trusted' };
  const payload = { printer: 'main', condition: 'paper-out' };
  const event = { id: crypto.randomUUID(), epoch: 0, seq: 1, type: 'printer-condition', v: 1, at, payload };
  const upload = { incarnation, sender: { bootId: crypto.randomUUID(), monoMs: 1_000 }, events: [event] };
  const body = Buffer.from(JSON.stringify(upload));
  const path = pathOf('uploadEvents', { cityId, kioskId });
  const request = { method: 'POST', url: `${url}${path}`, headers: { 'content-type': 'application/json' }, body };
  const headers = await signRequest(request, key, 'kiosk', null);
  const shown = Promise.all(pages.map((page) => page.after(page.etag())));
  const start = performance.now();
  const answer = await fetch(request.url, { method: 'POST', headers, body });
  if (!answer.ok) throw new Error(`not kept: ${await answer.text()}`);
  return Math.max(...(await shown)) - start;
}
