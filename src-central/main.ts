import { randomUUID, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { problemOf, sayProblem } from '../src-main/contract/centre/problems.ts';
import type { CityId } from '../src-main/contract/shared/ids.ts';
import { addDays } from '../src-main/domain/calendar-day.ts';
import { type Result, succeed } from '../src-main/domain/result.ts';
import type { SigningKey } from '../src-main/signing/keys.ts';
import { giveAddress } from './address-command.ts';
import { makeToken, withdrawTokens } from './administration/access-tokens.ts';
import { recordAudit } from './administration/audit.ts';
import { auditCsv } from './administration/audit-list.ts';
import { atMachine, recordInEveryCity } from './administration/command-line-actor.ts';
import { startAlarms } from './alarms/start-alarms.ts';
import { rewriteKeys, startEncrypting } from './appointments/encrypt-keys.ts';
import { type Keyring, readKeyring } from './appointments/keyring.ts';
import { startBookingRounds } from './booking/rounds.ts';
import { CALLBACK_PATH } from './citizens/holders.ts';
import type { CitizensReach } from './citizens/operations.ts';
import { instantOf, systemClock } from './clock.ts';
import {
  atDatabase as atRealDatabase,
  checkTransport,
  keepToThisUser,
  readSettingsOfCommand,
} from './command-database.ts';
import { type Command, readCommandLine, type TypedConfirmation } from './command-line.ts';
import { newestOffice } from './configuration/newest-office.ts';
import { confirm, questionsOnTerminal } from './confirm-command.ts';
import { startReminders } from './contacts/outbox.ts';
import { answerPerson } from './contacts/person.ts';
import { createReach } from './contacts/reach.ts';
import type { Database } from './database/database.ts';
import { lockFolder } from './database/folder-lock.ts';
import { openPostgres } from './database/postgres.ts';
import { figuresCsv } from './figures/figures-csv.ts';
import { officeFigures } from './figures/office-figures.ts';
import { quarterFigures } from './figures/quarter-figures.ts';
import { createIdentification, readCitizensProvider } from './identification/citizens.ts';
import { demonstrationKey, readKeyFile, writeNewKeyFile } from './key-files.ts';
import { listenForMetrics } from './observation/listener.ts';
import { createObserve } from './observation/observe.ts';
import { openPatiently } from './open-patiently.ts';
import { openApiText } from './openapi/page.ts';
import { cityPages } from './people/city-pages.ts';
import { confirmNamed } from './people/confirm-person.ts';
import { readDirectory } from './people/directory.ts';
import { invitationLink } from './people/invitations.ts';
import { invitePerson } from './people/invite.ts';
import { withdrawNamed } from './people/people.ts';
import { checkPrivateFolder, readGroupFile } from './private-files.ts';
import { inWordsOfThisProgram } from './program-name.ts';
import { rebuild } from './projections/rebuild.ts';
import { assembleCentre, type Replica } from './replica.ts';
import { CENTRE } from './replica-context.ts';
import { startNightly } from './retention/nightly.ts';
import { withCredentials } from './service-credentials.ts';
import { type BadSettings, readSettings, readStaffOrigin, type Settings, wrong } from './settings.ts';
import type { PushParts } from './turn-words/send-word.ts';
import { startTurnWords } from './turn-words/turn-words.ts';
import { vapidKeysOf } from './turn-words/vapid.ts';
import { measuredCsv } from './twin/measured.ts';

/** 0: done or ended by a signal; 1: a fault; 2: the program could not begin and printed the reason. */
const EXIT_FAULT = 1;
const EXIT_CANNOT_BEGIN = 2;

keepToThisUser();

const logger = pino(
  { base: { part: 'central' }, timestamp: pino.stdTimeFunctions.isoTime },
  pino.destination({ fd: 2, sync: false }),
);
const onTrouble = (error: Error) => logger.warn({ event: 'connection-broke', err: error });
const say = (text: string) => void process.stdout.write(`${text}\n`);

async function openDatabase({ databaseUrl, dataDir, connections }: Settings): Promise<Database> {
  if (databaseUrl !== null) return openPostgres(databaseUrl, { connections, onTrouble });
  // PGlite is imported on demand, so that a real centre does not load it into memory.
  const { openPglite } = await import('./database/pglite.ts');
  return openPglite(dataDir === null ? null : databaseFolder(dataDir));
}

function checkPrivacy(settings: Settings): Result<null, BadSettings> {
  const { dataDir } = settings;
  const transport = checkTransport(settings);
  if (!transport.ok || dataDir === null) return transport;
  const folder = checkPrivateFolder(dataDir);
  return folder.ok ? checkPrivateFolder(databaseFolder(dataDir)) : folder;
}

const databaseFolder = (dataDir: string): string => join(dataDir, 'database');

const readKey = ({ databaseUrl, keyFile }: Settings): Result<SigningKey, BadSettings> =>
  databaseUrl !== null && keyFile !== null ? readKeyFile(keyFile) : demonstrationKey(keyFile);

async function serve({ dataDir, cityId }: Extract<Command, { name: 'serve' }>): Promise<Result<null, BadSettings>> {
  const environment = withCredentials(process.env);
  if (!environment.ok) return environment;
  const settings = readSettings(environment.value, dataDir);
  if (!settings.ok) return settings;
  const privacy = checkPrivacy(settings.value);
  if (!privacy.ok) return privacy;
  const { nextKeyFile, tlsFiles } = settings.value;
  if (dataDir !== null && !(await lockFolder(dataDir))) return wrong(`another process uses ${dataDir}`);
  const signingKey = readKey(settings.value);
  if (!signingKey.ok) return signingKey;
  const nextKey = nextKeyFile === null ? null : readKeyFile(nextKeyFile);
  if (nextKey !== null && !nextKey.ok) return nextKey;
  const tlsKey = tlsFiles && readGroupFile(tlsFiles.key);
  if (tlsKey !== null && !tlsKey.ok) return tlsKey;
  const keyring = readKeyring(settings.value);
  if (!keyring.ok) return keyring;
  const { staff, directoryFiles } = settings.value;
  const directory = directoryFiles && readDirectory(directoryFiles);
  if (directory !== null && !directory.ok) return directory;
  const { citizensOrigin, citizensProviderFiles } = settings.value;
  const provider = citizensProviderFiles && readCitizensProvider(citizensProviderFiles);
  if (provider !== null && !provider.ok) return provider;
  const citizens: CitizensReach | null =
    citizensOrigin === null
      ? null
      : {
          origin: citizensOrigin,
          reach: createReach({ ...settings.value, signingKey: signingKey.value }),
          identification: provider && createIdentification(provider.value, `${citizensOrigin}${CALLBACK_PATH}`),
        };
  const { pushServices } = settings.value;
  const push: PushParts | null =
    citizensOrigin === null || pushServices === null
      ? null
      : { origin: citizensOrigin, services: pushServices, keys: vapidKeysOf(signingKey.value) };
  const database = await openDatabase(settings.value);
  const replica = assembleCentre({
    ...settings.value,
    staff: staff && { ...staff, directory: directory?.value ?? null },
    database,
    clock: systemClock,
    signingKey: signingKey.value,
    keyring: keyring.value,
    nextKey: nextKey?.value.publicKey ?? null,
    citizens,
    push,
    logger,
    tls: tlsKey && { cert: readFileSync(tlsFiles.cert, 'utf8'), key: tlsKey.value },
  });
  const pages = cityPages();
  if (pages !== null) replica.staffServer?.registerProgram(pages);
  else if (staff) logger.warn({ event: 'pages-not-built' });
  const address = await bringUp({
    settings: settings.value,
    cityId,
    database,
    replica,
    citizens,
    push,
    signingKey: signingKey.value,
    keyring: keyring.value,
  });
  if (address === null) return succeed(null);
  say(
    `The centre's key is ${signingKey.value.keyId}: a kiosk that is given it (--centre URL/CITY#KEY-ID) pairs with no other centre.`,
  );
  if (staff) say(`The staff pages are at ${staff.origin}`);
  say(`The centre listens at ${address}`);
  return succeed(null);
}

interface Rising {
  settings: Settings;
  cityId: CityId;
  database: Database;
  replica: Replica;
  signingKey: SigningKey;
  keyring: Keyring;
  citizens: CitizensReach | null;
  push: PushParts | null;
}

/**
 * Opens the replica and listens, however long the database takes. A signal ends the replica. `null`: a signal ended the replica before it
 * was open.
 */
async function bringUp(rising: Rising): Promise<string | null> {
  const { settings, cityId, database, replica, signingKey, keyring, citizens, push } = rising;
  const { databaseUrl, host, port, retention, dataDir } = settings;
  const nightly = startNightly({ database, clock: systemClock, terms: retention, logger });
  const alarms = startAlarms({
    database,
    clock: systemClock,
    logger,
    signingKey,
    mailServer: settings.mailServer,
    certificateEndsMs: settings.tlsFiles && certificateEnd(settings.tlsFiles.cert),
  });
  const encrypting = startEncrypting({ database, keyring, logger });
  const reminders =
    citizens &&
    startReminders({
      database,
      clock: systemClock,
      keyring,
      logger,
      reach: citizens.reach,
      read: replica.booking.read,
      readWait: replica.booking.readWait,
      lostHours: replica.booking.lostHours,
      pageOf: (city, token) => `${citizens.origin}/c/${city}/${token}`,
    });
  const turnWords = push && startTurnWords({ database, clock: systemClock, keyring, push, logger });
  const rounds = startBookingRounds({ database, booking: replica.booking, logger });
  const observe = createObserve({ ...replica, database, clock: systemClock });
  const metrics = settings.metrics && (await listenForMetrics(settings.metrics, replica.meter, observe));
  if (metrics) logger.info({ event: 'metrics', address: metrics.address });
  const ending = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const)
    process.on(signal, async () => {
      if (ending.signal.aborted) return;
      ending.abort();
      logger.info({ event: 'draining', signal });
      await nightly.stop();
      await alarms.stop();
      await encrypting.stop();
      await reminders?.stop();
      await turnWords?.stop();
      await rounds.stop();
      await Promise.all([replica.server.drain(), replica.staffServer?.drain()]);
      await metrics?.close();
      await database.close();
      logger.info({ event: 'stopped' });
    });
  const address = await openPatiently({
    open: replica.open,
    logger,
    signal: ending.signal,
    async listen() {
      // The token of an earlier run is withdrawn before the server listens, in case that run crashed.
      if (databaseUrl === null) await withdrawTokens(database, cityId, DEMONSTRATION, systemClock.nowMs());
      if (settings.staff) await replica.staffServer?.listen(settings.staff.host, settings.staff.port);
      return replica.server.listen(host, port);
    },
  });
  if (address === null) return null;
  void nightly.look();
  void encrypting.look();
  void reminders?.look();
  void alarms.look().then(alarms.send);
  if (databaseUrl === null) await sayDemonstration(database, cityId, dataDir);
  return address;
}

