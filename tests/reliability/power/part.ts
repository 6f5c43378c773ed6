import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { TicketRecord } from '../../../src-main/session/contract/kiosk-api.ts';
import { type Image, QUICK_FOLDER } from '../../support/image-folder.ts';
import { type Complaint, tellComplaints } from '../../support/ledger.ts';
import type { PartOptions, PartReport } from '../part.ts';
import { createRandom, type Random } from '../random.ts';
import { checkImage, type PowerPromise } from './check.ts';
import { type Copy, endsWithinWrite, FAULTS, withoutCopy } from './faults.ts';
import {
  asCoreRecording,
  type Beginning,
  type CoreRecording,
  chooseCuts,
  cutPower,
  recordCore,
  shownBefore,
  withoutOneCopy,
} from './recordings.ts';

const IMAGES_PER_RECORDING = 500;
const AS_PROGRAM_EVERY = 100;
/** The starting states of recordings, in turn. In the last two the core must first recover; the recovery is recorded and cut, too. */
const BEGINNINGS = ['new', 'after-a-cut', 'without-one-copy'] as const;
const LIVES = 3;
const TICKETS_PER_LIFE = 24;
/** One in this many images is checked once more without the database or without the journal, in turn. */
const ALONE_EVERY = 2;
const CONTROL_IMAGES = 200;
const CONTROL_TICKETS = 12;

export interface PowerOptions {
  images: number;
  seed: number;
  imagesPerRecording?: number;
  ticketsPerLife?: number;
  progress?: (line: string) => void;
}

export interface PowerReport {
  complaints: Complaint<PowerPromise>[];
  images: number;
  /** The number of images that differ from the folder's files. */
  different: number;
  asProgram: number;
  /** The number of images that were checked once more without the database or without the journal. */
  alone: number;
}

/** Records the real core and cuts the power again and again. Each time starts the core on files that the disk may have after the cut. */
export async function cutPowerOften(options: PowerOptions): Promise<PowerReport> {
  const { images, seed, imagesPerRecording = IMAGES_PER_RECORDING, progress = () => {} } = options;
  const folder = mkdtempSync(join(QUICK_FOLDER, 'torn-power-'));
  const report: PowerReport = { complaints: [], images: 0, different: 0, asProgram: 0, alone: 0 };
  const random = createRandom(seed);
  let start: Beginning | null = null;
  let recordings = 0;
  let wasWhole = true;
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
        const shown = shownBefore(recording, cut);
        const as = report.images % AS_PROGRAM_EVERY === 0 ? 'program' : 'store';
        const name = `seed ${seed}, image ${report.images} after ${cut} of ${recording.steps.length} steps`;
        const hasSlot = cut >= recording.slotGivenAt;
        // If a recovery is cut, the next start may report again that database or journal was rebuilt from the other, without any loss.
        const isInRecovery = start !== null && cut < recording.readyAt;
        const isWhole = hasSlot && !isInRecovery && (wasWhole || cut >= recording.readyAt);
        const found = await checkImage({
          name,
          image,
          shown,
          hasSlot,
          isWhole,
          folder: join(folder, 'image'),
          as,
        });
        report.complaints.push(...found);
        if (cut >= recording.readyAt && report.images % ALONE_EVERY === 0) {
          const without = report.images % (2 * ALONE_EVERY) === 0 ? 'database' : 'journal';
          report.complaints.push(...(await checkAlone({ name, image, shown, folder: join(folder, 'alone'), without })));
          report.alone += 1;
        }
        if (hasSlot && found.length === 0 && inRecording <= chosen) after = { image, before: shown };
        inRecording += 1;
        report.images += 1;
        if (isDifferent) report.different += 1;
        if (as === 'program') report.asProgram += 1;
      }
      wasWhole = next !== 'without-one-copy';
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

/**
 * The number of images until each fault is noticed; `null`: more than `images`. If a sound database or journal would hide a fault in the
 * other, `checkAlone` checks the faulty one.
 */
export async function plantFaults(images: number, seed: number): Promise<ReadonlyMap<string, number | null>> {
  const folder = mkdtempSync(join(QUICK_FOLDER, 'torn-power-'));
  const random = createRandom(seed, 1);
  const noticed = new Map<string, number | null>();
  try {
    const recording = await recordCore({ folder, random, lives: 1, ticketsPerLife: CONTROL_TICKETS });
    for (const fault of FAULTS) {
      const faulty = asCoreRecording({ start: recording.start, steps: fault.plant(recording) }, recording.before);
      noticed.set(fault.name, await countUntilNoticed(faulty, fault.without, join(folder, 'image'), images, random));
    }
    return noticed;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function countUntilNoticed(
  recording: CoreRecording,
  without: Copy | null,
  folder: string,
  images: number,
  random: Random,
): Promise<number | null> {
  let tried = 0;
  for (const { cut, image } of cutPower(recording, chooseCuts(recording, images, random), random)) {
    tried += 1;
    const shown = shownBefore(recording, cut);
    if (cut < recording.readyAt) continue;
    const name = `image ${tried}`;
    const found = without
      ? await checkAlone({ name, image, shown, folder, without })
      : await checkImage({ name, image, shown, hasSlot: true, isWhole: true, folder, as: 'store' });
    if (found.length > 0) return tried;
  }
  return null;
}

interface AloneCheck {
  name: string;
  image: Image;
  shown: readonly TicketRecord[];
  folder: string;
  without: Copy;
}

/** Checks that database or journal alone knows every answered ticket after a power cut that destroyed the other. */
export const checkAlone = ({ name, image, shown, folder, without }: AloneCheck) => {
  const left = withoutCopy(image, without);
  const mayRefuse = endsWithinWrite(left, without === 'database' ? 'journal' : 'database');
  return checkImage({
    name: `${name}, ${without} lost`,
    image: left,
    shown,
    hasSlot: true,
    mayRefuse,
    folder,
    as: 'store',
  });
};

/** Checks files of the real core after power cuts, also with the database or the journal alone. Planted faults must be noticed. */
export async function runPower({ n, seed, progress }: PartOptions): Promise<PartReport> {
  const { complaints, images, different, asProgram, alone } = await cutPowerOften({ images: n, seed, progress });
  tellComplaints(complaints, progress);
  progress(
    `${images} images, ${different} of them without something that was written; ${asProgram} opened by the whole program; ${alone} with one copy alone`,
  );
  const noticed = await plantFaults(CONTROL_IMAGES, seed);
  for (const [name, after] of noticed)
    progress(`${name}: ${after === null ? 'NOT noticed' : `noticed in image ${after}`}`);
  const count = (...promises: PowerPromise[]) => complaints.filter(({ promise }) => promises.includes(promise)).length;
  return {
    violations: complaints.length,
    lost: count('lost', 'changed'),
    repeated: count('repeated'),
    control: { planted: noticed.size, caught: [...noticed.values()].filter((after) => after !== null).length },
  };
}
