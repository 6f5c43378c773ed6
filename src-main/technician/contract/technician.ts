import { z } from 'zod';
import { CentreStatus, CentreTrouble } from '../../centre/contract/centre-status.ts';
import { PartLevel } from '../../contract/shared/part-level.ts';
import {
  DISPLAY_CONDITIONS,
  DISPLAY_FAULTS,
  SCANNER_CONDITIONS,
  SCANNER_FAULTS,
} from '../../domain/device-conditions.ts';
import { OfficeScreen } from '../../office/contract/office.ts';
import { DayInDoubtView, LocalMoment, PairingCode, ShownPrinterCondition } from '../../session/contract/parts.ts';
import type { ScreenRow } from '../../session/contract/row.ts';
import { SPEECH_FAULTS } from '../../speech/rules/speech.ts';
import { DevicesView } from './devices.ts';
import { FirstRunScreen } from './first-run.ts';
import { DiagnosticsState, edges, LoggedEvent, TECHNICIAN_PAGE_ROWS, TECHNICIAN_PAGES } from './technician-pages.ts';

/** The most urgent trouble that a technician should repair; the text of its `kind` says how. */
export const TechnicianWarning = z.discriminatedUnion('about', [
  z.strictObject({ about: z.literal('printer'), kind: ShownPrinterCondition.exclude(['ready']) }),
  z.strictObject({ about: z.literal('device'), kind: z.literal('other-printer') }),
  z.strictObject({ about: z.literal('scanner'), kind: z.enum(SCANNER_FAULTS) }),
  z.strictObject({ about: z.literal('display'), kind: z.enum(DISPLAY_FAULTS) }),
  z.strictObject({ about: z.literal('speech'), kind: z.enum(SPEECH_FAULTS) }),
  z.strictObject({ about: z.literal('centre'), kind: CentreTrouble }),
  /** `detail`: the file that cannot be used, of the office's profile or of this kiosk's settings (`KioskFile`), and the fault. */
  z.strictObject({ about: z.literal('profile'), kind: z.literal('last-good-office'), detail: z.string() }),
  z.strictObject({
    about: z.literal('kiosk'),
    kind: z.enum([
      'no-slot',
      'store-failed',
      'journal-rebuilt',
      'database-restored',
      'number-clash',
      'same-slot',
      'dead-letters',
      'clock-off',
      'calendar-ends',
    ]),
  }),
]);
export type TechnicianWarning = z.infer<typeof TechnicianWarning>;

const CentreRow = z.strictObject({
  ...CentreStatus.pick({
    state: true,
    url: true,
    environment: true,
    trouble: true,
    keyPlace: true,
    appointmentsIn: true,
  }).shape,
  level: PartLevel,
  /**
   * Time of the centre's last answer. `agoSeconds` changes every second, so that a technician who tests the network sees an answer at once.
   */
  lastContact: LocalMoment.extend({ agoSeconds: z.int().nonnegative() }).nullable(),
});

