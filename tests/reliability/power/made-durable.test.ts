import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createSystemClock } from '../../../src-main/core/system-clock.ts';
import type { Clock } from '../../../src-main/ports/clock.ts';
import type { TicketRecord } from '../../../src-main/session/contract/kiosk-api.ts';
import { newRequestId, startCoreProcess } from '../../support/core-process.ts';
import { type Image, QUICK_FOLDER, readImage } from '../../support/image-folder.ts';
import { createManualClock } from '../../support/manual-clock.ts';
import { initInProcess, openInProcess } from '../../support/store-in-process.ts';
import { officeOf, SERVICES } from '../../support/ticket-office.ts';
import { createRandom } from '../random.ts';
import { checkAlone } from './part.ts';
import { asCoreRecording, cutPower, DATA, shownBefore } from './recordings.ts';
import { killTraced, type RecordedFolder, recordFolder } from './traced.ts';

const DAY_MS = 86_400_000;
/** The number of images per recording, each with a different part of the unsynced writes. */
const IMAGES = 8;

function quickFolder(): string {
  const folder = mkdtempSync(join(QUICK_FOLDER, 'torn-power-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Leaves out `ballast`, the reserve file of fifty megabytes that the core deletes to free room on a full disk. */
const withoutBallast = (image: Image): Image => new Map([...image].filter(([path]) => !path.endsWith('/ballast')));

interface Laid {
  earlier: Image;
  image: Image;
  shown: readonly TicketRecord[];
}

async function lay(clock: Clock = createSystemClock()): Promise<Laid> {
  const folder = quickFolder();
  const data = join(folder, DATA);
  initInProcess(data, clock);
  const takeOne = async () => {
    const opened = openInProcess({ data, clock });
    if (!opened.ok) throw new Error(opened.error.detail);
    const taken = await opened.value.take({ requestId: newRequestId(), serviceId: SERVICES[0] });
    if (!taken.ok) throw new Error(taken.error.kind);
    await opened.value.close();
    return taken.value;
  };
  const first = await takeOne();
  const earlier = withoutBallast(readImage(folder));
  const second = await takeOne();
  return { earlier, image: withoutBallast(readImage(folder)), shown: [first, second] };
}

const SOURCES = join(import.meta.dirname, '../../../src-main/storage');
/**
 * A program that only opens and repairs database and journal. A whole core would also sync its first record, and with it all earlier
 * writes.
 */
const OPEN_STORE = `
  import { claimDataFolder } from '${SOURCES}/data-folder.ts';
  import { openStore } from '${SOURCES}/open-store.ts';
  const [, data] = process.argv;
  const folder = claimDataFolder(data);
  const opened = openStore({ folder: folder.value, journalFolder: data + '/journal' });
  process.stdout.write(opened.value.finding.kind);`;

function runNode(under: readonly string[], args: readonly string[]): Promise<string> {
  const [tracer = '', ...more] = [...under, process.execPath, ...args];
  const { status, stdout, stderr } = spawnSync(tracer, more, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${stdout}${stderr}`);
  return Promise.resolve(stdout);
}

const openStoreOf = (recorded: RecordedFolder): Promise<string> =>
  recorded.run((under) => runNode(under, ['--input-type=module', '-e', OPEN_STORE, join(recorded.path, DATA)]));

const record = (start: Image): RecordedFolder => recordFolder(join(quickFolder(), 'disk'), start);

/** Cuts the power after the last step, or after the first answered ticket, removes the database, and checks the journal alone. */
async function complaintsOfJournalAlone(recorded: RecordedFolder, before: readonly TicketRecord[]) {
  const recording = asCoreRecording(recorded.recording(), before);
  const cut = recording.shown[0]?.after ?? recording.steps.length;
  const shown = shownBefore(recording, cut);
  const folder = quickFolder();
  const complaints: unknown[] = [];
  for (const { image } of cutPower(recording, Array<number>(IMAGES).fill(cut), createRandom(1)))
    complaints.push(...(await checkAlone({ name: 'cut', image, shown, folder, without: 'database' })));
  return complaints;
}

const segmentIn = (image: Image): [string, Buffer] => {
  const found = [...image].find(([path]) => path.endsWith('.journal'));
  if (!found) throw new Error('no journal');
  return found;
};

test('a record that a kill left in the system’s memory is on disk before a start relies on it', async () => {
  const { earlier, image, shown } = await lay();
  const [path, bytes] = segmentIn(image);
  const [line = ''] = bytes.subarray(segmentIn(earlier)[1].length).toString().split('\n');
  const recorded = record(earlier);
  // A core that is killed between its write and its sync leaves an unsynced line.
  const write = "require('node:fs').appendFileSync(process.argv[1], process.argv[2])";
  await recorded.run((under) => runNode(under, ['-e', write, join(recorded.path, path), `${line}\n`]));
  expect(await openStoreOf(recorded)).toBe('journal-replayed');
  expect(await complaintsOfJournalAlone(recorded, shown)).toEqual([]);
});

test('a rewritten journal is on disk before a start relies on it', async () => {
  const { image, shown } = await lay();
  const recorded = record(new Map([...image].filter(([path]) => !path.startsWith(`${DATA}/journal/`))));
  expect(await openStoreOf(recorded)).toBe('journal-rebuilt');
  expect(await complaintsOfJournalAlone(recorded, shown)).toEqual([]);
});

test('a new day’s segment has its name on disk before its first ticket is answered', async () => {
  // The journal must begin a new segment for this ticket. The first segment is named by the UTC date and later ones by the service day,
  // which can be a day behind: a folder of yesterday could already have the segment, so the folder is two days old.
  const { image, shown } = await lay(createManualClock(Date.now() - 2 * DAY_MS));
  const recorded = record(image);
  await recorded.run(async (under) => {
    const core = startCoreProcess({ data: join(recorded.path, DATA), slot: null, under });
    await core.waitFor('ready');
    const taken = await officeOf(core).take({ requestId: newRequestId(), serviceId: SERVICES[0] });
    expect(taken.ok).toBe(true);
    killTraced(core.child);
    await core.ended;
  });
  expect(await complaintsOfJournalAlone(recorded, shown)).toEqual([]);
});
