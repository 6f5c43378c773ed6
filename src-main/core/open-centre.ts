import { randomUUID } from 'node:crypto';
import { COMPILED_BUILD } from '../contract/kiosk/build-kind.ts';
import { openDeviceKey } from '../security/device-key.ts';
import { OFFICE_KEY_NAME } from '../storage/encrypted-appointments.ts';
import { guard } from '../storage/guard.ts';
import { createKioskCentre, type KioskCentre } from '../sync/kiosk-centre.ts';
import type { CoreEnvironment } from './environment.ts';
import type { OfficeTrust } from './office-trust.ts';
import type { OpenedData } from './open-data.ts';

/** `null` for a kiosk without a centre. */
export function openCentre(
  { kept, encryptionKeys, time, clock, centreSetting, kioskFile }: OpenedData,
  dataDir: string,
  { clock: wallClock, version, log }: CoreEnvironment,
  trust: OfficeTrust,
  onEnrolled: () => void,
): KioskCentre | null {
  if (centreSetting === null) return null;
  const { appointments } = kept;
  // Authority and proxy were said for the kiosk file's own centre, and hold for no other.
  const access = kioskFile.centre?.url === centreSetting.url ? kioskFile.centre : null;
  return createKioskCentre({
    setting: centreSetting,
    authorities: access?.authorities ?? [],
    proxy: access?.proxy ?? null,
    memory: kept.centre,
    outbox: kept.outbox,
    deviceKey: openDeviceKey({ folder: dataDir, environment: process.env }),
    time,
    identity: kept.identity,
    wallClock,
    clock,
    random: Math.random,
    newId: randomUUID,
    version,
    build: COMPILED_BUILD.kind,
    log,
    async prepareDays(days) {
      const office = await encryptionKeys.prepare([OFFICE_KEY_NAME]);
      if (!office.ok) return office;
      const wanted = guard(() => appointments.wanted(days));
      return wanted.ok ? encryptionKeys.prepare(wanted.value) : wanted;
    },
    appointmentsIn: () => appointments.heldIn(),
    onEnrolled,
    onRevocations: trust.hear,
    forgetOfficeKeys: trust.forget,
  });
}
