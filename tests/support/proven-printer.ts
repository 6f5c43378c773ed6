import type { PrinterProfile } from '../../hardware/printer/profile.ts';
import type { DeviceFile, ProvenPrinter } from '../../src-main/contract/kiosk/device-file.ts';

/** A device file as the proof of this printer leaves it. */
export function fileOfPrinter(
  { profileId, ...profile }: PrinterProfile,
  where: Pick<ProvenPrinter, 'identity' | 'link'>,
): DeviceFile {
  const { widthDots, columns, cp1252Page, nativeQr, cutter, cutMs } = profile;
  const { nearEndSensor, confirmation, clearing, status, toConfirm } = profile;
  return {
    version: 1,
    printer: {
      ...where,
      name: `${profile.maker} ${profile.model}`,
      profileId,
      learned: {
        widthDots,
        columns,
        cp1252Page,
        nativeQr,
        cutter,
        cutMs,
        nearEndSensor,
        confirmation,
        clearing,
        status,
        toConfirm,
      },
      provenAt: '2026-11-27T08:00:00Z',
    },
    scanner: null,
  };
}
