// Usage: npm run city -- [--data DIR] [--city CITY] [--live OFFICE,…]. Runs a centre with an invented city whose kiosks give turns, and its
// pages. It reads no setting of a real centre: its database is PGlite, and only this machine reaches it.
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { pino } from 'pino';
import { z } from 'zod';
import { CityId } from '../../src-main/contract/shared/ids.ts';
import { DEFAULT_TERMS } from '../../src-main/contract/shared/retention.ts';
import { messageOf } from '../../src-main/domain/result.ts';
import { makeToken, withdrawTokens } from '../administration/access-tokens.ts';
import { systemClock } from '../clock.ts';
import { keepToThisUser } from '../command-database.ts';
import { lockFolder } from '../database/folder-lock.ts';
import { openPglite } from '../database/pglite.ts';
import { demonstrationKey } from '../key-files.ts';
import { cityPages } from '../people/city-pages.ts';
import { checkPrivateFolder } from '../private-files.ts';
import { assembleCentre, createCentre } from '../replica.ts';
import { startNightly } from '../retention/nightly.ts';
import { PlayedKiosk } from '../sandbox/played-kiosk.ts';
import { profileOf, readInventedCity, servicesOf } from './city.ts';
import { createEntrance, seedPerson } from './entrance.ts';
import { BOOKER, type Cast, fallSilent, playPast } from './past.ts';
import { playPresent, waitToBeAdmitted } from './present.ts';

const USAGE = `npm run city -- [--data DIR] [--city terrassa] [--live OFFICE,OFFICE]
                 runs a centre with an invented city of 17 offices, with pages at an address of this machine. It is in memory unless --data
                 names a folder. --live: offices whose first kiosk is a real one, which pairs by itself`;

const EXIT_CANNOT_BEGIN = 2;
const REQUESTS_AT_ONCE = 50;
const HERE = '127.0.0.1';
const DEMONSTRATION = 'demonstration';

keepToThisUser();
const logger = pino({ level: 'warn', base: { part: 'central' } }, pino.destination({ fd: 2, sync: false }));
const say = (text: string): void => void process.stdout.write(`${text}\n`);

function cannotBegin(why: string): never {
  process.stderr.write(`${why}\n\n${USAGE}\n`);
  process.exit(EXIT_CANNOT_BEGIN);
}

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        data: { type: 'string' },
        city: { type: 'string', default: 'terrassa' },
        live: { type: 'string', default: '' },
      },
    });
    const dataDir = values.data === undefined ? null : resolve(values.data);
    return { dataDir, cityId: CityId.parse(values.city), live: new Set(values.live.split(',').filter(Boolean)) };
  } catch (error) {
    return cannotBegin(messageOf(error));
  }
}

