import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { startVirtualPrinter } from '../../../hardware/simulator/virtual-printer.ts';
import { Answer, TicketRecord } from '../../../src-main/session/contract/kiosk-api.ts';
import { newRequestId, startCoreProcess } from '../../support/core-process.ts';
import { differences, type Image } from '../../support/image-folder.ts';
import { virtualProfile } from '../../support/printing.ts';
import { initArguments, officeOf, SERVICES } from '../../support/ticket-office.ts';
import type { Random } from '../random.ts';
import { createDisk, type Recording } from './disk.ts';
import { killTraced, type RecordedFolder, recordFolder } from './traced.ts';

export const DATA = 'data';
/** Lines that the test adds to a trace: from `SLOT_GIVEN` on the kiosk has its slot, and at `LIFE_BEGINS` a run of the core begins. */
const SLOT_GIVEN = 'slot given';
const LIFE_BEGINS = 'life begins';
/** The number of steps after which a core's start has surely finished its writes. */
const START_STEPS = 150;

export interface CoreRecording extends Recording {
  before: readonly TicketRecord[];
  /** Tickets answered during the recording, each with the number of steps before its answer. */
  shown: readonly { after: number; ticket: TicketRecord }[];
  /** The number of steps after which the slot is given. A cut before may leave the kiosk without its slot. */
  slotGivenAt: number;
  /** The number of steps after which the first core was ready. From here on database and journal are complete. */
  readyAt: number;
}

/** The durable starting state of a recording, and the tickets that people already have. */
export interface Beginning {
  image: Image;
  before: readonly TicketRecord[];
}

export interface RecordingOptions {
  folder: string;
  random: Random;
  /** The starting state; by default a new data folder. */
  start?: Beginning;
  lives: number;
  ticketsPerLife: number;
}

const PROFILE = { ...virtualProfile, speedMmPerS: 5_000, cutMs: 1 };
const MOST_AT_ONCE = 6;

/**
 * Records every write of the real core while it takes and prints tickets, run after run on one folder, each killed or
 * stopped.
 */
export async function recordCore(options: RecordingOptions): Promise<CoreRecording> {
  const { folder, random, start, lives, ticketsPerLife } = options;
  const recorded = recordFolder(join(folder, 'disk'), start?.image ?? new Map());
  if (!start) await giveSlot(recorded);
  const printer = await startVirtualPrinter({ profile: PROFILE, draws: false, papersKept: 1 });
  try {
    for (let life = 0; life < lives; life += 1) {
      recorded.tell(LIFE_BEGINS);
      await recorded.run((under) => live(recorded.path, under, printer.port, ticketsPerLife, random));
    }
  } finally {
    await printer.close();
  }
  return asCoreRecording(recorded.recording(), start?.before ?? []);
}

/** Adds the tickets that the core reported on its output to the recording. */
export function asCoreRecording(recording: Recording, before: readonly TicketRecord[]): CoreRecording {
  const { steps } = recording;
  const saidAt = (isMeant: (line: string) => boolean) =>
    steps.findIndex((step) => step.kind === 'told' && isMeant(step.line)) + 1;
  const shown = steps.flatMap((step, at) => {
    const ticket = step.kind === 'told' ? ticketIn(step.line) : null;
    return ticket ? [{ after: at + 1, ticket }] : [];
  });
  return {
    ...recording,
    before,
    shown,
    slotGivenAt: saidAt((line) => line === SLOT_GIVEN),
    readyAt: saidAt((line) => line.startsWith('{"push":"ready"')),
  };
}

async function giveSlot(recorded: RecordedFolder): Promise<void> {
  await recorded.run(async (under) => {
    const [command = '', ...args] = [...under, process.execPath, ...initArguments(join(recorded.path, DATA))];
    const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8' });
    if (status !== 0) throw new Error(`core init ended with ${status}: ${stdout}${stderr}`);
  });
  recorded.tell(SLOT_GIVEN);
}

async function live(
  path: string,
  under: readonly string[],
  port: number,
  tickets: number,
  random: Random,
): Promise<void> {
  const core = startCoreProcess({
    data: join(path, DATA),
    slot: null,
    printer: `${PROFILE.profileId}@tcp://127.0.0.1:${port}`,
    under,
  });
  await core.waitFor('ready');
  const office = officeOf(core);
  for (let taken = 0; taken < tickets; ) {
    const burst = Math.min(tickets - taken, random.int(1, MOST_AT_ONCE));
    const wishes = Array.from({ length: burst }, () => ({
      requestId: newRequestId(),
      serviceId: random.pick(SERVICES),
    }));
    const answers = await Promise.all(wishes.map((wish) => office.take(wish)));
    for (const answer of answers) if (!answer.ok) throw new Error(`no ticket to record: ${answer.error.kind}`);
    taken += burst;
  }
  if (random.chance(0.5)) await core.stop();
  else {
    killTraced(core.child);
    await core.ended;
  }
}

export const shownBefore = ({ before, shown }: CoreRecording, cut: number): TicketRecord[] => [
  ...before,
  ...shown.filter(({ after }) => after <= cut).map(({ ticket }) => ticket),
];

function ticketIn(line: string): TicketRecord | null {
  if (!line.startsWith('{"id"')) return null;
  const { result } = Answer.parse(JSON.parse(line));
  const ticket = TicketRecord.safeParse(result.ok ? result.value : null);
  return ticket.success ? ticket.data : null;
}

export function chooseCuts({ steps, shown }: CoreRecording, count: number, random: Random): number[] {
  const syncs = steps.flatMap(({ kind }, at) => (kind === 'sync' ? [at] : []));
  const lives = steps.flatMap((step, at) => (step.kind === 'told' && step.line === LIFE_BEGINS ? [at] : []));
  const cut = [
    () => random.int(0, steps.length),
    () => random.pick(shown).after,
    () => random.pick(syncs),
    () => Math.min(steps.length, random.pick(lives) + random.int(0, START_STEPS)),
  ];
  return Array.from({ length: count }, () => random.pick(cut)()).toSorted((a, b) => a - b);
}

export interface PowerCut {
  cut: number;
  image: Image;
  /** Whether the image differs from the files, so that the cut lost something. */
  isDifferent: boolean;
}

export function* cutPower(recording: Recording, cuts: readonly number[], random: Random): Generator<PowerCut> {
  const disk = createDisk(recording);
  for (const cut of cuts) {
    disk.advance(cut);
    const image = disk.afterPowerCut(random);
    yield { cut, image, isDifferent: differences(disk.live(), image).length > 0 };
  }
}

/** The files at the end of a recording, all durable, without the database or without the journal. */
export function withoutOneCopy(recording: CoreRecording, copy: 'database' | 'journal'): Beginning {
  const disk = createDisk(recording);
  disk.advance(recording.steps.length);
  const gone = copy === 'database' ? `${DATA}/torn.db` : `${DATA}/journal/`;
  const image = new Map([...disk.live()].filter(([path]) => !path.startsWith(gone)));
  return { image, before: shownBefore(recording, recording.steps.length) };
}
