import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { QUICK_FOLDER } from '../../support/image-folder.ts';
import { type Complaint, tellComplaints } from '../../support/ledger.ts';
import type { PartOptions, PartReport } from '../part.ts';
import { checkImage, type PowerPromise } from '../power/check.ts';
import type { Copy } from '../power/faults.ts';
import { checkAlone } from '../power/part.ts';
import { createRandom, type Random } from '../random.ts';
import { createCutDisk, type Step } from './log-writes.ts';
import { makeFileSystem, recordDisk, startRecovering, whyNoMachine } from './machine.ts';
import { PLANTS, type Plant } from './plants.ts';

type DiskPromise =
  | PowerPromise
  /** The disk cannot be mounted at the next start. */
  | 'unmountable';

const CUTS_PER_RECORDING = 250;
const LIVES = 3;
const TICKETS_PER_LIFE = 16;
/**
 * One in `AS_PROGRAM_EVERY` cuts starts the whole program on the disk. One in `ALONE_EVERY` checks the disk once more after the database or
 * the journal is removed.
 */
const AS_PROGRAM_EVERY = 25;
const ALONE_EVERY = 4;
const CONTROL_CUTS = 60;
const CONTROL_TICKETS = 8;
/** A lying disk confirms and forgets this many of its newest steps, which are the writes of a few tickets. */
const FORGOTTEN = 60;

const LOSSES: readonly DiskPromise[] = ['lost', 'changed', 'unmountable'];
const REPETITIONS: readonly DiskPromise[] = ['repeated', 'paper-again'];

interface DiskRecording {
  start: Buffer;
  steps: readonly Step[];
}

interface RecordOptions {
  folder: string;
  seed: number;
  lives: number;
  tickets: number;
  plant?: Plant;
}

async function recordOffice({ folder, seed, lives, tickets, plant }: RecordOptions): Promise<DiskRecording> {
  const start = makeFileSystem(folder);
  const planted = plant ? `--import=${plant.module}` : '';
  const office = join(import.meta.dirname, 'office.ts');
  const given = ['/mnt/disk/data', '/dev/mapper/recorded', seed, lives, tickets].map(String);
  return {
    start,
    steps: await recordDisk(folder, start, ['env', `NODE_OPTIONS=${planted}`, process.execPath, office, ...given]),
  };
}

interface CutOptions extends DiskRecording {
  folder: string;
  cuts: number;
  random: Random;
  /** The number of newest steps that the disk may forget although it confirms them; default: it stores all that it confirms. */
  forgets?: number;
  /** The copy (database or journal) that is removed for a second check of each cut, because it may hide a planted fault. */
  without?: Copy | null;
  /** Whether to end at the first lost or repeated ticket. */
  untilNoticed?: boolean;
  onCut?: () => void;
}

interface CutReport {
  complaints: Complaint<DiskPromise>[];
  cuts: number;
  tickets: number;
  papers: number;
  asProgram: number;
  alone: number;
}

/** Cuts the power at moments of the recording, lets a kernel recover the disk, and starts the core on the disk. */
async function cutRecording(options: CutOptions): Promise<CutReport> {
  const { folder, start, steps, cuts, random, without = null, untilNoticed = false, onCut = () => {} } = options;
  const report: CutReport = { complaints: [], cuts: 0, tickets: 0, papers: 0, asProgram: 0, alone: 0 };
  const disk = createCutDisk(start, steps, options.forgets);
  const machine = await startRecovering(folder);
  try {
    for (const cut of chooseCuts(steps, cuts, random)) {
      const name = `cut ${report.cuts} after ${cut} of ${steps.length} steps`;
      const seen = seenBefore(steps, cut);
      const recovered = await machine.recover(disk.cutAfter(cut, random));
      if (recovered === null)
        report.complaints.push({ promise: 'unmountable', detail: `${name}: the kernel does not mount it` });
      else {
        const { shown, onPaper, hasSlot, wasReady } = seen;
        const image = new Map([...recovered].filter(([path]) => path !== 'lost+found/'));
        const as = report.cuts % AS_PROGRAM_EVERY === 0 ? 'program' : 'store';
        const check = { name, image, shown, onPaper, hasSlot, folder: join(folder, 'opened') };
        report.complaints.push(...(await checkImage({ ...check, isWhole: hasSlot, as })));
        report.asProgram += as === 'program' ? 1 : 0;
        if (wasReady && (without !== null || report.cuts % ALONE_EVERY === 0)) {
          const lost = without ?? random.pick(['database', 'journal'] as const);
          report.complaints.push(...(await checkAlone({ ...check, without: lost })));
          report.alone += 1;
        }
        report.tickets += shown.length;
        report.papers += onPaper.size;
      }
      report.cuts += 1;
      onCut();
      if (untilNoticed && report.complaints.some(isGrave)) break;
    }
  } finally {
    await machine.end();
  }
  return report;
}

