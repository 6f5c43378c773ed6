import type { OfficeHub } from '../../src-main/calling/ports/hub.ts';
import { succeed } from '../../src-main/domain/result.ts';
import type { KioskContext } from '../../src-main/session/steps/kiosk-context.ts';
import type { StaffAccess } from '../../src-main/staff/steps/staff-access.ts';
import type { Installation } from '../../src-main/technician/ports/installation.ts';
import type { Predecessor } from '../../src-main/technician/ports/predecessor.ts';
import { createFirstRun } from '../../src-main/technician/steps/first-run.ts';
import { NO_KIOSK_FILE } from '../../src-main/technician/store/kiosk-file.ts';
import { appearanceOf } from './appearance.ts';
import { createMemoryCentre } from './memory-centre.ts';

/** The first set-up is closed, because the kiosk's command line names its office. */
export const noInstallation: Installation = {
  isOpen: false,
  takesCentre: () => false,
  file: () => NO_KIOSK_FILE,
  keep: () => ({ ok: true, value: null }),
  network: () => ({ name: 'quiosc', addresses: [] }),
  offices: () => [],
  promiseSlot: () => ({ ok: true, value: null }),
  isBehind: () => false,
  startAnew: () => undefined,
};

export const noPredecessor: Predecessor = { state: () => null, read: () => undefined, onChange: () => undefined };

export const noFirstRun: Pick<
  KioskContext,
  'installation' | 'firstRun' | 'predecessor' | 'noNumbers' | 'appearance'
> & {
  staffAccess: Pick<StaffAccess, 'state'>;
  hub: Pick<OfficeHub, 'state'>;
} = {
  installation: noInstallation,
  predecessor: noPredecessor,
  firstRun: createFirstRun({
    installation: noInstallation,
    predecessor: noPredecessor,
    gate: { hasPin: () => succeed(true) },
    centre: createMemoryCentre(),
    slot: 1,
    log: { event: () => undefined },
  }),
  noNumbers: () => null,
  staffAccess: { state: () => ({ staffCode: 'not-allowed', stage: 'none' }) },
  hub: { state: () => null },
  appearance: appearanceOf(),
};
