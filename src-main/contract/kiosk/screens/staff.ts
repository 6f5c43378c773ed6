import { z } from 'zod';
import { STOP_REASONS } from '../../../domain/service-closure.ts';
import { STAFF_ACTIONS } from '../../../domain/staff.ts';
import { ServiceId, TicketId } from '../../shared/ids.ts';
import { Language } from '../../shared/languages.ts';
import { PartLevel } from '../../shared/part-level.ts';
import { PrintState } from '../../shared/print-state.ts';
import { REFUSALS } from '../refusals.ts';
import { FaultView } from './fault.ts';
import { DayInDoubtView, LocalMoment, ShownPrinterCondition } from './parts.ts';
import type { ScreenRow } from './row.ts';
import { ClosureView } from './ticket.ts';

/** As the pad of the page takes them: as many digits as a number has. */
const TypedNumber = z.int().min(1).max(9_999_999);

/** What came of an action of the staff. */
export const StaffSaid = z.strictObject({
  action: z.enum(STAFF_ACTIONS),
  result: z.enum(['done', ...REFUSALS]),
  /** Of what can be taken back. */
  markId: z.uuid().optional(),
});
export type StaffSaid = z.infer<typeof StaffSaid>;

/** What each page behind the staff's code says at its edges. */
const edges = {
  /** What can be taken back by one touch, and for no longer than it can. */
  undo: z.uuid().nullable(),
  slot: z.int().positive().nullable(),
  closesInMinutes: z.int().nonnegative(),
  said: StaffSaid.nullable(),
};

/** Who waits for a service, as far as this kiosk knows: it hears of no call. */
const WaitingService = z.strictObject({
  serviceId: ServiceId,
  name: z.string(),
  waiting: z.int().nonnegative(),
  /** Since the oldest of them was given, whole minutes; `null` where nobody waits. */
  oldestMinutes: z.int().nonnegative().nullable(),
  /** Why it takes no turns now; `null` while it takes them. */
  closed: ClosureView.nullable(),
});

const NumberRow = z.strictObject({
  ticketId: TicketId,
  label: z.string(),
  series: z.string(),
  number: z.int().positive(),
  service: z.string(),
  at: LocalMoment,
  /** `counts` until its holder, the staff or the centre end it. `served`: the staff said so. */
  state: z.enum(['counts', 'served', 'withdrawn', 'voided']),
  print: PrintState,
});
export type NumberRow = z.infer<typeof NumberRow>;

/** Behind the staff's code. */
export const StaffScreen = z.discriminatedUnion('screen', [
  z.strictObject({
    screen: z.literal('staff'),
    ...edges,
    printers: z.array(
      z.strictObject({
        printer: z.string(),
        level: PartLevel,
        condition: ShownPrinterCondition,
        papers: z.int().nonnegative(),
        since: LocalMoment.nullable(),
      }),
    ),
    services: z.array(WaitingService),
    /** Who asks for help at a kiosk of the office, the oldest first. */
    help: z.array(
      z.strictObject({
        helpId: z.uuid(),
        /** `null` where the office has one kiosk. */
        slot: z.int().positive().nullable(),
        language: Language,
        at: LocalMoment,
        isLeft: z.boolean(),
        isComing: z.boolean(),
      }),
    ),
    /** Labels that two tickets of today carry: two people hold each. */
    clashes: z.array(z.string()),
    /** Answered by `chooseDay`; `null` while the clock is believed. */
    dayInDoubt: DayInDoubtView.nullable(),
    unprinted: z.int().nonnegative(),
  }),
  z.strictObject({
    screen: z.literal('staff-service'),
    ...edges,
    service: WaitingService,
    /** By which its numbers are called. */
    series: z.string(),
    /** The staff have paused it here, and may let it take turns again. */
    isPaused: z.boolean(),
    reasons: z.array(z.enum(STOP_REASONS)).min(1),
    /** Until when it may be paused, besides until the day ends; in order. */
    ends: z.array(LocalMoment).max(6),
    /** Its numbers on paper at the desk, one strip for each series and day. */
    strip: z.strictObject({ first: z.int(), last: z.int(), wasPrinted: z.boolean() }),
  }),
  /** A number that was typed, of every series; `typed` is `null` before. */
  z.strictObject({
    screen: z.literal('staff-number'),
    ...edges,
    typed: TypedNumber.nullable(),
    found: z.array(NumberRow),
  }),
  /** Whom the staff have served: up to a number of a series. `found` is `null` before it is typed, and where it was not given here today. */
  z.strictObject({
    screen: z.literal('staff-served'),
    ...edges,
    series: z.string(),
    typed: TypedNumber.nullable(),
    /** `waiting`: how many up to it still count. */
    found: z.strictObject({ label: z.string(), waiting: z.int().nonnegative() }).nullable(),
  }),
  z.strictObject({ screen: z.literal('staff-unprinted'), ...edges, left: z.array(NumberRow) }),
  z.strictObject({ screen: z.literal('staff-fault'), ...edges, ...FaultView.shape }),
]);

export type StaffScreen = z.infer<typeof StaffScreen>;

/** Where a touch leads within the staff's view. */
export const StaffPlace = z.discriminatedUnion('page', [
  z.strictObject({ page: z.literal('staff') }),
  z.strictObject({ page: z.literal('staff-service'), serviceId: ServiceId }),
  z.strictObject({ page: z.literal('staff-number'), typed: TypedNumber.nullable() }),
  z.strictObject({ page: z.literal('staff-served'), series: z.string(), typed: TypedNumber.nullable() }),
  z.strictObject({ page: z.literal('staff-unprinted') }),
]);
export type StaffPlace = z.infer<typeof StaffPlace>;

const PAGE = { kind: 'staff', back: 'staff', code: null, time: 'page', loses: 'page', heard: 'private' } as const;

export const STAFF_ROWS = {
  staff: { ...PAGE, back: null },
  'staff-service': PAGE,
  'staff-number': PAGE,
  'staff-served': PAGE,
  'staff-unprinted': PAGE,
  'staff-fault': PAGE,
} as const satisfies Record<z.infer<typeof StaffScreen>['screen'], ScreenRow>;
