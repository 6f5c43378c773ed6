import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { QUICK_FOLDER } from '../../support/image-folder.ts';
import { type Complaint, tellComplaints } from '../../support/ledger.ts';
import type { PartOptions, PartReport } from '../part.ts';
import { createRandom } from '../random.ts';
import { type MakeKiosk, startKiosk } from './kiosk.ts';
import { PLANTS } from './planted.ts';
import { type ClockPromise, runSchedule } from './run.ts';
import { planSchedule } from './schedule.ts';

const STEPS = 40;
const CONTROL_SCHEDULES = 20;
const TELL_EVERY = 100;

export async function turnClocks(
  schedules: number,
  seed: number,
  makeKiosk: MakeKiosk = startKiosk,
  progress: PartOptions['progress'] = () => {},
): Promise<{ complaints: Complaint<ClockPromise>[]; tickets: number }> {
  const parent = mkdtempSync(join(QUICK_FOLDER, 'torn-clock-'));
  const complaints: Complaint<ClockPromise>[] = [];
  let tickets = 0;
  try {
    for (let no = 0; no < schedules; no += 1) {
      const random = createRandom(seed, no);
      const folder = join(parent, String(no));
      mkdirSync(folder);
      const schedule = planSchedule(random, STEPS);
      const run = await runSchedule({ name: `seed ${seed}, schedule ${no}`, folder, schedule, random, makeKiosk });
      complaints.push(...run.complaints);
      tickets += run.tickets;
      rmSync(folder, { recursive: true });
      if ((no + 1) % TELL_EVERY === 0) progress(`${no + 1} of ${schedules} schedules`);
    }
    return { complaints, tickets };
  } finally {
    rmSync(parent, { recursive: true, force: true });
  }
}

/** Runs kiosks whose clocks jump, show 1970 and change to summer time. The planted faults are kiosks that trust their clock. */
export async function runClock({ n, seed, progress }: PartOptions): Promise<PartReport> {
  const { complaints, tickets } = await turnClocks(n, seed, startKiosk, progress);
  tellComplaints(complaints, progress);
  progress(`${tickets} tickets in ${n} schedules`);
  let caught = 0;
  for (const { name, breaks, makeKiosk } of PLANTS) {
    const control = await turnClocks(CONTROL_SCHEDULES, seed, makeKiosk);
    const noticed = control.complaints.filter(({ promise }) => breaks.includes(promise)).length;
    if (noticed > 0) caught += 1;
    progress(`a kiosk that ${name}: ${noticed === 0 ? 'NOT caught' : `caught ${noticed} times`}`);
  }
  const count = (...promises: ClockPromise[]) => complaints.filter(({ promise }) => promises.includes(promise)).length;
  return {
    violations: complaints.length,
    lost: count('lost', 'changed'),
    repeated: count('repeated', 'too-soon'),
    control: { planted: PLANTS.length, caught },
  };
}
