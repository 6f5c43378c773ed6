import { workingLanguageOf } from '../../../config/languages.ts';
import { inCallingOrder } from '../../calling/steps/calling.ts';
import { lifeEventsOf } from '../../calling/steps/desk-day.ts';
import type { ServiceId } from '../../contract/shared/ids.ts';
import { bandsOf, DESK_SLOT } from '../../domain/numbering.ts';
import { type Result, refuse, succeed } from '../../domain/result.ts';
import { lifeOf } from '../../domain/ticket-life.ts';
import type { Refusal } from '../../session/contract/kiosk-api.ts';
import type { KioskContext } from '../../session/steps/kiosk-context.ts';
import type { NumberOfDay } from '../../tickets/ports/day-book.ts';
import type { StaffPaper } from '../../tickets/ports/store.ts';

type PrintingContext = Pick<KioskContext, 'store' | 'office' | 'clock' | 'newId' | 'session'> & {
  queue: Pick<KioskContext['queue'], 'add'>;
};

/** Largest number of tickets on the list of waiting tickets; older tickets are left out. */
const MOST_LISTED = 200;
/** Numbers that fit on one slip of every printer, because longer slips are cut off. */
const NUMBERS_ON_A_LIST = 40;
const NUMBERS_ON_A_STRIP = 25;

/**
 * Prints the list of tickets, on which staff tick off tickets by hand. Each service lists first its waiting tickets in the sequence of
 * calling, then its parked tickets, which a desk will call back.
 */
export function printWaiting(context: PrintingContext): Result<null, Refusal> {
  const { store, office, clock } = context;
  const today = store.today.now();
  const listed = store.day.list(today, MOST_LISTED);
  if (!listed.ok) return listed;
  const all = store.day.countListed(today);
  if (!all.ok) return all;
  const left = Math.max(0, all.value - listed.value.length);
  const order = office.profile.services.map(({ serviceId }) => serviceId);
  const byService = Map.groupBy(listed.value, ({ ticket }) => ticket.serviceId);
  const tickets = [...byService]
    .toSorted(([one], [other]) => order.indexOf(one) - order.indexOf(other))
    .flatMap(([, own]) =>
      [false, true].flatMap((isParked) => {
        const such = own.filter((number) => isParkedNow(number) === isParked).map(({ ticket }) => ticket);
        return inCallingOrder(such, office.profile, clock.wallMs()).map((ticket) => ({ ...ticket, isParked }));
      }),
    );
  const pieces = tickets.length === 0 ? [[]] : piecesOf(tickets, NUMBERS_ON_A_LIST);
  for (const [index, piece] of pieces.entries()) {
    const services = [...Map.groupBy(piece, ({ serviceId }) => serviceId)].map(([serviceId, numbers]) => ({
      serviceId,
      numbers,
    }));
    print(context, { of: 'waiting', no: index + 1, papers: pieces.length, services, left }, false);
  }
  return succeed(null);
}

const isParkedNow = (number: NumberOfDay): boolean => lifeOf(lifeEventsOf(number)).state === 'parked';

/**
 * Prints the strip of a series' numbers that a desk gives by hand. A second strip on the same day repeats these numbers, so it is marked as
 * a duplicate.
 */
export function printStrip(context: PrintingContext, serviceId: ServiceId): Result<null, Refusal> {
  const { store, office } = context;
  const service = office.profile.services.find((one) => one.serviceId === serviceId);
  const [band] = bandsOf(DESK_SLOT);
  if (service === undefined || band === undefined) return refuse({ kind: 'unknown-service', detail: serviceId });
  const { series } = service;
  const today = store.today.now();
  const before = store.day.hasStrip(series, today);
  if (!before.ok) return before;
  const noted = store.day.noteStrip(series, today);
  if (!noted.ok) return noted;
  const numbers = Array.from({ length: band.last - band.first + 1 }, (_, at) => band.first + at);
  const pieces = piecesOf(numbers, NUMBERS_ON_A_STRIP);
  for (const [index, piece] of pieces.entries())
    print(
      context,
      { of: 'strip', no: index + 1, papers: pieces.length, series, serviceId, numbers: piece },
      before.value,
    );
  return succeed(null);
}

const piecesOf = <T>(all: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, at) => all.slice(at * size, (at + 1) * size));

function print({ newId, clock, session, queue }: PrintingContext, staffPaper: StaffPaper, duplicate: boolean): void {
  queue.add({
    jobId: newId(),
    kind: 'staff',
    ticket: null,
    serviceId: null,
    staffPaper,
    language: workingLanguageOf(session().language),
    duplicate,
    askedAtMs: clock.wallMs(),
  });
}
