import { z } from 'zod';
import { TICKET_LANGUAGES } from '../../config/languages.ts';
import type { CityId, OfficeId } from '../../src-main/contract/shared/ids.ts';
import { arrivalCode } from '../../src-main/domain/arrival-code.ts';
import { readTarget } from '../../src-main/domain/desk.ts';
import { formatLabel } from '../../src-main/domain/numbering.ts';
import { isPublicTurn } from '../../src-main/domain/public-rows.ts';
import { localDateTime } from '../../src-main/domain/service-day.ts';
import type { TurnState } from '../../src-main/domain/ticket-life.ts';
import { OFFICE_MEMBERS, SERVICE_MEMBERS } from '../configuration/kept-members.ts';
import { newestProfile } from '../configuration/profile-versions.ts';
import type { Queries } from '../database/database.ts';
import { deskLifeOf, type LifeRow, livesOf } from '../projections/desk-events.ts';
import { servedAt } from '../projections/served-events.ts';
import { isWithdrawn } from '../projections/ticket-events.ts';
import type { Turn } from './turn.ts';

/** The `voided_by` of tickets that their holders gave up on a phone. `voidTicket` never stores it. */
export const HOLDER = 'holder';

export const FIND_TURN = {
  /** Finds a ticket by its token. Several tickets can have one token only if a kiosk's disk was copied, so the earliest is chosen. */
  byToken: `SELECT ticket.ticket_id AS "ticketId", ticket.kiosk_id AS "kioskId", ticket.office_id AS "officeId",
      ticket.service_id AS "serviceId", ticket.follow_token AS "followToken", ticket.issued_at AS "issuedAt", ticket.series, ticket.number, ticket.language,
      ticket_void.voided_by AS "voidedBy", ${isWithdrawn('ticket')} AS "isWithdrawn",
      ${servedAt('ticket', 'check_in')} AS "servedAt", ${livesOf('ticket')} AS lives, check_in.start_at AS "startAt"
    FROM ticket
    LEFT JOIN appointment_check_in AS check_in ON check_in.city_id = ticket.city_id
      AND check_in.ticket_id = ticket.ticket_id AND check_in.kiosk_id = ticket.kiosk_id
    LEFT JOIN ticket_void ON ticket_void.city_id = ticket.city_id AND ticket_void.ticket_id = ticket.ticket_id
    WHERE ticket.city_id = $1 AND ticket.follow_token = $2
    ORDER BY ticket.issued_at, ticket.kiosk_id LIMIT 1`,
} as const;

interface Row {
  ticketId: string;
  kioskId: string;
  officeId: OfficeId;
  serviceId: string;
  series: string;
  number: number;
  followToken: string;
  issuedAt: string;
  language: string;
  voidedBy: string | null;
  isWithdrawn: boolean;
  servedAt: string | null;
  lives: LifeRow[] | null;
  startAt: string | null;
}

export interface FoundTurn {
  turn: Turn;
  ticketId: string;
  kioskId: string;
  serviceId: string;
  /** True if the page asks after a visit how it was. Always false for a sensitive office. */
  asksAfter: boolean;
  place: { cityId: CityId; officeId: OfficeId };
  zone: string;
}

const Words = z.record(z.string(), z.string());

/** Only these members are read, because the profile may predate today's schema. */
const Names = z.object({
  ...OFFICE_MEMBERS,
  desks: z.array(z.object({ deskId: z.string(), name: Words })).default([]),
  city: z.string().optional(),
  ticket: z.object({ followPage: z.string().optional() }).default({}).catch({}),
  fromHome: z.object({ holdMinutes: z.number() }).optional().catch(undefined),
  wordAfter: z.boolean().default(false).catch(false),
  services: z.array(z.object({ ...SERVICE_MEMBERS, name: Words, ticketName: Words.optional().catch(undefined) })),
});

/**
 * `null`: the token is unknown or has expired, the office has no readable profile, or the ticket is for a sensitive service, which no page
 * shows.
 */
export async function findTurn(queries: Queries, cityId: CityId, token: string): Promise<FoundTurn | null> {
  const [row] = await queries.query<Row>(FIND_TURN.byToken, [cityId, token]);
  if (row === undefined) return null;
  const place = { cityId, officeId: row.officeId };
  const names = await newestProfile(queries, place, Names);
  if (names === null || !isPublicTurn(names, servicesOf(row))) return null;
  const { zone, sensitive, wordAfter } = names;
  const { ticketId, kioskId, serviceId } = row;
  const asksAfter = wordAfter && !sensitive;
  return { turn: turnOf(row, names), ticketId, kioskId, serviceId, asksAfter, place, zone };
}

const servicesOf = ({ serviceId, lives }: Row): string[] => [
  serviceId,
  ...(lives ?? []).flatMap(({ act, target }) => {
    const to = act === 'transfer' && target !== null ? readTarget(target) : null;
    return to?.of === 'service' ? [to.serviceId] : [];
  }),
];

/** Returns the ticket as its page shows it. A sensitive office has its city's name, and its services are never shown. */
function turnOf(row: Row, names: z.infer<typeof Names>): Turn {
  const { name, city, sensitive, zone, services, desks } = names;
  const language = TICKET_LANGUAGES.find((one) => one === row.language) ?? 'ca';
  const service = services.find(({ serviceId }) => serviceId === row.serviceId);
  const words = service?.ticketName ?? service?.name;
  const atDesk = deskLifeOf(row.lives);
  const desk = desks.find(({ deskId }) => deskId === atDesk.desk)?.name;
  const atOffice = (instant: string | null): string | null =>
    instant === null ? null : localDateTime(Date.parse(instant), zone).time;
  return {
    state: stateOf(row, atDesk.turn),
    label: formatLabel(row.series, row.number),
    language,
    officeName: sensitive ? (city ?? '') : name,
    serviceName: sensitive ? null : (words?.[language] ?? words?.ca ?? null),
    desk: desk?.[language] ?? desk?.ca ?? null,
    appointmentTime: atOffice(row.startAt),
    servedTime: atOffice(row.servedAt ?? atDesk.endedAt),
    coming: atDesk.turn === 'coming' ? comingOf(row, names) : null,
  };
}

const MINUTE_MS = 60_000;
const USUAL_HOLD_MINUTES = 15;

function comingOf(
  { followToken, lives, series, number, issuedAt }: Row,
  { ticket: { followPage = '' }, fromHome }: z.infer<typeof Names>,
): Turn['coming'] {
  const behind = (lives ?? []).filter(({ act }) => act === 'put-behind').map(({ at }) => Date.parse(at));
  return {
    proof: `${followPage}/${followToken}`.toUpperCase(),
    code: arrivalCode(formatLabel(series, number), followToken),
    heldSinceMs: Math.max(Date.parse(issuedAt), ...behind),
    holdMs: (fromHome?.holdMinutes ?? USUAL_HOLD_MINUTES) * MINUTE_MS,
    timesBehind: behind.length,
  };
}

export function stateOf(row: Pick<Row, 'voidedBy' | 'isWithdrawn' | 'servedAt'>, atDesks: TurnState): TurnState {
  if (row.isWithdrawn || row.voidedBy === HOLDER) return 'left';
  if (row.voidedBy !== null) return 'void';
  return row.servedAt === null ? atDesks : 'served';
}
