import { z } from 'zod';
import { WORKING_LANGUAGES } from '../../../config/languages.ts';
import { CentreStatus, CentreTrouble } from '../../centre/contract/centre-status.ts';
import { CertificateFingerprint } from '../../contract/shared/centre-note.ts';
import { OfficeId } from '../../contract/shared/ids.ts';
import { Language } from '../../contract/shared/languages.ts';
import { Panel, Turn } from '../../contract/shared/panel.ts';
import { PrintState } from '../../contract/shared/print-state.ts';
import { OfficeTravelView } from '../../office/contract/office-travel.ts';
import { LocalMoment, PairingCode } from '../../session/contract/parts.ts';
import { FIRST_RUN_STEPS } from '../rules/first-run.ts';
import { PREDECESSOR_STAGES } from '../rules/predecessor.ts';
import { DevicesView } from './devices.ts';
import { NetworksView } from './networks.ts';

const StepCount = z.strictObject({ no: z.int().positive(), of: z.int().positive() });

/** The screen before the PIN: the choice of the technicians' language, or the offer to continue the first run. */
export const WelcomeScreen = z.strictObject({
  screen: z.literal('technician-welcome'),
  languages: z.array(z.enum(WORKING_LANGUAGES)).min(1),
  /** The step at which the first run continues; `null` before the language is chosen. */
  at: z.enum([...FIRST_RUN_STEPS, 'summary']).nullable(),
  count: StepCount,
});

const OfferedOffice = z.strictObject({ officeId: OfficeId, name: z.string(), address: z.string() });

/** A slot that a kiosk can have, with its first range of numbers; from slot 10 on the numbers have seven digits. */
const OfferedSlot = z.strictObject({ slot: z.int().positive(), first: z.int().positive(), last: z.int().positive() });

/** Why no note about the centre (`CentreNote`) was read. `not-a-note`: a file or code that is no note, or a damaged note. */
const NOTE_TROUBLES = ['no-stick', 'other-file-system', 'stick-gone', 'no-note', 'many-notes', 'not-a-note'] as const;

const NoteView = z.strictObject({
  isLooking: z.boolean(),
  trouble: z.enum(NOTE_TROUBLES).nullable(),
  read: z
    .strictObject({
      /** Number of the note. It is never reused, so that a touch always means the shown note. */
      no: z.int().positive(),
      url: z.string(),
      cityId: z.string(),
      keyId: z.string().nullable(),
      proxy: z.string().nullable(),
      /** `name` is `null` if the note contains only the fingerprint. */
      authority: z.strictObject({ name: z.string().nullable(), fingerprint: CertificateFingerprint }).nullable(),
    })
    .nullable(),
});
export type NoteView = z.infer<typeof NoteView>;

export const FirstRunView = z.discriminatedUnion('at', [
  z.strictObject({ at: z.literal('language'), languages: z.array(z.enum(WORKING_LANGUAGES)).min(1), chosen: Language }),
  /** `panel`: the panel that the kiosk assumes. `turn`: the current rotation; `null` if no service of the machine turns the picture. */
  z.strictObject({
    at: z.literal('panel'),
    panel: Panel,
    turn: Turn.nullable(),
    /** The last calibration of the touch panel; `null` if no service of the machine can calibrate it. */
    touch: z
      .strictObject({
        stage: z.enum(['none', 'trying', 'kept', 'undone', 'disagree']),
        endsInSeconds: z.int().nonnegative(),
      })
      .nullable(),
  }),
  z.strictObject({
    at: z.literal('network'),
    name: z.string(),
    addresses: z.array(z.strictObject({ card: z.string(), address: z.string() })),
    centre: z.strictObject({
      ...CentreStatus.pick({ url: true, trouble: true, seen: true, isAsked: true }).shape,
      /**
       * The unknown authority of the centre's certificate. `begins`: its fingerprint without the end, which a technician types.
       * `isAnother`: the note about the centre names another authority, so this authority cannot be trusted.
       */
      authority: z.strictObject({ name: z.string(), begins: z.string(), isAnother: z.boolean() }).nullable(),
      cityId: z.string().nullable(),
      proxy: z.string().nullable(),
      /**
       * Whether the centre can be set at this step: the command line names neither a centre nor an office's profile, and the kiosk is
       * neither enrolled nor pairing.
       */
      canBeSet: z.boolean(),
    }),
    note: NoteView,
    networks: NetworksView,
    clock: z.strictObject({
      now: LocalMoment,
      /**
       * The state of the machine's clock. `centre`: equal to the centre's time. `alone`: not compared. `wrong`: impossible, or different
       * from the centre's time.
       */
      known: z.enum(['centre', 'alone', 'wrong']),
      canBeSet: z.boolean(),
      setting: z.enum(['setting', 'set', 'not-set']).nullable(),
    }),
  }),
  z.strictObject({
    at: z.literal('pairing'),
    state: CentreStatus.shape.state,
    trouble: CentreTrouble.nullable(),
    pairing: PairingCode.nullable(),
    /** Whether this kiosk may replace another, because it has no slot yet. */
    mayReplace: z.boolean(),
  }),
  z.strictObject({
    at: z.literal('office'),
    offices: z.array(OfferedOffice),
    chosen: OfficeId.nullable(),
    travel: OfficeTravelView,
  }),
  z.strictObject({ at: z.literal('slot'), slots: z.array(OfferedSlot), hasOffice: z.boolean() }),
  /**
   * The data of the replaced kiosk. `events`: events that the centre lacked at the last reading; `unread`: corrupt lines in that reading.
   */
  z.strictObject({
    at: z.literal('replaced'),
    stage: z.enum(PREDECESSOR_STAGES),
    slot: z.int().positive(),
    name: z.string(),
    lastHeard: LocalMoment.nullable(),
    events: z.int().nonnegative(),
    unread: z.int().nonnegative(),
  }),
  z.strictObject({ at: z.literal('printer'), ...DevicesView.shape }),
  z.strictObject({ at: z.literal('scanner'), ...DevicesView.shape }),
  z.strictObject({
    at: z.literal('ticket'),
    missing: z.enum(['office', 'slot', 'printer']).nullable(),
    ticket: z.strictObject({ label: z.string(), print: PrintState }).nullable(),
  }),
  /** Each step and whether it was done; a skipped step can be done from here. */
  z.strictObject({
    at: z.literal('summary'),
    steps: z.array(z.strictObject({ step: z.enum(FIRST_RUN_STEPS), isDone: z.boolean() })),
  }),
]);
export type FirstRunView = z.infer<typeof FirstRunView>;

export const FirstRunScreen = z.strictObject({
  screen: z.literal('technician-first-run'),
  slot: z.int().positive().nullable(),
  closesInMinutes: z.int().nonnegative(),
  count: StepCount,
  canGoBack: z.boolean(),
  step: FirstRunView,
});
