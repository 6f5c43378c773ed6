import { type FigureRow, LEAST_SHOWN } from '../../src-main/contract/centre/figures.ts';
import { ServiceId } from '../../src-main/contract/shared/ids.ts';
import { isDeskNumber } from '../../src-main/domain/numbering.ts';
import type { TurnState } from '../../src-main/domain/ticket-life.ts';
import type { Queries } from '../database/database.ts';
import { askedBy } from '../projections/asked-events.ts';
import { deskLifeOf, type LifeRow, livesOf } from '../projections/desk-events.ts';
import { servedAt } from '../projections/served-events.ts';
import { isWithdrawn } from '../projections/ticket-events.ts';
import { quantileOf } from '../twin/interval.ts';
import { hideFew, hideOne, isFew } from './hide-few.ts';

const ASKED = askedBy('ticket', 'ask');

export const MONTH_FIGURES = {
  page: `SELECT ticket.ticket_id AS "ticketId", ticket.kiosk_id AS "kioskId", ticket.service_id AS "serviceId", ticket.way, ticket.number,
      appointment.channel_id AS "channelId", extract(hour FROM ticket.issued_at AT TIME ZONE $5)::int AS hour,
      ticket.service_day AS day, extract(epoch FROM greatest(ticket.issued_at, check_in.start_at))::float8 * 1000 AS "dueMs",
      check_in.start_at AS "startAt", check_in.appointment_id AS "appointmentId",
      ${ASKED.preferential} OR coalesce(check_in.preferential, false) AS "isPreferential",
      ticket_void.ticket_id IS NOT NULL AS "isVoided", ${isWithdrawn('ticket')} AS "isWithdrawn",
      ${servedAt('ticket', 'check_in')} IS NOT NULL AS "isServed", ${livesOf('ticket')} AS lives,
      coalesce(ticket_print.state, 'waiting') AS print
    FROM ticket
    LEFT JOIN ticket_print ON ticket_print.city_id = ticket.city_id AND ticket_print.ticket_id = ticket.ticket_id
      AND ticket_print.kiosk_id = ticket.kiosk_id
    LEFT JOIN appointment_check_in AS check_in ON check_in.city_id = ticket.city_id
      AND check_in.ticket_id = ticket.ticket_id AND check_in.kiosk_id = ticket.kiosk_id
    LEFT JOIN ticket_attention AS ask ON ask.city_id = ticket.city_id AND ask.ticket_id = ticket.ticket_id
      AND ask.kiosk_id = ticket.kiosk_id
    LEFT JOIN appointment ON appointment.city_id = check_in.city_id AND appointment.appointment_id = check_in.appointment_id
    LEFT JOIN ticket_void ON ticket_void.city_id = ticket.city_id AND ticket_void.ticket_id = ticket.ticket_id
    WHERE ticket.city_id = $1 AND ticket.office_id = $2 AND ticket.service_day >= $3::date AND ticket.service_day < $4::date
      AND ($6::uuid IS NULL OR (ticket.ticket_id, ticket.kiosk_id) > ($6::uuid, $7::uuid))
    ORDER BY ticket.ticket_id, ticket.kiosk_id LIMIT $8::int`,
} as const;

export interface TicketRow {
  ticketId: string;
  kioskId: string;
  serviceId: string;
  way: string;
  number: number;
  channelId: string | null;
  hour: number;
  day: string;
  dueMs: number;
  startAt: string | null;
  appointmentId: string | null;
  isPreferential: boolean;
  isVoided: boolean;
  isWithdrawn: boolean;
  isServed: boolean;
  lives: LifeRow[] | null;
  print: string;
}

const ENDS = ['served', 'noShow', 'left', 'withdrawn', 'voided', 'open'] as const;
export type End = (typeof ENDS)[number];

interface Cell {
  serviceId: string;
  channel: string;
  hour: number;
  ends: Record<End, number>;
  paperFailed: number;
  moreErrands: number;
  waits: number[];
}

export interface FiguresOf {
  cityId: string;
  officeId: string;
  /** The first service day, `YYYY-MM-DD`, and in `until` the day after the last. */
  from: string;
  until: string;
  zone: string;
}

const PAGE = 2_000;
const NO_PAPER: ReadonlySet<string> = new Set(['not-sent', 'cancelled', 'unknown']);
const MINUTE_MS = 60_000;
/** Smallest number of waits for which `waitNineOfTen` is given: with fewer waits it would be the wait of one person. */
const LEAST_FOR_NINE_OF_TEN = 10;

