import { WORKING_LANGUAGES } from '../../../config/languages.ts';
import type { Centre } from '../../centre/ports/centre.ts';
import { AUTHORITY_END } from '../../contract/shared/centre-note.ts';
import { OfficeId } from '../../contract/shared/ids.ts';
import { bandsOf, HIGHEST_SLOT, isKioskSlot } from '../../domain/numbering.ts';
import type { OwnOffice } from '../../office/ports/own-office.ts';
import type { Office } from '../../office/steps/office.ts';
import { type TravelPlace, travelView } from '../../office/view/office-travel-view.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Appearance } from '../../session/contract/appearance.ts';
import type { TicketStore } from '../../tickets/ports/store.ts';
import type { PrinterWatch } from '../../tickets/steps/printer-watch.ts';
import type { FirstRunView, WelcomeScreen } from '../contract/first-run.ts';
import type { CentreNotes } from '../ports/centre-notes.ts';
import type { Devices } from '../ports/devices.ts';
import type { Installation } from '../ports/installation.ts';
import type { Machine } from '../ports/machine.ts';
import type { Predecessor } from '../ports/predecessor.ts';
import type { FirstRunStep } from '../rules/first-run.ts';
import type { FirstRunControl } from '../steps/first-run.ts';
import { missingForTicket, takenTicket } from '../steps/first-ticket.ts';
import { pairingCodeOf } from './pairing-code.ts';
import { localMoment, type PageBody } from './technician-pages.ts';

export interface FirstRunPlace extends TravelPlace {
  slot: number | null;
  office: Office;
  appearance: Appearance;
  store: TicketStore;
  printers: PrinterWatch;
  noNumbers: () => 'no-slot' | 'kiosk-revoked' | null;
  centre: Centre;
  devices: Pick<Devices, 'view'>;
  clock: Clock;
  firstRun: FirstRunControl;
  installation: Installation;
  notes: Pick<CentreNotes, 'state'>;
  predecessor: Pick<Predecessor, 'state'>;
  ownOffice: OwnOffice;
  machine: Pick<Machine, 'clock' | 'canTurn' | 'touch' | 'networks'>;
}

const countAt = (step: FirstRunStep | null, asked: readonly FirstRunStep[]) => ({
  no: step === null ? asked.length : asked.indexOf(step) + 1,
  of: asked.length,
});

export function welcomeScreen({ firstRun, installation }: FirstRunPlace): typeof WelcomeScreen._output {
  const at = firstRun.at();
  const isNew = installation.file().language === null;
  return {
    screen: 'technician-welcome',
    languages: [...WORKING_LANGUAGES],
    at: isNew ? null : (at ?? 'summary'),
    count: countAt(at, firstRun.asked()),
  };
}

export function firstRunScreen(place: FirstRunPlace): PageBody<'technician-first-run'> {
  const at = place.firstRun.at();
  return {
    screen: 'technician-first-run',
    count: countAt(at, place.firstRun.asked()),
    canGoBack: place.firstRun.canGoBack(),
    step: at === null || at === 'pin' ? summaryOf(place) : STEPS[at](place),
  };
}

type ViewAt<S extends FirstRunView['at']> = Extract<FirstRunView, { at: S }>;

const STEPS: { readonly [S in Exclude<FirstRunStep, 'pin'>]: (place: FirstRunPlace) => ViewAt<S> } = {
  language: ({ installation }) => ({
    at: 'language',
    languages: [...WORKING_LANGUAGES],
    chosen: installation.file().language ?? 'ca',
  }),
  panel: ({ appearance, installation, machine }) => {
    const { panel, turn } = installation.file();
    return {
      at: 'panel',
      panel: panel ?? appearance.panel,
      turn: machine.canTurn ? turn : null,
      touch: machine.touch.canBeCalibrated ? machine.touch.state() : null,
    };
  },
  network(place) {
    const { installation, centre, machine } = place;
    const { name, addresses } = installation.network();
    const { url, trouble, seen, isAsked, authority } = centre.status();
    const { centre: access, expectedAuthority } = installation.file();
    const canBeSet = mayNameCentre({ installation, centre });
    return {
      at: 'network',
      name,
      addresses: [...addresses],
      centre: {
        url,
        trouble,
        seen,
        isAsked,
        canBeSet,
        authority: authority && {
          name: authority.name,
          begins: authority.fingerprint.slice(0, -AUTHORITY_END),
          isAnother: expectedAuthority !== null,
        },
        cityId: access?.cityId ?? null,
        proxy: access?.proxy ?? null,
      },
      note: place.notes.state(),
      networks: machine.networks.state(),
      clock: clockOf(place),
    };
  },
  pairing(place) {
    const { state, trouble } = place.centre.status();
    return { at: 'pairing', state, trouble, pairing: pairingCodeOf(place), mayReplace: place.slot === null };
  },
  office: ({ installation, ...place }) => ({
    at: 'office',
    offices: installation.offices().map((office) => ({ ...office, officeId: OfficeId.parse(office.officeId) })),
    chosen: chosenOf(installation),
    travel: travelView(place),
  }),
  slot: ({ installation }) => ({
    at: 'slot',
    slots: Array.from({ length: HIGHEST_SLOT }, (_, index) => index + 1)
      .filter(isKioskSlot)
      .flatMap((slot) =>
        bandsOf(slot)
          .slice(0, 1)
          .map(({ first, last }) => ({ slot, first, last })),
      ),
    hasOffice: installation.file().office !== null,
  }),
  replaced: ({ predecessor, office }) => {
    const old = predecessor.state();
    if (old === null) throw new Error('this kiosk has replaced no other');
    const { lastHeardMs, ...shown } = old;
    return { at: 'replaced', ...shown, lastHeard: lastHeardMs === null ? null : localMoment(lastHeardMs, office) };
  },
  printer: ({ devices }) => ({ at: 'printer', ...devices.view() }),
  scanner: ({ devices }) => ({ at: 'scanner', ...devices.view() }),
  ticket: (place) => ({ at: 'ticket', missing: missingForTicket(place), ticket: takenTicket(place) }),
};

export const mayNameCentre = ({ installation, centre }: Pick<FirstRunPlace, 'installation' | 'centre'>): boolean =>
  installation.takesCentre() && !['paired', 'pairing'].includes(centre.status().state);

/**
 * Smallest difference between the machine's clock and the centre's time that is shown as wrong. The machine's clock is compared, because
 * the centre's time already corrects the clock that the kiosk uses.
 */
const NOTICED_MS = 30_000;

function clockOf({ centre, machine, office }: FirstRunPlace): ViewAt<'network'>['clock'] {
  const { clockOffsetMs } = centre.status();
  const { nowMs, isPlausible, canBeSet, setting } = machine.clock;
  const isOff = clockOffsetMs !== null && Math.abs(clockOffsetMs) >= NOTICED_MS;
  const known = isOff || !isPlausible() ? 'wrong' : clockOffsetMs === null ? 'alone' : 'centre';
  return { now: localMoment(nowMs(), office), known, canBeSet, setting: setting() };
}

const chosenOf = (installation: Installation) => {
  const { office } = installation.file();
  return office?.from === 'shipped' ? office.officeId : null;
};

const summaryOf = ({ firstRun }: FirstRunPlace): ViewAt<'summary'> => {
  const steps = firstRun.steps();
  return { at: 'summary', steps: firstRun.asked().map((step) => ({ step, isDone: steps[step] === 'done' })) };
};
