import { RequestId, type TicketId } from '../../contract/shared/ids.ts';
import type { OfficeProfile } from '../../contract/shared/office-profile.ts';
import type { TurnAnswer, TurnOffer, TurnRequest } from '../../contract/shared/turns-from-home.ts';
import { arrivalCode, arrivalMark, isArrivalCode, isSameCode } from '../../domain/arrival-code.ts';
import { callingOrder, goesBefore, USUAL_CALLING } from '../../domain/calling-order.ts';
import { KIOSK_WRITER, quotaLeft, withoutHolder } from '../../domain/from-home.ts';
import { type Result, succeed } from '../../domain/result.ts';
import { isIn, type KioskAct, nextRank } from '../../domain/ticket-life.ts';
import type { Office } from '../../office/steps/office.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import type { StoreFailure } from '../../ports/store-failure.ts';
import type { TicketStore } from '../../tickets/ports/store.ts';
import { isFollowed, type TicketIds } from '../../tickets/steps/take-ticket.ts';
import type { Arrivals, Arrived } from '../ports/arrivals.ts';
import type { LifeBook } from '../ports/life-book.ts';
import type { QueueStates } from '../ports/queue-state.ts';
import {
  allWaiting,
  type DeskDay,
  fromHomeOf,
  isComing,
  type LivingTicket,
  placeOf,
  type Waiting,
  waitingNow,
} from './desk-day.ts';

export interface FromHomeParts {
  day: DeskDay;
  store: Pick<TicketStore, 'findByRequest' | 'issue'>;
  lives: Pick<LifeBook, 'write'>;
  office: Office;
  queueStates: Pick<QueueStates, 'ofService'>;
  ticketIds: TicketIds;
  clock: Clock;
  log: Log;
  /** True while a sibling kiosk gives this kiosk its numbers; then only the sibling offers numbers to take at home. */
  isNumberedElsewhere?: () => boolean;
  /**
   * True while a connected sibling kiosk runs an earlier program, which would call a number taken at home although its holder has not
   * arrived.
   */
  hasOlderKiosk?: () => boolean;
}

export interface FromHome extends Arrivals {
  /** The numbers that citizens may take at home now, by service. Empty while this is unknown, or if this kiosk offers none. */
  offers(): readonly TurnOffer[];
  /**
   * Gives each request one number, however often it is repeated. `null`: the disk refuses, or the profile has no `fromHome`, and the
   * request must wait.
   */
  answer(request: TurnRequest): TurnAnswer | null;
  /**
   * Moves tickets that have waited long enough for their holders behind the citizens in the hall, and ends tickets that were moved often
   * enough.
   */
  look(): void;
}

