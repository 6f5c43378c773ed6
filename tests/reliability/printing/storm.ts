import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeJob } from '../../../hardware/printer/dialects.ts';
import { layOut } from '../../../hardware/printer/layout.ts';
import type { PrinterProfile } from '../../../hardware/printer/profile.ts';
import { profileOf } from '../../unit/hardware/printer/profiles.ts';
import type { Plant } from './planted.ts';
import { createStrikes, planRounds, type Strikes } from './schedule.ts';
import { runStation, type StationReport } from './station.ts';
import { kindOf, TICKET_KINDS, type TicketKind, ticketPaper } from './ticket-slip.ts';
import type { Complaint } from './witness.ts';

export interface StormOptions {
  tickets: number;
  seed: number;
  stations: number;
  /** The number of stations whose printer is on a serial line. */
  overPty: number;
  plant?: Plant;
  onTicket?: (done: number) => void;
}

export interface StormReport extends Omit<StationReport, 'complaints'> {
  complaints: Complaint[];
  faultyTickets: number;
  /** The share, 0 to 1, of the bytes of each kind of ticket at which the link was cut at least once. */
  cut: Record<TicketKind, number>;
}

const inAHurry = (profileId: string): PrinterProfile => ({ ...profileOf(profileId), speedMmPerS: 5_000, cutMs: 15 });
/**
 * The stations' printer profiles. Most printers confirm a printed job by its process id. Two in sixteen are Star printers, and one in
 * sixteen confirms by an acknowledgement that the job requests.
 */
const PROFILES: readonly PrinterProfile[] = Array.from({ length: 16 }, (_, place) =>
  inAHurry(place % 8 === 1 ? 'star-mc-print3' : place === 6 ? 'epson-tm-t88iii' : 'torn-virtual'),
);
/**
 * One ticket of each kind. Their lengths in bytes are used to place the faults, so a difference of a byte or two does
 * not matter.
 */
const SAMPLE_TICKETS = [111, 113, 110] as const;
/**
 * At least this share of the tickets without a fault must be printed, because a driver that never prints would keep
 * every other promise.
 */
const LEAST_SPARED_SHARE = 0.9;

/** Prints tickets on many printers at the same time, nearly half of them with a fault. */
export async function runStorm(options: StormOptions): Promise<StormReport> {
  const { tickets, seed, stations, overPty, plant = null, onTicket } = options;
  const strikes = createStrikes(ticketLengths());
  const folder = mkdtempSync(join(tmpdir(), 'torn-storm-'));
  const plans = Array.from({ length: stations }, (_, stationNo) =>
    planRounds({
      seed,
      stationNo,
      tickets: shareOf(tickets, stations, stationNo),
      overPty: stationNo < overPty,
      strikes,
    }),
  );
  let done = 0;
  try {
    const reports = await Promise.all(
      plans.map((rounds, stationNo) => {
        // The planted drivers understand only Epson's bytes, so they get the first profile.
        const profile = PROFILES[plant === null ? stationNo % PROFILES.length : 0] ?? inAHurry('torn-virtual');
        return runStation({
          name: `${stationNo < overPty ? 'pty' : 'tcp'} ${stationNo}, ${profile.profileId}`,
          profile,
          overPty: stationNo < overPty,
          rounds,
          plant,
          folder,
          onTicket() {
            done += 1;
            onTicket?.(done);
          },
        });
      }),
    );
    const faultyTickets = plans.flat().reduce((sum, round) => sum + round.faultyTickets, 0);
    return { ...sumUp(reports), faultyTickets, cut: sharesCut(strikes) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const shareOf = (tickets: number, stations: number, stationNo: number): number =>
  Math.floor(tickets / stations) + (stationNo < tickets % stations ? 1 : 0);

function ticketLengths(): Record<TicketKind, number> {
  const lengths = { plain: 0, qr: 0, picture: 0 };
  const profile = inAHurry('torn-virtual');
  for (const ticketNo of SAMPLE_TICKETS) {
    const rows = layOut(ticketPaper(ticketNo, false), profile);
    const bytes = encodeJob({ rows, profile, processId: '!!!!', cutFirst: false });
    lengths[kindOf(ticketNo)] = bytes.length;
  }
  return lengths;
}

function sharesCut(strikes: Strikes): Record<TicketKind, number> {
  const cut = { plain: 0, qr: 0, picture: 0 };
  for (const kind of TICKET_KINDS) cut[kind] = strikes.cut(kind);
  return cut;
}

function sumUp(reports: readonly StationReport[]): StationReport {
  const sum: StationReport = {
    complaints: reports.flatMap(({ complaints }) => complaints),
    endings: { printed: 0, 'not-sent': 0, cancelled: 0, unknown: 0, stuck: 0 },
    spared: { tickets: 0, printed: 0 },
    struck: 0,
    reprints: 0,
  };
  for (const { endings, spared, struck, reprints } of reports) {
    for (const ending of ['printed', 'not-sent', 'cancelled', 'unknown', 'stuck'] as const)
      sum.endings[ending] += endings[ending];
    sum.spared.tickets += spared.tickets;
    sum.spared.printed += spared.printed;
    sum.struck += struck;
    sum.reprints += reprints;
  }
  if (sum.spared.printed < sum.spared.tickets * LEAST_SPARED_SHARE)
    sum.complaints.push({
      promise: 'does-not-print',
      detail: `${sum.spared.printed} of ${sum.spared.tickets} tickets without a fault`,
    });
  return sum;
}
