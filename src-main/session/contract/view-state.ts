import { z } from 'zod';
import { BOOKING_ROWS, BookingScreen } from '../../booking/contract/booking.ts';
import { CHECK_IN_ROWS, CheckInScreen } from '../../check-in/contract/check-in.ts';
import { Language } from '../../contract/shared/languages.ts';
import { TimeRange } from '../../contract/shared/opening-hours.ts';
import { SpeechView } from '../../speech/contract/speech-mode.ts';
import { STAFF_ROWS, StaffScreen } from '../../staff/contract/staff.ts';
import { TECHNICIAN_ROWS, TechnicianScreen } from '../../technician/contract/technician.ts';
import { TICKET_ROWS, TicketScreen } from '../../tickets/contract/ticket.ts';
import { FACADE_ROWS, FacadeScreen } from './facade.ts';
import { OVERLAY_ROWS, OverlayScreen } from './overlays.ts';
import { ShownPrinterCondition, WarningAbout } from './parts.ts';
import type { ScreenRow } from './row.ts';

/** A citizen's settings, deleted after the session. */
export const AccessSettings = z.strictObject({
  contrast: z.enum(['normal', 'high']),
  textSize: z.union([z.literal(100), z.literal(150), z.literal(200)]),
  /** Spacing of letters, words and lines as in WCAG 1.4.12. */
  spacing: z.enum(['usual', 'wide']),
  /** `other`: dimmer on a light panel, brighter on a dark one. */
  brightness: z.enum(['usual', 'other']),
  reach: z.boolean(),
});
export type AccessSettings = z.infer<typeof AccessSettings>;

/** Requests to staff, without a reason, because a reason would be health data. */
export const Attention = z.strictObject({
  /** The citizen, or a companion, asks that the citizen is called earlier. */
  preferential: z.boolean(),
  /** "I cannot see or hear the call: please come and fetch me." */
  comeAndFetch: z.boolean(),
});
export type Attention = z.infer<typeof Attention>;
export const DEFAULT_ATTENTION: Attention = { preferential: false, comeAndFetch: false };

/**
 * Identifies the screen on which a touch was made. The command repeats the stamp, and a stale stamp is refused, so that a late touch never
 * acts for the next person.
 */
export const Stamp = z.strictObject({ sessionId: z.uuid(), stateNo: z.int().nonnegative() });
export type Stamp = z.infer<typeof Stamp>;

export const Screen = z.discriminatedUnion('screen', [
  ...FacadeScreen.options,
  ...OverlayScreen.options,
  ...TicketScreen.options,
  ...CheckInScreen.options,
  ...BookingScreen.options,
  ...TechnicianScreen.options,
  ...StaffScreen.options,
]);
export type Screen = z.infer<typeof Screen>;
export type ScreenName = Screen['screen'];

export const SCREENS = {
  ...FACADE_ROWS,
  ...OVERLAY_ROWS,
  ...TICKET_ROWS,
  ...CHECK_IN_ROWS,
  ...BOOKING_ROWS,
  ...TECHNICIAN_ROWS,
  ...STAFF_ROWS,
} as const satisfies Record<ScreenName, ScreenRow>;

export type ScreenOf<K extends ScreenRow['kind']> = {
  [N in ScreenName]: (typeof SCREENS)[N]['kind'] extends K ? N : never;
}[ScreenName];

/** Trouble of the printers, for staff. `printing`: tickets are still printed, by this printer or the second one. */
export const PrinterNotice = z.strictObject({
  condition: ShownPrinterCondition.exclude(['ready']),
  printing: z.boolean(),
});
export type PrinterNotice = z.infer<typeof PrinterNotice>;

/** A notice for staff: the journal or the database was lost and has been rebuilt, or two tickets have, or may have, the same number. */
export const StoreNotice = z.enum(['journal-rebuilt', 'database-restored', 'number-clash', 'same-slot']);
export type StoreNotice = z.infer<typeof StoreNotice>;

export const Warning = z.strictObject({
  endsInSeconds: z.int().nonnegative(),
  /** Whole duration of the warning, in seconds. */
  ofSeconds: z.int().positive(),
  /** How often "more time" may still be used; at 0 only another touch keeps the session. */
  extensionsLeft: z.int().nonnegative(),
  about: WarningAbout,
  /** Whether the screen shows a ticket's number or a booked appointment, which the warning never covers. */
  numberStands: z.boolean(),
  /** Loudness of the warning's tones; 0 is silence. */
  chimePercent: z.int().min(0).max(100),
});
export type Warning = z.infer<typeof Warning>;

/** Everything that the screen shows, always as a whole. The page draws it and stores nothing. */
export const ViewState = z.strictObject({
  sessionId: z.uuid(),
  stateNo: z.int().nonnegative(),
  language: Language,
  languages: z.array(Language).min(1),
  access: AccessSettings,
  attention: Attention,
  /** Whether staff have acknowledged all of the citizen's present requests; false without a request. */
  attentionAcknowledged: z.boolean(),
  /** Whether a clerk is coming because of the citizen's call for help. */
  helpComing: z.boolean(),
  office: z.strictObject({ name: z.string(), city: z.string() }),
  localTime: z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/),
  /** Whether `localTime` is credible. While it is not, only staff and technicians see it. */
  knowsHour: z.boolean(),
  warning: Warning.nullable(),
  /** Trouble of a printer, or low paper, for staff who pass by; `null` without any. */
  printerNotice: PrinterNotice.nullable(),
  storeNotice: StoreNotice.nullable(),
  /** Whether the centre answers; `null` for a kiosk without a centre. */
  network: z.enum(['online', 'offline']).nullable(),
  /** Opening hours, when at least one service is open: those of today, and those of the next day that has any. */
  hours: z.strictObject({
    today: z.array(TimeRange),
    next: z.strictObject({ date: z.iso.date(), ranges: z.array(TimeRange) }).nullable(),
  }),
  canGoBack: z.boolean(),
  /** Whether the ticket on the screen can be withdrawn (`withdrawTicket`), because it was issued in this session. */
  canWithdraw: z.boolean(),
  /** The number that the citizen withdrew last in this session; `null`: none, or another number was issued since. */
  givenUp: z.string().nullable(),
  speech: SpeechView,
  view: Screen,
});
export type ViewState = z.infer<typeof ViewState>;

export type ShellScreen = { screen: 'starting' } | { screen: 'core-down'; code: string | null };
