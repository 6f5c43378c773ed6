import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { EXIT_START_AGAIN, type TicketRecord } from '../../../src-main/session/contract/kiosk-api.ts';
import { type CoreProcess, newRequestId, startCoreProcess } from '../../support/core-process.ts';
import { type Complaint, createLedger, type NumberPromise } from '../../support/ledger.ts';
import { initArguments, officeOf, SERVICES, type TicketOffice, type TicketWish } from '../../support/ticket-office.ts';
import type { Random } from '../random.ts';
import type { SmallDisk } from './small-disk.ts';

export type FullDiskPromise =
  | NumberPromise
  /**
   * The core refused a ticket for a different reason than `store-failed`, or ended without reporting a fault or
   * asking for a restart.
   */
  | 'unclean-refusal'
  /** A refused request has a printed or an incomplete ticket. */
  | 'half-a-ticket'
  /** The core issues no ticket although there is room again. */
  | 'does-not-resume'
  /** The core did not free its reserve file (ballast). */
  | 'ballast-kept';

export const PLACES = ['both', 'data', 'journal'] as const;
export type Place = (typeof PLACES)[number];

export interface CaseOptions {
  name: string;
  disk: SmallDisk;
  /** A folder on a large disk. */
  roomy: string;
  place: Place;
  random: Random;
  /** A planted fault that must be noticed: it wraps the interface by which the test takes tickets. */
  plant?: (office: TicketOffice) => TicketOffice;
}

export interface CaseReport {
  complaints: Complaint<FullDiskPromise>[];
  refusals: number;
  restarts: number;
}

/** The exit code of a core that cannot start and has reported the fault, as in `main.ts`. */
const EXIT_CANNOT_START = 2;
const BALLAST_BYTES = 2 * 1_024 * 1_024;
const MOST_FREE_BYTES = 300 * 1_024;
const MOST_TICKETS = 2_000;
const REFUSALS = 5;
const MOST_STARTS = 4;

