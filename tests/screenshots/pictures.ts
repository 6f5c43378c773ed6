import { DEFAULT_ACCESS, type ShellScreen, type ViewState } from '../../src-main/contract/kiosk/view-state.ts';
import { SHELL_SCREENS, screensIn, stateOf } from './canned-states.ts';

export type Size = 'portrait' | 'landscape';

export const SIZES: Readonly<Record<Size, { width: number; height: number }>> = {
  portrait: { width: 1080, height: 1920 },
  landscape: { width: 1920, height: 1080 },
};

/** `typed`: the keys touched once the state is shown. */
export type Picture = { name: string; size: Size; typed?: string } & ({ state: ViewState } | { shell: ShellScreen });

const high = { ...DEFAULT_ACCESS, contrast: 'high' } as const;
const large = { ...DEFAULT_ACCESS, textSize: 200 } as const;
const reach = { ...DEFAULT_ACCESS, reach: true };
const everything = { contrast: 'high', textSize: 200, reach: true } as const;

/** Numbers that are published as samples. */
const TYPED = [
  ['dni', 'document-keypad', '12345678'],
  ['nie', 'document-keypad', 'X1234567'],
  ['old-dni', 'document-keypad', '123456'],
  ['passport', 'document-keypad-passport', 'ABC123456789012'],
  ['locator', 'locator-keypad', 'NE4NAF7Q'],
  ['locator-mistyped', 'locator-keypad', 'NE4NAF7M'],
] as const;

/** Every screen in Catalan; the others where words are long; settings where they change the most. */
export function pictures(): Picture[] {
  const list: Picture[] = [];
  const add = (name: string, size: Size, state: ViewState) => list.push({ name: `${name}-${size}`, size, state });
  const catalan = Object.entries(screensIn('ca'));
  for (const size of ['portrait', 'landscape'] as const) {
    for (const [name, view] of catalan) add(`ca-${name}`, size, stateOf(view));
    for (const [name, shell] of Object.entries(SHELL_SCREENS))
      list.push({ name: `shell-${name}-${size}`, size, shell });
    for (const language of ['es', 'en'] as const)
      for (const [name, view] of Object.entries(screensIn(language)))
        add(`${language}-${name}`, size, stateOf(view, language));
    for (const [name, view] of catalan) {
      add(`large-${name}`, size, stateOf(view, 'ca', { access: large }));
      add(`high-${name}`, size, stateOf(view, 'ca', { access: high }));
      add(`reach-${name}`, size, stateOf(view, 'ca', { access: reach }));
    }
    for (const [name, view] of Object.entries(screensIn('es')))
      add(`es-everything-${name}`, size, stateOf(view, 'es', { access: everything }));
    for (const [setting, access] of Object.entries({ normal: DEFAULT_ACCESS, large, high, reach })) {
      const view = screensIn('ca').services;
      if (view !== undefined) add(`warning-${setting}`, size, stateOf(view, 'ca', { endsInSeconds: 18, access }));
    }
    const idle = screensIn('ca').idle;
    const notices = {
      printerNotice: { condition: 'printer-unreachable', printing: true },
      storeNotice: 'database-restored',
    } as const;
    if (idle !== undefined)
      for (const [setting, access] of Object.entries({ normal: DEFAULT_ACCESS, large }))
        add(`staff-notice-${setting}`, size, stateOf(idle, 'ca', { ...notices, access }));
  }
  for (const size of ['portrait', 'landscape'] as const)
    for (const [setting, language, access] of [
      ['ca', 'ca', DEFAULT_ACCESS],
      ['large', 'ca', large],
      ['high', 'ca', high],
      ['reach', 'ca', reach],
      ['es-everything', 'es', everything],
      ['en', 'en', DEFAULT_ACCESS],
    ] as const)
      for (const [name, screen, typed] of TYPED) {
        const view = screensIn(language)[screen];
        // Another person each time, so that nothing is left of the one before.
        const state = view && stateOf(view, language, { access, sessionId: crypto.randomUUID() });
        if (state !== undefined) list.push({ name: `${setting}-typed-${name}-${size}`, size, state, typed });
      }
  return list;
}
