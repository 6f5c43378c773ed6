import type { HubState, OfficeHub } from '../../calling/ports/hub.ts';
import type { Centre } from '../../centre/ports/centre.ts';
import { EVENT_TYPES } from '../../contract/shared/events.ts';
import type { PartLevel } from '../../contract/shared/part-level.ts';
import type { Office } from '../../office/steps/office.ts';
import type { Clock } from '../../ports/clock.ts';
import { type CatalogueRow, EVENT_CATALOGUE, type EventKind } from '../../session/contract/event-catalogue.ts';
import type { FaultView } from '../../session/contract/fault.ts';
import type { CoreStatus } from '../../session/contract/kiosk-api.ts';
import type { Screen } from '../../session/contract/view-state.ts';
import type { StaffAccess } from '../../staff/steps/staff-access.ts';
import { LETTER_PROBLEMS } from '../contract/technician-pages.ts';
import type { Machine } from '../ports/machine.ts';

export interface MachinePlace {
  office: Office;
  slot: number | null;
  centre: Pick<Centre, 'status'>;
  machine: Machine;
  staffAccess: Pick<StaffAccess, 'state'>;
  hub: Pick<OfficeHub, 'state'>;
  version: string;
  clock: Clock;
}

/** The content of a page without the members that every page has (`edges` of the contract). */
export type PageBody<N extends Screen['screen']> = Omit<Extract<Screen, { screen: N }>, 'slot' | 'closesInMinutes'>;

/** The smallest difference from the centre's clock that is reported, because people notice it. */
export const CLOCK_OFF_MS = 30_000;
const DAY_MS = 86_400_000;
/**
 * Age from which the newest backup counts as overdue. A backup is made each day; if the kiosk was off at the weekend, Friday's backup is
 * still good enough on Monday.
 */
const BACKUP_DUE_MS = 4 * DAY_MS;
/** Largest number of rejected events that the page lists; the count beside the list includes all rejected events. */
const LETTERS_SHOWN = 50;

const PART_LEVELS: Record<CatalogueRow['level'], PartLevel> = { info: 'good', warn: 'attention', error: 'fault' };

export const levelOf = (kind: EventKind): PartLevel => PART_LEVELS[EVENT_CATALOGUE[kind].level];

export function faultOf(kind: EventKind): FaultView {
  const { about, picture, cause, steps } = EVENT_CATALOGUE[kind];
  return { kind, level: levelOf(kind), about, picture, cause, steps: [...steps] };
}

export function localMoment(atMs: number, office: Office): { date: string; time: string } {
  const { date, time } = office.momentOf(atMs);
  return { date, time };
}

/**
 * Time and age of the centre's last answer. The age changes every second, so that a technician who tests the network sees an answer at
 * once.
 */
export const lastContactOf = (atMs: number | null, office: Office, nowMs: number) =>
  atMs === null ? null : { ...localMoment(atMs, office), agoSeconds: Math.max(0, Math.floor((nowMs - atMs) / 1_000)) };

export function printerRows(
  rows: CoreStatus['printers'],
  office: Office,
): Extract<Screen, { screen: 'technician' }>['printers'] {
  if (rows.length === 0)
    return [{ printer: 'main', level: levelOf('no-printer'), condition: 'no-printer', papers: 0, since: null }];
  return rows.map(({ printer, condition, papers, sinceMs }) => ({
    printer,
    level: levelOf(condition === 'ready' ? 'printer-ready' : condition),
    condition,
    papers,
    since: sinceMs === null ? null : localMoment(sinceMs, office),
  }));
}

export const FURTHER_PAGES = {
  'technician-data': dataPage,
  'technician-network': networkPage,
  'technician-log': logPage,
  'technician-about': aboutPage,
  'technician-test': testPage,
  'technician-access': accessPage,
} satisfies { [N in Screen['screen']]?: (place: MachinePlace) => PageBody<N> };

