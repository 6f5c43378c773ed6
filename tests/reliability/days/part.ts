import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { QUICK_FOLDER } from '../../support/image-folder.ts';
import { type Complaint, tellComplaints } from '../../support/ledger.ts';
import type { PartOptions, PartReport } from '../part.ts';
import { createRandom } from '../random.ts';
import { OURS, openDayKiosk, type Variant } from './kiosk.ts';
import { PLANTS, SHOWN_SEED } from './planted.ts';
import { type DayPromise, liveDays } from './world.ts';

/** A planted fault must be noticed within this many offices. */
const CONTROL_SEEDS = 1_000;
const TELL_EVERY = 100;
/** The folders are created on this date, before any simulated day. */
const MADE_MS = Date.UTC(2025, 11, 1);

function liveMany(
  { from, count }: { from: number; count: number },
  seed: number,
  parent: string,
  variant: Variant,
  progress: PartOptions['progress'],
  until: (found: Complaint<DayPromise>) => boolean = () => false,
) {
  const complaints: Complaint<DayPromise>[] = [];
  const template = join(parent, 'template');
  for (let no = from; no < from + count; no += 1) {
    const folder = join(parent, String(no));
    mkdirSync(folder);
    const found = liveDays(`seed ${seed}, office ${no}`, { folder, template }, createRandom(seed, no), variant);
    tellComplaints(found, progress);
    complaints.push(...found);
    rmSync(folder, { recursive: true });
    if (complaints.some(until)) break;
    if ((no + 1) % TELL_EVERY === 0) progress(`${no + 1} offices, ${complaints.length} broken promises`);
  }
  return complaints;
}

/**
 * Runs offices of one to three kiosks through days with wrong clocks. At the end of most days a desk calls all tickets.
 * The planted faults are programs that break a promise.
 */
export async function runDays({ n, from, seed, progress }: PartOptions): Promise<PartReport> {
  const parent = mkdtempSync(join(QUICK_FOLDER, 'torn-days-'));
  try {
    for (const slot of [1, 2, 3]) openDayKiosk(join(parent, 'template'), slot, MADE_MS, OURS).close();
    const complaints = liveMany({ from, count: n }, seed, parent, OURS, progress);
    let caught = 0;
    for (const { name, breaks, variant, shownBy } of PLANTS) {
      const isCaught = ({ promise }: Complaint<DayPromise>): boolean => promise === breaks;
      const isShown = (offices: { from: number; count: number }, of: number): boolean =>
        liveMany(offices, of, parent, variant, () => {}, isCaught).some(isCaught);
      // The office `shownBy` shows the planted fault. A change of the program may hide it there, so other offices are tried too.
      const isNoticed =
        isShown({ from: shownBy, count: 1 }, SHOWN_SEED) || isShown({ from: 0, count: CONTROL_SEEDS }, seed);
      if (isNoticed) caught += 1;
      progress(`an office that ${name}: ${isNoticed ? 'caught' : 'NOT caught'}`);
    }
    const count = (one: DayPromise) => complaints.filter(({ promise }) => promise === one).length;
    return {
      violations: complaints.length,
      lost: count('uncalled'),
      repeated: count('repeated'),
      control: { planted: PLANTS.length, caught },
    };
  } finally {
    rmSync(parent, { recursive: true, force: true });
  }
}
