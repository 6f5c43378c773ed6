import { type Complaint, tellComplaints } from '../../support/ledger.ts';
import type { PartOptions, PartReport } from '../part.ts';
import { createRandom } from '../random.ts';
import { type HeldPromise, liveTrouble, noFigures, OURS, type Variant } from './world.ts';

const CONTROL_TROUBLES = 60;
const TELL_EVERY = 100;

interface Planted {
  name: string;
  breaks: readonly HeldPromise[];
  variant: Variant;
}

const PLANTS: readonly Planted[] = [
  {
    name: 'passes orders on to a kiosk that cuts them, because it is heard',
    breaks: ['desk-waits'],
    variant: { ...OURS, trustsWhatItHears: true },
  },
  {
    name: 'asks a kiosk that was late once for no number in ten seconds',
    breaks: ['still-apart'],
    variant: { ...OURS, leavesAloneMs: 10_000 },
  },
  {
    name: 'lets a person wait for as long as another kiosk takes',
    breaks: ['person-waits'],
    variant: { ...OURS, waitsOn: true },
  },
];

async function liveTroubles(count: number, seed: number, variant: Variant, progress: (line: string) => void) {
  const figures = noFigures();
  const complaints: Complaint<HeldPromise>[] = [];
  for (let no = 0; no < count; no += 1) {
    complaints.push(...(await liveTrouble(`seed ${seed}, office ${no}`, createRandom(seed, no), variant, figures)));
    if ((no + 1) % TELL_EVERY === 0) progress(`${no + 1} offices`);
  }
  progress(JSON.stringify(figures));
  return complaints;
}

/**
 * Simulates offices of two kiosks, in which the kiosk that calls tickets is blocked by a stranger, or busy. The planted faults are
 * programs that wait for the blocked kiosk, or avoid it for long after it was late once.
 */
export async function runHeldKiosk({ n, seed, progress }: PartOptions): Promise<PartReport> {
  const complaints = await liveTroubles(n, seed, OURS, progress);
  tellComplaints(complaints, progress);
  let caught = 0;
  for (const { name, breaks, variant } of PLANTS) {
    const noticed = (await liveTroubles(Math.min(n, CONTROL_TROUBLES), seed, variant, progress)).filter(({ promise }) =>
      breaks.includes(promise),
    );
    if (noticed.length > 0) caught += 1;
    progress(`an office that ${name}: ${noticed.length === 0 ? 'NOT caught' : `caught ${noticed.length} times`}`);
  }
  return { violations: complaints.length, lost: 0, repeated: 0, control: { planted: PLANTS.length, caught } };
}
