import { LANGUAGES } from '../../config/languages.ts';
import type { ScreenSetting } from '../../src-main/contract/shared/office-profile.ts';
import type { Panel } from '../../src-main/contract/shared/panel.ts';
import type { AccessSettings, ShellScreen, ViewState, Warning } from '../../src-main/session/contract/view-state.ts';
import { DEFAULT_ACCESS } from '../../src-main/session/rules/default-access.ts';
import { USUAL_SPEECH } from '../../src-main/speech/contract/speech-mode.ts';
import { leastCapitalMm, sizesOf } from '../../src-renderer/fitting/sizes.ts';
import { appearanceOf } from '../support/appearance.ts';
import type { Language } from './canned-services.ts';
import { SHELL_SCREENS, screensIn, stateOf } from './canned-states.ts';
import type { Bounds } from './page/report.ts';
import type { Subject } from './page/show.ts';
import { TICKET_SCREENS } from './ticket-screens.ts';

export const TEXT_SIZES = [100, 150, 200] as const;
export type TextSize = (typeof TEXT_SIZES)[number];
export const SPACINGS = ['usual', 'wide'] as const satisfies readonly AccessSettings['spacing'][];

/**
 * The looks of a screen: the city's colours by day and in a dark hall; high contrast, whose colours no city chooses; and dimmer or brighter
 * variants.
 */
const APPEARANCES = {
  light: [{ shade: 'light' }, {}],
  dark: [{ shade: 'dark' }, {}],
  high: [{ shade: 'light' }, { contrast: 'high' }],
  dimmer: [{ shade: 'light' }, { brightness: 'other' }],
  'high-dimmer': [{ shade: 'light' }, { contrast: 'high', brightness: 'other' }],
  'high-brighter': [{ shade: 'dark' }, { contrast: 'high', brightness: 'other' }],
} as const satisfies Record<string, readonly [Partial<ScreenSetting>, Partial<AccessSettings>]>;
export type Look = keyof typeof APPEARANCES;
export const LOOKS: readonly Look[] = ['light', 'dark', 'high', 'dimmer', 'high-dimmer', 'high-brighter'];

export interface Case {
  screen: string;
  language: Language;
  textSize: TextSize;
  look: Look;
  reach: boolean;
  /** Absent: the usual spacing. */
  spacing?: AccessSettings['spacing'];
}

export const nameOfCase = ({ screen, language, textSize, look, reach, spacing }: Case): string =>
  [screen, language, textSize, look, ...(reach ? ['reach'] : []), ...(spacing === 'wide' ? ['wide'] : [])].join(' ');

/** Texts to type, each with the screen of its keypad. The numbers of documents are published samples. */
const TYPED = {
  dni: ['document-keypad', '12345678'],
  nie: ['document-keypad', 'X1234567'],
  'old-dni': ['document-keypad', '123456'],
  passport: ['document-keypad-passport', 'ABC123456789012'],
  locator: ['locator-keypad', 'NE4NAF7Q'],
  'locator-mistyped': ['locator-keypad', 'NE4NAF7M'],
  'code-from-home': ['locator-keypad-from-home', 'AA9104210'],
} as const;

type Making = (language: Language, access: AccessSettings) => Omit<Subject, 'appearance'>;

function stateIn(screen: string, language: Language, changes: Partial<ViewState>): ViewState {
  const view = screensIn(language)[screen];
  if (view === undefined) throw new Error(`no canned screen “${screen}”`);
  return stateOf(view, language, changes);
}

const shows =
  (screen: string, changes: Partial<ViewState> = {}): Making =>
  (language, access) => ({ state: stateIn(screen, language, { access, ...changes }) });

const withTyped =
  (screen: string, typed: string): Making =>
  (language, access) => ({ state: stateIn(screen, language, { access }), typed });

/** The shell shows this screen while no core runs. The shell knows the panel, but no settings of a person. */
const byShell =
  (shell: ShellScreen): Making =>
  () => ({ state: stateIn('idle', 'ca', {}), shell });

const warned = (about: Warning['about'], numberStands = false, extensionsLeft = 10): Warning => ({
  endsInSeconds: 18,
  ofSeconds: 20,
  extensionsLeft,
  about,
  numberStands,
  chimePercent: 50,
});

/** Each kind of warning that a session will end, on a screen with little room for it. */
const WARNINGS: Readonly<Record<string, readonly [screen: string, Warning]>> = {
  warning: ['services', warned('choices')],
  'warning-settings': ['idle', warned('settings')],
  'warning-check-in': ['document-keypad', warned('check-in')],
  'warning-ticket': ['take-ticket-documents', warned('number', true)],
  'warning-appointment': ['arrived-specialist', warned('number', true)],
  'warning-number': ['printer-trouble', warned('number', true)],
  'warning-proof': ['attendance-proof', warned('proof', true)],
  'warning-result': ['result-already-checked-in', warned('number', true)],
  'warning-last': ['services', warned('choices', false, 0)],
  'warning-last-typed': ['document-keypad', warned('check-in', false, 0)],
  'warning-last-number': ['printer-trouble', warned('number', true, 0)],
  'technician-warning': ['technician-pin-choose', warned('typed')],
  'technician-warning-page': ['technician', warned('page')],
  'technician-warning-last': ['technician-pin-choose', warned('typed', false, 0)],
};

const ASKED: Readonly<Record<string, readonly [screen: string, isAcknowledged: boolean]>> = {
  'asked-take-ticket': ['take-ticket', false],
  'acknowledged-take-ticket': ['take-ticket', true],
  'acknowledged-printing': ['printing', true],
  'acknowledged-printer-trouble': ['printer-trouble', true],
};

