import { LANGUAGES } from '../../config/languages.ts';
import type { Panel } from '../../src-main/contract/shared/panel.ts';
import { type Case, isAsFound, type Look, nameOfCase, SPACINGS, SUBJECTS, TEXT_SIZES } from './cases.ts';
import { coverPairs } from './covering.ts';
import { PANELS, panelNamed } from './panels.ts';
import { canBe, nameOfTicket, PARTS } from './ticket-screens.ts';

export interface Place {
  panel: Panel;
  one: Case;
}

/** Each of these screens has only one sentence or key more than another screen, so it is checked only in `HARDEST`. */
const NAMED = [
  'staff-view-named',
  'technician-named',
  'technician-pin-any',
  'technician-pin-named',
  'technician-pin-closed',
] as const;
const SCREENS = Object.keys(SUBJECTS).filter((screen) => !NAMED.some((one) => one === screen));

/**
 * Each screen is checked in these languages and in one of the other languages by turns: all nine languages would take three times as long.
 */
const ALWAYS = ['ca', 'es'] as const;
const BY_TURNS = LANGUAGES.filter((language) => !ALWAYS.some((one) => one === language));

/** The looks in `BY_BRIGHTNESS` are brighter or dimmer variants of these. */
const CITYS_AND_HIGH: readonly Look[] = ['light', 'dark', 'high'];
const BY_BRIGHTNESS: readonly Look[] = ['dimmer', 'high-dimmer', 'high-brighter'];
const IN_EACH_COLOUR = [
  'idle',
  'services',
  'services-closed',
  'take-ticket',
  'document-keypad',
  'access',
  'warning',
  'help',
];

const LARGEST = { textSize: 200, look: 'light', reach: false } as const;

/** Screens for which the largest type or the widest spacing leaves the least room. They are always checked. */
const HARDEST: readonly (readonly [panelId: string, one: Omit<Case, 'screen'>, screens: readonly string[]])[] = [
  ['inch-21-5-portrait', { ...LARGEST, language: 'ca' }, NAMED],
  ['inch-15-landscape', { ...LARGEST, textSize: 100, language: 'es' }, NAMED],
  [
    'inch-15-portrait',
    { ...LARGEST, language: 'es', reach: true },
    ['services-queue', 'services-groups', 'warning-last', 'warning-last-number', 'nine-languages'],
  ],
  ['inch-15-landscape', { ...LARGEST, language: 'es' }, ['closed', 'technician', 'take-ticket', 'warning-last']],
  ['inch-15-landscape', { ...LARGEST, language: 'ca', reach: true }, ['asked-take-ticket', 'idle']],
  ['inch-21-5-portrait', { ...LARGEST, language: 'es', reach: true }, ['services-queue', 'attendance-proof']],
  [
    'inch-21-5-landscape',
    { ...LARGEST, textSize: 100, language: 'ca', reach: true, spacing: 'wide' },
    ['services-queue', 'closed', 'idle', 'document-keypad'],
  ],
  [
    'inch-15-portrait',
    { ...LARGEST, language: 'ca', look: 'high', reach: true, spacing: 'wide' },
    ['technician-first-pairing'],
  ],
  [
    'inch-15-portrait',
    { ...LARGEST, textSize: 100, language: 'es', reach: true, spacing: 'wide' },
    ['services-queue', 'access', 'idle', 'warning-last'],
  ],
];

const TIGHT = { textSize: 150, look: 'dark', reach: true, spacing: 'wide' } as const;
const PLAIN = { textSize: 100, look: 'light', reach: false } as const;
/**
 * Cases with a misfit that the sample once missed, because it had the screen on another panel or in another language of `BY_TURNS`. Each
 * replaces the sample's row with the same screen and settings.
 */
const LEAST_ROOM: readonly (readonly [panelId: string, one: Case])[] = [
  ['inch-15-landscape', { ...TIGHT, screen: 'acknowledged-printing', language: 'es' }],
  ['inch-15-landscape', { ...TIGHT, screen: 'typed-locator-mistyped', language: 'ar' }],
  ['inch-32-portrait', { ...PLAIN, screen: 'asked-services', language: 'ur', spacing: 'usual' }],
  ['inch-32-landscape', { ...PLAIN, screen: 'idle', language: 'ro', spacing: 'wide' }],
];

/** Replaces a row by the row of `LEAST_ROOM` with the same screen and settings. All languages of `BY_TURNS` count as the same. */
function withLeastRoom(place: Place): Place {
  const settingsOf = ({ language, ...one }: Case): string =>
    nameOfCase({ ...one, language: BY_TURNS.includes(language) ? (BY_TURNS[0] ?? language) : language });
  const found = LEAST_ROOM.find(([, one]) => settingsOf(one) === settingsOf(place.one));
  return found === undefined ? place : { panel: panelNamed(found[0]), one: found[1] };
}

const nameOfPlace = ({ panel, one }: Place): string => `${panel.panelId} ${nameOfCase(one)}`;

