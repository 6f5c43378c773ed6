import { z } from 'zod';
import { Language } from '../shared/languages.ts';
import { TimeRange } from '../shared/opening-hours.ts';
import { CHECK_IN_ROWS, CheckInScreen } from './screens/check-in.ts';
import { FACADE_ROWS, FacadeScreen } from './screens/facade.ts';
import { OVERLAY_ROWS, OverlayScreen } from './screens/overlays.ts';
import { ShownPrinterCondition, WarningAbout } from './screens/parts.ts';
import type { ScreenRow } from './screens/row.ts';
import { STAFF_ROWS, StaffScreen } from './screens/staff.ts';
import { TECHNICIAN_ROWS, TechnicianScreen } from './screens/technician.ts';
import { TICKET_ROWS, TicketScreen } from './screens/ticket.ts';
import { SpeechView } from './speech-mode.ts';

/** What a person set for themselves; forgotten when they leave. */
export const AccessSettings = z.strictObject({
  contrast: z.enum(['normal', 'high']),
  /** Of the usual size of type, in per cent. */
  textSize: z.union([z.literal(100), z.literal(150), z.literal(200)]),
  /** Letters, words and lines as far apart as WCAG 1.4.12 asks. */
  spacing: z.enum(['usual', 'wide']),
  /** The other of two: dimmer than a light panel, brighter than a dark one. */
  brightness: z.enum(['usual', 'other']),
  /** Lowers every control to where a seated person reaches it. */
  reach: z.boolean(),
});
export type AccessSettings = z.infer<typeof AccessSettings>;

/** What a person asks of the staff, without a reason: a reason would be data of their health. */
export const Attention = z.strictObject({
  /** To be called earlier; whoever accompanies somebody may ask as well. */
  preferential: z.boolean(),
  /** "I cannot see or hear the call: please come and fetch me." */
  comeAndFetch: z.boolean(),
});
export type Attention = z.infer<typeof Attention>;
export const DEFAULT_ATTENTION: Attention = { preferential: false, comeAndFetch: false };

/** Who may act: a command repeats it, and a stale one is refused, so that a late touch never acts on the next person. */
export const Stamp = z.strictObject({ sessionId: z.uuid(), stateNo: z.int().nonnegative() });
export type Stamp = z.infer<typeof Stamp>;

export const Screen = z.discriminatedUnion('screen', [
  ...FacadeScreen.options,
  ...OverlayScreen.options,
  ...TicketScreen.options,
  ...CheckInScreen.options,
  ...TechnicianScreen.options,
  ...StaffScreen.options,
]);
export type Screen = z.infer<typeof Screen>;
export type ScreenName = Screen['screen'];

/** What is true of each screen by its name, in the order of the rooms. A screen without a row does not compile. */
export const SCREENS = {
  ...FACADE_ROWS,
  ...OVERLAY_ROWS,
  ...TICKET_ROWS,
  ...CHECK_IN_ROWS,
  ...TECHNICIAN_ROWS,
  ...STAFF_ROWS,
} as const satisfies Record<ScreenName, ScreenRow>;

/** The screens of a kind, as the table has them. */
export type ScreenOf<K extends ScreenRow['kind']> = {
  [N in ScreenName]: (typeof SCREENS)[N]['kind'] extends K ? N : never;
}[ScreenName];

/** What the staff should see of the printers. `printing` tells whether tickets still come out, here or at the second one. */
export const PrinterNotice = z.strictObject({
  condition: ShownPrinterCondition.exclude(['ready']),
  printing: z.boolean(),
});
export type PrinterNotice = z.infer<typeof PrinterNotice>;

/** For the staff: one of the two copies of the data was lost and has been made anew, or numbers came twice, or may. */
export const StoreNotice = z.enum(['journal-rebuilt', 'database-restored', 'number-clash', 'same-slot']);
export type StoreNotice = z.infer<typeof StoreNotice>;

/** Nobody touched for a while: the session is about to be cleared. */
export const Warning = z.strictObject({
  endsInSeconds: z.int().nonnegative(),
  /** How long it stands in all. */
  ofSeconds: z.int().positive(),
  /** How often "more time" may still be asked for; at 0 only something done keeps the session. */
  extensionsLeft: z.int().nonnegative(),
  about: WarningAbout,
  /** A number stands on the screen, which a warning never covers. */
  numberStands: z.boolean(),
  /** Loudness of the tones; 0 is silence. */
  chimePercent: z.int().min(0).max(100),
});
export type Warning = z.infer<typeof Warning>;

const common = {
  sessionId: z.uuid(),
  stateNo: z.int().nonnegative(),
  language: Language,
  languages: z.array(Language).min(1),
  access: AccessSettings,
  attention: Attention,
  /** The staff have said that somebody is coming to just this; never while nothing is asked. */
  attentionAcknowledged: z.boolean(),
  /** Somebody comes to the person who asked for help; never before one has said so. */
  helpComing: z.boolean(),
  office: z.strictObject({ name: z.string(), city: z.string() }),
  /** Wall clock of the office, minute precision: `YYYY-MM-DDTHH:MM`. */
  localTime: z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/),
  warning: Warning.nullable(),
  /** For the staff who pass by: the printer's trouble or low paper, while it lasts. Paper that follows from it is announced. */
  printerNotice: PrinterNotice.nullable(),
  storeNotice: StoreNotice.nullable(),
  /** Whether the centre answers; `null` for a kiosk that stands alone. */
  network: z.enum(['online', 'offline']).nullable(),
  /** When at least one service is open: today, and on the next day that has hours. */
  hours: z.strictObject({
    today: z.array(TimeRange),
    next: z.strictObject({ date: z.iso.date(), ranges: z.array(TimeRange) }).nullable(),
  }),
  /** Whether "back" leads anywhere. */
  canGoBack: z.boolean(),
  /** Whether the ticket on the screen can be given up (`withdrawTicket`): this person was given it here. */
  canWithdraw: z.boolean(),
  /** The number that this person gave up last, until they have another one. */
  givenUp: z.string().nullable(),
  speech: SpeechView,
};

/** Everything the screen shows, whole and replaceable. The renderer draws it and keeps nothing of it. */
export const ViewState = z.strictObject({ ...common, view: Screen });
export type ViewState = z.infer<typeof ViewState>;

/** Screens the shell owns while no core speaks. */
export type ShellScreen = { screen: 'starting' } | { screen: 'core-down'; code: string | null };
