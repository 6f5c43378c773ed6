import { WORKING_LANGUAGES } from '../../config/languages.ts';
import { OfficeId } from '../../src-main/contract/shared/ids.ts';
import { bandsOf, HIGHEST_SLOT, isKioskSlot } from '../../src-main/domain/numbering.ts';
import type { Screen } from '../../src-main/session/contract/view-state.ts';
import type { FirstRunView } from '../../src-main/technician/contract/first-run.ts';
import type { NetworksView } from '../../src-main/technician/contract/networks.ts';
import { stepsAsked } from '../../src-main/technician/rules/first-run.ts';
import { appearanceOf } from '../support/appearance.ts';
import { DEVICES_VIEW, PAIRING_CODE, PRINTER_PROOF } from './canned-devices.ts';
import { NOT_TRAVELLING, STICK_FOUND } from './canned-travel.ts';

const STEPS = stepsAsked(false);
const languages = [...WORKING_LANGUAGES];
const officeId = (id: string) => OfficeId.parse(id);

function stepScreen(step: FirstRunView, slot: number | null = null): Screen {
  const asked = stepsAsked(step.at === 'replaced');
  const index = step.at === 'summary' ? asked.length - 1 : asked.indexOf(step.at);
  return {
    screen: 'technician-first-run',
    slot,
    closesInMinutes: 5,
    count: { no: index + 1, of: asked.length },
    canGoBack: index > 0,
    step,
  };
}

const OFFICES = [
  { officeId: officeId('oac-dido'), name: 'OAC Dídac Batlle', address: 'Carrer de la Unió, 26' },
  { officeId: officeId('oac-districte-2'), name: 'OAC Districte 2', address: 'Plaça de Ca n’Anglada, 1' },
  { officeId: officeId('serveis-socials-d1'), name: 'Serveis Socials Districte 1', address: 'Carrer Nou, 40' },
];

const OLD = {
  stage: 'open',
  slot: 3,
  name: 'quiosc de l’entrada',
  events: 0,
  unread: 0,
  lastHeard: { date: '2026-11-23', time: '17:41' },
} as const;

const CENTRE = {
  url: 'https://torn.terrassa.example',
  cityId: 'terrassa',
  trouble: null,
  seen: false,
  isAsked: false,
  authority: null,
  proxy: null,
  canBeSet: true,
} as const;
const NOTE = { isLooking: false, trouble: null, read: null } as const;
export const NETWORKS = {
  manager: 'here',
  work: 'none',
  found: [],
  cards: [
    {
      card: 'enp1s0',
      kind: 'cable',
      state: 'up',
      by: 'dhcp',
      addresses: ['192.0.2.41/24'],
      gateway: '192.0.2.1',
      names: ['192.0.2.1'],
      network: null,
      account: null,
    },
    {
      card: 'wlp2s0',
      kind: 'wifi',
      state: 'down',
      by: null,
      addresses: [],
      gateway: null,
      names: [],
      network: null,
      account: null,
    },
  ],
} satisfies NetworksView;
const ABOUT_NETWORK = { note: NOTE, networks: NETWORKS };
const CLOCK = { now: { date: '2026-11-24', time: '10:24' }, known: 'centre', canBeSet: true, setting: null } as const;

