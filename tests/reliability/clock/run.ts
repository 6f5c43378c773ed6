import { setImmediate } from 'node:timers/promises';
import type { TicketRecord } from '../../../src-main/session/contract/kiosk-api.ts';
import { newRequestId } from '../../support/core-process.ts';
import { type Complaint, createLedger, type NumberPromise } from '../../support/ledger.ts';
import { createManualClock } from '../../support/manual-clock.ts';
import { SERVICES } from '../../support/ticket-office.ts';
import type { Random } from '../random.ts';
import type { MakeKiosk } from './kiosk.ts';
import type { Schedule } from './schedule.ts';

export type ClockPromise =
  | NumberPromise
  /** A number of a series was issued again within eight hours of real time. */
  | 'too-soon';

/**
 * The promise to citizens: no number is issued again for this long. The value is repeated here, so that a change of the product's constant
 * is noticed.
 */
const UNIQUE_FOR_MS = 8 * 3_600_000;
/** The longest step by which time advances. It equals the interval of housekeeping, so that every housekeeping runs. */
const LONGEST_STRIDE_MS = 3_600_000;

export interface ClockRun {
  name: string;
  folder: string;
  schedule: Schedule;
  random: Random;
  makeKiosk: MakeKiosk;
}

/** Runs a kiosk through a schedule. After each start and at the end, it looks up every issued ticket. */
export async function runSchedule(run: ClockRun): Promise<{ complaints: Complaint<ClockPromise>[]; tickets: number }> {
  const { name, folder, schedule, random, makeKiosk } = run;
  const ledger = createLedger(name);
  const complaints: Complaint<ClockPromise>[] = [];
  const seenMs = new Map<string, number>();
  let trueMs = schedule.startMs;
  let clock = createManualClock(trueMs);
  const kiosk = await makeKiosk(folder, clock);

  async function pass(ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= LONGEST_STRIDE_MS) {
      clock.advance(Math.min(left, LONGEST_STRIDE_MS));
      await setImmediate();
    }
    trueMs += ms;
  }

  function sawPaper({ label, serviceDay }: TicketRecord): void {
    const before = seenMs.get(label);
    if (before !== undefined && trueMs - before < UNIQUE_FOR_MS)
      complaints.push({
        promise: 'too-soon',
        detail: `${name}: ${label} (${serviceDay}) after ${Math.round((trueMs - before) / 60_000)} min`,
      });
    seenMs.set(label, trueMs);
  }

  async function take(): Promise<void> {
    const wish = { requestId: newRequestId(), serviceId: random.pick(SERVICES) };
    const taken = await kiosk.office().take(wish);
    if (!taken.ok) {
      ledger.complain('does-not-issue', `${taken.error.kind} ${taken.error.detail ?? ''}`);
      return;
    }
    ledger.show(taken.value);
    sawPaper(taken.value);
    const again = await kiosk.office().take(wish);
    if (again.ok) ledger.show(again.value);
    await pass(random.int(5_000, 60_000));
  }

  for (const step of schedule.steps) {
    switch (step.kind) {
      case 'tickets':
        for (let count = 0; count < step.count; count += 1) await take();
        break;
      case 'pass':
        await pass(step.ms);
        break;
      case 'set-wall':
        clock.setWall(trueMs + step.awayMs);
        break;
      case 'restart':
        trueMs += step.offMs;
        clock = createManualClock(trueMs + step.awayMs);
        await kiosk.restart(clock, step.how);
        await ledger.audit(kiosk.office());
    }
  }
  await ledger.audit(kiosk.office());
  await kiosk.close();
  return { complaints: [...ledger.complaints, ...complaints], tickets: ledger.shown.length };
}
