import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tellComplaints } from '../../support/ledger.ts';
import type { PartOptions, PartReport } from '../part.ts';
import { createRandom, type Random } from '../random.ts';
import { runStation, type StationReport } from './station.ts';

/**
 * The number of kiosks whose cores run and are killed at the same time. Most of a run is the core's start, which waits for the disk, so
 * several runs can overlap.
 */
const STATIONS = 3;
const CONTROL_KILLS = 12;
const TELL_EVERY = 100;

const LOSSES: readonly string[] = ['lost', 'changed'];
const REPETITIONS: readonly string[] = ['repeated', 'two-papers'];

export interface KillingOptions {
  kills: number;
  seed: number;
  stations?: number;
  /** Whether the folder is sometimes restored to its state before the last run, like a disk that loses confirmed writes. */
  forgets?: boolean;
  onKill?: (done: number) => void;
}

export async function killCores(options: KillingOptions): Promise<StationReport> {
  const { kills, seed, stations = STATIONS, forgets = false, onKill } = options;
  const folder = mkdtempSync(join(tmpdir(), 'torn-kill-'));
  let done = 0;
  try {
    const reports = await Promise.all(
      Array.from({ length: Math.min(stations, kills) }, (_, stationNo) => {
        const own = join(folder, String(stationNo));
        mkdirSync(own);
        const random = createRandom(seed, stationNo);
        return runStation({
          name: `kiosk ${stationNo}`,
          folder: own,
          kills: Math.floor(kills / stations) + (stationNo < kills % stations ? 1 : 0),
          random,
          // Each run is killed after a paper, because the loss of a write shows only if the written number was printed.
          ...(forgets ? { betweenLives: forgetSometimes(join(own, 'earlier'), random), moments: ['papers'] } : {}),
          onKill() {
            done += 1;
            onKill?.(done);
          },
        });
      }),
    );
    return {
      complaints: reports.flatMap(({ complaints }) => complaints),
      tickets: sum(reports.map(({ tickets }) => tickets)),
      answers: sum(reports.map(({ answers }) => answers)),
      killedAtStart: sum(reports.map(({ killedAtStart }) => killedAtStart)),
      papers: sum(reports.map(({ papers }) => papers)),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function forgetSometimes(earlier: string, random: Random): (dataDir: string) => void {
  let lives = 0;
  return (dataDir) => {
    const [from, to] = lives > 0 && random.chance(0.5) ? [earlier, dataDir] : [dataDir, earlier];
    lives += 1;
    rmSync(to, { recursive: true, force: true });
    mkdirSync(to, { mode: 0o700 });
    cpSync(from, to, { recursive: true });
  };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

/** Kills cores. The planted fault is a disk that forgets confirmed writes: lost tickets and repeated numbers must be noticed. */
export async function runKill({ n, seed, progress }: PartOptions): Promise<PartReport> {
  const startedMs = performance.now();
  const real = await killCores({
    kills: n,
    seed,
    onKill: (done) => void (done % TELL_EVERY === 0 && progress(`${done} of ${n} kills`)),
  });
  tellComplaints(real.complaints, progress);
  progress(
    `${real.answers} answers, ${real.tickets} tickets, ${real.papers} papers; ${real.killedAtStart} killed while starting`,
  );
  progress(`${Math.round((performance.now() - startedMs) / n)} ms a kill with ${Math.min(STATIONS, n)} cores at once`);

  const control = await killCores({ kills: CONTROL_KILLS, seed, stations: 1, forgets: true });
  const caught = [LOSSES, REPETITIONS].map(
    (kinds) => control.complaints.filter(({ promise }) => kinds.includes(promise)).length,
  );
  progress(`a disk that forgets: ${caught[0]} losses and ${caught[1]} repetitions noticed`);
  const count = (kinds: readonly string[]) => real.complaints.filter(({ promise }) => kinds.includes(promise)).length;
  return {
    violations: real.complaints.length,
    lost: count(LOSSES),
    repeated: count(REPETITIONS),
    control: { planted: caught.length, caught: caught.filter((times) => times > 0).length },
  };
}
