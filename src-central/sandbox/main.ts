// Usage: npm run sandbox -- [--port N] [--host ADDRESS] [--file FILE] [--turn-every S]. A centre with an invented city, for developers of
// booking systems and other clients.
import { rmSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { pino } from 'pino';
import { pathOf } from '../../src-main/contract/centre/operations.ts';
import { messageOf } from '../../src-main/domain/result.ts';
import { systemClock } from '../clock.ts';
import { openPglite } from '../database/pglite.ts';
import { type Sandbox, type SandboxAccess, startSandbox } from './sandbox.ts';

const USAGE = `npm run sandbox -- [--port 8099] [--host 127.0.0.1] [--file torn-sandbox.json] [--turn-every 20]
                 runs a centre with an invented city, in memory: every start begins anew. Only this machine reaches it, unless --host names
                 another address. It uses plain HTTP and writes its tokens into --file, so put no real data into it. A kiosk of each office
                 gives a turn every --turn-every seconds; 0: no turns`;

const EXIT_CANNOT_BEGIN = 2;
const MOST_SECONDS = 86_400;

const say = (text: string): void => void process.stdout.write(`${text}\n`);

function cannotBegin(why: string): never {
  process.stderr.write(`${why}\n\n${USAGE}\n`);
  process.exit(EXIT_CANNOT_BEGIN);
}

function wholeOf(name: string, text: string, most: number): number {
  const value = Number(text);
  return /^\d+$/.test(text) && value <= most ? value : cannotBegin(`--${name} must be a whole number up to ${most}`);
}

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        port: { type: 'string', default: '8099' },
        host: { type: 'string', default: '127.0.0.1' },
        file: { type: 'string', default: 'torn-sandbox.json' },
        'turn-every': { type: 'string', default: '20' },
      },
    });
    return {
      host: values.host,
      port: wholeOf('port', values.port, 65_535),
      file: resolve(values.file),
      everyS: wholeOf('turn-every', values['turn-every'], MOST_SECONDS),
    };
  } catch (error) {
    return cannotBegin(messageOf(error));
  }
}

/** The file contains tokens, so only this user can read it. An existing file is replaced, because other users may be able to read it. */
function writeAccess(file: string, access: SandboxAccess): void {
  rmSync(file, { force: true });
  writeFileSync(file, `${JSON.stringify(access, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
}

function introduce({ access, kiosks }: Sandbox, file: string): void {
  const { url, cityId, channels, tokens, offices } = access;
  const [office] = offices;
  const day = new Date(systemClock.nowMs() + 7 * 86_400_000).toISOString().slice(0, 10);
  const order = { officeId: office?.officeId, serviceId: office?.services[0], start: `${day}T10:00:00Z` };
  const booking = `${url}${pathOf('putAppointment', { cityId, reference: 'CITA-0001' })}`;
  const listing = `${url}${pathOf('listKiosks', { cityId })}`;
  say(`SANDBOX. The invented city ${cityId}, in memory: every start begins anew. Kiosks: ${kiosks.length}.`);
  say(`Addresses, tokens and offices for your program: ${file}`);
  say(`Documentation of the API: ${url}/api`);
  say('An appointment, as the municipal web books it:');
  say(
    `  curl -X PUT '${booking}' -H 'Authorization: Bearer ${channels.web}' -H 'Content-Type: application/json' -d '${JSON.stringify(order)}'`,
  );
  say('The kiosks, as the city’s people see them:');
  say(`  curl '${listing}' -H 'Authorization: Bearer ${tokens.viewer}'`);
  say(`The sandbox listens at ${url}`);
}

const { host, port, file, everyS } = readOptions();
const logger = pino({ level: 'warn', base: { part: 'sandbox' } }, pino.destination({ fd: 2, sync: false }));
try {
  const sandbox = await startSandbox({ database: await openPglite(null), host, port, logger });
  writeAccess(file, sandbox.access);
  const giveTurns = async (): Promise<void> => {
    for (const kiosk of sandbox.kiosks) await kiosk.giveTurn();
  };
  const tick = (): void => void giveTurns().catch((err: unknown) => logger.warn({ event: 'no-turn-given', err }));
  const timer = everyS === 0 ? null : setInterval(tick, everyS * 1_000);
  if (timer !== null) tick();
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const)
    process.once(signal, () => {
      if (timer !== null) clearInterval(timer);
      rmSync(file, { force: true });
      void sandbox.stop();
    });
  introduce(sandbox, file);
} catch (error) {
  cannotBegin(messageOf(error));
}