/**
 * Returns the cases that axe checks, too. They are few, because axe is slow: one case for each screen, and every case with a look of
 * `BY_BRIGHTNESS`. From screen to screen the size of type changes, if the sample has a case of that size.
 */
export function heardOf(places: readonly Place[]): Set<Case> {
  const bySettings = places.filter(({ one }) => !BY_BRIGHTNESS.includes(one.look)).map(({ one }) => one);
  const byScreen = Map.groupBy(bySettings, ({ screen }) => screen);
  const once = SCREENS.flatMap((screen, index) => {
    const rows = byScreen.get(screen) ?? [];
    return rows.find(({ textSize }) => textSize === TEXT_SIZES[index % TEXT_SIZES.length]) ?? rows[0] ?? [];
  });
  return new Set([...once, ...places.flatMap(({ one }) => (BY_BRIGHTNESS.includes(one.look) ? [one] : []))]);
}

/** Each group of screens is sampled by itself, because a screen that is added to a group changes the settings of the whole group. */
const GROUPS = [/^(?:book|closed-books|services-books|result-turn-over)/, /from-home$/] as const;
const groupOf = (screen: string): number => GROUPS.findIndex((group) => group.test(screen));

/**
 * Returns places in which each screen has every value of each setting (language, size of type, look, reach, spacing), and every two values
 * of two settings occur together on some screen.
 */
function pairsOfSettings(screens: readonly string[]): Place[] {
  let turn = 0;
  const seenBefore = new Map<string, number>();
  return coverPairs([
    screens.length,
    ALWAYS.length + 1,
    TEXT_SIZES.length,
    CITYS_AND_HIGH.length,
    2,
    SPACINGS.length,
  ]).flatMap((row) => {
    const [screen, language, textSize, look] = [
      screens[row[0] ?? 0],
      ALWAYS[row[1] ?? 0] ?? BY_TURNS[turn++ % BY_TURNS.length],
      TEXT_SIZES[row[2] ?? 0],
      CITYS_AND_HIGH[row[3] ?? 0],
    ];
    if (screen === undefined || language === undefined || textSize === undefined || look === undefined) return [];
    const count = seenBefore.get(screen) ?? 0;
    seenBefore.set(screen, count + 1);
    const panel = PANELS[((row[0] ?? 0) + count) % PANELS.length];
    if (panel === undefined) return [];
    const one = isAsFound(screen)
      ? ({ screen, language: 'ca', textSize: 100, look, reach: false } as const)
      : {
          screen,
          language,
          textSize,
          look,
          reach: row[4] === 1,
          spacing: SPACINGS[row[5] ?? 0] ?? 'usual',
        };
    return [withLeastRoom({ panel, one })];
  });
}

/**
 * Returns the sample of `npm test`, sorted by panel: the places of `pairsOfSettings`, the places of `HARDEST`, the screens of
 * `IN_EACH_COLOUR` in each look of `BY_BRIGHTNESS`, and tickets.
 */
export function sample(): Place[] {
  const places = [-1, ...GROUPS.keys()].flatMap((group) =>
    pairsOfSettings(SCREENS.filter((screen) => groupOf(screen) === group)),
  );
  const hardest = HARDEST.flatMap(([panelId, changes, screens]) =>
    screens.map((screen) => ({ panel: panelNamed(panelId), one: { screen, ...changes } })),
  );
  const panel = panelNamed('inch-21-5-portrait');
  const coloured = BY_BRIGHTNESS.flatMap((look) =>
    IN_EACH_COLOUR.map((screen) => ({
      panel,
      one: { screen, language: 'ca', textSize: 100, look, reach: false } as const,
    })),
  );
  const known = new Set(places.map(nameOfPlace));
  places.push(...[...hardest, ...coloured, ...tickets()].filter((place) => !known.has(nameOfPlace(place))));
  return places.sort((one, other) => PANELS.indexOf(one.panel) - PANELS.indexOf(other.panel));
}

/** Returns places in which every two values of a ticket's parts, the panels, the languages and the sizes of type occur together. */
function tickets(): Place[] {
  const { screen, turn, code, list, asked, place } = PARTS;
  const parts = [screen, turn, code, list, asked, place, PANELS, LANGUAGES, TEXT_SIZES] as const;
  return coverPairs(parts.map(({ length }) => length)).flatMap((row) => {
    const pick = <Value>(values: readonly Value[], at: number): Value => values[row[at] ?? 0] as Value;
    const chosen = {
      screen: pick(screen, 0),
      turn: pick(turn, 1),
      code: pick(code, 2),
      list: pick(list, 3),
      asked: pick(asked, 4),
      place: pick(place, 5),
    };
    const nearest = [chosen, { ...chosen, list: 'alone', place: 'slot' } as const].find(canBe) ?? chosen;
    const one: Case = {
      screen: nameOfTicket(nearest),
      language: pick(LANGUAGES, 7),
      textSize: pick(TEXT_SIZES, 8),
      look: 'light',
      reach: false,
    };
    return [{ panel: pick(PANELS, 6), one }];
  });
}
