import { randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { loadMidniCertificates, loadOffice } from '../../config/load.ts';
import { openLink } from '../../hardware/link/open.ts';
import type { Printer } from '../../hardware/printer/contract.ts';
import { openPrinter } from '../../hardware/printer/driver.ts';
import type { PrinterProfile } from '../../hardware/printer/profile.ts';
import type { TextShaper } from '../../hardware/printer/text-shaping.ts';
import type { Scanner, TriggerPosition } from '../../hardware/scanner/contract.ts';
import { openScanner } from '../../hardware/scanner/driver.ts';
import { createCalendarWatch } from '../application/calendar-watch.ts';
import { keepingRulesOf } from '../application/keeping-rules.ts';
import { createKiosk, type Kiosk } from '../application/kiosk.ts';
import { createOffice } from '../application/office.ts';
import { createPrintQueue } from '../application/print-queue.ts';
import { watchPrinters } from '../application/printer-watch.ts';
import { composePaper } from '../application/ticket-document.ts';
import { COMPILED_BUILD } from '../contract/kiosk/build-kind.ts';
import { CONTRACT_VERSION, HEARTBEAT_EVERY_MS, type Push, type StartFault } from '../contract/kiosk/kiosk-api.ts';
import { SCREENS } from '../contract/kiosk/view-state.ts';
import type { PrinterSetting } from '../contract/shared/devices.ts';
import { TicketId } from '../contract/shared/ids.ts';
import { ATTENDANCE_RANDOM_BYTES, attendanceCodeFrom } from '../domain/attendance-code.ts';
import { FOLLOW_TOKEN_BYTES, followToken } from '../domain/follow-token.ts';
import { type Result, refuse, succeed } from '../domain/result.ts';
import type { SealingKeys } from '../ports/appointments.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import { openDeviceKey } from '../security/device-key.ts';
import { hashPin, pinMatches } from '../security/pin.ts';
import { openSealingKeys } from '../security/sealing-keys.ts';
import { OFFICE_KEY_NAME } from '../storage/sealed-appointments.ts';
import { createKioskCentre, type KioskCentre, noCentre } from '../sync/kiosk-centre.ts';
import { correctedClock, createTrustedTime } from '../sync/trusted-time.ts';
import type { CoreOptions } from './arguments.ts';
import { createDayEnd } from './end-days.ts';
import { createIdentification } from './identification.ts';
import { type KioskStore, openKioskStore } from './kiosk-store.ts';
import { type ChosenOffice, chooseOffice, type ScannerToOpen } from './office-choice.ts';
import { prepareStationery } from './ticket-paper.ts';
import { createTypedCodes } from './typed-codes.ts';

export interface CoreEnvironment {
  clock: Clock;
  log: Log;
  push: (message: Push) => void;
  /** Torn's own version. */
  version: string;
  /** Asks for a new start of the program, when only that makes the two copies of the data agree. */
  startAgain: (detail: string) => void;
  /** Asks for a new start at a moment when nobody is here: the kiosk is enrolled, or its office's profile has changed. */
  startAnew: (reason: 'kiosk-enrolled' | 'profile-applied') => void;
  /** How long the machine has slept so far, in milliseconds since any start. */
  sleptMs: () => number;
}

export interface RunningCore {
  kiosk: Kiosk;
  /** Lets a job under way end as it will, then gives the data folder back. */
  close(): Promise<void>;
}

/** better-sqlite3 13 exports Node-API 10 and takes the process down, without a word, on a Node that offers less. */
const NEEDED_NODE_API = 10;

/**
 * Puts the core together: the only place that makes stores, links and devices. Whatever hinders the start is a value, and what was
 * opened by then is closed again.
 */
export function startCore(options: CoreOptions, environment: CoreEnvironment): Result<RunningCore, StartFault> {
  const { clock: wallClock, log, push, version, startAgain, startAnew, sleptMs } = environment;
  if (Number(process.versions.napi) < NEEDED_NODE_API)
    return refuse({
      kind: 'wrong-node',
      detail: `Node ${process.version} offers Node-API ${process.versions.napi}`,
    });

  const loaded = loadOffice(options);
  if (!loaded.ok) return loaded;
  const { dataDir } = options;
  const { zone, journalFolder } = loaded.value.profile;
  const journalDir = options.journalDir ?? journalFolder ?? join(dataDir, 'journal');
  const time = createTrustedTime(wallClock, sleptMs);
  const clock = correctedClock(wallClock, time.nowMs);
  const sealingKeys = openSealingKeys({ folder: dataDir, environment: process.env });
  let centre: KioskCentre | null = null;
  const kept = openKioskStore({
    dataDir,
    journalDir,
    zone,
    clock,
    log,
    onBroken: startAgain,
    sealingKeys,
    anchor: time.anchor,
    sleptMs,
    onRecorded: () => centre?.factsWait(),
  });
  if (!kept.ok) return kept;
  const { store, identity, technician, notice } = kept.value;
  time.onKnown(() => void store.timeTrusted());
  const chosen = chooseOffice(loaded.value, kept.value, options, log);
  if (!chosen.ok) {
    void kept.value.close();
    return chosen;
  }
  const settings = chosen.value.printers;
  const facts = chosen.value.office;
  const rules = keepingRulesOf(facts.profile);
  kept.value.appointments.keepBy({
    ...rules,
    // What a profile allows that is about to be replaced says nothing.
    mayLieOnDisk: (place) => !hasNewProfile(kept.value, chosen.value) && rules.mayLieOnDisk(place),
  });
  for (const line of facts.leftOut) log.event('nearby-office-left-out', { detail: line });
  let kiosk: Kiosk | null = null;
  let closing = false;
  const unfinished = store.unfinishedPapers();
  if (!unfinished.ok) {
    void kept.value.close();
    return refuse({ kind: 'database-damaged', detail: unfinished.error.detail });
  }

  const stationery = prepareStationery(facts, log);
  const printers = settings.map(({ id, setting, profile }) => ({
    id,
    device: connectPrinter(setting, profile, stationery.shaper),
  }));
  const watch = watchPrinters(printers, store, log, (printer, condition) => {
    if (closing) return;
    push({ push: 'printer', value: { printer, condition } });
    kiosk?.refresh();
  });
  const office = createOffice(facts, facts.nearby, clock, (serviceId) => centre?.pausedUntilMs(serviceId) ?? null);
  const queue = createPrintQueue(
    {
      store,
      printers,
      compose: (order) => composePaper(stationery.paper(), order, office.momentOf),
      afterAnswer: setImmediate,
      clock,
      log,
    },
    unfinished.value,
  );
  let reason: 'kiosk-enrolled' | 'profile-applied' | null = null;
  const setting = options.centre ?? loaded.value.profile.centre;
  if (setting)
    centre = createKioskCentre({
      setting,
      memory: kept.value.centre,
      outbox: kept.value.outbox,
      deviceKey: openDeviceKey({ folder: dataDir, environment: process.env }),
      time,
      identity: kept.value.identity,
      wallClock,
      clock,
      random: Math.random,
      newId: randomUUID,
      version,
      build: COMPILED_BUILD.kind,
      log,
      async prepareDays(days) {
        await sealingKeys.prepare([OFFICE_KEY_NAME]);
        await sealingKeys.prepare(kept.value.appointments.wanted(days));
      },
      appointmentsIn: () => kept.value.appointments.heldIn(),
      onEnrolled() {
        reason = 'kiosk-enrolled';
      },
    });
  const reader = chosen.value.scanner;
  const isWedge = reader === 'wedge';
  const scanner = reader === null || isWedge ? null : connectScanner(reader, clock);
  let wanted: TriggerPosition | null = null;
  function wantCodes(position: TriggerPosition): void {
    if (position === wanted) return;
    wanted = position;
    scanner?.trigger(position);
  }
  push({ push: 'ready', value: { contract: CONTRACT_VERSION, version, wedge: isWedge } });
  kiosk = createKiosk({
    office,
    store,
    queue,
    printers: watch,
    slot: identity?.slot ?? null,
    isRevoked: () => kept.value.centre.isRevoked(),
    centre: centre ?? noCentre(kept.value),
    appointments: kept.value.appointments,
    identification: createIdentification({
      centre: kept.value.centre,
      appointments: kept.value.appointments,
      midniCertificates: loadMidniCertificates(options.configDir),
      log,
    }),
    scanner: () => (isWedge ? 'wedge' : (scanner?.state() ?? null)),
    readTyped: isWedge ? createTypedCodes(clock, log) : null,
    newAttendanceCode: () => attendanceCodeFrom(randomBytes(ATTENDANCE_RANDOM_BYTES)),
    storeNotice: notice,
    technician,
    guesses: kept.value.guesses,
    pins: { hash: hashPin, matches: pinMatches },
    version,
    clock,
    log,
    newId: randomUUID,
    ticketIds: {
      newTicketId: () => TicketId.parse(randomUUID()),
      newFollowToken: () => followToken(randomBytes(FOLLOW_TOKEN_BYTES)),
    },
    show(state) {
      push({ push: 'view', value: state });
      wantCodes(SCREENS[state.view.screen].code === null ? 'off' : 'on');
    },
  });
  const running = kiosk;
  scanner?.onScan((code) => running.scanned(code));
  scanner?.onState((state) => {
    if (closing) return;
    log.event(`scanner-${state}`);
    running.refresh();
  });
  scanner?.onDrop((cause) => log.event('scanner-drop', { cause }));
  const awake = wakeAppointments(kept.value, sealingKeys, log).then(() => {
    if (!closing) void centre?.start();
  });
  const { appointments, certainTime } = kept.value;
  const endDays = createDayEnd({ appointments, certainTime, office, clock, log });
  const watchCalendar = createCalendarWatch(office, log);
  let restarting = false;
  const heart = setInterval(() => {
    push({ push: 'heartbeat' });
    running.tick();
    endDays();
    watchCalendar();
    if (hasNewProfile(kept.value, chosen.value)) reason ??= 'profile-applied';
    if (reason === null || restarting || !running.atRest()) return;
    restarting = true;
    startAnew(reason);
  }, HEARTBEAT_EVERY_MS);

  return succeed({
    kiosk: running,
    async close() {
      clearInterval(heart);
      running.stop();
      await awake;
      await centre?.close();
      await scanner?.close();
      await queue.close();
      closing = true;
      await Promise.all(printers.map(({ device }) => device.close()));
      await kept.value.close();
    },
  });
}

/** A version that has come, or whose day has. */
function hasNewProfile({ store, centre }: KioskStore, { version }: ChosenOffice): boolean {
  const serviceDay = store.serviceDay();
  return serviceDay.ok && centre.versionFor(serviceDay.value) !== version;
}

function connectPrinter({ link }: PrinterSetting, profile: PrinterProfile, shaper: TextShaper): Printer {
  return openPrinter({ link: openLink(link), profile, shaper });
}

const connectScanner = ({ setting, profile }: ScannerToOpen, clock: Clock): Scanner =>
  openScanner({ link: openLink(setting.link), profile, clock });

/**
 * Brings the keys of appointments to hand; those that outlived their day are gone, and so is what may not lie on this disk. Where some of it
 * is not there the centre is asked for everything anew.
 */
async function wakeAppointments({ appointments, centre }: KioskStore, keys: SealingKeys, log: Log): Promise<void> {
  try {
    await keys.prepare([OFFICE_KEY_NAME, ...appointments.days()]);
  } catch (error) {
    log.event('store-failed', { detail: error instanceof Error ? error.message : String(error) });
  }
  if (appointments.wipeUnlessAllowed()) log.event('appointments-wiped', {});
  appointments.destroyOldKeys();
  if (!appointments.reload()) centre.forgetCursor();
  if (appointments.heldIn() === 'memory') log.event('appointments-in-memory', {});
}
