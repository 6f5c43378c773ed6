import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Image, QUICK_FOLDER, writeImage } from '../../support/image-folder.ts';
import { type Complaint, tellComplaints } from '../../support/ledger.ts';
import type { PartOptions, PartReport } from '../part.ts';
import { createRandom } from '../random.ts';
import { type Base, type Bases, layBases } from './bases.ts';
import { damageBoth } from './both.ts';
import {
  type CaseReport,
  type CorruptPromise,
  caseFolder,
  checkBothDamaged,
  checkDamaged,
  type DamagedCase,
} from './check.ts';
import { DAMAGES, type Damage, damage, pathOf, TARGETS, type Target } from './damage.ts';

const AT_ONCE = 2;
const TELL_EVERY = 50;
const BOTH_EVERY = 3;
const MOST_TRIES = 100;
/** The length of a ticket's id, a UUID, in bytes. */
const SHOWN_BYTES = 36;
const KEPT_FOLDER = join(import.meta.dirname, '../../../test-results/corrupt');
/** A planted fault removes this many records from the journal's end without a trace. */
const RECORDS_LOST = 12;

export interface DamageChoice {
  targets?: readonly Target[];
  kinds?: readonly Damage[];
  /** Whether both copies are damaged in every case. Default: in every third case, or never if `targets` is given. */
  both?: boolean;
}

export interface CorruptReport {
  complaints: Complaint<CorruptPromise>[];
  cases: number;
  slowestMs: number;
  reported: Record<string, number>;
  control: PartReport['control'];
}

/**
 * Damages one file in each case, so that every target meets every kind of damage. By default, it damages database and journal in every
 * third case.
 */
