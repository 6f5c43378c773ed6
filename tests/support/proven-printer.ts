import type { PrinterProfile } from '../../hardware/printer/profile.ts';
import { type DeviceFile, learnedOf, type ProvenPrinter } from '../../src-main/technician/contract/device-file.ts';

export function fileOfPrinter(profile: PrinterProfile, where: Pick<ProvenPrinter, 'identity' | 'link'>): DeviceFile {
  return {
    version: 1,
    printer: {
      ...where,
      name: `${profile.maker} ${profile.model}`,
      profileId: profile.profileId,
      learned: learnedOf(profile),
      provenAt: '2026-11-27T08:00:00Z',
    },
    scanner: null,
  };
}
