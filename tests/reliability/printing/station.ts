import { setTimeout as wait } from 'node:timers/promises';
import type { Link } from '../../../hardware/link/contract.ts';
import { openLink } from '../../../hardware/link/open.ts';
import type { LinkTiming } from '../../../hardware/link/reconnecting.ts';
import { openPrinter, type PrinterTiming } from '../../../hardware/printer/driver.ts';
import type { PrinterProfile } from '../../../hardware/printer/profile.ts';
import { startVirtualPrinter } from '../../../hardware/simulator/virtual-printer.ts';
import { laySerialLine, type SerialLine } from '../../support/serial-line.ts';
import type { Plant } from './planted.ts';
import { openPrintStation } from './print-station.ts';
import type { Round } from './schedule.ts';
import { ticketPaper } from './ticket-slip.ts';
import { type Complaint, createWitness, type Ending } from './witness.ts';

/** The driver's time limits, for a printer about twenty times as fast as a real one. */
const TIMING: Partial<PrinterTiming> = {
  answerTimeoutMs: 200,
  clearTimeoutMs: 300,
  overheatedTimeoutMs: 500,
  jobMarginMs: 400,
  idleProbeMs: 1_500,
  faultProbeMs: 40,
  linkWaitMs: 300,
};
const LINK_TIMING: Partial<LinkTiming> = {
  connectTimeoutMs: 300,
  blockedAfterMs: 1_500,
  farewellMs: 150,
  firstRetryMs: 10,
  lastRetryMs: 150,
};
const SERIAL_BAUD = 115_200;
const PAPERS_KEPT = 2;
/**
 * Milliseconds after which a job counts as stuck. The queue gives up a ticket after six seconds, and the driver's
 * time limits are shorter.
 */
const STUCK_AFTER_MS = 30_000;
/** At the end every fault is repaired. At least one of this many tickets must then be printed. */
const LAST_TRIES = 3;

export interface StationOptions {
  name: string;
  profile: PrinterProfile;
  overPty: boolean;
  rounds: readonly Round[];
  plant: Plant | null;
  folder: string;
  onTicket: () => void;
}

export interface StationReport {
  complaints: Complaint[];
  endings: Record<Ending | 'stuck', number>;
  /** The number of tickets without a planned fault, and how many of them were printed. */
  spared: { tickets: number; printed: number };
  /** The number of planned faults that happened. */
  struck: number;
  reprints: number;
}

/** Runs one kiosk's printing with a virtual printer, link, driver and queue, and a witness that watches the paper. */
export async function runStation(options: StationOptions): Promise<StationReport> {
  const { name, profile, overPty, rounds, plant, folder, onTicket } = options;
  const line = overPty ? await laySerialLine() : null;
  const virtual = await startVirtualPrinter({
    transport: line === null ? { kind: 'tcp' } : { kind: 'pty', path: line.printerEnd },
    profile,
    draws: false,
    papersKept: PAPERS_KEPT,
  });
  const witness = createWitness(name);
  virtual.onFault(() => {
    struck += 1;
  });
  virtual.onLine(witness.sawLine);
  virtual.onPaper((paper) => witness.sawPaper(paper.lines));
  const plain = linkTo(virtual.port, line);
  const link = plant?.link?.(plain) ?? plain;
  const driver = openPrinter({ link, profile, timing: TIMING });
  const printer = plant?.printer?.(driver, link) ?? driver;
  const desk = openPrintStation({ printer, compose: ticketPaper, folder });
  const endings = { printed: 0, 'not-sent': 0, cancelled: 0, unknown: 0, stuck: 0 };
  const spared = { tickets: 0, printed: 0 };
  let struck = 0;
  let reprints = 0;
  let ticketNo = 0;
  let isStuck = false;

  async function finish(no: number, ending: Promise<Ending>): Promise<Ending | 'stuck'> {
    const ended = await inTime(ending);
    if (ended === 'stuck') {
      isStuck = true;
      witness.complain('stuck', `ticket ${no}`);
    } else witness.ended(no, ended);
    return ended;
  }

  async function take(): Promise<Ending | 'stuck'> {
    ticketNo += 1;
    const no = ticketNo;
    return finish(no, desk.take(no));
  }

  for (const round of rounds) {
    if (isStuck) break;
    witness.during(JSON.stringify([...round.faults, ...round.atOnce, round.torn]));
    virtual.plan(round.faults);
    for (const fault of round.atOnce) virtual.inflict(fault);
    const torn = tearOut(line, round);
    if (line !== null && round.torn !== null) struck += 1;
    const isSpared = round.faults.length + round.atOnce.length === 0 && round.torn === null;
    const first = ticketNo + 1;
    const ended = await Promise.all(Array.from({ length: round.tickets }, take));
    await torn;
    for (const [index, ending] of ended.entries()) {
      endings[ending] += 1;
      if (isSpared) spared.tickets += 1;
      if (isSpared && ending === 'printed') spared.printed += 1;
      onTicket();
      if (round.reprints && index === ended.length - 1 && (ending === 'unknown' || ending === 'cancelled')) {
        reprints += 1;
        witness.asksForDuplicate(first + index);
        await finish(first + index, desk.takeAgain(first + index));
      }
    }
  }

  await line?.lay();
  virtual.mend();
  witness.during('nothing');
  let last: Ending | 'stuck' = 'not-sent';
  for (let tries = 0; tries < LAST_TRIES && last !== 'printed' && !isStuck; tries += 1) last = await take();
  if (last !== 'printed' && !isStuck) witness.complain('does-not-print', 'all faults mended');
  if (!isStuck) await desk.close();
  await printer.close();
  await virtual.close();
  await line?.close();
  return { complaints: witness.close(virtual.hanging()), endings, spared, struck, reprints };
}

function linkTo(port: number, line: SerialLine | null): Link {
  if (line === null) return openLink({ kind: 'tcp', host: '127.0.0.1', port }, LINK_TIMING);
  return openLink({ kind: 'serial', path: line.hostEnd, baudRate: SERIAL_BAUD, flowControl: 'none' }, LINK_TIMING);
}

async function tearOut(line: SerialLine | null, { torn }: Round): Promise<void> {
  if (line === null || torn === null) return;
  await wait(torn.afterMs);
  await line.tear();
  await wait(torn.forMs);
  await line.lay();
}

async function inTime(ending: Promise<Ending>): Promise<Ending | 'stuck'> {
  const { promise, resolve } = Promise.withResolvers<'stuck'>();
  const deadline = setTimeout(resolve, STUCK_AFTER_MS, 'stuck');
  const ended = await Promise.race([ending, promise]);
  clearTimeout(deadline);
  return ended;
}