export function createFromHome(parts: FromHomeParts): FromHome {
  const { day, store, office, queueStates, ticketIds, clock, log } = parts;
  const rule = () => office.profile.fromHome ?? null;
  /**
   * For each ticket that is next but whose holder has not arrived: the time since which it is next. A restart forgets these times, so such
   * a ticket is then kept for longer.
   */
  let nextSinceMs: ReadonlyMap<TicketId, number> = new Map();

  function leftOf(serviceId: string): number | null {
    const [own, read] = [rule(), day.read()];
    if (own === null || !read.ok) return null;
    const given = [...read.value.values()].filter(
      (one) => fromHomeOf(one) !== null && one.ticket.serviceId === serviceId,
    );
    const issued = given.map(({ ticket }) => ticket.issuedAtMs);
    return quotaLeft(own, serviceId, issued, clock.wallMs());
  }

  function give({ requestId: asked, serviceId, language, isLate }: TurnRequest): TurnAnswer | null {
    const requestId = RequestId.parse(asked);
    const not = (notGiven: TurnAnswer['notGiven']): TurnAnswer => ({ requestId: asked, given: null, notGiven });
    const earlier = store.findByRequest(requestId);
    if (!earlier.ok) return failed(log, earlier.error);
    if (earlier.value !== null) {
      const { ticketId, followToken } = earlier.value;
      return followToken === null
        ? not('no-number')
        : { requestId: asked, given: { ticketId, followToken }, notGiven: null };
    }
    if (isLate) return not('too-late');
    if (parts.hasOlderKiosk?.() === true) return not('not-offered');
    const service = office.service(serviceId, 'walk-in');
    if (service === undefined || !isFollowed(office.profile, service)) return not('not-offered');
    if (office.closureOf(service, 'walk-in') !== null) return not('closed');
    const left = leftOf(serviceId);
    if (left === null) return null;
    if (left === 0) return not('quota');
    const followToken = ticketIds.newFollowToken();
    const issued = store.issue({
      ticketId: ticketIds.newTicketId(),
      requestId,
      series: service.series,
      serviceId,
      visitType: 'walk-in',
      language,
      followToken,
      fromHome: { lifeId: ticketIds.newTicketId() },
    });
    if (issued.ok) return { requestId: asked, given: { ticketId: issued.value.ticketId, followToken }, notGiven: null };
    return issued.error.kind === 'store-failed' ? failed(log, issued.error) : not('no-number');
  }

  function write(living: LivingTicket, act: KioskAct): Result<null, StoreFailure> {
    const rank = nextRank([...living.events, ...living.deskEvents]);
    const event = { id: ticketIds.newTicketId(), rank, by: KIOSK_WRITER, act, note: null, word: null, ageMs: 0 };
    return parts.lives.write({ ...event, ticketId: living.ticket.ticketId });
  }

  function prove(isIt: (mark: string, living: LivingTicket) => boolean): Result<Arrived | null, StoreFailure> {
    const read = day.read();
    if (!read.ok) return read;
    const found = [...read.value.values()].filter((living) => {
      const fromHome = fromHomeOf(living);
      return fromHome !== null && isIt(fromHome.mark, living);
    });
    const living = found.find(isComing) ?? found[0];
    if (living === undefined) return succeed(null);
    const { ticketId, label } = living.ticket;
    if (!isComing(living)) return succeed({ ticketId, label, turn: turnOf(living) });
    const written = write(living, { kind: 'arrive' });
    return written.ok ? succeed({ ticketId, label, turn: 'arrives' }) : written;
  }

  return {
    offers() {
      const own = rule();
      if (own === null || parts.isNumberedElsewhere?.() === true || parts.hasOlderKiosk?.() === true) return [];
      return own.services.flatMap(({ serviceId }) => {
        const service = office.service(serviceId, 'walk-in');
        const left = leftOf(serviceId);
        if (service === undefined || left === null || office.closureOf(service, 'walk-in') !== null) return [];
        return [{ serviceId: service.serviceId, left, queue: queueStates.ofService(serviceId) }];
      });
    },
    answer: give,
    byToken: (token) => prove((mark) => mark === arrivalMark(token)),
    byCode(typed) {
      if (!isArrivalCode(typed)) return null;
      return prove((mark, { ticket }) => isSameCode(typed, arrivalCode(ticket.label, mark)));
    },
    look() {
      const [own, read] = [rule(), day.read()];
      if (own === null || !read.ok) return;
      const sinceMs = new Map<TicketId, number>();
      const isNext = createIsNext(read.value.values(), office.profile, clock.wallMs());
      for (const living of read.value.values()) {
        const fromHome = fromHomeOf(living);
        // Only the kiosk that issued the number moves or ends the ticket; sibling kiosks receive the act from that kiosk.
        if (fromHome === null || living.slot !== null || !isComing(living) || !isNext(living)) continue;
        const { ticketId } = living.ticket;
        const nowMs = clock.monotonicMs();
        const since = nextSinceMs.get(ticketId) ?? nowMs;
        const does = withoutHolder({ ...fromHome, nextForMs: nowMs - since }, own);
        const written = does && write(living, { kind: does });
        if (written?.ok === false) log.event(written.error.kind, { detail: written.error.detail });
        // A ticket that was put behind the citizens in the hall is kept for the full time again once it is next.
        if (written?.ok !== true) sinceMs.set(ticketId, since);
      }
      nextSinceMs = sinceMs;
    },
  };
}

function failed(log: Log, error: StoreFailure): null {
  log.event(error.kind, { detail: error.detail });
  return null;
}

function turnOf({ life }: LivingTicket): Arrived['turn'] {
  if (!isIn(life.state, 'over')) return 'here';
  return life.state === 'served' ? 'served' : 'over';
}

/** Returns a function that tells whether a ticket would be called before every citizen in the hall if its holder had arrived. */
function createIsNext(tickets: Iterable<LivingTicket>, profile: OfficeProfile, nowMs: number) {
  const rule = profile.calling ?? USUAL_CALLING;
  let hall: readonly Waiting[] | null = null;
  return (living: LivingTicket): boolean => {
    hall ??= callingOrder(allWaiting(tickets, profile, nowMs), rule, nowMs);
    const { serviceId } = placeOf(living, profile);
    const first = hall.find((one) => one.serviceId === serviceId) ?? null;
    return goesBefore(waitingNow(living, profile), first, rule, nowMs);
  };
}