export const FIRST_RUN_SCREENS: Readonly<Record<string, Screen>> = {
  'technician-welcome': { screen: 'technician-welcome', languages, at: null, count: { no: 1, of: STEPS.length } },
  'technician-welcome-again': {
    screen: 'technician-welcome',
    languages,
    at: 'slot',
    count: { no: 7, of: STEPS.length },
  },
  'technician-pin-first': {
    screen: 'technician-pin',
    step: 'choose',
    checking: false,
    notice: null,
    waitSeconds: null,
    codeWaitSeconds: null,
    namedWaitSeconds: null,
    takesPin: true,
    takesStaffCode: false,
    takesNamedCode: false,
    mayBeSkipped: true,
  },
  'technician-first-language': stepScreen({ at: 'language', languages, chosen: 'ca' }),
  'technician-first-panel': stepScreen({ at: 'panel', panel: appearanceOf().panel, turn: 0, touch: null }),
  'technician-first-panel-touch': stepScreen({
    at: 'panel',
    panel: appearanceOf().panel,
    turn: 0,
    touch: { stage: 'disagree', endsInSeconds: 0 },
  }),
  'technician-first-panel-trying': stepScreen({
    at: 'panel',
    panel: appearanceOf().panel,
    turn: 0,
    touch: { stage: 'trying', endsInSeconds: 12 },
  }),
  'technician-first-network': stepScreen({
    at: 'network',
    name: 'quiosc-oac-2',
    addresses: [{ card: 'enp1s0', address: '192.0.2.41' }],
    ...ABOUT_NETWORK,
    centre: { ...CENTRE, seen: true },
    clock: CLOCK,
  }),
  'technician-first-no-network': stepScreen({
    at: 'network',
    name: 'quiosc-oac-2',
    addresses: [],
    ...ABOUT_NETWORK,
    centre: { ...CENTRE, trouble: 'central-unreachable' },
    clock: { ...CLOCK, known: 'alone' },
  }),
  'technician-first-network-new': stepScreen({
    at: 'network',
    name: 'quiosc-oac-2',
    addresses: [{ card: 'enp1s0', address: '192.0.2.41' }],
    ...ABOUT_NETWORK,
    centre: { ...CENTRE, url: null, cityId: null },
    clock: { ...CLOCK, now: { date: '2019-01-01', time: '01:03' }, known: 'wrong' },
  }),
  'technician-first-network-authority': stepScreen({
    at: 'network',
    name: 'quiosc-oac-2',
    addresses: [{ card: 'enp1s0', address: '192.0.2.41' }],
    ...ABOUT_NETWORK,
    centre: {
      ...CENTRE,
      trouble: 'central-certificate',
      authority: { name: 'Ajuntament de Terrassa CA', begins: '3f9a77c01be2d458'.repeat(3), isAnother: false },
    },
    clock: { ...CLOCK, known: 'alone' },
  }),
  'technician-first-network-note': stepScreen({
    at: 'network',
    name: 'quiosc-oac-2',
    addresses: [{ card: 'enp1s0', address: '192.0.2.41' }],
    centre: { ...CENTRE, url: null, cityId: null },
    note: {
      ...NOTE,
      read: {
        no: 1,
        url: 'https://torn.terrassa.example',
        cityId: 'terrassa',
        keyId: null,
        proxy: 'http://proxy.terrassa.example:3128',
        authority: { name: 'Ajuntament de Terrassa CA', fingerprint: '3f9a77c01be2d458'.repeat(4) },
      },
    },
    networks: NETWORKS,
    clock: { ...CLOCK, known: 'alone' },
  }),
  'technician-first-network-another': stepScreen({
    at: 'network',
    name: 'quiosc-oac-2',
    addresses: [{ card: 'enp1s0', address: '192.0.2.41' }],
    centre: {
      ...CENTRE,
      trouble: 'central-certificate',
      authority: { name: 'Another CA', begins: '3f9a77c01be2d458'.repeat(3), isAnother: true },
    },
    note: { ...NOTE, trouble: 'not-a-note' },
    networks: { ...NETWORKS, manager: 'absent' },
    clock: { ...CLOCK, known: 'alone' },
  }),
  'technician-first-pairing': stepScreen({
    at: 'pairing',
    state: 'pairing',
    trouble: null,
    pairing: PAIRING_CODE,
    mayReplace: true,
  }),
  'technician-first-replacing': stepScreen({
    at: 'pairing',
    state: 'pairing',
    trouble: null,
    mayReplace: true,
    pairing: { ...PAIRING_CODE, replaces: true },
  }),
  'technician-first-unpaired': stepScreen({
    at: 'pairing',
    state: 'unpaired',
    trouble: null,
    pairing: null,
    mayReplace: true,
  }),
  'technician-first-alone': stepScreen({
    at: 'pairing',
    state: 'none',
    trouble: null,
    pairing: null,
    mayReplace: false,
  }),
  'technician-first-office': stepScreen({ at: 'office', offices: OFFICES, chosen: null, travel: NOT_TRAVELLING }),
  'technician-first-office-copied': stepScreen({ at: 'office', offices: OFFICES, chosen: null, travel: STICK_FOUND }),
  'technician-first-slot': stepScreen({
    at: 'slot',
    slots: Array.from({ length: HIGHEST_SLOT }, (_, index) => index + 1)
      .filter(isKioskSlot)
      .flatMap((slot) =>
        bandsOf(slot)
          .slice(0, 1)
          .map((band) => ({ slot, ...band })),
      ),
    hasOffice: true,
  }),
  'technician-first-replaced': stepScreen({ at: 'replaced', ...OLD }, 2),
  'technician-first-replaced-not-there': stepScreen({ at: 'replaced', ...OLD, stage: 'not-there' }, 2),
  'technician-first-replaced-sending': stepScreen({ at: 'replaced', ...OLD, stage: 'sending', events: 212 }, 2),
  'technician-first-replaced-sent': stepScreen({ at: 'replaced', ...OLD, stage: 'sent', events: 212, unread: 1 }, 2),
  'technician-first-printer': stepScreen({ at: 'printer', ...DEVICES_VIEW }, 2),
  'technician-first-proof': stepScreen({ at: 'printer', ...DEVICES_VIEW, proof: PRINTER_PROOF }, 2),
  'technician-first-scanner': stepScreen({ at: 'scanner', ...DEVICES_VIEW }, 2),
  'technician-first-ticket': stepScreen({ at: 'ticket', missing: null, ticket: null }, 2),
  'technician-first-ticket-out': stepScreen(
    { at: 'ticket', missing: null, ticket: { label: 'A400', print: 'printed' } },
    2,
  ),
  'technician-first-ticket-missing': stepScreen({ at: 'ticket', missing: 'office', ticket: null }, 2),
  'technician-first-summary': stepScreen(
    {
      at: 'summary',
      steps: STEPS.map((step) => ({ step, isDone: step !== 'scanner' && step !== 'pairing' })),
    },
    2,
  ),
};
