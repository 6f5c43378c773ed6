import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { PartOptions, PartReport } from '../part.ts';
import { createRandom } from '../random.ts';
import { type SetUpOptions, type SetUpPromise, type SetUpReport, setUpWithKills } from './set-up.ts';

export async function setUpOften(
  { n, seed }: { n: number; seed: number },
  more: Pick<SetUpOptions, 'at' | 'betweenLives'> = {},
): Promise<SetUpReport> {
  const folder = mkdtempSync(join(tmpdir(), 'torn-first-run-'));
  const all: SetUpReport = { complaints: [], kills: 0, touches: 0, papers: 0 };
  try {
    for (let no = 0; no < n; no += 1) {
      const one = await setUpWithKills({ folder, name: `kiosk-${no}`, random: createRandom(seed, no), ...more });
      all.complaints.push(...one.complaints);
      for (const what of ['kills', 'touches', 'papers'] as const) all[what] += one[what];
    }
    return all;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const PLANTED: Readonly<Record<Exclude<SetUpPromise, 'never-over'>, () => (dataDir: string) => void>> = {
  'step-lost': () => (data) => {
    const before = join(data, 'kiosk.json.before');
    if (existsSync(before)) copyFileSync(before, join(data, 'kiosk.json'));
  },
  'second-slot': () => {
    let given = 2;
    return (data) => {
      const file = join(data, 'torn.db');
      if (!existsSync(file)) return;
      const database = new Database(file);
      const hasSlot = database.prepare('SELECT count(*) AS n FROM kiosk WHERE slot IS NOT NULL').pluck().get() === 1;
      given = given === 2 ? 3 : 2;
      if (hasSlot)
        database
          .prepare('UPDATE centre SET slot_to_take = ?, incarnation_to_take = ?')
          .run(given, `00000000-0000-4000-8000-00000000000${given}`);
      database.close();
    };
  },
};

export async function tryControls(seed: number): Promise<PartReport['control']> {
  const planted = Object.entries(PLANTED);
  const caught = await Promise.all(
    planted.map(async ([promise, plant]) => {
      const { complaints } = await setUpOften({ n: 1, seed }, { at: ['office', 'printer'], betweenLives: plant() });
      return complaints.some((complaint) => complaint.promise === promise);
    }),
  );
  return { planted: planted.length, caught: caught.filter(Boolean).length };
}

/**
 * Kills first runs at every screen. No step that a technician has completed may be asked for again, and no kiosk may
 * get two slots.
 */
export async function runFirstRun({ n, seed, progress }: PartOptions): Promise<PartReport> {
  const { complaints, kills, touches, papers } = await setUpOften({ n, seed });
  for (const { promise, detail } of complaints) progress(`${promise}: ${detail}`);
  progress(`${n} kiosks set up over ${kills} kills, ${touches} touches, ${papers} papers`);
  const control = await tryControls(seed);
  const lost = complaints.filter(({ promise }) => promise === 'step-lost').length;
  const repeated = complaints.filter(({ promise }) => promise === 'second-slot').length;
  return { violations: complaints.length, lost, repeated, control };
}