const isGrave = ({ promise }: Complaint<DiskPromise>): boolean =>
  promise === 'lost' || promise === 'changed' || promise === 'repeated';

function chooseCuts(steps: readonly Step[], count: number, random: Random): number[] {
  const seen = steps.flatMap(({ kind }, at) => (kind === 'seen' ? [at + 1] : []));
  const cut = () => (random.chance(0.5) ? random.pick(seen) : random.int(0, steps.length));
  return Array.from({ length: count }, cut).toSorted((a, b) => a - b);
}

function seenBefore(steps: readonly Step[], cut: number) {
  const seen = steps.slice(0, cut).flatMap((step) => (step.kind === 'seen' ? [step.sighting] : []));
  return {
    shown: seen.flatMap((sighting) => (sighting.kind === 'answered' ? [sighting.ticket] : [])),
    onPaper: new Set(seen.flatMap((sighting) => (sighting.kind === 'on-paper' ? [sighting.label] : []))),
    hasSlot: seen.some(({ kind }) => kind === 'slot-given'),
    wasReady: seen.some(({ kind }) => kind === 'ready'),
  };
}

function newFolder(): string {
  const why = whyNoMachine();
  if (why !== null) throw new Error(`power cuts below a file system: ${why}`);
  return mkdtempSync(join(QUICK_FOLDER, 'torn-power-disk-'));
}

/**
 * Plants faults: cores that leave out a sync, and a disk that confirms writes and forgets them. Returns after which cut each fault was
 * noticed; `null`: never.
 */
async function plantFaults(
  folder: string,
  recording: DiskRecording,
  seed: number,
): Promise<Map<string, string | null>> {
  const noticed = new Map<string, string | null>();
  const note = (name: string, { complaints, cuts }: CutReport) => {
    const grave = complaints.find(isGrave);
    noticed.set(name, grave ? `after ${cuts} cuts: ${grave.promise}, ${grave.detail}` : null);
  };
  const options = { folder, cuts: CONTROL_CUTS, untilNoticed: true };
  const random = createRandom(seed, 1);
  note('a disk that lies', await cutRecording({ ...options, ...recording, random, forgets: FORGOTTEN }));
  for (const plant of PLANTS) {
    const planted = await recordOffice({ folder, seed, lives: 1, tickets: CONTROL_TICKETS, plant });
    note(plant.name, await cutRecording({ ...options, ...planted, random, without: plant.without }));
  }
  return noticed;
}

/** Runs the core on an ext4 disk that loses its power. The planted faults are a lying disk, and cores that leave out a sync. */
export async function runPowerDisk({ n, seed, progress }: PartOptions): Promise<PartReport> {
  const folder = newFolder();
  const complaints: Complaint<DiskPromise>[] = [];
  try {
    let done = 0;
    let recording: DiskRecording | null = null;
    for (let no = 0; done < n; no += 1) {
      const random = createRandom(seed, 2 + no);
      recording = await recordOffice({ folder, seed: seed + no, lives: LIVES, tickets: TICKETS_PER_LIFE });
      progress(`recording ${no}: ${inWords(recording.steps)}`);
      const cuts = Math.min(CUTS_PER_RECORDING, n - done);
      const onCut = () => {
        done += 1;
        if (done % 50 === 0) progress(`${done} of ${n} cuts`);
      };
      const report = await cutRecording({ ...recording, folder, cuts, random, onCut });
      complaints.push(...report.complaints);
      progress(
        `${report.cuts} cuts, ${report.tickets} tickets and ${report.papers} papers looked for, ${report.asProgram} opened by the whole program, ${report.alone} with one copy alone`,
      );
    }
    tellComplaints(complaints, progress);
    const noticed = recording ? await plantFaults(folder, recording, seed) : new Map<string, string | null>();
    for (const [name, how] of noticed) progress(`${name}: ${how === null ? 'NOT noticed' : `noticed ${how}`}`);
    const count = (kinds: readonly DiskPromise[]) => complaints.filter(({ promise }) => kinds.includes(promise)).length;
    return {
      violations: complaints.length,
      lost: count(LOSSES),
      repeated: count(REPETITIONS),
      control: { planted: noticed.size, caught: [...noticed.values()].filter((how) => how !== null).length },
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function inWords(steps: readonly Step[]): string {
  const count = (isMeant: (step: Step) => boolean) => steps.filter(isMeant).length;
  const seen = (kind: string) => count((step) => step.kind === 'seen' && step.sighting.kind === kind);
  return `${count(({ kind }) => kind === 'write')} writes, ${count(({ kind }) => kind === 'flush')} flushes, ${seen('answered')} answers, ${seen('on-paper')} papers`;
}
