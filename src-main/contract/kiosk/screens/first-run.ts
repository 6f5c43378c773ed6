import { z } from 'zod';
import { FIRST_RUN_STEPS } from '../../../domain/first-run.ts';
import { WORKING_LANGUAGES } from '../../../domain/languages.ts';
import { PREDECESSOR_STAGES } from '../../../domain/predecessor.ts';
import { OfficeId } from '../../shared/ids.ts';
import { Language } from '../../shared/languages.ts';
import { Panel, Turn } from '../../shared/panel.ts';
import { PrintState } from '../../shared/print-state.ts';
import { CentreStatus, CentreTrouble } from '../centre-status.ts';
import { DevicesView } from './devices.ts';
import { OfficeTravelView } from './office-travel.ts';
import { LocalMoment, PairingCode } from './parts.ts';

/** Where the first run is among its steps; `no` counts from 1. */
const StepCount = z.strictObject({ no: z.int().positive(), of: z.int().positive() });

/** Before the PIN: in which language technicians read here, or that the first run goes on. */
export const WelcomeScreen = z.strictObject({
  screen: z.literal('technician-welcome'),
  languages: z.array(z.enum(WORKING_LANGUAGES)).min(1),
  /** `null` while nothing was chosen yet. */
  at: z.enum([...FIRST_RUN_STEPS, 'summary']).nullable(),
  count: StepCount,
});

const OfferedOffice = z.strictObject({ officeId: OfficeId, name: z.string(), address: z.string() });

/** A slot that can be chosen, with the numbers that would come first: from slot 10 on they have seven digits. */
const OfferedSlot = z.strictObject({ slot: z.int().positive(), first: z.int().positive(), last: z.int().positive() });

/** What a step asks or shows. */
export const FirstRunView = z.discriminatedUnion('at', [
  z.strictObject({ at: z.literal('language'), languages: z.array(z.enum(WORKING_LANGUAGES)).min(1), chosen: Language }),
  /** `panel`: as the glass is taken to be so far. */
  /** `turn`: as the picture stands; `null` where no service of the machine turns it. */
  z.strictObject({ at: z.literal('panel'), panel: Panel, turn: Turn.nullable() }),
  z.strictObject({
    at: z.literal('network'),
    name: z.string(),
    /** One for each card that has one. */
    addresses: z.array(z.strictObject({ card: z.string(), address: z.string() })),
    centre: z.strictObject({
      ...CentreStatus.pick({ url: true, trouble: true, seen: true, isAsked: true, authority: true }).shape,
      cityId: z.string().nullable(),
      proxy: z.string().nullable(),
      /** It may be named here: no command line names it, and no centre knows this kiosk. */
      canBeSet: z.boolean(),
    }),
    clock: z.strictObject({
      /** What the machine's clock shows. */
      now: LocalMoment,
      /** `centre`: it is the centre's. `alone`: nothing confirms it. `wrong`: it cannot be right, or the centre says another time. */
      known: z.enum(['centre', 'alone', 'wrong']),
      canBeSet: z.boolean(),
      /** Of the last try to set it; `null` while there is none. */
      setting: z.enum(['setting', 'set', 'not-set']).nullable(),
    }),
  }),
  z.strictObject({
    at: z.literal('pairing'),
    state: CentreStatus.shape.state,
    trouble: CentreTrouble.nullable(),
    pairing: PairingCode.nullable(),
    /** It has no numbers yet, and may take another kiosk's place. */
    mayReplace: z.boolean(),
  }),
  /** `travel`: from a memory, or from a kiosk next to this one. */
  z.strictObject({
    at: z.literal('office'),
    offices: z.array(OfferedOffice),
    chosen: OfficeId.nullable(),
    travel: OfficeTravelView,
  }),
  z.strictObject({ at: z.literal('slot'), slots: z.array(OfferedSlot), hasOffice: z.boolean() }),
  /** What the kiosk still holds whose place this one has taken; `events` and `unread` of the last reading. */
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
    /** Why none can be taken now. */
    missing: z.enum(['office', 'slot', 'printer']).nullable(),
    ticket: z.strictObject({ label: z.string(), print: PrintState }).nullable(),
  }),
  /** Each step with how it ended; those that were skipped can be done from here. */
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
