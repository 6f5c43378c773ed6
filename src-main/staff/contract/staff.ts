import { z } from 'zod';
import { ServiceId, TicketId } from '../../contract/shared/ids.ts';
import { Language } from '../../contract/shared/languages.ts';
import { PartLevel } from '../../contract/shared/part-level.ts';
import { PrintState } from '../../contract/shared/print-state.ts';
import { STAFF_ACTIONS } from '../../domain/staff.ts';
import { STOP_REASONS } from '../../office/rules/service-closure.ts';
import { REFUSALS } from '../../session/contract/event-catalogue.ts';
import { FaultView } from '../../session/contract/fault.ts';
import { DayInDoubtView, LocalMoment, ShownPrinterCondition } from '../../session/contract/parts.ts';
import type { ScreenRow } from '../../session/contract/row.ts';
import { ClosureView } from '../../tickets/contract/ticket.ts';

/** A number typed at the kiosk, with at most as many digits as a ticket's number. */
const TypedNumber = z.int().min(1).max(9_999_999);

export const StaffSaid = z.strictObject({
  action: z.enum(STAFF_ACTIONS),
  result: z.enum(['done', ...REFUSALS]),
  markId: z.uuid().optional(),
});
export type StaffSaid = z.infer<typeof StaffSaid>;

const edges = {
  /** The last mark on served numbers, which a touch can undo; `null` without a mark, or once the time for undoing is over. */
  undo: z.uuid().nullable(),
  slot: z.int().positive().nullable(),
  closesInMinutes: z.int().nonnegative(),
  said: StaffSaid.nullable(),
};

/**
 * A service with the number of waiting tickets that this kiosk knows of. A ticket that another kiosk's desk has called may still be
 * counted.
 */
const WaitingService = z.strictObject({
  serviceId: ServiceId,
  name: z.string(),
  waiting: z.int().nonnegative(),
  /** Age of the oldest waiting ticket in whole minutes; `null` if none waits. */
  oldestMinutes: z.int().nonnegative().nullable(),
  /**
   * Why the service issues no tickets to walk-ins now, or to appointments if it takes no walk-ins; `null` while it issues them.
   */
  closed: ClosureView.nullable(),
});

const NumberRow = z.strictObject({
  ticketId: TicketId,
  label: z.string(),
  series: z.string(),
  number: z.int().positive(),
  service: z.string(),
  at: LocalMoment,
  /** `counts`: the ticket is valid, even if its call was missed. `served`: a desk or a staff mark ended the ticket as served. */
  state: z.enum(['counts', 'served', 'withdrawn', 'voided']),
  print: PrintState,
});
export type NumberRow = z.infer<typeof NumberRow>;

export const StaffScreen = z.discriminatedUnion('screen', [
  z.strictObject({
    screen: z.literal('staff'),
    ...edges,
    isNamed: z.boolean(),
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
    help: z.array(
      z.strictObject({
        helpId: z.uuid(),
        /** Slot of the kiosk with the call; `null` if the profile names no kiosks (`hub.kiosks`), or this kiosk has no slot. */
        slot: z.int().positive().nullable(),
        language: Language,
        at: LocalMoment,
        isLeft: z.boolean(),
        isComing: z.boolean(),
      }),
    ),
    /** Silent alarms of desks, the newest first. `at`: the time when the alarm was raised or, if `isOver`, ended. */
    alarms: z.array(z.strictObject({ alarmId: z.uuid(), desk: z.string(), at: LocalMoment, isOver: z.boolean() })),
    /** Labels that two tickets of today share, so that two citizens may answer the same call. */
    clashes: z.array(z.string()),
    /** The two dates between which `chooseDay` decides: the kiosk's and the clock's; `null` unless the clock is in doubt (`doubtOf`). */
    dayInDoubt: DayInDoubtView.nullable(),
    unprinted: z.int().nonnegative(),
  }),
  z.strictObject({
    screen: z.literal('staff-service'),
    ...edges,
    service: WaitingService,
    series: z.string(),
    isPaused: z.boolean(),
    reasons: z.array(z.enum(STOP_REASONS)).min(1),
    /** Times that staff can choose for the end of a pause, the earliest first; the end of the day is always offered too. */
    ends: z.array(LocalMoment).max(6),
    /** Numbers of the series that a desk gives by hand from a paper strip; one strip per series and day. */
    strip: z.strictObject({ first: z.int(), last: z.int(), wasPrinted: z.boolean() }),
  }),
  /** The page that finds tickets by number, in all series; `typed` is `null` until a number is typed. */
  z.strictObject({
    screen: z.literal('staff-number'),
    ...edges,
    typed: TypedNumber.nullable(),
    found: z.array(NumberRow),
  }),
  /**
   * The page that marks numbers of a series as served. `found` is `null` until a number is typed, and if this kiosk did not issue the typed
   * number today and the number cannot belong to the sequence that the office's kiosks share (`isNumberOf`).
   */
  z.strictObject({
    screen: z.literal('staff-served'),
    ...edges,
    series: z.string(),
    typed: TypedNumber.nullable(),
    found: z.strictObject({ label: z.string(), waiting: z.int().nonnegative() }).nullable(),
  }),
  z.strictObject({ screen: z.literal('staff-unprinted'), ...edges, left: z.array(NumberRow) }),
  z.strictObject({ screen: z.literal('staff-fault'), ...edges, ...FaultView.shape }),
]);

export type StaffScreen = z.infer<typeof StaffScreen>;

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
