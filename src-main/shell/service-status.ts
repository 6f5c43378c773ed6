import { SCREENS, type ScreenName } from '../session/contract/view-state.ts';
import type { Shown } from './core-link.ts';

export interface Health {
  /** Whether the core is ready, or has reported why it cannot start, which a restart of the whole kiosk would not repair. */
  coreIsWell: boolean;
  pageIsAlive: boolean;
  shown: Shown;
}

/**
 * The status for systemd, as words of sd_notify(3). `WATCHDOG=1` is sent only while the page is alive and the core is ready or has said why
 * it cannot start; if it is missing for `WatchdogSec`, systemd restarts the whole kiosk. `STATUS` says whether the kiosk is in use, for a
 * technician who wants to restart or update it.
 */
export function serviceStatus({ coreIsWell, pageIsAlive, shown }: Health): string[] {
  const isWell = coreIsWell && pageIsAlive;
  return [`STATUS=${pageIsAlive ? use(shown) : 'page-down'}`, ...(isWell ? ['READY=1', 'WATCHDOG=1'] : [])];
}

const USES = {
  facade: 'at-rest',
  step: 'in-use',
  overlay: 'in-use',
  pin: 'in-use',
  page: 'technician',
  staff: 'in-use',
} as const satisfies Record<(typeof SCREENS)[ScreenName]['kind'], string>;

function use(shown: Shown): string {
  if (shown.kind === 'shell') return shown.screen.screen;
  const { screen } = shown.view.view;
  return `${USES[SCREENS[screen].kind]}: ${screen}`;
}
