import { join } from 'node:path';
import { keepingRulesOf } from '../application/keeping-rules.ts';
import { hasNewProfile } from '../application/restart-policy.ts';
import type { DeviceFile } from '../contract/kiosk/device-file.ts';
import type { StartFault } from '../contract/kiosk/kiosk-api.ts';
import type { KioskFile } from '../contract/kiosk/kiosk-file.ts';
import type { OwnOfficeFile } from '../contract/kiosk/own-office.ts';
import type { CentreSetting } from '../contract/shared/office-profile.ts';
import type { VoiceSetting } from '../contract/shared/speech-setting.ts';
import { type Result, refuse, succeed } from '../domain/result.ts';
import type { EncryptionKeys } from '../ports/appointments.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { OfficeKiosks } from '../ports/office-kiosks.ts';
import type { SlipJob } from '../ports/store.ts';
import { openEncryptionKeys } from '../security/encryption-keys.ts';
import { NO_DEVICES, readDeviceFile } from '../storage/device-file.ts';
import { type ReadKioskFile, readKioskFile } from '../storage/kiosk-file.ts';
import { openOfficeKiosks } from '../storage/office-kiosks.ts';
import { readOwnOffice } from '../storage/own-office-file.ts';
import { correctedClock, createTrustedTime, type TrustedTime } from '../sync/trusted-time.ts';
import type { CoreOptions } from './arguments.ts';
import type { CoreEnvironment } from './environment.ts';
import { type KioskStore, openKioskStore } from './kiosk-store.ts';
import { foundAgain, keepLocalOffice, openLocalOffice } from './local-office.ts';
import { type ChosenOffice, chooseOffice, type LocalOffice } from './office-choice.ts';

/** What lies on the machine, opened and agreed upon. */
export interface OpenedData {
  kept: KioskStore;
  chosen: ChosenOffice;
  /** What was proven here, whether or not this run uses it. */
  devices: DeviceFile;
  /** What a technician said of this kiosk at its screen. */
  kioskFile: KioskFile;
  /** What was said of the office there. */
  ownOffice: OwnOfficeFile;
  encryptionKeys: EncryptionKeys;
  /** The office's kiosks that were let in. */
  officeKiosks: OfficeKiosks;
  time: TrustedTime;
  /** The machine's, put right by the centre's time. */
  clock: Clock;
  /** As the command line, a technician at the screen or the profile of this machine says; `null` for a kiosk that stands alone. */
  centreSetting: CentreSetting | null;
  /** As the profile of this machine says: whoever names a program has it run, which no centre does. */
  voice: VoiceSetting | null;
  /** What is wrong with the profile of this machine or with its own file, of which an earlier copy is used; `null` when nothing is. */
  profileFault: string | null;
  /** Tickets that an earlier run left unprinted. */
  unfinished: readonly SlipJob[];
}

/** Answers why it failed, and then closes what it has opened. */
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
    log,
    onBroken: startAgain,
    onDamaged: startToMend,
    encryptionKeys,
    anchor: time.anchor,
    sleptMs,
    onRecorded,
    mayCount,
  });
  if (!opened.ok) return opened;
  const kept = opened.value;
  anchorWhenKnown(time, kept, log);
  const ownOffice = readOwnOffice(dataDir);
  reportFaults(local.value, kiosk, ownOffice, log);
  const devices = readDevices(dataDir, log);
  const chosen = chooseOffice(local.value, kept, options, devices, ownOffice.file.versions, log);
  if (!chosen.ok) {
    void kept.close();
    return chosen;
  }
  keepLocalOffice(local.value, dataDir, log);
  followOffice(kept, chosen.value, log);
  const unfinished = kept.store.unfinishedSlips();
  if (!unfinished.ok) {
    void kept.close();
    return refuse({ kind: 'database-damaged', detail: unfinished.error.detail });
  }
  const centreSetting = options.centre ?? kiosk.file.centre ?? centre ?? null;
  return succeed({
    kept,
    chosen: onGlass(chosen.value, options, kiosk.file),
    devices,
    kioskFile: kiosk.file,
    ownOffice: ownOffice.file,
    encryptionKeys,
    officeKiosks: openOfficeKiosks(dataDir),
    time,
    clock,
    centreSetting,
    voice: voice ?? null,
    profileFault: (local.value.fault ?? kiosk.fault)?.detail ?? null,
    unfinished: unfinished.value,
  });
}

/** The time that the centre has said is kept, for a start without it. */
function anchorWhenKnown(time: TrustedTime, { store }: KioskStore, log: Log): void {
  time.onKnown(() => {
    const anchored = store.timeTrusted();
    if (!anchored.ok) log.event(anchored.error.kind, { detail: anchored.error.detail });
  });
}

/** A glass that was measured here is as it was measured; the command line knows better. */
const onGlass = (chosen: ChosenOffice, options: CoreOptions, { panel }: KioskFile): ChosenOffice =>
  panel === null || options.panel !== undefined || options.profileFile !== null
    ? chosen
    : { ...chosen, appearance: { ...chosen.appearance, panel } };

/** What of this machine's own files is not used as it is. */
function reportFaults(local: LocalOffice, kiosk: ReadKioskFile, own: ReturnType<typeof readOwnOffice>, log: Log): void {
  if (own.fault !== null) log.event(own.fault.kind, { detail: own.fault.detail });
  if (local.fault !== null) log.event('last-good-office', { detail: local.fault.detail });
  if (kiosk.fault !== null) log.event(kiosk.fault.kind, { detail: kiosk.fault.detail });
}

/** One that cannot be read is logged: the office's profile then says which devices there are. */
function readDevices(dataDir: string, log: Log): DeviceFile {
  const file = readDeviceFile(dataDir);
  if (file.ok) return file.value;
  log.event(file.error.kind, { detail: file.error.detail });
  return NO_DEVICES;
}

/** What the office's profile lets lie on this machine. */
function followOffice(kept: KioskStore, { office, version }: ChosenOffice, log: Log): void {
  const rules = keepingRulesOf(office.profile);
  kept.appointments.keepBy({
    ...rules,
    // A profile that is about to be replaced allows nothing.
    mayLieOnDisk: (place) => !hasNewProfile(kept.store, kept.centre, version) && rules.mayLieOnDisk(place),
  });
  for (const line of office.leftOut) log.event('nearby-office-left-out', { detail: line });
}
