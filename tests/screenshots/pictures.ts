import { DEFAULT_ACCESS, type ShellScreen, type ViewState } from '../../src-main/contract/view-state.ts';
import { SHELL_SCREENS, screensIn, stateOf } from './canned-states.ts';

export type Size = 'portrait' | 'landscape';

export const SIZES: Readonly<Record<Size, { width: number; height: number }>> = {
  portrait: { width: 1080, height: 1920 },
  landscape: { width: 1920, height: 1080 },
};

export type Picture = { name: string; size: Size } & ({ state: ViewState } | { shell: ShellScreen });

const high = { ...DEFAULT_ACCESS, contrast: 'high' } as const;
const large = { ...DEFAULT_ACCESS, textSize: 'large' } as const;
const reach = { ...DEFAULT_ACCESS, reach: true };
const everything = { contrast: 'high', textSize: 'large', reach: true } as const;

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
  return list;
}
