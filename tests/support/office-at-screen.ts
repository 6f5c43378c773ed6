import type { OfficeScreen } from '../../src-main/office/contract/office.ts';
import type { CoreInProcess } from './core-in-process.ts';
import { centreWhen } from './paired-core-in-process.ts';
import { TECHNICIAN_PIN, technicianAt } from './technician-at-screen.ts';

/** Throws if another page is shown. */
export const officePageOf = (core: CoreInProcess): OfficeScreen => {
  const { view } = core.view();
  if (view.screen !== 'technician-office') throw new Error(view.screen);
  return view;
};

export async function enterOffice(core: CoreInProcess) {
  const technician = technicianAt(core);
  technician.does('openTechnician', {});
  technician.does('enterPin', { pin: TECHNICIAN_PIN });
  await technician.sees('technician');
  technician.does('showPage', { page: 'technician-office' });
  return technician;
}

/** Waits until the kiosk runs this version of the configuration, and restarts the kiosk when it asks. Returns the running core. */
export async function withVersion(core: CoreInProcess, version: number, startAgain: () => CoreInProcess) {
  let now = core;
  for (;;) {
    await centreWhen(now, ({ profileVersion }) => now.restarts() > 0 || profileVersion === version);
    if (now.restarts() === 0) return now;
    await now.close();
    now = startAgain();
  }
}