const certificateEnd = (file: string): number => new X509Certificate(readFileSync(file)).validToDate.getTime();

const DEMONSTRATION = 'demonstration';

async function sayDemonstration(database: Database, cityId: CityId, dataDir: string | null): Promise<void> {
  const token = await makeToken(database, cityId, DEMONSTRATION, systemClock.nowMs());
  const where =
    dataDir === null ? 'It keeps everything in memory' : 'It writes without fsync: a power cut may damage its data';
  say(`DEMONSTRATION. ${where}. Set DATABASE_URL for a real centre.`);
  say(`An access token of the city ${cityId}, made for this run: ${token}`);
  say('The pages, with an invented city: npm run city');
}

const atDatabase = <T>(work: (database: Database) => Promise<T>): Promise<Result<T, BadSettings>> =>
  atRealDatabase(work, onTrouble);

/** Like `atDatabase`, for work that may refuse. */
async function refusingAtDatabase(
  work: (database: Database) => Promise<Result<unknown, BadSettings>>,
): Promise<Result<unknown, BadSettings>> {
  const done = await atDatabase(work);
  return done.ok ? done.value : done;
}

/** Prints only the token on stdout, for a program to read. Its rights go to stderr. */
function giveToken({
  cityId,
  tokenName,
  channelId,
  terms,
}: Extract<Command, { name: 'token' }>): Promise<Result<unknown, BadSettings>> {
  const nowMs = systemClock.nowMs();
  const until = new Date(terms.untilMs).toISOString();
  return atDatabase(async (database) => {
    const token = await database.transaction(async (queries) => {
      const made = await makeToken(queries, cityId, tokenName, nowMs, channelId, terms);
      const object = { ...terms, name: tokenName, untilMs: undefined, until, channelId };
      await recordAudit(queries, atMachine(cityId), 'makeToken', object, nowMs);
      return made;
    });
    const reach = 'role' in terms ? `${terms.role} of ${terms.officeId ?? 'every office'}` : `channel ${channelId}`;
    process.stderr.write(`${tokenName}: ${reach}, city ${cityId}, until ${until}. Make the next one before that.\n`);
    say(token);
  });
}

