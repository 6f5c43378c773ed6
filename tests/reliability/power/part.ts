import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { QUICK_FOLDER } from '../../support/image-folder.ts';
import { type Complaint, type NumberPromise, tellComplaints } from '../../support/ledger.ts';
import type { PartOptions, PartReport } from '../parts.ts';
import { createRandom, type Random } from '../random.ts';
import { checkImage } from './check.ts';
import { countForgetful } from './control.ts';
import { type Beginning, chooseCuts, cutPower, recordCore, toldBefore, withoutOneCopy } from './recordings.ts';

const IMAGES_PER_RECORDING = 500;
/** Every so many images are opened by the whole program. */
const AS_PROGRAM_EVERY = 100;
/** With what recordings begin, in turn: recovery is recorded and cut too. */
const BEGINNINGS = ['new', 'after-a-cut', 'without-one-copy'] as const;
const LIVES = 3;
const TICKETS_PER_LIFE = 24;
const CONTROL_IMAGES = 200;

export interface PowerOptions {
  images: number;
  seed: number;
  imagesPerRecording?: number;
  ticketsPerLife?: number;
  progress?: (line: string) => void;
}

export interface PowerReport {
  complaints: Complaint<NumberPromise>[];
  images: number;
  /** Images that differ from what stood in the files. */
  different: number;
  asProgram: number;
}

/** Records the real core, takes the power away again and again, and starts the core on what a disk could hold then. */
export async function cutPowerOften(options: PowerOptions): Promise<PowerReport> {
  const { images, seed, imagesPerRecording = IMAGES_PER_RECORDING, progress = () => {} } = options;
  const folder = mkdtempSync(join(QUICK_FOLDER, 'torn-power-'));
  const report: PowerReport = { complaints: [], images: 0, different: 0, asProgram: 0 };
  const random = createRandom(seed);
  let start: Beginning | null = null;
  let recordings = 0;
  try {
    while (report.images < images) {
      const recording = await recordCore({
        folder,
        random,
        lives: LIVES,
        ticketsPerLife: options.ticketsPerLife ?? TICKETS_PER_LIFE,
        ...(start ? { start } : {}),
      });
      const count = Math.min(imagesPerRecording, images - report.images);
      const cuts = chooseCuts(recording, count, random);
      recordings += 1;
      const next = BEGINNINGS[recordings % BEGINNINGS.length];
      const chosen = random.int(0, count - 1);
      let after: Beginning | null = null;
      let inRecording = 0;
      for (const { cut, image, isDifferent } of cutPower(recording, cuts, random)) {
        const told = toldBefore(recording, cut);
        const as = report.images % AS_PROGRAM_EVERY === 0 ? 'program' : 'store';
        const name = `seed ${seed}, image ${report.images} after ${cut} of ${recording.steps.length} steps`;
        const hasSlot = cut >= recording.slotGivenAt;
        const found = await checkImage({ name, image, told, hasSlot, folder: join(folder, 'image'), as });
        report.complaints.push(...found);
        if (hasSlot && found.length === 0 && inRecording <= chosen) after = { image, before: told };
        inRecording += 1;
        report.images += 1;
        if (isDifferent) report.different += 1;
        if (as === 'program') report.asProgram += 1;
      }
      if (next === 'new') start = null;
      else if (next === 'after-a-cut') start = after;
      else start = withoutOneCopy(recording, random.pick(['database', 'journal'] as const));
      progress(`${report.images} of ${images} images, ${recording.steps.length} steps in the last recording`);
    }
    return report;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** How many of so many images of a forgetful store lack a ticket. */
export async function cutPowerOfForgetful(images: number, random: Random): Promise<number> {
  const folder = mkdtempSync(join(QUICK_FOLDER, 'torn-power-'));
  try {
    return await countForgetful(folder, images, random);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Power-loss images of the real core, and of a store that must lose tickets. */
export async function runPower({ n, seed, progress }: PartOptions): Promise<PartReport> {
  const { complaints, images, different, asProgram } = await cutPowerOften({ images: n, seed, progress });
  tellComplaints(complaints, progress);
  progress(
    `${images} images, ${different} of them without something that was written; ${asProgram} opened by the whole program`,
  );
  const losing = await cutPowerOfForgetful(CONTROL_IMAGES, createRandom(seed, 1));
  progress(`synchronous=NORMAL and no journal: ${losing} of ${CONTROL_IMAGES} images lose a ticket`);
  const count = (...promises: NumberPromise[]) => complaints.filter(({ promise }) => promises.includes(promise)).length;
  return {
    violations: complaints.length,
    lost: count('lost', 'changed'),
    repeated: count('repeated'),
    control: { planted: 1, caught: losing > 0 ? 1 : 0 },
  };
}
