import type { Display } from '../../../hardware/display/contract.ts';
import { openDisplay } from '../../../hardware/display/driver.ts';
import { DisplayProfile } from '../../../hardware/display/profile.ts';
import { openLink } from '../../../hardware/link/open.ts';
import { loadDisplayProfile } from '../../configuration/load.ts';
import type { DisplaySetting } from '../../contract/shared/devices.ts';
import type { DisplayCondition } from '../../domain/device-conditions.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import type { CallDisplay } from '../ports/displays.ts';
import { createCallDisplays } from '../steps/call-displays.ts';
import type { RunningHub } from '../wire/hub.ts';

export interface KioskDisplays {
  all: readonly CallDisplay[];
  changed(): void;
  close(): Promise<void>;
}

export interface DisplaysParts {
  settings: readonly DisplaySetting[];
  configDir: string;
  calls: RunningHub['calls'];
  clock: Clock;
  log: Log;
  onCondition: () => void;
}

/** Opens the displays and beacons at this kiosk's cables. A display of an unknown model stays dark; tickets are called without it. */
export function openDisplays(parts: DisplaysParts): KioskDisplays {
  const { settings, calls, clock } = parts;
  const opened = settings.map((setting) => ({ setting, display: open(setting, parts) }));
  const all = opened.map(({ setting, display }) => ({
    deskId: setting.deskId ?? null,
    condition: (): DisplayCondition => display?.state() ?? 'unknown-model',
    show: (call: Parameters<CallDisplay['show']>[0]) => display?.show(call),
  }));
  const showing = createCallDisplays({ displays: all, calls, clock });
  return {
    all,
    changed: showing.changed,
    async close() {
      showing.close();
      await Promise.all(opened.map(({ display }) => display?.close()));
    },
  };
}

function open(
  { profileId, link }: DisplaySetting,
  { configDir, clock, log, onCondition }: DisplaysParts,
): Display | null {
  const profile = loadDisplayProfile({ profileId, configDir, schema: DisplayProfile });
  if (!profile.ok) {
    log.event('display-unknown-model', { detail: profile.error.detail });
    return null;
  }
  const display = openDisplay({ link: openLink(link), profile: profile.value, clock });
  display.onState((state) => {
    log.event(`display-${state}`);
    onCondition();
  });
  return display;
}