/** Prints only the link on stdout. The invited person's name goes to stderr. */
async function invite({
  cityId,
  invitation,
}: Extract<Command, { name: 'invite' }>): Promise<Result<unknown, BadSettings>> {
  const { STAFF_URL } = process.env;
  if (!STAFF_URL) return wrong('STAFF_URL is missing: the link needs the address of the staff pages');
  const origin = readStaffOrigin(STAFF_URL);
  if (!origin.ok) return origin;
  return refusingAtDatabase(async (database) => {
    const invited = await invitePerson(database, atMachine(cityId), invitation, systemClock.nowMs());
    if (!invited.ok)
      return wrong(
        invited.error.kind === 'no-office'
          ? `${cityId} has no office ${invited.error.officeId}`
          : `${invitation.name} is already a person of ${cityId}: withdraw them first, or give another name`,
      );
    const { code, untilMs } = invited.value;
    const reach = `${invitation.role} of ${invitation.officeIds?.join(', ') ?? 'every office'}`;
    process.stderr.write(
      `${invitation.name}: ${reach}, city ${cityId}. The link is valid once, until ${instantOf(untilMs)}.\n`,
    );
    return succeed(say(invitationLink(origin.value, cityId, code)));
  });
}

/** Prints the audit on stdout. The export itself is recorded afterwards, so it appears in the next export. */
function giveAudit({ cityId, query }: Extract<Command, { name: 'audit' }>): Promise<Result<unknown, BadSettings>> {
  return atDatabase(async (database) => {
    for await (const text of auditCsv(database, cityId, query)) process.stdout.write(text);
    await recordAudit(database, atMachine(cityId), 'exportAudit', { ...query }, systemClock.nowMs());
  });
}

