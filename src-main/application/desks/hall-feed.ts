import { type HallCall, type HallFeed, MOST_HALL_CALLS } from '../../contract/hub/hall.ts';
import { HUB_STALE_AFTER_S } from '../../contract/hub/pairing.ts';
import { ticketNameOf } from '../../domain/guidance.ts';
import { isAtDesk, type LivingTicket, placeOf, standingEvents } from './desk-day.ts';
import { type DeskViewParts, deskNameOf, timesCalled } from './desk-view.ts';

/** Whoever comes running a little late still sees where they were called to. */
const NO_SHOW_SHOWN_MS = 10 * 60_000;

/** What every hall screen shows: numbers and desks, and nobody's name. */
export function hallFeed(parts: DeskViewParts): HallFeed {
  const { office, clock, tickets } = parts;
  const calls = tickets
    .flatMap((living) => callOf(living, parts))
    .toSorted((one, other) => other.calledAtMs - one.calledAtMs || (one.id < other.id ? -1 : 1))
    .slice(0, MOST_HALL_CALLS);
  return { officeName: office.profile.name, asOfMs: clock.wallMs(), staleAfterS: HUB_STALE_AFTER_S, calls };
}

function callOf(living: LivingTicket, parts: DeskViewParts): HallCall[] {
  const { ticket, life } = living;
  const standing = standingEvents(living);
  const last = standing.findLast(({ act }) => act.kind === 'call' || act.kind === 'recall');
  if (last === undefined || !('desk' in last.act)) return [];
  const nobodyCame = standing.at(-1);
  const isShown =
    (isAtDesk(living) && life.desk === last.act.desk) ||
    (life.state === 'no-show' && parts.clock.wallMs() - (nobodyCame?.atMs ?? 0) < NO_SHOW_SHOWN_MS);
  if (!isShown) return [];
  const deskId = last.act.desk;
  const { serviceId } = placeOf(living, parts.office.profile);
  const service = parts.office.profile.services.find((one) => one.serviceId === serviceId);
  return [
    {
      ...{ id: last.id, number: ticket.label, deskId, desk: deskNameOf(parts, deskId) },
      serviceId: service?.serviceId ?? ticket.serviceId,
      serviceName: service === undefined ? { ca: ticket.serviceId } : ticketNameOf(service),
      ...{ language: ticket.language, calledAtMs: last.atMs },
      times: Math.max(1, timesCalled(living, deskId)),
      isRecall: last.act.kind === 'recall',
    },
  ];
}
