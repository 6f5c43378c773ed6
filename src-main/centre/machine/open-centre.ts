import { randomUUID } from 'node:crypto';
import type { OfficeTrust } from '../../calling/machine/office-trust.ts';
import type { CoreEnvironment } from '../../core/environment.ts';
import type { OpenedData } from '../../core/open-data.ts';
import { succeed } from '../../domain/result.ts';
import { openDeviceKey } from '../../security/device-key.ts';
import { COMPILED_BUILD } from '../../session/contract/build-kind.ts';
import type { Installation } from '../../technician/ports/installation.ts';
import { createKioskCentre, type KioskCentre } from '../wire/kiosk-centre.ts';

/** Opens the connection to the centre; `null` for a kiosk without a centre. */
export function openCentre(
  { kept, codeKey, time, clock, centreSetting }: OpenedData,
  dataDir: string,
  { clock: wallClock, version, log }: CoreEnvironment,
  trust: OfficeTrust,
  installation: Pick<Installation, 'file' | 'keep'>,
  onEnrolled: () => void,
): KioskCentre | null {
  if (centreSetting === null) return null;
  const { appointments } = kept;
  // Authority and proxy in the kiosk file are valid only for the centre named in that file.
  const { centre: named, expectedAuthority } = installation.file();
  const access = named?.url === centreSetting.url ? named : null;
  const keepAuthority = (pem: string): void => {
    const saved = installation.keep({ ...installation.file(), centre: access && { ...access, authorities: [pem] } });
    // If the certificate cannot be saved, the kiosk asks for it again at the next start.
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
    prepareDays: appointments.prepareDays,
    async keyForCodes() {
      const prepared = await codeKey.prepare();
      return prepared.ok ? succeed(codeKey.keyed) : prepared;
    },
    appointmentsIn: () => appointments.heldIn(),
    onEnrolled,
    onRevocations: trust.hear,
    forgetOfficeKeys: trust.forget,
  });
}
