import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { QUICK_FOLDER } from '../../support/image-folder.ts';
import { type Complaint, tellComplaints } from '../../support/ledger.ts';
import { layBases } from '../corrupt/bases.ts';
import type { PartOptions, PartReport } from '../part.ts';
import { createRandom } from '../random.ts';
import { type Base, withHistory } from './history.ts';
import { buildYesterdaysCore } from './old-core.ts';
import { type Page, pagesOf, ROTS, type RottenByte, rotOf } from './pages.ts';
import { liveWithRot, type RotCase, type RotPromise, type RotReport } from './story.ts';

const AT_ONCE = 2;
const TELL_EVERY = 50;
const MOST_TRIES = 1_000;
/** The number of bytes that rot while a core runs. It is high, because most are on pages that the core has cached or does not read. */
const ROTTEN_WHILE_RUNNING = 60;
const CONTROL_CASES = 60;

const MODES = ['start', 'running'] as const;
type Mode = (typeof MODES)[number];

interface RotOften {
  complaints: Complaint<RotPromise>[];
  cases: number;
  did: Record<string, number>;
  mostStarts: number;
}

/** Lets bytes rot in indexes and inner pages, alternately before a start and while a core runs. */
export async function rotOften(
  n: number,
  seed: number,
  progress: PartOptions['progress'] = () => {},
  choice: {
    from?: number;
    modes?: readonly Mode[];
    core?: string;
    isEnough?: (reports: readonly RotReport[]) => boolean;
  } = {},
): Promise<RotOften> {
  const { from = 0, modes = MODES, core, isEnough = () => false } = choice;
  const folder = mkdtempSync(join(QUICK_FOLDER, 'torn-rot-'));
  try {
    const base = withHistory((await layBases(folder)).stopped, folder);
    const pages = pagesOf(base.bytes).filter(({ isOfIndex, isInner }) => isOfIndex || isInner);
    const reports: RotReport[] = [];
    let next = from;
    const lane = async (laneNo: number) => {
      while (next < from + n && !isEnough(reports)) {
        const caseNo = next;
        next += 1;
        const mode = modes[caseNo % modes.length] ?? 'start';
        const tried = chooseCase(base, pages, mode, seed, caseNo, join(folder, `case-${laneNo}`));
        const report = await liveWithRot(core === undefined ? tried : { ...tried, core });
        tellComplaints(report.complaints, progress);
        reports.push(report);
        if (reports.length % TELL_EVERY === 0) progress(`${reports.length} of ${n} cases`);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, (_, laneNo) => lane(laneNo)));
    const did: Record<string, number> = {};
    for (const report of reports)
      for (const deed of report.did.length > 0 ? report.did : ['nothing']) did[deed] = (did[deed] ?? 0) + 1;
    return {
      complaints: reports.flatMap(({ complaints }) => complaints),
      cases: reports.length,
      did,
      mostStarts: Math.max(...reports.map(({ starts }) => starts)),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function chooseCase(
  { image, shown, bytes, history }: Base,
  pages: readonly Page[],
  mode: Mode,
  seed: number,
  caseNo: number,
  folder: string,
): RotCase {
  const random = createRandom(seed, caseNo);
  const count = mode === 'start' ? 1 : ROTTEN_WHILE_RUNNING;
  const owners = [...new Set(pages.map(({ owner }) => owner))];
  const chosen: (RottenByte & { where: string })[] = [];
  for (let tries = 0; chosen.length < count && tries < MOST_TRIES; tries += 1) {
    // The index or table is chosen first, so that a short one rots as often as a long one.
    const owner = random.pick(owners);
    const page = random.pick(pages.filter((one) => one.owner === owner));
    const kind = random.pick(ROTS);
    const rotten = rotOf(bytes, page, kind, random);
    if (rotten !== null) chosen.push({ ...rotten, where: `${owner}${page.isInner ? ' inner' : ''} ${kind}` });
  }
  const rotten = mode === 'start' ? chosen.map(({ where, at }) => `${where} at ${at}`).join(', ') : `${count} bytes`;
  const name = `seed ${seed}, case ${caseNo}: ${mode}, ${rotten}`;
  return {
    name,
    image,
    shown,
    history,
    folder,
    before: mode === 'start' ? chosen : [],
    whileRunning: mode === 'running' ? chosen : [],
  };
}

export async function runRot({ n, from, seed, progress }: PartOptions): Promise<PartReport> {
  const { complaints, cases, did, mostStarts } = await rotOften(n, seed, progress, { from });
  progress(`${cases} cases, ${JSON.stringify(did)}; at most ${mostStarts} starts in a case`);
  const control = await tryYesterdaysCore(seed, progress);
  const count = (...promises: RotPromise[]) => complaints.filter(({ promise }) => promises.includes(promise)).length;
  return { violations: complaints.length, lost: count('lost', 'changed'), repeated: count('repeated'), control };
}

async function tryYesterdaysCore(seed: number, progress: PartOptions['progress']): Promise<PartReport['control']> {
  const old = buildYesterdaysCore();
  try {
    let caught = 0;
    for (const mode of MODES) {
      const isEnough = (reports: readonly RotReport[]) => reports.some(({ complaints }) => complaints.length > 0);
      const { complaints, cases } = await rotOften(CONTROL_CASES, seed, () => {}, {
        modes: [mode],
        core: old.file,
        isEnough,
      });
      progress(`a core that does not mend, ${mode}: ${complaints[0]?.promise ?? 'not noticed'} after ${cases} cases`);
      if (complaints.length > 0) caught += 1;
    }
    return { planted: MODES.length, caught };
  } finally {
    old.remove();
  }
}