/** Finds a free port for the pages, because their links and cookies contain the address before it is served. */
async function freePort(): Promise<number> {
  const server = createServer();
  const { promise, resolve: listening } = Promise.withResolvers<void>();
  server.listen(0, HERE, listening);
  await promise;
  const address = server.address();
  server.close();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

const { dataDir, cityId, live } = readOptions();
const city = readInventedCity();
const officeOf = (officeId: string) => city.offices.find((office) => office.officeId === officeId);

const KeptCast = z.array(z.object({ kiosk: PlayedKiosk, plays: z.string() }));
const castFile = dataDir === null ? null : join(dataDir, 'played-kiosks.json');

function readCast(): Cast[] | null {
  if (castFile === null || !existsSync(castFile)) return null;
  const kept = KeptCast.parse(JSON.parse(readFileSync(castFile, 'utf8')));
  return kept.flatMap(({ kiosk, plays }) => playedAt(kiosk, plays as Cast['plays']) ?? []);
}

/** Stores the kiosks' keys and last numbers. The file is replaced in one step, so that a crash leaves the previous file intact. */
function keepCast(cast: readonly Cast[]): void {
  if (castFile === null) return;
  const text = JSON.stringify(cast.map(({ kiosk, plays }) => ({ kiosk, plays })));
  writeFileSync(`${castFile}.new`, text, { mode: 0o600 });
  renameSync(`${castFile}.new`, castFile);
}

function playedAt(kiosk: PlayedKiosk, plays: Cast['plays']): Cast | null {
  const office = officeOf(kiosk.officeId);
  return office ? { kiosk, office, plays, services: servicesOf(profileOf(city, office)) } : null;
}

async function run(): Promise<void> {
  if (dataDir !== null) {
    const folder = checkPrivateFolder(dataDir);
    if (!folder.ok) throw new Error(folder.error.detail);
    if (!(await lockFolder(dataDir))) throw new Error(`another process uses ${dataDir}`);
  }
  const pages = cityPages();
  if (pages === null) throw new Error('the pages have not been built: node build/vite.ts pages');
  const key = demonstrationKey(dataDir === null ? null : join(dataDir, 'centre-key.pem'));
  if (!key.ok) throw new Error(key.error.detail);
  const [signingKey, database] = [key.value, await openPglite(dataDir === null ? null : join(dataDir, 'database'))];
  const common = {
    database,
    signingKey,
    logger,
    nextKey: null,
    tls: null,
    behindProxy: false,
    maxInFlight: REQUESTS_AT_ONCE,
    environment: 'demonstration' as const,
  };

  const staffPort = await freePort();
  const origin = `http://localhost:${staffPort}`;
  const { server, staffServer, open } = assembleCentre({
    ...common,
    clock: systemClock,
    staff: { origin, cityId },
  });
  if (staffServer === null) throw new Error('the staff pages are not served');
  staffServer.registerProgram(pages);
  const entrance = createEntrance({ server: staffServer, database, clock: systemClock, cityId, origin });
  await open();
  const nowMs = systemClock.nowMs();
  // Tokens of an earlier run are withdrawn before anything listens, in case that run crashed.
  await withdrawTokens(database, cityId, DEMONSTRATION, nowMs);
  await staffServer.listen(HERE, staffPort);
  const url = await server.listen(HERE, 0);
  const nightly = startNightly({ database, clock: systemClock, terms: DEFAULT_TERMS, logger });

  const ending = new AbortController();
  let playing: Promise<unknown> = Promise.resolve();
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const)
    process.on(signal, async () => {
      if (ending.signal.aborted) return;
      ending.abort();
      await nightly.stop();
      await playing;
      await Promise.all([server.drain(), staffServer.drain()]);
      await database.close();
    });

  say(`DEMONSTRATION. ${dataDir === null ? 'It keeps everything in memory' : 'It writes without fsync'}.`);
  say(
    `An access token of the city ${cityId}, made for this run: ${await makeToken(database, cityId, DEMONSTRATION, nowMs)}`,
  );
  say(
    `The centre's key is ${signingKey.keyId}: a kiosk that is given it (--centre URL/CITY#KEY-ID) pairs with no other centre.`,
  );
  say(`The staff pages are at ${origin}`);
  say(`The centre listens at ${url}`);

  playing = play().catch((error: unknown) => {
    if (!ending.signal.aborted) say(`The city cannot be simulated: ${messageOf(error)}`);
  });
  await playing;

  async function play(): Promise<void> {
    const [first] = city.people;
    if (first === undefined) return;
    const cast = await castOfToday();
    const person = await seedPerson(database, cityId, first, systemClock.nowMs());
    const kiosks = cast.length + live.size;
    say(
      `The city ${city.municipality} is ready: ${city.offices.length} offices, ${kiosks} kiosks and their last month.`,
    );
    const sayLink = (): void =>
      say(`Sign in as ${person.name}, once, by this link: ${entrance.linkFor(person, sayLink)}`);
    sayLink();
    say(
      'Look at: a kiosk without paper (OAC Riera), a silent office (OAC Pont Vell), a change in conflict (OAC Horts), an update that came back (OAC Fàbrica).',
    );
    say(`Citizens book at ${url}/c/${cityId}, and see the waits of all offices at ${url}/c/${cityId}/offices`);
    const wire = { url, cityId, clock: systemClock };
    const parts = { wire, cast, logger, signal: ending.signal };
    const keep = (): void => keepCast(cast);
    keep();
    const admitted = waitToBeAdmitted(parts, {
      centreKey: signingKey.publicKey,
      say,
      admitted: (kiosk) => playedAt(kiosk, 'well'),
    }).catch((err: unknown) => {
      if (!ending.signal.aborted) logger.warn({ event: 'no-kiosk-waits', err });
    });
    await Promise.all([admitted, playPresent({ ...parts, keep })]);
  }

  /** Simulates the past at a second replica whose clock is set back. */
  async function castOfToday(): Promise<Cast[]> {
    const clock = { ms: nowMs, nowMs: () => clock.ms };
    const past = await createCentre({ ...common, clock });
    ending.signal.addEventListener('abort', () => void past.drain());
    const wire = { url: await past.listen(HERE, 0), cityId, clock };
    try {
      const kept = readCast();
      if (kept !== null) {
        await fallSilent(wire, kept, nowMs);
        return kept;
      }
      const [administrator = '', operator = ''] = await Promise.all(
        city.people.map(async ({ name, role }) => {
          clock.ms = nowMs - 31 * 86_400_000;
          await seedPerson(database, cityId, { name, role }, clock.ms);
          return makeToken(database, cityId, name, clock.ms, null, { role });
        }),
      );
      const parts = { wire, city, centreKey: signingKey.publicKey, live, nowMs, keep: keepCast };
      const booker = () => makeToken(database, cityId, BOOKER.name, nowMs, BOOKER.channelId);
      const cast = await playPast({ ...parts, booker, tokens: [administrator, operator] });
      for (const { name } of [...city.people, BOOKER]) await withdrawTokens(database, cityId, name, nowMs);
      return cast;
    } finally {
      await past.drain();
    }
  }
}

try {
  await run();
} catch (error) {
  cannotBegin(messageOf(error));
}
