import { expect, it } from 'vitest';
import type { Shown } from '../../../../src-main/shell/core-link.ts';
import { serviceStatus } from '../../../../src-main/shell/service-status.ts';
import { screensIn, stateOf } from '../../../screenshots/canned-states.ts';

const screens = Object.values(screensIn('ca'));
const shownOf = (name: string): Shown => {
  const view = screens.find(({ screen }) => screen === name);
  if (!view) throw new Error(`no canned state of ${name}`);
  return { kind: 'view', view: stateOf(view) };
};
const idle = shownOf('idle');
const well = { coreIsWell: true, pageIsAlive: true };

it('the status feeds the watchdog only while core and page are alive', () => {
  expect(serviceStatus({ ...well, shown: idle })).toContain('WATCHDOG=1');
  for (const dead of [{ coreIsWell: false }, { pageIsAlive: false }])
    expect(serviceStatus({ ...well, ...dead, shown: idle }).join(' ')).not.toMatch(/WATCHDOG|READY/);
});

it('the status shows whether the kiosk is in use, and whether a technician is behind the PIN', () => {
  const says = (shown: Shown) => serviceStatus({ ...well, shown })[0];
  expect(says(idle)).toBe('STATUS=at-rest: idle');
  expect(says(shownOf('closed'))).toBe('STATUS=at-rest: closed');
  expect(says(shownOf('services'))).toBe('STATUS=in-use: services');
  expect(says(shownOf('technician-pin'))).toBe('STATUS=in-use: technician-pin');
  expect(says(shownOf('technician'))).toBe('STATUS=technician: technician');
  expect(says({ kind: 'shell', screen: { screen: 'core-down', code: null } })).toBe('STATUS=core-down');
  expect(serviceStatus({ ...well, pageIsAlive: false, shown: idle })[0]).toBe('STATUS=page-down');
});
