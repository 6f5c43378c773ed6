import type { CityOverview, KioskInCity, OfficeInCity, Trouble } from '../../src-main/contract/centre/city-overview.ts';
import { TROUBLE_KINDS, type TroubleKind } from '../../src-main/domain/trouble-kinds.ts';

/**
 * An undisturbed kiosk asks for changes at least every five minutes, so a kiosk without contact for this long has missed two times and
 * counts as silent.
 */
export const SILENT_AFTER_MS = 10 * 60_000;
/** A kiosk that is silent for this long needs a visit. A shorter silence is mostly a network that comes back by itself. */
export const OFFLINE_AFTER_MS = 2 * 3_600_000;
/** A certificate is reported this long before its end, so that a visit to install the next certificate can be planned. */
const CERTIFICATE_ENDS_WITHIN_MS = 21 * 86_400_000;

/**
 * The effect of a trouble: it `stops` citizens; the kiosk still `works`; the office's `staff` can repair it; `unknown`: the kiosk is
 * silent, so it counts neither as well nor as out of order.
 */
export type Effect = 'stops' | 'works' | 'staff' | 'unknown';

export const EFFECTS: Readonly<Record<TroubleKind, Effect>> = {
  'paper-out': 'stops',
  'cover-open': 'stops',
  'cutter-error': 'stops',
  'printer-error': 'stops',
  overheated: 'stops',
  'printer-offline': 'stops',
  'printer-unreachable': 'stops',
  'unknown-answer': 'stops',
  silent: 'unknown',
  offline: 'stops',
  'dead-letters': 'works',
  'clock-off': 'works',
  'midni-certificate-ends': 'works',
  'disk-low': 'works',
  'update-undone': 'works',
  'paper-low': 'staff',
};

const isTrouble = (word: string): word is TroubleKind => Object.hasOwn(EFFECTS, word);
const rank = ({ kind }: Trouble): number => TROUBLE_KINDS.indexOf(kind);

/** One kiosk in the centre's tables. Times are milliseconds since 1970; `null`: never, or unknown. */
export interface KioskState {
  enrolledAtMs: number;
  lastHeardAtMs: number | null;
  printers: readonly { condition: string; sinceMs: number }[];
  /** True if the newest event was dated by a clock that is not trusted. */
  isClockInDoubt: boolean;
  lastEventAtMs: number | null;
  /** The kiosk's last report about its machine. `null`: the kiosk's program is older and reports none. */
  machine: { disk: string; certificateEndsMs: number | null; deadLetters: number; sinceMs: number } | null;
  update: { result: string; endedAtMs: number } | null;
}

/** Returns the troubles of a kiosk, the worst first. */
export function troublesOf(state: KioskState, nowMs: number): Trouble[] {
  const found = [
    ...printersIn(state),
    ...contactIn(state, nowMs),
    ...(state.isClockInDoubt ? [troubleOf('clock-off', state.lastEventAtMs)] : []),
    ...machineIn(state, nowMs),
    ...(state.update === null || state.update.result === 'done'
      ? []
      : [troubleOf('update-undone', state.update.endedAtMs)]),
  ];
  return found.sort((a, b) => rank(a) - rank(b));
}

const troubleOf = (kind: TroubleKind, sinceMs: number | null): Trouble => ({
  kind,
  since: sinceMs === null ? null : new Date(sinceMs).toISOString(),
});

/** A kiosk with two printers prints as long as one of them does. */
function printersIn({ printers }: KioskState): Trouble[] {
  const canPrint = printers.some(({ condition }) => condition === 'ready' || condition === 'paper-low');
  return printers.flatMap(({ condition, sinceMs }) =>
    isTrouble(condition) && (condition === 'paper-low' || !canPrint) ? [troubleOf(condition, sinceMs)] : [],
  );
}

function contactIn({ lastHeardAtMs, enrolledAtMs }: KioskState, nowMs: number): Trouble[] {
  const heardAtMs = lastHeardAtMs ?? enrolledAtMs;
  if (nowMs - heardAtMs < SILENT_AFTER_MS) return [];
  return [troubleOf(nowMs - heardAtMs < OFFLINE_AFTER_MS ? 'silent' : 'offline', heardAtMs)];
}