export async function* ticketsOf(
  queries: Queries,
  { cityId, officeId, from, until, zone }: FiguresOf,
): AsyncGenerator<TicketRow> {
  let after: TicketRow | undefined;
  do {
    const rows: TicketRow[] = await queries.query<TicketRow>(MONTH_FIGURES.page, [
      cityId,
      officeId,
      from,
      until,
      zone,
      after?.ticketId ?? null,
      after?.kioskId ?? null,
      PAGE,
    ]);
    yield* rows;
    after = rows.length < PAGE ? undefined : rows.at(-1);
  } while (after !== undefined);
}

/** Returns the figures of an office's month by service, channel and hour, with small counts hidden. */
export async function monthFigures(queries: Queries, asked: FiguresOf): Promise<FigureRow[]> {
  const cells = new Map<string, Cell>();
  for await (const row of ticketsOf(queries, asked)) count(cells, row);
  return [...cells].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([, cell]) => rowOf(cell));
}

function count(cells: Map<string, Cell>, row: TicketRow): void {
  const { serviceId, hour } = row;
  const channel = channelOf(row);
  const key = `${serviceId} ${channel} ${String(hour).padStart(2, '0')}`;
  const cell = cells.get(key) ?? newCell(serviceId, channel, hour);
  cells.set(key, cell);
  const end = endOf(row);
  cell.ends[end] += 1;
  if (end === 'served') cell.moreErrands += errandsIn(row);
  if (isWithoutPaper(row)) cell.paperFailed += 1;
  const waitMs = waitOf(row);
  if (waitMs !== null) cell.waits.push(waitMs / MINUTE_MS);
}

export const isWithoutPaper = ({ print, number }: TicketRow): boolean => NO_PAPER.has(print) && !isDeskNumber(number);

/** Returns the channel through which the ticket was made. A ticket made at a desk has one of the desk's numbers. */
function channelOf({ way, channelId, number }: TicketRow): string {
  if (way === 'appointment') return channelId ?? 'unknown';
  return isDeskNumber(number) ? 'desk' : way;
}

export const noEnds = (): Record<End, number> => ({
  served: 0,
  noShow: 0,
  left: 0,
  withdrawn: 0,
  voided: 0,
  open: 0,
});

const newCell = (serviceId: string, channel: string, hour: number): Cell => ({
  serviceId,
  channel,
  hour,
  ends: noEnds(),
  paperFailed: 0,
  moreErrands: 0,
  waits: [],
});

/** Returns how a ticket ended, by the same precedence as in the list of tickets. */
export function endOf({ isVoided, isWithdrawn: isGivenUp, isServed, lives }: TicketRow): End {
  if (isVoided) return 'voided';
  if (isGivenUp) return 'withdrawn';
  const { turn } = deskLifeOf(lives);
  return isServed && turn !== 'left' ? 'served' : END_OF[turn];
}

const END_OF: Readonly<Record<TurnState, End>> = {
  coming: 'open',
  waiting: 'open',
  called: 'open',
  serving: 'open',
  parked: 'open',
  missed: 'noShow',
  served: 'served',
  left: 'left',
  lapsed: 'noShow',
  void: 'voided',
};

const errandsIn = ({ lives }: TicketRow): number => standingActs(lives).filter(({ act }) => act === 'errand').length;

export function standingActs(lives: readonly LifeRow[] | null): LifeRow[] {
  const undone = new Set((lives ?? []).map(({ undoes }) => undoes));
  return (lives ?? []).filter(({ act, id }) => act !== 'undo' && !undone.has(id));
}

/** Returns the wait until the first call that was not undone, in ms. `null`: no desk has called the ticket. */
export function waitOf({ dueMs, lives }: TicketRow): number | null {
  const calls = standingActs(lives)
    .filter(({ act }) => act === 'call')
    .map(({ at }) => Date.parse(at));
  return calls.length === 0 ? null : Math.max(0, Math.min(...calls) - dueMs);
}

function rowOf({ serviceId, channel, hour, ends, paperFailed, moreErrands, waits }: Cell): FigureRow {
  const { total: tickets, parts } = hideFew(ENDS.map((end) => ends[end]));
  const [served = null, noShow = null, left = null, withdrawn = null, voided = null, open = null] = parts;
  const sorted = waits.toSorted((one, other) => one - other);
  const waitedBy = (share: number, least: number): number | null =>
    tickets === null || sorted.length < least ? null : Math.round(quantileOf(sorted, share));
  return {
    serviceId: ServiceId.parse(serviceId),
    channel,
    hour,
    tickets,
    served,
    noShow,
    left,
    withdrawn,
    voided,
    open,
    paperFailed: hideOne(paperFailed, tickets),
    waitHalf: waitedBy(0.5, LEAST_SHOWN),
    waitNineOfTen: waitedBy(0.9, LEAST_FOR_NINE_OF_TEN),
    errands: served === null || isFew(moreErrands) ? null : served + moreErrands,
  };
}
