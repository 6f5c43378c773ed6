import { z } from 'zod';
import { KioskCheck, OTHER_KIOSK_STATES } from '../../calling/contract/kiosks.ts';
import { HubCode, HubRole } from '../../calling/contract/pairing.ts';
import { CentreStatus, CentreTrouble } from '../../centre/contract/centre-status.ts';
import { EVENT_TYPES } from '../../contract/shared/events.ts';
import { Slug } from '../../contract/shared/ids.ts';
import { PartLevel } from '../../contract/shared/part-level.ts';
import { STAFF_CODE_STAGES } from '../../domain/staff.ts';
import { EVENT_KINDS, FAULT_TOPICS, STORE_FINDINGS } from '../../session/contract/event-catalogue.ts';
import { FaultView } from '../../session/contract/fault.ts';
import { LocalMoment } from '../../session/contract/parts.ts';
import type { ScreenRow } from '../../session/contract/row.ts';
import { DIAGNOSTICS_STAGES, SELF_TEST_LACKS, SELF_TEST_PARTS } from '../rules/self-test.ts';
import { NetworksView } from './networks.ts';

/** Types of the events that the centre rejected; `other`: a type of another program version. */
const LETTER_TYPES = [...EVENT_TYPES.map(({ type }) => type), 'other'] as const;
/** Why the centre rejected an event; `other`: a reason that this program does not know. */
export const LETTER_PROBLEMS = [
  'malformed-request',
  'too-large',
  'unreadable-at-the-kiosk',
  'refused-alone',
  'other',
] as const;

/** Members of every page behind the PIN. */
export const edges = { slot: z.int().positive().nullable(), closesInMinutes: z.int().nonnegative() };

const DataPage = z.strictObject({
  screen: z.literal('technician-data'),
  ...edges,
  copies: z.strictObject({ level: PartLevel, finding: z.enum(STORE_FINDINGS), compared: LocalMoment }),
  /** The newest backup; `made` is `null` before the first. */
  backup: z.strictObject({ level: PartLevel, made: LocalMoment.nullable() }),
  /** Space on the disk; `null` if the disk does not answer. */
  disk: z.strictObject({
    level: PartLevel,
    usedBytes: z.int().nonnegative().nullable(),
    freeBytes: z.int().nonnegative().nullable(),
  }),
});

const NetworkPage = z.strictObject({
  screen: z.literal('technician-network'),
  ...edges,
  ...CentreStatus.pick({ state: true, url: true, seen: true, unsent: true, deadLetters: true }).shape,
  networks: NetworksView,
  trouble: CentreTrouble.nullable(),
  lastContact: LocalMoment.extend({ agoSeconds: z.int().nonnegative() }).nullable(),
  /** The oldest rejected events, at most as many as the page lists (`LETTERS_SHOWN`). */
  letters: z.array(
    z.strictObject({
      ord: z.int(),
      type: z.enum(LETTER_TYPES),
      problem: z.enum(LETTER_PROBLEMS),
      since: LocalMoment,
      days: z.int(),
    }),
  ),
});

export const LoggedEvent = z.strictObject({
  /** Number of the event in the log; it does not change when further events follow. */
  no: z.int(),
  at: LocalMoment,
  level: PartLevel,
  kind: z.enum(EVENT_KINDS),
  about: z.enum(FAULT_TOPICS),
  times: z.int().positive(),
});

export const DiagnosticsState = z.strictObject({
  stage: z.enum(DIAGNOSTICS_STAGES),
  file: z.string().max(200).nullable(),
});

const LogPage = z.strictObject({
  screen: z.literal('technician-log'),
  ...edges,
  events: z.array(LoggedEvent),
});

const AboutPage = z.strictObject({
  screen: z.literal('technician-about'),
  ...edges,
  version: z.string(),
  profileVersion: z.int().positive().nullable(),
  node: z.string(),
  electron: z.string().nullable(),
  sqlite: z.string(),
  notices: z.array(z.strictObject({ name: z.string(), licence: z.string() })),
});

const TestPage = z.strictObject({
  screen: z.literal('technician-test'),
  ...edges,
  isRunning: z.boolean(),
  tested: LocalMoment.nullable(),
  /**
   * The results of the tested parts. A technician should first repair the first fault or, if there is no fault, the first part that needs
   * attention.
   */
  rows: z.array(
    z.strictObject({
      part: z.enum(SELF_TEST_PARTS),
      level: PartLevel,
      says: z.enum(['good', ...SELF_TEST_LACKS, ...EVENT_KINDS]),
    }),
  ),
  diagnostics: DiagnosticsState,
});

/** The page of access for staff, browsers and kiosks. It never contains typed codes. */
const AccessPage = z.strictObject({
  screen: z.literal('technician-access'),
  ...edges,
  /** `not-allowed`: the office's profile has no staff's view, or accepts no shared codes (`sharedPin`). */
  staffCode: z.enum(['not-allowed', 'none', 'set']),
  stage: z.enum(STAFF_CODE_STAGES),
  /** The paired browsers and kiosks; `null` if this kiosk serves no desks (`openHub`). */
  hub: z
    .strictObject({
      /**
       * The address for a desk's browser; `null` while the kiosk's server does not answer. The page does not show the certificate's
       * fingerprint, because the technician must read it in the browser's window.
       */
      address: z.string().nullable(),
      waiting: z.array(z.strictObject({ code: HubCode, role: HubRole })),
      desks: z.array(z.strictObject({ deskId: Slug, name: z.string(), identityId: z.uuid().nullable() })),
      halls: z.array(z.uuid()),
      /**
       * Twelve digits of this kiosk's key, for comparison at another kiosk. `kiosks`: the office's other kiosks, each with the digits of
       * its key.
       */
      check: KioskCheck.nullable(),
      kiosks: z.array(
        z.strictObject({
          /** Address of the kiosk; `null` for a paired kiosk whose key is found at no address of the profile. */
          address: z.string().nullable(),
          state: z.enum(OTHER_KIOSK_STATES),
          check: KioskCheck.nullable(),
          isPaired: z.boolean(),
        }),
      ),
    })
    .nullable(),
});

const FaultPage = z.strictObject({ screen: z.literal('technician-fault'), ...edges, ...FaultView.shape });

export const TECHNICIAN_PAGES = [DataPage, NetworkPage, LogPage, AboutPage, TestPage, AccessPage, FaultPage] as const;

const PAGE = { kind: 'page', back: 'technician', code: null, time: 'page', loses: 'page', heard: 'private' } as const;

export const TECHNICIAN_PAGE_ROWS = {
  'technician-data': PAGE,
  'technician-network': PAGE,
  'technician-log': PAGE,
  'technician-about': PAGE,
  'technician-test': PAGE,
  'technician-access': PAGE,
  /** "Back" leads to the page that opened this one. */
  'technician-fault': PAGE,
} as const satisfies Record<z.infer<(typeof TECHNICIAN_PAGES)[number]>['screen'], ScreenRow>;
