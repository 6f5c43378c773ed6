import { join } from 'node:path';
import type { OfficeKiosks } from '../calling/ports/office-kiosks.ts';
import { openOfficeKiosks } from '../calling/store/office-kiosks.ts';
import { correctedClock, createTrustedTime, type TrustedTime } from '../centre/wire/trusted-time.ts';
import type { EncryptionKeys } from '../check-in/ports/appointments.ts';
import { keepingRulesOf } from '../check-in/steps/keeping-rules.ts';
import type { CentreSetting } from '../contract/shared/office-profile.ts';
import type { VoiceSetting } from '../contract/shared/speech-setting.ts';
import { type Result, refuse, succeed } from '../domain/result.ts';
import type { OwnOfficeFile } from '../office/contract/own-office.ts';
import { foundAgain, keepLocalOffice, openLocalOffice } from '../office/machine/local-office.ts';
import { type ChosenOffice, chooseOffice, type LocalOffice } from '../office/machine/office-choice.ts';
import { readOwnOffice } from '../office/store/own-office-file.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import { type CodeKey, openCodeKey } from '../security/code-key.ts';
import { openEncryptionKeys } from '../security/encryption-keys.ts';
import type { StartFault } from '../session/contract/kiosk-api.ts';
import type { DeviceFile } from '../technician/contract/device-file.ts';
import type { KioskFile } from '../technician/contract/kiosk-file.ts';
import { hasNewProfile } from '../technician/steps/restart-policy.ts';
import { NO_DEVICES, readDeviceFile } from '../technician/store/device-file.ts';
import { type ReadKioskFile, readKioskFile } from '../technician/store/kiosk-file.ts';
import type { SlipJob } from '../tickets/ports/store.ts';
import type { CoreOptions } from './arguments.ts';
import type { CoreEnvironment } from './environment.ts';
import { type KioskStore, openKioskStore } from './kiosk-store.ts';

export interface OpenedData {
  kept: KioskStore;
  chosen: ChosenOffice;
  devices: DeviceFile;
  kioskFile: KioskFile;
  ownOffice: OwnOfficeFile;
  encryptionKeys: EncryptionKeys;
  codeKey: CodeKey;
  officeKiosks: OfficeKiosks;
  time: TrustedTime;
  clock: Clock;
  /** The centre, from the command line, a technician at the screen, or this machine's profile; `null` for a kiosk without a centre. */
  centreSetting: CentreSetting | null;
  /** The voice, from this machine's profile only, because it names a program to run, which no centre may do. */
  voice: VoiceSetting | null;
  /**
   * Why this machine's profile or, if the profile is good, the file of the technician's settings (`KioskFile`) cannot be used. The kiosk
   * then runs on an earlier copy, or on empty settings. `null`: both are used.
   */
  profileFault: string | null;
  unfinished: readonly SlipJob[];
}

export function openData(
  options: CoreOptions,
  { clock: wallClock, log, startAgain, startToMend, sleptMs }: CoreEnvironment,
  onRecorded: () => void,
  mayCount: () => boolean,
): Result<OpenedData, StartFault> {
  const { dataDir } = options;
  const kiosk = foundAgain(readKioskFile(dataDir), dataDir);
  const local = openLocalOffice(options, kiosk.file.office);
  if (!local.ok) return local;
  const { zone, journalFolder, centre, voice } = local.value.office.profile;
  const time = createTrustedTime(wallClock, sleptMs);
  const clock = correctedClock(wallClock, time.nowMs);
  const encryptionKeys = openEncryptionKeys({ folder: dataDir, environment: process.env });
  const opened = openKioskStore({
    dataDir,
    journalDir: options.journalDir ?? journalFolder ?? join(dataDir, 'journal'),
    zone,
    clock,
    anchor: time.anchor,
    sleptMs,
    log,
    encryptionKeys,
    onRecorded,
    mayCount,
    onBroken: startAgain,
    onDamaged: startToMend,
  });
  if (!opened.ok) return opened;
  const kept = opened.value;
  anchorWhenKnown(time, kept, log);
  const ownOffice = readOwnOffice(dataDir);
  reportFaults(local.value, kiosk, ownOffice, log);
  const devices = readDevices(dataDir, log);
  const chosen = chooseOffice(local.value, kept, options, devices, kiosk.file.panel, ownOffice.file.versions, log);
  if (!chosen.ok) {
    void kept.close();
    return chosen;
  }
  keepLocalOffice(local.value, dataDir, log);
  const { office, version } = chosen.value;
  kept.appointments.keepBy(keepingRulesOf(office.profile, () => hasNewProfile(kept.store, kept.centre, version)));
  for (const line of office.leftOut) log.event('nearby-office-left-out', { detail: line });
  const unfinished = kept.store.unfinishedSlips();
  if (!unfinished.ok) {
    void kept.close();
    return refuse({ kind: 'database-damaged', detail: unfinished.error.detail });
  }
  const centreSetting = options.centre ?? kiosk.file.centre ?? centre ?? null;
  return succeed({
    kept,
    chosen: chosen.value,
    devices,
    kioskFile: kiosk.file,
    ownOffice: ownOffice.file,
    encryptionKeys,
    codeKey: openCodeKey({ folder: dataDir, environment: process.env }),
    officeKiosks: openOfficeKiosks(dataDir),
    time,
    clock,
    centreSetting,
    voice: voice ?? null,
    profileFault: (local.value.fault ?? kiosk.fault)?.detail ?? null,
    unfinished: unfinished.value,
  });
}

/** Stores the centre's time whenever it becomes known, for a later start at which the centre does not answer. */
function anchorWhenKnown(time: TrustedTime, { store }: KioskStore, log: Log): void {
  time.onKnown(() => {
    const anchored = store.timeTrusted();
    if (!anchored.ok) log.event(anchored.error.kind, { detail: anchored.error.detail });
  });
}

function reportFaults(local: LocalOffice, kiosk: ReadKioskFile, own: ReturnType<typeof readOwnOffice>, log: Log): void {
  if (own.fault !== null) log.event(own.fault.kind, { detail: own.fault.detail });
  if (local.fault !== null) log.event('last-good-office', { detail: local.fault.detail });
  if (kiosk.fault !== null) log.event(kiosk.fault.kind, { detail: kiosk.fault.detail });
}

/** Reads the device file. An unreadable file is logged, and the office's profile then names the devices. */
function readDevices(dataDir: string, log: Log): DeviceFile {
  const file = readDeviceFile(dataDir);
  if (file.ok) return file.value;
  log.event(file.error.kind, { detail: file.error.detail });
  return NO_DEVICES;
}