const HEARD: ViewState['speech'] = { ...USUAL_SPEECH, mode: 'private', says: true, aloud: false, synthesiser: 'ready' };
/** The speech of an office in which a touch may have the screen read aloud. */
const ALOUD = { ...HEARD, mode: 'off', says: false, aloud: true } as const;

export const SUBJECTS: Readonly<Record<string, Making>> = {
  ...Object.fromEntries(Object.keys(screensIn('ca')).map((screen) => [screen, shows(screen)])),
  ...Object.fromEntries(
    Object.entries(TYPED).map(([name, [screen, typed]]) => [`typed-${name}`, withTyped(screen, typed)]),
  ),
  ...Object.fromEntries(
    Object.entries(WARNINGS).map(([name, [screen, warning]]) => [name, shows(screen, { warning })]),
  ),
  ...Object.fromEntries(
    Object.entries(ASKED).map(([name, [screen, attentionAcknowledged]]) => [
      name,
      shows(screen, { attention: { preferential: true, comeAndFetch: true }, attentionAcknowledged }),
    ]),
  ),
  'language-all': shows('language', { languages: [...LANGUAGES] }),
  'staff-notice': shows('idle', {
    printerNotice: { condition: 'printer-unreachable', printing: true },
    storeNotice: 'database-restored',
  }),
  'nine-languages': shows('idle', { languages: [...LANGUAGES] }),
  'access-private': shows('access', { speech: HEARD }),
  curtain: shows('services', { speech: { ...HEARD, curtain: true } }),
  'aloud-idle': shows('idle', { speech: ALOUD }),
  'aloud-services': shows('services', { speech: ALOUD }),
  'aloud-ticket': shows('take-ticket', { speech: ALOUD }),
  'aloud-access': shows('access', { speech: ALOUD }),
  'voice-note': shows('services', { speech: { ...HEARD, synthesiser: 'dead' } }),
  'help-coming-services': shows('services', { helpComing: true }),
  'help-coming-take-ticket': shows('take-ticket', { helpComing: true }),
  'asked-services': shows('services', { attention: { preferential: true, comeAndFetch: true } }),
  ...Object.fromEntries(Object.entries(SHELL_SCREENS).map(([name, shell]) => [`shell-${name}`, byShell(shell)])),
};

/**
 * Tickets with every combination of parts. `npm run screens -- --only ticket/` checks all of them. `npm test` checks a selection in which
 * every two parts meet.
 */
export const TICKETS: Readonly<Record<string, Making>> = Object.fromEntries(
  TICKET_SCREENS.map(({ name, view, changes }) => [
    name,
    (language: Language, access: AccessSettings) => ({
      state: stateOf(view(language), language, { access, ...changes }),
    }),
  ]),
);

/** True if the shell shows this screen, in Catalan and without a person's settings. */
export const isShells = (screen: string): boolean => screen.startsWith('shell-');
/** True if the screen comes before any choice of a citizen, and so has the default language and settings. */
export const isAsFound = (screen: string): boolean => isShells(screen) || screen === 'night';
const isTicket = (screen: string): boolean =>
  /^(?:ticket\/|take-ticket|arrived|printer-trouble|asked-take-ticket|acknowledged-(?:take-ticket|printer-trouble))/.test(
    screen,
  ) && screen !== 'arrived-printing';
const isPad = (screen: string): boolean => /^(?:typed-|locator-keypad|document-keypad)/.test(screen);
const isFacade = (screen: string): boolean => /^(?:idle|nine-languages)/.test(screen);
export const isTechnicians = (screen: string): boolean => /^(?:technician|staff-view)/.test(screen);

export function subjectOf(
  { screen, language, textSize, look, reach, spacing = 'usual' }: Case,
  { panelId }: Panel,
): Subject {
  const make = SUBJECTS[screen] ?? TICKETS[screen];
  if (make === undefined) throw new Error(`no screen “${screen}”`);
  const [setting, access] = APPEARANCES[look];
  return {
    ...make(language, { ...DEFAULT_ACCESS, ...access, textSize, reach, spacing }),
    appearance: appearanceOf({ panel: panelId, ...setting }),
  };
}

/** Returns the limits for a case: stricter ones for citizens' screens than for pages that a technician reads from close by. */
export function boundsOf({ screen, textSize, reach, spacing }: Case, panel: Panel): Bounds {
  const { pxPerMm, widthPx, heightPx } = panel;
  const isTheirs = isTechnicians(screen);
  const isUsual = spacing !== 'wide' && !reach;
  const { reachMm } = sizesOf(panel, { widthPx, heightPx }, textSize);
  return {
    pxPerMm,
    targetMm: isTheirs ? 9 : 20,
    gapMm: 3,
    capitalMm: isTheirs ? 5 : leastCapitalMm(panel.readingMm),
    reachFromPx: reach && !isTheirs && !isAsFound(screen) ? heightPx - reachMm * pxPerMm : null,
    reachedPart: textSize === 100 ? 'whole' : 'least',
    onePage: isUsual && (isPad(screen) || (textSize === 100 && (isTicket(screen) || isFacade(screen)))),
    wholeFacade: isUsual && textSize === 100 && isFacade(screen),
    leastChoices: !isUsual || !screen.startsWith('services') ? 1 : textSize === 100 ? 4 : 2,
    codeMm: 30,
    apart: spacing === 'wide' && textSize === 100 && !isTheirs && !isAsFound(screen),
  };
}
