import { randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { type KioskDisplays, openDisplays } from '../calling/machine/displays.ts';
import { createOfficeTrust } from '../calling/machine/office-trust.ts';
import { NO_ARRIVALS } from '../calling/ports/arrivals.ts';
import type { OfficeHub } from '../calling/ports/hub.ts';
import type { QueueStates } from '../calling/ports/queue-state.ts';
import { createComeBack } from '../calling/steps/come-back.ts';
import { createFromHomeTeller, type FromHomeTeller } from '../calling/steps/from-home-teller.ts';
import { createHelpCalls, type HelpCalls } from '../calling/steps/help-calls.ts';
import { createQueueTeller, type QueueTeller } from '../calling/steps/queue-teller.ts';
import { NO_HUB, queuesOf } from '../calling/steps/without-hub.ts';
import { NO_WORD } from '../calling/steps/word-after.ts';
import type { RunningHub } from '../calling/wire/hub.ts';
import { openCentre } from '../centre/machine/open-centre.ts';
import { createUpdateWatch } from '../centre/machine/updates.ts';
import type { Centre } from '../centre/ports/centre.ts';
import type { KioskCentre } from '../centre/wire/kiosk-centre.ts';
import { noCentre } from '../centre/wire/no-centre.ts';
import { type CodeReader, openCodeReader } from '../check-in/machine/code-reader.ts';
import { createIdentification, firstEndOf } from '../check-in/machine/identification.ts';
import { createDayEnd } from '../check-in/steps/end-days.ts';
import { wakeAppointments } from '../check-in/steps/wake-appointments.ts';
import { loadMidniCertificates } from '../configuration/load.ts';
import type { OfficeProfile } from '../contract/shared/office-profile.ts';
import { attendanceCodeFrom } from '../domain/attendance-code.ts';
import { LOCATOR_RANDOM_BYTES } from '../domain/locator.ts';
import { type Result, refuse, succeed } from '../domain/result.ts';
import { createOfficeTravel } from '../office/machine/office-travel.ts';
import { createOwnOffice, type KioskOwnOffice } from '../office/machine/own-office.ts';
import type { OfficeTravel } from '../office/ports/office-travel.ts';
import { createCalendarWatch } from '../office/steps/calendar-watch.ts';
import { createOffice, type Office } from '../office/steps/office.ts';
import { createServiceStops } from '../office/steps/service-stops.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import { type OfficeKey, openOfficeKey } from '../security/office-key.ts';
import { hashPin, pinMatches } from '../security/pin.ts';
import { createKiosk, type Kiosk } from '../session/commands/kiosk.ts';
import { CONTRACT_VERSION, HEARTBEAT_EVERY_MS, type StartFault } from '../session/contract/kiosk-api.ts';
import { openSpeech } from '../speech/machine/open-speech.ts';
import type { Speaker } from '../speech/machine/speaker.ts';
import { createCentreNotes } from '../technician/machine/centre-notes.ts';
import type { KioskDevices } from '../technician/machine/devices.ts';
import { createInstallation } from '../technician/machine/installation.ts';
import { openLogFiles } from '../technician/machine/log-files.ts';
import { openDevices } from '../technician/machine/open-devices.ts';
import { openMachine } from '../technician/machine/open-machine.ts';
import { openPredecessor } from '../technician/machine/predecessor.ts';
import { wakeCodes } from '../technician/machine/wake-codes.ts';
import type { CentreNotes } from '../technician/ports/centre-notes.ts';
import type { Installation } from '../technician/ports/installation.ts';
import type { Machine } from '../technician/ports/machine.ts';
import { createMachineWatch } from '../technician/steps/machine-watch.ts';
import {
  hasNewProfile,
  NO_RESTART,
  noteEnrolment,
  noteOrder,
  RESUMABLE_PAGES,
  type RestartState,
  stepRestart,
} from '../technician/steps/restart-policy.ts';
import { takeWish } from '../technician/store/owners-wish.ts';
import { leavePass, takePass } from '../technician/store/resume-pass.ts';
import { openPrinting, type Printing } from '../tickets/machine/open-printers.ts';
import { TICKET_IDS } from '../tickets/machine/ticket-ids.ts';
import type { NumberLine } from '../tickets/ports/number-line.ts';
import { isHourShown } from '../tickets/rules/time-label.ts';
import { createDayWatch } from '../tickets/steps/day-watch.ts';
import { type Asked, createFirstNumber } from '../tickets/steps/first-number.ts';
import { NO_LINE } from '../tickets/steps/number-asking.ts';
import { createNumberFaults, type WatchedNumbers } from '../tickets/steps/number-faults.ts';
import type { CoreOptions } from './arguments.ts';
import type { CoreEnvironment } from './environment.ts';
import { type OpenedData, openData } from './open-data.ts';
import { openHub } from './open-hub.ts';

export interface RunningCore {
  kiosk: Kiosk;
  /** Lets the current print job end, then releases the data folder. */
  close(): Promise<void>;
}

interface Parts {
  options: CoreOptions;
  environment: CoreEnvironment;
  data: OpenedData;
  office: Office;
  installation: Installation;
  /** The connection to the centre; for a kiosk without a centre its status is `none`. */
  centre: Centre;
  printing: Printing;
  queueStates: QueueStates;
  reader: CodeReader;
  speaker: Speaker;
  devices: KioskDevices;
  machine: Machine;
  ownOffice: KioskOwnOffice;
  travel: OfficeTravel;
  notes: CentreNotes;
  hub: OfficeHub;
  help: HelpCalls;
  line: NumberLine;
  firstNumber: Asked;
  officeKey: OfficeKey;
  numberFaults: WatchedNumbers;
}

/**
 * The parts of the core that are made after others or change while it runs. A part that is made before `kiosk` and `centre` reaches them
 * through this object.
 */
interface Running {
  kiosk: Kiosk | null;
  centre: KioskCentre | null;
  hub: RunningHub | null;
  teller: QueueTeller | null;
  turns: FromHomeTeller | null;
  displays: KioskDisplays | null;
  restart: RestartState;
  isClosing: boolean;
}

const NOTHING_RUNS: Running = {
  kiosk: null,
  centre: null,
  hub: null,
  teller: null,
  turns: null,
  displays: null,
  restart: NO_RESTART,
  isClosing: false,
};

/** Delay of the self-test after the start. By then a working printer and reader have reported, and the centre has been asked. */
const SELF_TEST_AFTER_MS = 20_000;

/** better-sqlite3 13 uses Node-API 10 and ends the process without a message on a Node that offers less. */
const NEEDED_NODE_API = 10;

function hearRecorded(running: Running): void {
  running.centre?.eventsWait();
  running.hub?.changed();
  hearOffice(running);
}

function hearOffice({ teller, displays }: Running): void {
  teller?.changed();
  displays?.changed();
}

/** Opens the displays that show calls; `null` if the profile has no displays, or without a server for desks (`openHub`). */
function showCalls(
  running: Running,
  { chosen, clock }: OpenedData,
  { configDir }: CoreOptions,
  log: Log,
): KioskDisplays | null {
  const { displays: settings = [] } = chosen.office.profile;
  const { hub } = running;
  if (hub === null || settings.length === 0) return null;
  const onCondition = () => void (running.isClosing || running.kiosk?.refresh());
  return openDisplays({ settings, configDir, calls: hub.calls, clock, log, onCondition });
}

/** Sends the states of queues to the centre; `null` without a centre, or without a server for desks. */
function tellQueues({ hub, centre }: Running, clock: Clock): QueueTeller | null {
  if (hub === null || centre === null) return null;
  return createQueueTeller({ states: hub.stated, tell: centre.stateQueue, clock });
}

/** Offers numbers to citizens at home; `null` without a centre, without a server for desks, or without `fromHome` in the profile. */
function offerTurns({ hub, centre }: Running, { fromHome }: OfficeProfile, clock: Clock): FromHomeTeller | null {
  if (hub === null || centre === null || fromHome === undefined) return null;
  const teller = createFromHomeTeller({ fromHome: hub.fromHome, tell: centre.stateTurns, clock });
  centre.onWoken(teller.woken);
  return teller;
}

/** Starts the core and makes its stores, links and devices. A failed start returns the reason and closes what it has opened. */
export function startCore(options: CoreOptions, given: CoreEnvironment): Result<RunningCore, StartFault> {
  const { napi } = process.versions;
  if (Number(napi) < NEEDED_NODE_API)
    return refuse({ kind: 'wrong-node', detail: `Node ${process.version} offers Node-API ${napi}` });
  const running: Running = { ...NOTHING_RUNS };
  const environment = withPass(given, options.dataDir, running);
  const { log, push, version, deviceRoot } = environment;
  const opened = openData(
    options,
    environment,
    () => hearRecorded(running),
    () => running.hub?.mayCount() ?? true,
  );
  if (!opened.ok) return opened;
  const data = opened.value;
  environment.history.keepIn(openLogFiles(join(options.dataDir, 'log')));
  const { chosen, clock } = data;
  const pausedUntilMs = (serviceId: string) => running.centre?.pausedUntilMs(serviceId) ?? null;
  const stops = createServiceStops({ ...data.kept, pausedUntilMs, clock, zone: chosen.office.profile.zone });
  const knowsHour = () =>
    isHourShown(
      clock.wallMs(),
      data.kept.certainTime(),
      data.kept.store.today.doubt(),
      running.centre?.status().clockOffsetMs ?? null,
    );
  const office = createOffice(chosen.office, chosen.office.nearby, clock, stops, knowsHour);
  const installation = createInstallation(data, options, environment.startAnew);
  const isSample = (requestId: string) => installation.file().firstTicket === requestId;
  const onCondition: Parameters<typeof openPrinting>[6] = (printer, condition) => {
    if (running.isClosing) return;
    push({ push: 'printer', value: { printer, condition } });
    running.kiosk?.refresh();
  };
  const queueStates = queuesOf(
    office.profile,
    () => running.hub,
    () => running.centre,
  );
  const printing = openPrinting(data, office, queueStates, isSample, deviceRoot, log, onCondition);
  const officeKey = openOfficeKey({ folder: options.dataDir, environment: process.env });
  const trust = createOfficeTrust({
    dataDir: options.dataDir,
    kiosks: data.officeKiosks,
    officeKey,
    log,
    leave: () => running.hub?.leaveOffice(),
  });
  const centre = openCentre(data, options.dataDir, environment, trust, installation, () => {
    running.restart = noteEnrolment(running.restart);
  });
  running.centre = centre;
  const reader = openCodeReader(chosen.scanner, deviceRoot, clock, log);
  // A scanner that types like a keyboard may read the QR code of a `CentreNote` in the first run, so the shell must listen to its keys.
  const wedge = reader.isWedge || (installation.isOpen && !installation.file().finished);
  push({ push: 'ready', value: { contract: CONTRACT_VERSION, version, wedge } });
  const { speaker, synthesiser } = openSpeech(data, options, environment, () => running.kiosk?.refresh());
  const help = createHelpCalls({ slot: data.kept.identity?.slot ?? null, clock, run: randomUUID() });
  const heard = () => hearOffice(running);
  const comeBack =
    centre && createComeBack({ hours: centre.hours, office, print: printing.queue.add, newId: randomUUID, clock, log });
  running.hub = openHub(data, office, options, environment, synthesiser, help, comeBack, heard, trust.hear);
  running.teller = tellQueues(running, clock);
  running.turns = offerTurns(running, chosen.office.profile, clock);
  running.displays = showCalls(running, data, options, log);
  const place = {
    options,
    environment,
    data,
    office,
    installation,
    printing,
    queueStates,
    reader,
    speaker,
    officeKey,
    centre: centre ?? noCentre(data.kept),
    help,
    hub: running.hub ?? NO_HUB,
    line: running.hub?.line ?? NO_LINE,
    firstNumber: createFirstNumber(
      [() => centre?.askFirst() ?? null, () => running.hub?.ready ?? null],
      environment.clock,
    ),
    numberFaults: createNumberFaults({
      day: data.kept.store.day,
      book: data.kept.officeBook,
      centre: data.kept.centre,
      log,
      today: data.kept.store.today,
      hasSameSlot: () => running.hub?.hasSameSlot() === true,
      clashesWithSame: () => running.hub?.clashes() ?? [],
    }),
  };
  const parts: Parts = { ...place, ...forTechnicians(place) };
  const kiosk = assembleKiosk(parts, running);
  running.kiosk = kiosk;
  // Result ignored: the store reports a disk error, and the machine's owner, who left the file `forget-pin`, can leave it again.
  if (takeWish(options.dataDir, 'forget-pin')) kiosk.handle('forgetPin', {});
  const refresh = () => void (running.isClosing || kiosk.refresh());
  reader.begin((code) => kiosk.scanned(code), refresh);
  const heart = startHeart(parts, kiosk, running);
  const awake = turnToCentre(parts, running);
  const callOffTest = clock.after(SELF_TEST_AFTER_MS, () => parts.machine.selfTest.run(false));
  return succeed({
    kiosk,
    async close() {
      clearInterval(heart);
      callOffTest();
      running.teller?.close();
      running.turns?.close();
      const dark = running.displays?.close();
      kiosk.stop();
      await awake;
      await centre?.close();
      await running.hub?.close();
      await closeParts(parts, running);
      // The displays are awaited last, because the connection to a display may be blocked for a while, and no ticket depends on it.
      await dark;
    },
  });
}

async function closeParts({ devices, reader, speaker, printing, data }: Parts, running: Running): Promise<void> {
  await devices.close();
  await reader.close();
  await speaker.close();
  await printing.finish();
  running.isClosing = true;
  running.kiosk?.close();
  await printing.close();
  await data.kept.close();
}

type ForTechnicians = Pick<Parts, 'devices' | 'machine' | 'ownOffice' | 'travel' | 'notes'>;

function forTechnicians(place: Omit<Parts, keyof ForTechnicians>): ForTechnicians {
  const { options, environment, data, printing, reader, speaker } = place;
  return {
    devices: openDevices(data, printing, reader, options, environment),
    machine: openMachine({ ...place, printers: printing.watch, speech: speaker }),
    ownOffice: createOwnOffice(data, printing, options, environment.startAnew),
    travel: travelOf(data, options, environment, place.officeKey),
    notes: createCentreNotes({ root: environment.deviceRoot, folder: options.stickDir ?? null }),
  };
}

function travelOf(
  { kept, chosen, clock }: OpenedData,
  options: CoreOptions,
  { deviceRoot: root, log }: CoreEnvironment,
  key: OfficeKey,
): OfficeTravel {
  const { office, version, own } = chosen;
  const slot = kept.identity?.slot ?? null;
  return createOfficeTravel({ options, root, office, version, own, slot, key, clock, log });
}

/** Saves a resume pass before a requested restart, so that the technician continues on the same page after it. */
const withPass = (environment: CoreEnvironment, dataDir: string, running: Running): CoreEnvironment => ({
  ...environment,
  startAnew(reason) {
    const page = running.kiosk?.resumablePage() ?? null;
    if (page !== null) leavePass(dataDir, page, running.kiosk?.codeInUse() ?? null);
    environment.startAnew(reason);
  },
});

function startHeart(
  { options, environment, data, office, ownOffice, numberFaults, machine, centre }: Parts,
  kiosk: Kiosk,
  running: Running,
): NodeJS.Timeout {
  const { push, log, startAnew } = environment;
  const { kept, chosen, clock } = data;
  const { appointments, certainTime } = kept;
  const endDays = createDayEnd({ appointments, certainTime, office, clock, log });
  const watchCalendar = createCalendarWatch(office, log);
  const watchDay = createDayWatch(kept.store.today, log);
  const watchMachine = createMachineWatch({
    care: kept.care,
    store: kept.store,
    clock,
    log,
    certificateEndsMs: firstEndOf(loadMidniCertificates(options.configDir)),
    deadLetters: () => running.centre?.status().deadLetters ?? 0,
  });
  const watchUpdates = createUpdateWatch({
    folder: options.updatesDir ?? null,
    dataDir: options.dataDir,
    hasIdentity: kept.identity !== null,
    updates: kept.updates,
    allowedVersion: () => kept.centre.allowedVersion(),
    clock,
    log,
  });
  return setInterval(() => {
    push({ push: 'heartbeat' });
    numberFaults.look();
    kiosk.tick();
    machine.clock.look(centre.status().clockOffsetMs);
    machine.touch.look();
    endDays();
    watchCalendar();
    watchDay();
    watchUpdates();
    watchMachine();
    running.hub?.fromHome.look();
    running.hub?.word.look();
    const isNew = hasNewProfile(kept.store, kept.centre, chosen.version) || ownOffice.isBehind();
    const { state, startFor } = stepRestart(running.restart, { hasNewProfile: isNew, isAtRest: kiosk.atRest() });
    running.restart = state;
    if (startFor !== null) startAnew(startFor);
  }, HEARTBEAT_EVERY_MS);
}

/** Contacts the centre once the keys of the stored appointments and of the named persons' codes are loaded. */
async function turnToCentre({ environment, data }: Parts, running: Running): Promise<void> {
  const { appointments, centre } = data.kept;
  await wakeAppointments(appointments, centre, environment.log);
  await wakeCodes(data.codeKey, data.kept, environment.log);
  if (!running.isClosing) void running.centre?.start();
}

function assembleKiosk(parts: Parts, running: Running): Kiosk {
  const { options, environment, data, printing, reader, speaker, ...others } = parts;
  const resumed = takePass(options.dataDir);
  const { log, push, version } = environment;
  const { kept, clock } = data;
  const { store, identity, technician, appointments, guesses, pauses, served, orders, notice } = kept;
  return createKiosk({
    ...others,
    appearance: data.chosen.appearance,
    arrivals: running.hub?.fromHome ?? NO_ARRIVALS,
    word: running.hub?.word ?? NO_WORD,
    store,
    queue: printing.queue,
    printers: printing.watch,
    slot: identity?.slot ?? null,
    isRevoked: () => kept.centre.isRevoked(),
    appointments,
    identification: createIdentification({
      centre: kept.centre,
      appointments,
      midniCertificates: loadMidniCertificates(options.configDir),
      log,
    }),
    speech: speaker,
    predecessor: openPredecessor(options, environment, kept.centre, running.centre),
    resumes: RESUMABLE_PAGES.find((page) => page === resumed?.page) ?? null,
    resumesAs: resumed?.codeId ?? null,
    scanner: () => reader.state(),
    displays: () => running.displays?.all ?? [],
    readTyped: reader.readTyped,
    newAttendanceCode: () => attendanceCodeFrom(randomBytes(LOCATOR_RANDOM_BYTES)),
    storeNotice: notice,
    profileFault: data.profileFault,
    technician,
    guesses,
    pauses,
    served,
    orders,
    deskAlarms: kept.lives,
    restart() {
      running.restart = noteOrder(running.restart);
    },
    pins: { hash: hashPin, matches: pinMatches },
    codeRules: {
      matches: (secret, sealed) => data.codeKey.matches(secret, sealed, kept.centre.enrolment()?.kioskId ?? ''),
      nowMs: () => Math.max(clock.wallMs(), kept.certainTime() ?? 0),
    },
    version,
    clock,
    log,
    newId: randomUUID,
    ticketIds: TICKET_IDS,
    show(state) {
      push({ push: 'view', value: state });
      reader.follow(state.view);
    },
  });
}
