import { SCREENS, type ScreenName } from '../contract/kiosk/view-state.ts';
import type { Shown } from './core-link.ts';

/** What core and page have shown of themselves. */
export interface Health {
  /** It speaks, or has said why it cannot start, which a new start of everything would not mend. */
  coreIsWell: boolean;
  /** The kiosk's page answers. */
  pageIsAlive: boolean;
  shown: Shown;
}

/**
 * What systemd is told, as words of sd_notify(3). `WATCHDOG=1` only while core and page are alive: without it for `WatchdogSec`, the whole
 * kiosk is started again. The status says whether somebody is here, for those who restart, update or mount something.
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
