import { parseArgs } from 'node:util';
import { z } from 'zod';
import { WORKING_LANGUAGES } from '../../config/languages.ts';
import { CityId } from '../../src-main/contract/shared/ids.ts';
import { messageOf, type Result, succeed } from '../../src-main/domain/result.ts';
import { recordAudit } from '../administration/audit.ts';
import { atMachine } from '../administration/command-line-actor.ts';
import { instantOf, systemClock } from '../clock.ts';
import { atDatabase, keepToThisUser, readSettingsOfCommand } from '../command-database.ts';
import type { Database } from '../database/database.ts';
import { inWordsOfThisProgram } from '../program-name.ts';
import { type BadSettings, type Settings, wrong } from '../settings.ts';
import { runCity } from './enforce.ts';
import { RECORD_FORMATS, recordOfProcessing } from './record.ts';
import { lastRunOf, RETENTION_RUNS } from './retention-runs.ts';

const USAGE = `npm run retention -- --report [--language ${WORKING_LANGUAGES.join('|')}] [--format markdown|text]
                                             prints the city's record of processing, with the terms in effect here
npm run retention -- --run [--city CITY] [--dry-run]
                                             deletes or blanks the data whose term is over (DATABASE_URL); the centre does this every night by itself
npm run retention -- --status [--city CITY]  prints the last run, and how many rows of each class it ended (DATABASE_URL)

RETENTION_DAYS sets terms, such as need=0,audit=1095; classes and bounds are in src-main/contract/shared/retention.json`;

/** 1: a fault; 2: the program could not begin and printed the reason; 3: another process is running retention. */
const EXIT_FAULT = 1;
const EXIT_CANNOT_BEGIN = 2;
const EXIT_BUSY = 3;

const Command = z.union([
  z.strictObject({
    report: z.literal(true),
    language: z.enum(WORKING_LANGUAGES).default('ca'),
    format: z.enum(RECORD_FORMATS).default('markdown'),
  }),
  z.strictObject({ run: z.literal(true), city: CityId.optional(), 'dry-run': z.boolean().default(false) }),
  z.strictObject({ status: z.literal(true), city: CityId.optional() }),
]);
type Command = z.infer<typeof Command>;

keepToThisUser();

const say = (text: string) => void process.stdout.write(text);
const sayFault = (error: unknown) =>
  void process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);

function readCommand(args: readonly string[]): Result<Command | 'help', BadSettings> {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        help: { type: 'boolean', short: 'h' },
        report: { type: 'boolean' },
        run: { type: 'boolean' },
        status: { type: 'boolean' },
        'dry-run': { type: 'boolean' },
        city: { type: 'string' },
        language: { type: 'string' },
        format: { type: 'string' },
      },
    });
    if (values.help || positionals[0] === 'help') return succeed('help');
    const command = Command.safeParse({ ...values });
    return command.success && positionals.length === 0 ? succeed(command.data) : wrong(USAGE);
  } catch (error) {
    return wrong(`${messageOf(error)}\n\n${USAGE}`);
  }
}

const citiesOf = async (database: Database, city: CityId | undefined): Promise<string[]> =>
  city === undefined ? (await database.query<{ name: string }>(RETENTION_RUNS.cities)).map(({ name }) => name) : [city];

const tell = (fields: Readonly<Record<string, unknown>>) => say(`${JSON.stringify(fields)}\n`);

/** A failure in one city does not stop the run in other cities. */
async function runAll(
  database: Database,
  { city, 'dry-run': isDryRun }: Extract<Command, { run: true }>,
  { retention: terms }: Settings,
): Promise<void> {
  for (const cityId of await citiesOf(database, city))
    try {
      const done = await runCity(database, { cityId, terms, clock: systemClock, isDryRun });
      if (done === null) {
        tell({ event: 'retention-busy', cityId });
        process.exitCode ??= EXIT_BUSY;
      } else {
        const event = isDryRun ? 'retention-due' : 'retention-done';
        const result = { horizon: instantOf(done.horizonMs), counts: done.counts };
        if (!isDryRun)
          await recordAudit(database, atMachine(CityId.parse(cityId)), 'retention', result, systemClock.nowMs());
        tell({ event, cityId, ...result });
      }
    } catch (error) {
      sayFault(error);
      process.exitCode = EXIT_FAULT;
    }
}

async function run(command: Command): Promise<Result<unknown, BadSettings>> {
  if ('report' in command) {
    const settings = readSettingsOfCommand();
    if (!settings.ok) return settings;
    say(recordOfProcessing(command.language, command.format, settings.value.retention));
    return succeed(null);
  }
  return atDatabase<void>(
    async (database, settings) => {
      if ('run' in command) return runAll(database, command, settings);
      for (const cityId of await citiesOf(database, command.city))
        tell({ cityId, last: await lastRunOf(database, cityId) });
    },
    () => {},
  );
}

try {
  const command = readCommand(process.argv.slice(2));
  const asked = command.ok ? command.value : null;
  if (asked === 'help') say(`${inWordsOfThisProgram(USAGE)}\n`);
  const done = asked === null || asked === 'help' ? command : await run(asked);
  if (!done.ok) {
    process.stderr.write(`${inWordsOfThisProgram(done.error.detail)}\n`);
    process.exitCode = EXIT_CANNOT_BEGIN;
  }
} catch (error) {
  sayFault(error);
  process.exitCode = EXIT_FAULT;
}