export async function damageOften(
  n: number,
  seed: number,
  progress: PartOptions['progress'] = () => {},
  choice: DamageChoice = {},
): Promise<CorruptReport> {
  const folder = mkdtempSync(join(QUICK_FOLDER, 'torn-corrupt-'));
  try {
    const bases = await layBases(folder);
    const reports: CaseReport[] = [];
    let next = 0;
    const lane = async (laneNo: number) => {
      while (next < n) {
        const caseNo = next;
        next += 1;
        const place = caseFolder(folder, laneNo);
        const isBoth = choice.both ?? (choice.targets === undefined && caseNo % BOTH_EVERY === BOTH_EVERY - 1);
        const tried = isBoth ? chooseBoth(bases, seed, caseNo, place) : chooseCase(bases, choice, seed, caseNo, place);
        const report = await (isBoth ? checkBothDamaged(tried) : checkDamaged(tried));
        if (report.complaints.length > 0) keepCase(tried);
        reports.push(report);
        if (reports.length % TELL_EVERY === 0) progress(`${reports.length} of ${n} cases`);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, (_, laneNo) => lane(laneNo)));
    const reported: Record<string, number> = {};
    for (const report of reports) {
      const kind = report.reported ?? 'nothing';
      reported[kind] = (reported[kind] ?? 0) + 1;
    }
    return {
      complaints: reports.flatMap(({ complaints }) => complaints),
      cases: reports.length,
      slowestMs: Math.max(...reports.map(({ firstTicketMs }) => firstTicketMs)),
      reported,
      control: await tryControls(bases, caseFolder(folder, AT_ONCE)),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Keeps the files of a failed case, because the ids of tickets differ from run to run and a seed alone does not reproduce the case. */
function keepCase({ name, damaged }: DamagedCase): void {
  writeImage(join(KEPT_FOLDER, name.replaceAll(/[^\w.-]+/g, '-')), damaged);
}

function placeOf(before: Buffer | undefined, after: Buffer | undefined): string {
  if (before === undefined || after === undefined) return '';
  const at = after.findIndex((byte, index) => byte !== before[index]);
  if (at === -1) return `from byte ${after.length}`;
  return `from byte ${at} of “${before
    .subarray(at, at + SHOWN_BYTES)
    .toString('latin1')
    .replaceAll(/[^ -~]/g, '.')}”`;
}

function chooseCase(
  bases: Bases,
  { targets = TARGETS, kinds = DAMAGES }: DamageChoice,
  seed: number,
  caseNo: number,
  folder: string,
): DamagedCase {
  const random = createRandom(seed, caseNo);
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const base: Base = random.chance(0.6) ? bases.killed : bases.stopped;
    const target = targets[caseNo % targets.length] ?? 'database';
    const kind = random.pick(kinds);
    const path = pathOf(target, base.image, random);
    const damaged = path === null ? null : damage(base.image, path, kind, namesIn(base), random);
    if (path === null || damaged === null) continue;
    const state = base === bases.killed ? 'killed' : 'stopped';
    const where = placeOf(base.image.get(path), damaged.get(path));
    return { name: `seed ${seed}, case ${caseNo}: ${kind} ${path} ${where}, ${state}`, base, damaged, path, folder };
  }
  throw new RangeError(`nothing to damage for case ${caseNo}`);
}

function chooseBoth(bases: Bases, seed: number, caseNo: number, folder: string): DamagedCase {
  const random = createRandom(seed, caseNo);
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const base: Base = random.chance(0.6) ? bases.killed : bases.stopped;
    const both = damageBoth(base.image, random);
    if (both === null) continue;
    const state = base === bases.killed ? 'killed' : 'stopped';
    return {
      name: `seed ${seed}, case ${caseNo}: ${both.name}, ${state}`,
      base,
      damaged: both.damaged,
      path: null,
      folder,
    };
  }
  throw new RangeError(`nothing to damage for case ${caseNo}`);
}

const namesIn = ({ shown }: Base): string[] => shown.flatMap(({ ticketId, requestId }) => [ticketId, requestId]);

/**
 * Tries damage that must lose tickets, because database and journal show no trace: a disk that lost the end of both, and one that was
 * restored to an older state.
 */
async function tryControls({ killed, older }: Bases, folder: string): Promise<PartReport['control']> {
  const forgot = await checkDamaged({
    name: 'control',
    base: killed,
    damaged: withoutEnds(killed.image),
    path: null,
    folder,
  });
  const putBack = await checkDamaged({
    name: 'control',
    base: killed,
    damaged: older.image,
    path: null,
    folder,
  });
  const caught = [
    forgot.complaints.some(({ promise }) => promise === 'lost' || promise === 'does-not-issue'),
    putBack.complaints.some(({ promise }) => promise === 'lost'),
    putBack.complaints.some(({ promise }) => promise === 'repeated'),
  ];
  return { planted: caught.length, caught: caught.filter(Boolean).length };
}

function withoutEnds(image: Image): Image {
  const without = new Map(image);
  without.delete('torn.db-wal');
  const segment =
    [...image.keys()]
      .filter((path) => path.endsWith('.journal'))
      .toSorted()
      .at(-1) ?? '';
  const lines = image.get(segment)?.toString('utf8').split('\n').slice(0, -1) ?? [];
  without.set(
    segment,
    Buffer.from(
      lines
        .slice(0, -RECORDS_LOST)
        .map((line) => `${line}\n`)
        .join(''),
    ),
  );
  return without;
}

/**
 * Starts the core on damaged folders. The planted faults damage database and journal without a trace: the checks must find lost tickets.
 */
export async function runCorrupt({ n, seed, progress }: PartOptions): Promise<PartReport> {
  const { complaints, cases, slowestMs, reported, control } = await damageOften(n, seed, progress);
  tellComplaints(complaints, progress);
  progress(
    `${cases} cases, ${JSON.stringify(reported)}; the slowest first ticket came after ${Math.round(slowestMs)} ms`,
  );
  progress(`both copies damaged without a trace: ${control.caught} of ${control.planted} consequences noticed`);
  const count = (...promises: CorruptPromise[]) =>
    complaints.filter(({ promise }) => promises.includes(promise)).length;
  return { violations: complaints.length, lost: count('lost', 'changed'), repeated: count('repeated'), control };
}