function machineIn({ machine }: KioskState, nowMs: number): Trouble[] {
  if (machine === null) return [];
  const { disk, certificateEndsMs, deadLetters, sinceMs } = machine;
  const isEnding = certificateEndsMs !== null && certificateEndsMs - nowMs < CERTIFICATE_ENDS_WITHIN_MS;
  return [
    ...(isEnding ? [troubleOf('midni-certificate-ends', null)] : []),
    ...(disk === 'low' ? [troubleOf('disk-low', sinceMs)] : []),
    ...(deadLetters > 0 ? [troubleOf('dead-letters', sinceMs)] : []),
  ];
}

/** One line of the city's page: a kiosk, or an office whose kiosks are all silent. */
export interface CityLine {
  office: OfficeInCity;
  kiosks: readonly KioskInCity[];
  trouble: Trouble;
  others: readonly Trouble[];
  effect: Effect;
}

export interface CityLines {
  visits: readonly CityLine[];
  unknown: readonly CityLine[];
  well: readonly KioskInCity[];
  /** Numbers of kiosks, not of lines. Every kiosk is in exactly one of `visits`, `unknown` and `well`. */
  counts: Readonly<Record<'visits' | 'unknown' | 'well', number>>;
}

const ORDER: readonly Effect[] = ['stops', 'works', 'staff', 'unknown'];

/**
 * Groups a city's kiosks into the lines of its page, sorted by effect, then by kind of trouble, then by the number of people waiting (most
 * first), then by age.
 */
export function linesOf({ kiosks, offices }: Pick<CityOverview, 'kiosks' | 'offices'>): CityLines {
  const named = new Map<string, OfficeInCity>(offices.map((office) => [office.officeId, office]));
  const lines = [...Map.groupBy(kiosks, ({ officeId }) => officeId)].flatMap(([officeId, own]) =>
    linesOfOffice(
      named.get(officeId) ?? { officeId: own[0]?.officeId ?? officeId, name: officeId, waiting: null },
      own,
    ),
  );
  lines.sort(worstFirst);
  const visits = lines.filter(({ effect }) => effect !== 'unknown');
  const unknown = lines.filter(({ effect }) => effect === 'unknown');
  const well = kiosks.filter(({ troubles }) => troubles.length === 0);
  return { visits, unknown, well, counts: { visits: kiosksIn(visits), unknown: kiosksIn(unknown), well: well.length } };
}

const kiosksIn = (lines: readonly CityLine[]): number => lines.reduce((sum, { kiosks }) => sum + kiosks.length, 0);

const isUnheard = ({ kind }: Trouble): boolean => kind === 'silent' || kind === 'offline';

function linesOfOffice(office: OfficeInCity, kiosks: readonly KioskInCity[]): CityLine[] {
  const unheard = kiosks.flatMap(({ troubles }) => troubles.find(isUnheard) ?? []);
  // An office without network or power is one visit, whatever its printers reported before.
  if (kiosks.length > 1 && unheard.length === kiosks.length) return [lineOf(office, kiosks, latest(unheard), [])];
  return kiosks.flatMap((kiosk) => {
    const [trouble, ...others] = kiosk.troubles;
    return trouble === undefined ? [] : [lineOf(office, [kiosk], trouble, others)];
  });
}

const lineOf = (
  office: OfficeInCity,
  kiosks: readonly KioskInCity[],
  trouble: Trouble,
  others: readonly Trouble[],
): CityLine => ({ office, kiosks, trouble, others, effect: EFFECTS[trouble.kind] });

/** Returns the trouble of the kiosk that fell silent last. The whole office has been silent since then. */
const latest = (troubles: readonly Trouble[]): Trouble =>
  troubles.reduce((last, trouble) => ((trouble.since ?? '') > (last.since ?? '') ? trouble : last));

function worstFirst(a: CityLine, b: CityLine): number {
  return (
    ORDER.indexOf(a.effect) - ORDER.indexOf(b.effect) ||
    rank(a.trouble) - rank(b.trouble) ||
    (b.office.waiting ?? -1) - (a.office.waiting ?? -1) ||
    (a.trouble.since ?? '').localeCompare(b.trouble.since ?? '') ||
    (a.kiosks[0]?.kioskId ?? '').localeCompare(b.kiosks[0]?.kioskId ?? '')
  );
}
