import type { KioskEvent } from '../../contract/shared/events.ts';
import { type Result, refuse, succeed } from '../../domain/result.ts';
import type { Clock } from '../../ports/clock.ts';
import type { StoreFailure } from '../../ports/store-failure.ts';
import { openKeptClock } from '../../storage/clock-row.ts';
import { guard } from '../../storage/guard.ts';
import type { OpenedStore } from '../../storage/open-store.ts';
import type { OutboxWriter, RecordEvent } from '../../storage/outbox-writer.ts';
import type { PrintChange, SlipOrder, TicketStore } from '../ports/store.ts';
import { anchorSeries } from '../rules/issue-number.ts';
import type { DayReading } from '../rules/time-label.ts';
import { openDayBook } from './day-book.ts';
import { type NoReprint, openIssuing } from './issue-ticket.ts';
import { openPrintJobs } from './print-jobs.ts';
import { openSeriesNumbers, type SeriesNumbers } from './series-numbers.ts';
import type { ServiceDays } from './service-day.ts';
import { openAskedColumns, openTicketRows } from './ticket-rows.ts';

export interface TicketStoreParts {
  opened: OpenedStore;
  outboxWriter: OutboxWriter;
  clock: Clock;
  dayOf: (instantMs: number) => string;
  days: ServiceDays;
  configVersion: () => number | null;
  /** Runs when a corrupt index was rebuilt. */
  onIndexMended: (detail: string) => void;
  /** Whether this kiosk may issue its own numbers: false while another kiosk goes on with the numbers of its slot. */
  mayCount: () => boolean;
}

/**
 * The tickets of one kiosk, on the store's only connection. Each method is one synchronous transaction, and every event is in journal and
 * database.
 */
export function createTicketStore(parts: TicketStoreParts): TicketStore {
  const { opened, outboxWriter, clock, dayOf, days, configVersion, onIndexMended, mayCount } = parts;
  const { database, identity } = opened;
  const kept = openKeptClock(database);
  const series = openSeriesNumbers(database);
  const tickets = openTicketRows(database, onIndexMended);
  const jobs = openPrintJobs(database, tickets);
  const slot = identity?.slot ?? null;
  const issuing = openIssuing({ database, slot, mayCount, clock, kept, days, series, tickets, jobs, configVersion });

  const asked = openAskedColumns(database);
  const commit = (work: (record: RecordEvent) => void): Result<null, StoreFailure> =>
    outboxWriter.commit((record) => {
      work(record);
      return null;
    });

  function tell(record: RecordEvent, event: KioskEvent, atMs: number): void {
    record({ event, requestId: null, atMs, serviceDay: dayOf(atMs) });
    asked.note(event);
  }

  function changeJob(jobId: string, change: PrintChange, event: KioskEvent | undefined, record: RecordEvent): void {
    if (event) tell(record, event, change.endedAtMs ?? clock.wallMs());
    jobs.change(jobId, change);
    if (change.job.state === 'printed' && change.printer !== undefined) jobs.countSlip(change.printer, clock.wallMs());
  }

  /** A withdrawn ticket gets no further paper, not even a proof of attendance. */
  function allowSlip({ kind, ticket, isStillTheirs = false }: SlipOrder): Result<null, NoReprint> {
    if (ticket === null) return succeed(null);
    if (tickets.isWithdrawn(ticket.ticketId)) return refuse({ kind: 'ticket-withdrawn' });
    return kind === 'ticket' ? issuing.reprint(ticket, isStillTheirs) : succeed(null);
  }

  function addSlipNow(order: SlipOrder): Result<null, NoReprint> {
    const allowed = allowSlip(order);
    if (allowed.ok) jobs.add(order);
    return allowed;
  }

  return {
    findByRequest: (requestId) => guard(() => tickets.byRequest(requestId)),
    findByFollowToken: (followToken) => guard(() => tickets.byFollowToken(days.listed(), followToken)),
    findTicket: (ticketId) => guard(() => tickets.byId(ticketId)),
    issue(order) {
      const issued = flat(outboxWriter.commit((record) => issuing.issue(order, record)));
      return issued.ok ? succeed({ ...issued.value, durableAtMs: clock.wallMs() }) : issued;
    },
    giveAway: (wanted) => flat(outboxWriter.commit((record) => issuing.giveAway(wanted, record))),
    bringBack: (given) => flat(outboxWriter.commit(() => issuing.bringBack(given))),
    addSlip: (order) => flat(outboxWriter.commit(() => addSlipNow(order))),
    withdraw: (ticketId) =>
      commit((record) => {
        if (tickets.isWithdrawn(ticketId)) return;
        const atMs = clock.wallMs();
        tell(record, { type: 'ticket-withdrawn', v: 1, payload: { ticketId } }, atMs);
        tickets.withdraw(ticketId, atMs);
      }),
    recordPrint: (jobId, change, event) => commit((record) => changeJob(jobId, change, event, record)),
    unfinishedSlips: () => guard(() => jobs.unfinished()),
    mayBePrinted: (ticketId) => guard(() => jobs.mayBeOut(ticketId)),
    countTickets: (today) => guard(() => tickets.count(today)),
    countWalkIns: (today, serviceId) => guard(() => tickets.countWalkIns(today, serviceId)),
    roll: (printer) => guard(() => jobs.roll(printer)),
    startRoll: (printer) => commit(() => jobs.startRoll(printer, clock.wallMs())),
    confirmClock: () => commit(() => days.confirmClock()),
    today: days,
    timeTrusted: () => commit(() => dateSessions(series, days.read())),
    day: openDayBook(database),
    recordEvent: (event) => commit((record) => tell(record, event, clock.wallMs())),
  };
}

/** Unwraps the result of a commit: the committed work may itself have been refused. */
const flat = <T, E extends { kind: string }>(
  attempt: Result<Result<T, E>, StoreFailure>,
): Result<T, E | StoreFailure> => (attempt.ok ? attempt.value : attempt);

/** Gives the trusted service day to every series whose last ticket has no known day, because that ticket cannot be later. */
function dateSessions(series: SeriesNumbers, { basis, serviceDay }: DayReading): void {
  if (basis !== 'trusted') return;
  for (const { series: name, ...session } of series.undated())
    series.setSession(name, anchorSeries(session, serviceDay));
}
