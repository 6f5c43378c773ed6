import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { repositoryRoot } from '../../../build/runtime.ts';
import { type LoadedOffice, loadOffice } from '../../../src-main/configuration/load.ts';
import { keepLocalOffice, openLocalOffice } from '../../../src-main/office/machine/local-office.ts';
import type { LocalOffice } from '../../../src-main/office/machine/office-choice.ts';
import { OFFICES } from '../../support/core-process.ts';
import { QUICK_FOLDER } from '../../support/image-folder.ts';
import { type Complaint, tellComplaints } from '../../support/ledger.ts';
import type { PartOptions, PartReport } from '../part.ts';
import { createRandom } from '../random.ts';
import { mutate } from './mutate.ts';

type ProfilePromise =
  | 'dead'
  /** The report does not name the place of the fault. */
  | 'no-place'
  /** The kiosk runs on neither the mutated profile nor the last good one. */
  | 'other-office';

type Open = typeof openLocalOffice;

const configDir = join(repositoryRoot, 'config');
const log = { event: () => undefined };
const CONTROLS = 40;
/** Matches a report that names the file and the place of the fault in it, or the file and the reason why it cannot be read. */
const NAMES_PLACE = /^\S+\.json: (\S+: \S|expected |unknown field|is not valid JSON)|^\S+: \S/;

export interface MutationReport {
  complaints: Complaint<ProfilePromise>[];
  refused: number;
  applied: number;
}

/** Opens an office `n` times, each time with one change in its profile. The valid profile is stored as the last good one. */
export function mutateOften(n: number, seed: number, open: Open = openLocalOffice): MutationReport {
  const folder = mkdtempSync(join(QUICK_FOLDER, 'torn-profiles-'));
  const report: MutationReport = { complaints: [], refused: 0, applied: 0 };
  const profileFile = join(folder, 'office.json');
  const options = { dataDir: join(folder, 'data'), profileFile, configDir };
  mkdirSync(options.dataDir);
  const names = readdirSync(OFFICES).filter((name) => name.endsWith('.json'));
  try {
    for (const [officeNo, name] of names.entries()) {
      const sound = loadOffice({ profileFile: join(OFFICES, name), configDir });
      if (!sound.ok) throw new Error(sound.error.detail);
      const text = readFileSync(join(OFFICES, name), 'utf8');
      keepLocalOffice({ office: sound.value, fault: null }, options.dataDir, log);
      for (let no = officeNo; no < n; no += names.length) {
        writeFileSync(profileFile, mutate(text, createRandom(seed, no)));
        const complain = (promise: ProfilePromise, detail: string) =>
          void report.complaints.push({ promise, detail: `seed ${seed}, mutation ${no} of ${name}: ${detail}` });
        const opened = open(options);
        if (!opened.ok) complain('dead', opened.error.detail);
        else judge(opened.value, sound.value, report, complain);
      }
    }
    return report;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function judge(
  { office, fault }: LocalOffice,
  sound: LoadedOffice,
  report: MutationReport,
  complain: (promise: ProfilePromise, detail: string) => void,
): void {
  if (fault === null) {
    report.applied += 1;
    return;
  }
  report.refused += 1;
  if (!NAMES_PLACE.test(fault.detail)) complain('no-place', fault.detail);
  if (!isDeepStrictEqual(office, sound)) complain('other-office', fault.detail);
}

const PLANTED: Readonly<Record<ProfilePromise, Open>> = {
  dead: (options) => openLocalOffice({ ...options, dataDir: join(options.dataDir, 'nothing') }),
  'no-place': (options) => {
    const opened = openLocalOffice(options);
    if (opened.ok && opened.value.fault !== null) opened.value.fault.detail = 'invalid';
    return opened;
  },
  'other-office': (options) => {
    const opened = openLocalOffice(options);
    if (opened.ok) opened.value.office.profile.services.pop();
    return opened;
  },
};

export function tryControls(seed: number): PartReport['control'] {
  const planted = Object.entries(PLANTED);
  const caught = planted.filter(([promise, open]) =>
    mutateOften(CONTROLS, seed, open).complaints.some((complaint) => complaint.promise === promise),
  );
  return { planted: planted.length, caught: caught.length };
}

/** Mutates the real profiles. The kiosk must always start, and a refusal must name the place of the fault. */
export async function runProfiles({ n, seed, progress }: PartOptions): Promise<PartReport> {
  const { complaints, refused, applied } = mutateOften(n, seed);
  tellComplaints(complaints, progress);
  progress(`${refused} refused while the last good profile ran, ${applied} valid and applied`);
  const control = tryControls(seed);
  return { violations: complaints.length, lost: 0, repeated: 0, control };
}
