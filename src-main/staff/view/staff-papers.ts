import { workingLanguageOf } from '../../../config/languages.ts';
import { inCallingOrder } from '../../calling/steps/calling.ts';
import type { ServiceId } from '../../contract/shared/ids.ts';
import { bandsOf, DESK_SLOT } from '../../domain/numbering.ts';
import { type Result, refuse, succeed } from '../../domain/result.ts';
import type { Refusal } from '../../session/contract/kiosk-api.ts';
import type { KioskContext } from '../../session/steps/kiosk-context.ts';
import type { StaffPaper } from '../../tickets/ports/store.ts';

/** Older tickets are left out of the list. */
const MOST_LISTED = 200;
/** Numbers that fit one slip of every printer: longer slips are cut off. */
const NUMBERS_ON_A_LIST = 40;
const NUMBERS_ON_A_STRIP = 25;

/** Prints the waiting tickets by service, in calling order, to be ticked off by hand. */
export function printWaiting(context: KioskContext): Result<null, Refusal> {
  const { store, office, clock } = context;
  const today = store.today.now();
  const listed = store.day.list(today, MOST_LISTED);
  if (!listed.ok) return listed;
  const waiting = store.day.waiting(today);
  if (!waiting.ok) return waiting;
  const all = waiting.value.reduce((sum, { count }) => sum + count, 0);
  const left = Math.max(0, all - listed.value.length);
  const order = office.profile.services.map(({ serviceId }) => serviceId);
  const byService = Map.groupBy(
    listed.value.map(({ ticket }) => ticket),
    ({ serviceId }) => serviceId,
  );
  const tickets = [...byService]
    .toSorted(([one], [other]) => order.indexOf(one) - order.indexOf(other))
    .flatMap(([, own]) => inCallingOrder(own, office.profile, clock.wallMs()));
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

/** Prints the desk's numbers of a service's series. Further strips of a day would issue numbers twice, so they are marked as duplicates. */
export function printStrip(context: KioskContext, serviceId: ServiceId): Result<null, Refusal> {
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

function print({ newId, clock, session, print: give }: KioskContext, staffPaper: StaffPaper, duplicate: boolean): void {
  give({
    ...{ jobId: newId(), kind: 'staff', ticket: null, serviceId: null, staffPaper },
    ...{ language: workingLanguageOf(session().language), duplicate, askedAtMs: clock.wallMs() },
  });
}
