import type { Case } from './cases.ts';
import { panelNamed } from './panels.ts';
import type { Place } from './sample.ts';

export interface ReferencePicture extends Place {
  name: string;
}

const USUAL: Omit<Case, 'screen'> = { language: 'ca', textSize: 100, look: 'light', reach: false };

/** The stored reference pictures show every kind of screen once, and the settings that change it most. */
const KEPT: readonly (readonly [panelId: string, changes: Partial<Case>, screens: readonly string[]])[] = [
  [
    'inch-21-5-portrait',
    {},
    [
      'idle',
      'language',
      'access',
      'help',
      'documents',
      'services',
      'services-long',
      'check-in',
      'locator-keypad',
      'document-keypad',
      'typed-dni',
      'typed-locator-mistyped',
      'appointment-hour',
      'printing',
      'take-ticket',
      'take-ticket-elsewhere',
      'printer-trouble',
      'arrived-specialist',
      'result-too-early',
      'result-wrong-office',
      'result-already-checked-in',
      'attendance-proof',
      'closed',
      'warning',
      'staff-notice',
      'technician-pin-choose',
      'technician-trouble',
      'technician-pairing',
      'out-of-service',
      'shell-core-down',
    ],
  ],
  ['inch-21-5-portrait', { look: 'high' }, ['idle', 'services', 'take-ticket', 'document-keypad']],
  ['inch-21-5-portrait', { look: 'dark' }, ['idle', 'services', 'take-ticket', 'access']],
  ['inch-21-5-portrait', { reach: true }, ['services', 'check-in']],
  [
    'inch-21-5-portrait',
    { language: 'es', textSize: 200 },
    ['services', 'check-in', 'take-ticket', 'access', 'result-wrong-office', 'document-keypad'],
  ],
  [
    'inch-21-5-landscape',
    {},
    ['idle', 'services', 'take-ticket', 'document-keypad', 'result-too-early', 'access', 'warning'],
  ],
  ['inch-21-5-landscape', { reach: true }, ['services']],
  ['inch-19-landscape', { textSize: 200 }, ['services', 'take-ticket']],
  ['inch-15-portrait', {}, ['idle', 'services']],
  ['inch-32-portrait', {}, ['idle']],
];

export const REFERENCE_PICTURES: readonly ReferencePicture[] = KEPT.flatMap(([panelId, changes, screens]) =>
  screens.map((screen) => {
    const panel = panelNamed(panelId);
    const settings = [changes.language, changes.textSize, changes.look, ...(changes.reach ? ['reach'] : [])];
    const words = [screen, panelId.replace('inch-', ''), ...settings.filter((word) => word !== undefined)];
    return { name: words.join('-'), panel, one: { screen, ...USUAL, ...changes } };
  }),
);

/** The screens of a citizen's visit from the start screen to a ticket and back. */
const WALK: readonly (readonly [screen: string, changes?: Partial<Case>, panelId?: string])[] = [
  ['idle'],
  ['language'],
  ['services'],
  ['printing'],
  ['take-ticket'],
  ['printer-trouble'],
  ['closed'],
  ['typed-dni'],
  ['arrived'],
  ['result-too-early'],
  ['services-long'],
  ['services', { look: 'dark' }],
  ['take-ticket', { look: 'high' }],
  ['services', { reach: true }],
  ['technician'],
  ['check-in'],
  ['warning'],
  ['result-wrong-office'],
  ['help'],
  ['access'],
];

/** The README shows these sheets of small pictures. */
export const SHEETS: readonly { name: string; pictures: readonly Place[] }[] = (
  [
    ['walk-ca-100', {}],
    ['walk-es-200', { language: 'es', textSize: 200 }],
  ] as const
).map(([name, settings]) => ({
  name,
  pictures: WALK.map(([screen, changes, panelId = 'inch-21-5-portrait']) => {
    const panel = panelNamed(panelId);
    return { panel, one: { screen, ...USUAL, ...settings, ...changes } };
  }),
}));
