import { type Result, refuse, succeed } from '../../domain/result.ts';
import type { Commands } from '../../session/commands/command.ts';
import type { ParamsOf, Refusal } from '../../session/contract/kiosk-api.ts';
import { isCurrent, type KioskContext, touch } from '../../session/steps/kiosk-context.ts';
import { wantsLargePrint } from '../../session/steps/session.ts';
import type { Directions } from '../../tickets/ports/store.ts';

/** Commands that show the way to another office, because the appointment is there, this office is closed, or the wait here is long. */
export function otherOfficeCommands(context: KioskContext) {
  return {
    goToOtherOffice: (params) => goThere(context, params),
    printDirections: (params) => printDirections(context, params),
  } satisfies Partial<Commands>;
}

function goThere(context: KioskContext, { stamp }: ParamsOf<'goToOtherOffice'>): Result<null, Refusal> {
  if (!isCurrent(context, stamp)) return refuse({ kind: 'stale-command' });
  const { place } = context.session();
  if (place.at === 'check-in-result' && place.result.officeId !== null) {
    const office = directionsTo(context, place.result.officeId, place.result.startMs);
    return touch(
      context,
      stamp,
      office ? { type: 'go', place: { at: 'other-office', office, from: place, slip: null } } : { type: 'finish' },
    );
  }
  if (place.at === 'long-wait') {
    const there = context.office.elsewhere();
    const office = there && directionsTo(context, there.officeId, null);
    return office === null
      ? refuse({ kind: 'not-possible-here' })
      : touch(context, stamp, { type: 'go', place: { at: 'other-office', office, from: place, slip: null } });
  }
  const front = context.office.front();
  const office =
    place.at === 'idle' && context.noNumbers() === null && !front.open && front.elsewhere
      ? directionsTo(context, front.elsewhere.officeId, null)
      : null;
  return office
    ? touch(context, stamp, { type: 'go', place: { at: 'other-office', office, from: null, slip: null } })
    : refuse({ kind: 'not-possible-here' });
}

/** The directions to an office, with its opening hours on the day of `startMs` (milliseconds since 1970), or today if that is `null`. */
function directionsTo({ checkIn, office }: KioskContext, officeId: string, startMs: number | null): Directions | null {
  const other = checkIn.placeOf(officeId);
  if (!other) return null;
  const { date: day } = startMs === null ? office.now() : office.momentOf(startMs);
  const { name, address, directions } = other;
  const isDayKnown = startMs !== null || office.knowsHour();
  return { name, address, directions, day, hours: isDayKnown ? other.hoursOn(day) : null };
}

function printDirections(context: KioskContext, { stamp }: ParamsOf<'printDirections'>): Result<null, Refusal> {
  const { session, newId, clock, queue, apply } = context;
  if (!isCurrent(context, stamp)) return refuse({ kind: 'stale-command' });
  const { place, language } = session();
  if (place.at !== 'other-office') return refuse({ kind: 'not-possible-here' });
  // A slip that waits for its printer will still be printed, so a second request would give two slips.
  if (place.slip !== null) return refuse({ kind: 'paper-under-way' });
  const jobId = newId();
  apply({ type: 'go', place: { ...place, slip: { jobId, paper: 'coming', printer: null } } });
  queue.add({
    jobId,
    kind: 'directions',
    ticket: null,
    serviceId: null,
    language,
    directions: place.office,
    duplicate: false,
    askedAtMs: clock.wallMs(),
    largePrint: wantsLargePrint(session()),
  });
  return succeed(null);
}