function giveFigures({
  cityId,
  officeId,
  month,
}: Extract<Command, { name: 'figures' }>): Promise<Result<unknown, BadSettings>> {
  const asked = { cityId, officeId, month };
  return refusingAtDatabase(async (database) => {
    const nowMs = systemClock.nowMs();
    const figures = await officeFigures(database, asked, nowMs);
    await recordAudit(database, atMachine(cityId), 'exportFigures', { ...asked }, nowMs);
    if (!figures.ok) return wrong(sayProblem(problemOf(figures.error.kind, figures.error)));
    return succeed(process.stdout.write(figuresCsv(figures.value)));
  });
}

function giveQuarterFigures({
  cityId,
  officeId,
  from,
  until,
}: Extract<Command, { name: 'quarter-figures' }>): Promise<Result<unknown, BadSettings>> {
  return refusingAtDatabase(async (database) => {
    const office = await newestOffice(database, { cityId, officeId });
    if (office === null) return wrong(`there is no office ${officeId}`);
    const { zone } = office;
    const rows = await quarterFigures(database, { cityId, officeId, from, until: addDays(until, 1), zone });
    const details = { officeId, from, until };
    await recordAudit(database, atMachine(cityId), 'exportFigures', details, systemClock.nowMs());
    return succeed(process.stdout.write(measuredCsv(rows)));
  });
}

/** Decrypts the office keys. Every replica must be stopped, because a replica with an encryption key would encrypt them again. */
async function decryptKeys(): Promise<Result<unknown, BadSettings>> {
  const settings = readSettingsOfCommand();
  if (!settings.ok) return settings;
  const keyring = readKeyring(settings.value);
  if (!keyring.ok) return keyring;
  return atDatabase(async (database) => {
    const done = await rewriteKeys({ database, keyring: keyring.value }, { inTheClear: true });
    await recordInEveryCity(database, 'decryptKeys', { ...done }, systemClock.nowMs());
    say(
      `Office keys now stored unencrypted: ${done.changed}. Not decrypted, because their key is not set here: ${done.unreadable}.`,
    );
  });
}

/** Reads the person's address or document from the terminal, because every user of the machine can read a command line. */
async function answerPersonHere({
  cityId,
  erases,
}: Extract<Command, { name: 'person' }>): Promise<Result<unknown, BadSettings>> {
  const settings = readSettingsOfCommand();
  if (!settings.ok) return settings;
  const keyring = readKeyring(settings.value);
  if (!keyring.ok) return keyring;
  const questions = questionsOnTerminal();
  const typed = await questions.ask('Mail address, telephone number or document number: ');
  questions.end();
  return refusingAtDatabase(async (database) => {
    const parts = { database, clock: systemClock, keyring: keyring.value };
    const answered = await answerPerson(parts, cityId, typed ?? '', { erases });
    if (!answered.ok) return wrong('expected a mail address, a telephone number or a document number');
    return succeed(say(JSON.stringify({ ...answered.value, erased: erases }, null, 2)));
  });
}

