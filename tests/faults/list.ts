import type { Fault } from './fault.ts';
import { APPLICATION_FAULTS } from './planted/application.ts';
import { CALLING_FAULTS } from './planted/calling.ts';
import { CENTRE_FAULTS } from './planted/centre.ts';
import { DESK_AND_PUBLIC_FAULTS } from './planted/desks-and-public.ts';
import { DEVICE_FAULTS } from './planted/devices-and-screens.ts';
import { OFFICE_HUB_FAULTS } from './planted/office-hub.ts';
import { PACKAGE_FAULTS } from './planted/package.ts';
import { STORAGE_AND_CORE_FAULTS } from './planted/storage-and-core.ts';
import { SYNC_AND_SECURITY_FAULTS } from './planted/sync-and-security.ts';
import { TRAVELLING_OFFICE_FAULTS } from './planted/travelling-offices.ts';

/** Faults that once went unnoticed, or that were added together with their test. */
export const FAULTS: readonly Fault[] = [
  ...APPLICATION_FAULTS,
  ...STORAGE_AND_CORE_FAULTS,
  ...SYNC_AND_SECURITY_FAULTS,
  ...TRAVELLING_OFFICE_FAULTS,
  ...CALLING_FAULTS,
  ...OFFICE_HUB_FAULTS,
  ...CENTRE_FAULTS,
  ...DEVICE_FAULTS,
  ...PACKAGE_FAULTS,
  ...DESK_AND_PUBLIC_FAULTS,
];
