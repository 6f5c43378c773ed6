import { pngBytesOf } from '../../contract/shared/hall-picture.ts';
import type { OfficeProfile } from '../../contract/shared/office-profile.ts';
import { crc32 } from '../../domain/png.ts';
import { type Public, publicRows } from '../../domain/public-rows.ts';
import { turnMadeBy } from '../../domain/ticket-life.ts';
import type { Office } from '../../office/steps/office.ts';
import { type HallCall, type HallFeed, MOST_HALL_CALLS } from '../contract/hall.ts';
import { HUB_STALE_AFTER_S } from '../contract/pairing.ts';
import { isAtDesk, type LivingTicket, placeOf, servicesOf, standingEvents } from '../steps/desk-day.ts';
import { type DeskViewParts, deskNameOf, timesCalled } from './desk-view.ts';

/** A missed call stays on the screen for this long, for a citizen who comes a little late. */
const NO_SHOW_SHOWN_MS = 10 * 60_000;

export type PublicCall = Public<HallCall>;
export type PublicHall = Omit<HallFeed, 'calls'> & { readonly calls: PublicCall[] };

export function hallFeed(parts: DeskViewParts): PublicHall {
  const { office, clock, tickets } = parts;
  const { profile } = office;
  const front = office.front();
  const calls = publicRows(tickets, profile, servicesOf, (living) => callOf(living, parts))
    .toSorted((one, other) => other.calledAtMs - one.calledAtMs || (one.id < other.id ? -1 : 1))
    .slice(0, MOST_HALL_CALLS);
  return {
    officeName: profile.name,
    asOfMs: clock.wallMs(),
    staleAfterS: HUB_STALE_AFTER_S,
    calls,
    time: office.now().time,
    openUntil: front.open ? front.until : null,
    message: profile.hallMessage ?? null,
    picture: pictureOf(profile),
  };
}

const pictures = new WeakMap<OfficeProfile, HallFeed['picture']>();

/** The picture's id is computed once for a profile, because the feed is made with every change. */
function pictureOf(profile: OfficeProfile): HallFeed['picture'] {
  const { hallPicture } = profile;
  if (hallPicture === undefined) return null;
  const known = pictures.get(profile);
  if (known !== undefined) return known;
  const picture = { id: crc32(pngBytesOf(hallPicture.png)).toString(16), text: hallPicture.text };
  pictures.set(profile, picture);
  return picture;
}

/** `null` if the profile has no picture with this id. */
export function hallPicture({ profile }: Office, id: string | null): Uint8Array | null {
  const { png } = profile.hallPicture ?? {};
  return png !== undefined && pictureOf(profile)?.id === id ? pngBytesOf(png) : null;
}

function callOf(living: LivingTicket, parts: DeskViewParts): HallCall | null {
  const { ticket, life } = living;
  const standing = standingEvents(living);
  const last = standing.findLast(({ act }) => turnMadeBy(act.kind) === 'called');
  if (last === undefined || !('desk' in last.act)) return null;
  const nobodyCame = standing.at(-1);
  const isShown =
    (isAtDesk(living) && life.desk === last.act.desk) ||
    (life.state === 'no-show' && parts.clock.wallMs() - (nobodyCame?.atMs ?? 0) < NO_SHOW_SHOWN_MS);
  if (!isShown) return null;
  const deskId = last.act.desk;
  const { serviceId } = placeOf(living, parts.office.profile);
  const service = parts.office.profile.services.find((one) => one.serviceId === serviceId);
  return {
    id: last.id,
    number: ticket.label,
    deskId,
    desk: deskNameOf(parts, deskId),
    serviceId: service?.serviceId ?? ticket.serviceId,
    language: ticket.language,
    calledAtMs: last.atMs,
    times: Math.max(1, timesCalled(living, deskId)),
    isRecall: last.act.kind === 'recall',
    isOver: life.state === 'no-show',
  };
}