function dataPage({ office, slot, machine: { care }, clock }: MachinePlace): PageBody<'technician-data'> {
  const made = care.backupAtMs();
  const freeBytes = care.freeBytes();
  const usedBytes = care.usedBytes();
  const isDue = made === null ? slot !== null : clock.wallMs() - made >= BACKUP_DUE_MS;
  const isLow = freeBytes !== null && freeBytes < care.leastFreeBytes;
  return {
    screen: 'technician-data',
    copies: {
      level: levelOf(care.finding),
      finding: care.finding,
      compared: localMoment(care.comparedAtMs, office),
    },
    backup: { level: isDue ? 'attention' : 'good', made: made === null ? null : localMoment(made, office) },
    disk: {
      level: freeBytes === null || usedBytes === null ? levelOf('store-failed') : isLow ? levelOf('disk-low') : 'good',
      usedBytes,
      freeBytes,
    },
  };
}

const TYPES = EVENT_TYPES.map(({ type }) => type);

/** Replaces a value of a newer program or centre by `other`, because it has no text here. */
const knownOf = <T extends string>(word: string, known: readonly T[]): T | 'other' =>
  known.find((one) => one === word) ?? 'other';

function networkPage({ centre, office, machine, clock }: MachinePlace): PageBody<'technician-network'> {
  const { state, url, seen, unsent, deadLetters, trouble, lastContactMs } = centre.status();
  const letters = machine.deadLetters(LETTERS_SHOWN);
  const nowMs = clock.wallMs();
  return {
    screen: 'technician-network',
    state,
    url,
    seen,
    unsent,
    deadLetters,
    trouble,
    networks: machine.networks.state(),
    lastContact: lastContactOf(lastContactMs, office, nowMs),
    // The list of rejected events is empty while the disk cannot be read; the status page shows that fault.
    letters: (letters.ok ? letters.value : []).map(({ ord, type, problem, atMs }) => ({
      ord,
      type: knownOf(type, TYPES),
      problem: knownOf(problem, LETTER_PROBLEMS),
      since: localMoment(atMs, office),
      days: Math.max(0, Math.floor((nowMs - atMs) / DAY_MS)),
    })),
  };
}

type LoggedEvents = PageBody<'technician-log'>['events'];

export const loggedEvents = ({ office, machine }: Pick<MachinePlace, 'office' | 'machine'>): LoggedEvents =>
  machine.recentEvents().map(({ no, kind, atMs, times }) => ({
    no,
    kind,
    about: EVENT_CATALOGUE[kind].about,
    times,
    at: localMoment(atMs, office),
    level: levelOf(kind),
  }));

function logPage(place: MachinePlace): PageBody<'technician-log'> {
  return { screen: 'technician-log', events: loggedEvents(place) };
}

function aboutPage({ machine, version, centre }: MachinePlace): PageBody<'technician-about'> {
  const { node, electron, sqlite, notices } = machine.programs;
  return {
    screen: 'technician-about',
    version,
    node,
    electron,
    sqlite,
    profileVersion: centre.status().profileVersion,
    notices: [...notices()],
  };
}

function testPage({ office, machine: { selfTest, diagnostics } }: MachinePlace): PageBody<'technician-test'> {
  const last = selfTest.last();
  return {
    screen: 'technician-test',
    isRunning: selfTest.isRunning(),
    tested: last && localMoment(last.atMs, office),
    rows: last === null ? [] : [...last.rows],
    diagnostics: diagnostics.state(),
  };
}

function accessPage({ staffAccess, hub, office }: MachinePlace): PageBody<'technician-access'> {
  const state = hub.state();
  return {
    screen: 'technician-access',
    ...staffAccess.state(),
    hub: state === null ? null : browsersOf(state, office),
  };
}

function browsersOf({ addresses, waiting, identities, check, kiosks }: HubState, { profile }: Office) {
  return {
    address: addresses[0] ?? null,
    waiting: waiting.map(({ code, role }) => ({ code, role })),
    desks: profile.desks.map(({ deskId, name }) => ({
      deskId,
      name: name.ca,
      identityId: identities.find((one) => one.deskId === deskId)?.identityId ?? null,
    })),
    halls: identities.flatMap(({ role, identityId }) => (role === 'hall' ? [identityId] : [])),
    check,
    kiosks: kiosks.map(({ address, state, check: shown, isPaired }) => ({ address, state, check: shown, isPaired })),
  };
}
