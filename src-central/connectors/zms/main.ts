// Usage: ZMS_URL=… npm run connector:zms -- --queues FILE [--every S] [--once] [--centre URL]. Prints the queues of ZMS, one line of JSON
// each.
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { MOST_QUEUES, OFFICE_QUEUE_HOLDS_S } from '../../../src-main/contract/centre/office-queues.ts';
import type { OfficeId } from '../../../src-main/contract/shared/ids.ts';
import { messageOf, type Result, refuse, succeed } from '../../../src-main/domain/result.ts';
import { instantOf, systemClock } from '../../clock.ts';
import type { BadSettings } from '../../settings.ts';
import type { QueueSource } from '../queue-source.ts';
import { pauseAfter, readSideBySide } from '../rounds.ts';
import { type CentrePlace, type ReadQueue, stateQueues } from '../state-queues.ts';
import { type QueueOfScope, readCentre, readQueues, readZmsUrl } from './settings.ts';
import { zmsQueues } from './zms-queues.ts';

const USAGE = `ZMS_URL=https://HOST/terminvereinbarung/api/2 npm run connector:zms -- --queues FILE [--every 30] [--once]
                 reads the queues of ZMS and prints one line of JSON for each, again every --every seconds (5 to 3600).
                 FILE says which scope is which queue: [{ "officeId": "oac-placa", "serviceId": "padro", "scope": 12 }]
TORN_TOKEN=… npm run connector:zms -- … --centre https://HOST/CITY
                 also sends the queues to the centre, for the kiosks of the one office in FILE; --every is then 5 to 45. The token has the
                 role connector. A queue without serviceId is the one of every service that has no queue of its own`;

const EXIT_CANNOT_BEGIN = 2;
/** Longest time between two statements of the queues to the centre: half the time for which kiosks display a statement. */
const LONGEST_STATING_S = OFFICE_QUEUE_HOLDS_S / 2;

interface Order {
  source: QueueSource;
  queues: readonly QueueOfScope[];
  everyMs: number;
  isOnce: boolean;
  /** The centre and office that receive the queues. `null`: they are only printed. */
  centre: (CentrePlace & { officeId: OfficeId }) | null;
}

function readOrder(): Result<Order, BadSettings> {
  try {
    const { values } = parseArgs({
      options: {
        queues: { type: 'string' },
        every: { type: 'string', default: '30' },
        once: { type: 'boolean', default: false },
        centre: { type: 'string' },
      },
    });
    const everyS = Number(values.every);
    if (values.queues === undefined) return no('--queues is needed: the file that says which scope is which queue');
    if (!(everyS >= 5 && everyS <= 3_600)) return no('--every must be between 5 and 3600 seconds');
    const zms = readZmsUrl(process.env.ZMS_URL);
    if (!zms.ok) return zms;
    const queues = readQueues(readFileSync(values.queues, 'utf8'));
    if (!queues.ok) return queues;
    const centre = values.centre === undefined ? succeed(null) : placeOf(values.centre, queues.value);
    if (!centre.ok) return centre;
    if (centre.value !== null && everyS > LONGEST_STATING_S)
      return no(`--every must be at most ${LONGEST_STATING_S} with --centre, because kiosks do not show older queues`);
    return succeed({
      centre: centre.value,
      source: zmsQueues(zms.value),
      queues: queues.value,
      everyMs: everyS * 1_000,
      isOnce: values.once,
    });
  } catch (error) {
    return no(messageOf(error));
  }
}

const no = (detail: string) => refuse({ kind: 'bad-settings' as const, detail });

/**
 * Reads `--centre`. All queues must be of one office: a token is valid for one office only, so that an attacker who steals it from this
 * machine reaches no other office.
 */
function placeOf(text: string, queues: readonly QueueOfScope[]): Result<Order['centre'], BadSettings> {
  const place = readCentre(text, process.env.TORN_TOKEN);
  if (!place.ok) return place;
  const [officeId, ...others] = new Set(queues.map((queue) => queue.officeId));
  if (officeId === undefined || others.length > 0)
    return no('with --centre the file must name one office only, because each office has its own token');
  if (queues.length > MOST_QUEUES) return no(`with --centre the file may name at most ${MOST_QUEUES} queues`);
  return succeed({ ...place.value, officeId });
}

const say = (line: Readonly<Record<string, unknown>>): void => void process.stdout.write(`${JSON.stringify(line)}\n`);

async function round({ source, queues, centre }: Order): Promise<void> {
  const toState: ReadQueue[] = [];
  await readSideBySide(
    source,
    queues.map(({ scope }) => scope),
    ({ queue, result, readAtMs }) => {
      const at = instantOf(systemClock.nowMs());
      for (const { officeId, serviceId = null } of queues.filter(({ scope }) => scope === queue)) {
        say({ officeId, serviceId, at, ...(result.ok ? result.value : { trouble: result.error }) });
        toState.push({ serviceId, state: result.ok ? result.value : null, readAtMs });
      }
    },
  );
  if (centre === null) return;
  const stated = await stateQueues(centre, centre.officeId, toState);
  const at = instantOf(systemClock.nowMs());
  say({ officeId: centre.officeId, at, ...(stated.ok ? stated.value : { trouble: stated.error }) });
}

async function run(order: Order): Promise<void> {
  const ending = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => ending.abort());
  for (;;) {
    const beganAtMs = performance.now();
    await round(order);
    if (order.isOnce || ending.signal.aborted) return;
    const pauseMs = pauseAfter(order.everyMs, performance.now() - beganAtMs);
    await pause(pauseMs, undefined, { signal: ending.signal }).catch(() => undefined);
    if (ending.signal.aborted) return;
  }
}

const order = readOrder();
if (order.ok) await run(order.value);
else {
  process.stderr.write(`${order.error.detail}\n\n${USAGE}\n`);
  process.exitCode = EXIT_CANNOT_BEGIN;
}
