import { randomUUID } from 'node:crypto';
import type { OfficeTrust } from '../calling/machine/office-trust.ts';
import { createKioskCentre, type KioskCentre } from '../centre/wire/kiosk-centre.ts';
import { OFFICE_KEY_NAME } from '../check-in/store/encrypted-appointments.ts';
import { openDeviceKey } from '../security/device-key.ts';
import { COMPILED_BUILD } from '../session/contract/build-kind.ts';
import { guard } from '../storage/guard.ts';
import type { Installation } from '../technician/ports/installation.ts';
import type { CoreEnvironment } from './environment.ts';
import type { OpenedData } from './open-data.ts';

/** `null` for a kiosk without a centre. */
export function openCentre(
  { kept, encryptionKeys, time, clock, centreSetting }: OpenedData,
  dataDir: string,
  { clock: wallClock, version, log }: CoreEnvironment,
  trust: OfficeTrust,
  installation: Pick<Installation, 'file' | 'keep'>,
  onEnrolled: () => void,
): KioskCentre | null {
  if (centreSetting === null) return null;
  const { appointments } = kept;
  // Authority and proxy were said for the kiosk file's own centre, and hold for no other.
  const { centre: named, expectedAuthority } = installation.file();
  const access = named?.url === centreSetting.url ? named : null;
  const keepAuthority = (pem: string): void => {
    const saved = installation.keep({ ...installation.file(), centre: access && { ...access, authorities: [pem] } });
    // The next start asks the centre for it again.
    if (!saved.ok) log.event(saved.error.kind, { detail: saved.error.detail });
  };
  return createKioskCentre({
    setting: centreSetting,
    authorities: access?.authorities ?? [],
    expectedAuthority:
      access === null || expectedAuthority === null ? null : { fingerprint: expectedAuthority, keep: keepAuthority },
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