export const TechnicianScreen = z.discriminatedUnion('screen', [
  /** The screen on which a PIN or code is typed. It never contains the typed digits. */
  z.strictObject({
    screen: z.literal('technician-pin'),
    step: z.enum(['choose', 'repeat', 'enter']),
    checking: z.boolean(),
    notice: z.enum(['wrong', 'easy', 'differs', 'not-kept', 'code-waits']).nullable(),
    /** Seconds until another PIN can be tried, after too many wrong PINs; `null`: at once. */
    waitSeconds: z.int().positive().nullable(),
    /** Seconds until another staff code can be tried; `null`: at once. */
    codeWaitSeconds: z.int().positive().nullable(),
    /** Seconds until another code of a named person can be tried; `null`: at once. */
    namedWaitSeconds: z.int().positive().nullable(),
    /** Whether a PIN is accepted; at the step `enter` `false` if the kiosk has no PIN, or accepts only the codes of named persons. */
    takesPin: z.boolean(),
    takesStaffCode: z.boolean(),
    takesNamedCode: z.boolean(),
    mayBeSkipped: z.boolean(),
  }),
  z.strictObject({
    screen: z.literal('technician'),
    ...edges,
    /** Whether a named person's code was entered; the actions are then recorded for that person. */
    isNamed: z.boolean(),
    /** Whether the settings of the first run can be changed again, because the command line names no office. */
    setsUp: z.boolean(),
    warning: TechnicianWarning.nullable(),
    /** The two dates between which `chooseDay` decides: the kiosk's and the clock's; `null` unless the clock is in doubt (`doubtOf`). */
    dayInDoubt: DayInDoubtView.nullable(),
    printers: z.array(
      z.strictObject({
        printer: z.string(),
        level: PartLevel,
        condition: ShownPrinterCondition,
        papers: z.int().nonnegative(),
        since: LocalMoment.nullable(),
      }),
    ),
    scanner: z.strictObject({ level: PartLevel, condition: z.enum(SCANNER_CONDITIONS) }).nullable(),
    /** `place`: the desk of the display, in Catalan; empty for a display that shows all calls. */
    displays: z.array(z.strictObject({ place: z.string(), level: PartLevel, condition: z.enum(DISPLAY_CONDITIONS) })),
    centre: CentreRow,
    numbers: z.strictObject({
      level: PartLevel,
      serviceDay: z.iso.date(),
      /** The first range of numbers of this kiosk's slot, the same in each series; other kiosks of the office have other ranges. */
      owns: z.strictObject({ first: z.int(), last: z.int() }).nullable(),
    }),
    clock: z.strictObject({ level: PartLevel, offsetMs: z.int().nullable() }),
    program: z.strictObject({ version: z.string(), profileVersion: z.int().positive().nullable() }),
    today: z.strictObject({
      tickets: z.int().nonnegative(),
      waitingPapers: z.int().nonnegative(),
      unsent: z.int().nonnegative(),
      deadLetters: z.int().nonnegative(),
    }),
    lastEvents: z.array(LoggedEvent),
    diagnostics: DiagnosticsState,
  }),
  z.strictObject({
    screen: z.literal('technician-devices'),
    ...edges,
    ...DevicesView.shape,
  }),
  z.strictObject({
    screen: z.literal('technician-pairing'),
    ...edges,
    state: CentreStatus.shape.state,
    trouble: CentreTrouble.nullable(),
    /** The values that two people compare; `null` until the centre has sent a code. */
    pairing: PairingCode.nullable(),
  }),
  FirstRunScreen,
  OfficeScreen,
  ...TECHNICIAN_PAGES,
]);

export const TECHNICIAN_ROWS = {
  'technician-pin': { kind: 'pin', back: 'leave', code: null, time: 'pin', loses: 'typed', heard: 'private' },
  technician: { kind: 'page', back: null, code: null, time: 'page', loses: 'page', heard: 'private' },
  'technician-devices': { kind: 'page', back: 'technician', code: null, time: 'page', loses: 'page', heard: 'private' },
  'technician-pairing': { kind: 'page', back: 'technician', code: null, time: 'page', loses: 'page', heard: 'private' },
  'technician-office': { kind: 'page', back: 'technician', code: null, time: 'page', loses: 'page', heard: 'private' },
  'technician-first-run': { kind: 'page', back: null, code: null, time: 'page', loses: 'page', heard: 'private' },
  ...TECHNICIAN_PAGE_ROWS,
} as const satisfies Record<z.infer<typeof TechnicianScreen>['screen'], ScreenRow>;

export type TechnicianPage = Exclude<keyof typeof TECHNICIAN_ROWS, 'technician-pin' | 'technician-fault'>;
const isPage = (name: string): name is TechnicianPage =>
  name !== 'technician-pin' && name !== 'technician-fault' && Object.hasOwn(TECHNICIAN_ROWS, name);

export const TechnicianPage = z.enum(Object.keys(TECHNICIAN_ROWS).filter(isPage));