/** Takes tickets until the disk is full, requests more tickets, perhaps kills the core, makes room, and takes tickets again. */
export async function fillDisk({ name, disk, roomy, place, random, plant }: CaseOptions): Promise<CaseReport> {
  const data = join(place === 'journal' ? roomy : disk.path, 'data');
  const journal = join(place === 'data' ? roomy : disk.path, 'journal');
  const more = ['--journal', journal];
  run(disk, process.execPath, ...initArguments(data, more));
  // The core creates its reserve file only on a disk with plenty of room, so the test creates the file.
  const ballast = join(data, 'ballast');
  if (place !== 'journal') run(disk, 'dd', 'if=/dev/zero', `of=${ballast}`, `bs=${BALLAST_BYTES}`, 'count=1');

  const ledger = createLedger(name);
  const complaints: Complaint<FullDiskPromise>[] = [];
  const complain = (promise: FullDiskPromise, detail: string) =>
    void complaints.push({ promise, detail: `${name}: ${detail}` });
  const refusedWishes: TicketWish[] = [];
  let refusals = 0;
  let restarts = 0;
  let core: CoreProcess = startCoreProcess({ data, slot: null, under: disk.under, args: more });

  const office = (): TicketOffice => {
    const plain = officeOf(core);
    return plant?.(plain) ?? plain;
  };

  async function startAgain(): Promise<boolean> {
    for (let starts = 0; starts < MOST_STARTS; starts += 1) {
      core = startCoreProcess({ data, slot: null, under: disk.under, args: more });
      try {
        await core.waitFor('ready');
        return true;
      } catch {
        const { code } = await core.ended;
        if (code !== EXIT_CANNOT_START) complain('unclean-refusal', `a start ended with ${code}: ${tail(core.log())}`);
      }
    }
    return false;
  }

  /**
   * Asks the core, and asks again after a restart if the core ends before its answer; `null`: no core starts any more,
   * or it ended `MOST_STARTS` times.
   */
  async function ask<T>(question: (of: TicketOffice) => Promise<T>): Promise<T | null> {
    for (let asked = 0; asked < MOST_STARTS; asked += 1) {
      try {
        return await question(office());
      } catch {
        const { code } = await core.ended;
        if (code !== EXIT_START_AGAIN) complain('unclean-refusal', `the core ended with ${code}: ${tail(core.log())}`);
        restarts += 1;
        if (!(await startAgain())) return null;
      }
    }
    complain('unclean-refusal', `the core ended ${MOST_STARTS} times: ${tail(core.log())}`);
    return null;
  }

  /** Takes a ticket. `null`: no core could answer, as for `ask`. */
  async function take(wish: TicketWish): Promise<TicketRecord | 'refused' | null> {
    const answer = await ask((of) => of.take(wish));
    if (answer === null) return null;
    if (answer.ok) {
      ledger.show(answer.value);
      return answer.value;
    }
    refusals += 1;
    if (answer.error.kind !== 'store-failed')
      complain('unclean-refusal', `${answer.error.kind} ${answer.error.detail ?? ''}`);
    return 'refused';
  }

  const audit = () => ask((of) => ledger.audit(of));

  const wish = (): TicketWish => ({ requestId: newRequestId(), serviceId: random.pick(SERVICES) });

  await core.waitFor('ready');
  for (let ticket = 0; ticket < 5; ticket += 1) await take(wish());
  let isUp = true;
  for (let ticket = 0, refused = 0; ticket < MOST_TICKETS && refused < REFUSALS && isUp; ticket += 1) {
    // A file of random size takes most of the remaining room.
    if (ticket % 100 === 0) disk.fillUpTo(random.int(0, MOST_FREE_BYTES));
    const asked = wish();
    const answer = await take(asked);
    isUp = answer !== null;
    if (answer === 'refused') {
      refused += 1;
      refusedWishes.push(asked);
      disk.fillUpTo(0);
    }
  }
  if (refusals === 0 && isUp) complain('unclean-refusal', `no refusal in ${MOST_TICKETS} tickets`);
  if (isUp && (await audit()) === null) isUp = false;
  if (place !== 'journal' && has(disk, ballast)) complain('ballast-kept', 'no more tickets while there is a ballast');

  const isKilled = random.chance(0.5);
  if (isKilled) {
    core.child.kill('SIGKILL');
    await core.ended;
    // A start on a full disk may fail, but must not damage files.
    if (random.chance(0.5)) {
      await startAgain();
      core.child.kill('SIGKILL');
      await core.ended;
    }
  }
  disk.makeRoom();
  if (isKilled || !isUp) {
    if (!isUp) await core.ended;
    if (!(await startAgain())) {
      complain('does-not-resume', tail(core.log()));
      return { complaints: [...ledger.complaints, ...complaints], refusals, restarts };
    }
  }
  for (let ticket = 0; ticket < 5; ticket += 1) {
    const resumed = await take(wish());
    if (resumed === 'refused' || resumed === null) complain('does-not-resume', String(resumed));
  }
  // A repeated request gets its earlier number or a new one, but never the number of another person.
  for (const asked of refusedWishes) {
    const half = await ask((of) => of.find(asked.requestId));
    if (half?.ok && half.value.print.state === 'printed') complain('half-a-ticket', half.value.label);
    const again = await take(asked);
    if (again === 'refused' || again === null) complain('does-not-resume', String(again));
  }
  await audit();
  await core.stop();
  return { complaints: [...ledger.complaints, ...complaints], refusals, restarts };
}

const tail = (log: string): string => log.slice(-800);

function run(disk: SmallDisk, ...command: readonly string[]): void {
  const [program = '', ...args] = [...disk.under, ...command];
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command.join(' ')}: ${stdout}${stderr}`);
}

function has(disk: SmallDisk, path: string): boolean {
  const [program = '', ...args] = [...disk.under, 'test', '-e', path];
  return spawnSync(program, args).status === 0;
}