async function confirmHere(typed: TypedConfirmation): Promise<Result<unknown, BadSettings>> {
  const questions = questionsOnTerminal();
  const done = await confirm(typed, questions);
  questions.end();
  return done.ok ? succeed(say(done.value)) : done;
}

async function run(command: Command): Promise<Result<unknown, BadSettings>> {
  switch (command.name) {
    case 'serve':
      return serve(command);
    case 'new-key': {
      const key = writeNewKeyFile(command.file);
      if (key.ok)
        say(
          `Made ${command.file}, key ${key.value.keyId}. Keep it as secret as a password, and give every replica the same file.`,
        );
      return key;
    }
    case 'token':
      return giveToken(command);
    case 'invite':
      return invite(command);
    case 'help':
      say(inWordsOfThisProgram(command.text));
      return succeed(null);
    case 'openapi':
      process.stdout.write(await openApiText());
      return succeed(null);
    case 'withdraw': {
      const { cityId, tokenName } = command;
      return atDatabase(async (database) => {
        const nowMs = systemClock.nowMs();
        const count = await database.transaction(async (queries) => {
          const withdrawn = await withdrawTokens(queries, cityId, tokenName, nowMs);
          const actor = atMachine(cityId);
          await recordAudit(queries, actor, 'withdrawTokens', { name: tokenName, withdrawn }, nowMs);
          const person = await withdrawNamed(queries, cityId, tokenName, actor.name, nowMs);
          if (person !== null) await recordAudit(queries, actor, 'withdrawPerson', { ...person }, nowMs);
          return { withdrawn, person };
        });
        say(`Tokens withdrawn: ${count.withdrawn}.`);
        if (count.person !== null) say(`The person is withdrawn, and ${count.person.sessions} sessions have ended.`);
      });
    }
    case 'confirm-person': {
      const { cityId, tokenName } = command;
      return refusingAtDatabase(async (database) => {
        const isKnown = await confirmNamed(database, atMachine(cityId), tokenName, systemClock.nowMs());
        return isKnown
          ? succeed(say('The account is confirmed.'))
          : wrong(`no person named ${tokenName} has accepted an invitation`);
      });
    }
    case 'migrate':
      return atDatabase(async () => say('The schema is up to date.'));
    case 'decrypt-keys':
      return decryptKeys();
    case 'restored':
      return atDatabase(async (database) => {
        const nowMs = systemClock.nowMs();
        const storeEpoch = await database.transaction(async (queries) => {
          const renewed = [instantOf(nowMs), randomUUID()];
          const [row] = await queries.query<{ storeEpoch: string }>(CENTRE.renew, renewed);
          await recordInEveryCity(queries, 'restored', { storeEpoch: row?.storeEpoch }, nowMs);
          return row?.storeEpoch;
        });
        say(`The store epoch is now ${storeEpoch}: kiosks will send the events that they keep again.`);
      });
    case 'rebuild':
      return atDatabase(async (database) => {
        const events = await rebuild(database, command.cityId);
        await recordAudit(database, atMachine(command.cityId), 'rebuild', { events }, systemClock.nowMs());
        say(`Derived tickets and health of ${command.cityId} again from ${events} events.`);
      });
    case 'person':
      return answerPersonHere(command);
    case 'audit':
      return giveAudit(command);
    case 'figures':
      return giveFigures(command);
    case 'quarter-figures':
      return giveQuarterFigures(command);
    case 'confirm':
      return confirmHere(command.typed);
    case 'address': {
      const given = giveAddress(command.typed);
      if (given.ok) say(given.value);
      return given;
    }
  }
}

async function main(): Promise<void> {
  const command = readCommandLine(process.argv.slice(2), systemClock.nowMs());
  const done = command.ok ? await run(command.value) : command;
  if (done.ok) return;
  process.stderr.write(`${inWordsOfThisProgram(done.error.detail)}\n`);
  process.exit(EXIT_CANNOT_BEGIN);
}

try {
  await main();
} catch (error) {
  logger.fatal({ event: 'program-fault', err: error });
  logger.flush(() => process.exit(EXIT_FAULT));
}
