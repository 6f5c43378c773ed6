// Usage: ZMS_URL=… npm run connector:zms -- --queues FILE [--every S] [--once]. Says how the queues of ZMS stand, one line of JSON for each.
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { messageOf, type Result, refuse, succeed } from '../../../src-main/domain/result.ts';
import { instantOf, systemClock } from '../../clock.ts';
import type { BadSettings } from '../../settings.ts';
import type { QueueSource } from '../queue-source.ts';
import { type QueueOfScope, readQueues, readZmsUrl } from './settings.ts';
import { zmsQueues } from './zms-queues.ts';

const USAGE = `ZMS_URL=https://HOST/terminvereinbarung/api/2 npm run connector:zms -- --queues FILE [--every 30] [--once]
                 asks ZMS how its queues stand and says it, one line of JSON each, again every so many seconds (5 to 3600).
                 FILE holds which scope is which queue: [{ "officeId": "oac-placa", "serviceId": "padro", "scope": 12 }]`;

const EXIT_CANNOT_BEGIN = 2;

interface Order {
  source: QueueSource;
  queues: readonly QueueOfScope[];
  everyMs: number;
  isOnce: boolean;
}

function readOrder(): Result<Order, BadSettings> {
  try {
    const { values } = parseArgs({
      options: {
        queues: { type: 'string' },
        every: { type: 'string', default: '30' },
        once: { type: 'boolean', default: false },
      },
    });
    const everyS = Number(values.every);
    if (values.queues === undefined) return no('--queues says which scope is which queue');
    if (!(everyS >= 5 && everyS <= 3_600)) return no('--every is between 5 and 3600 seconds');
    const zms = readZmsUrl(process.env.ZMS_URL);
    if (!zms.ok) return zms;
    const queues = readQueues(readFileSync(values.queues, 'utf8'));
    if (!queues.ok) return queues;
    return succeed({
      ...{ source: zmsQueues(zms.value), queues: queues.value },
      ...{ everyMs: everyS * 1_000, isOnce: values.once },
    });
  } catch (error) {
    return no(messageOf(error));
  }
}

const no = (detail: string) => refuse({ kind: 'bad-settings' as const, detail });

/** One after the other: another city's system is asked gently. */
async function round({ source, queues }: Order): Promise<void> {
  for (const { officeId, serviceId = null, scope } of queues) {
    const read = await source.read(scope);
    const at = instantOf(systemClock.nowMs());
    const state = read.ok ? read.value : { trouble: read.error };
    process.stdout.write(`${JSON.stringify({ officeId, serviceId, at, ...state })}\n`);
  }
}

async function run(order: Order): Promise<void> {
  const ending = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => ending.abort());
  for (;;) {
    await round(order);
    if (order.isOnce || ending.signal.aborted) return;
    await pause(order.everyMs, undefined, { signal: ending.signal }).catch(() => undefined);
    if (ending.signal.aborted) return;
  }
}

const order = readOrder();
if (order.ok) await run(order.value);
else {
  process.stderr.write(`${order.error.detail}\n\n${USAGE}\n`);
  process.exitCode = EXIT_CANNOT_BEGIN;
}
