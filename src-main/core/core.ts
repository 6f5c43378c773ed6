import { randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { loadOffice, loadPrinterProfile } from '../../config/load.ts';
import { openLink } from '../../hardware/link/open.ts';
import type { Printer } from '../../hardware/printer/contract.ts';
import { openPrinter } from '../../hardware/printer/driver.ts';
import { PrinterProfile } from '../../hardware/printer/profile.ts';
import type { TextShaper } from '../../hardware/printer/text-shaping.ts';
import { createKiosk, type Kiosk } from '../application/kiosk.ts';
import { createOffice } from '../application/office.ts';
import { createPrintQueue } from '../application/print-queue.ts';
import { watchPrinters } from '../application/printer-watch.ts';
import { composePaper } from '../application/ticket-document.ts';
import { CONTRACT_VERSION, HEARTBEAT_EVERY_MS, type Push, type StartFault, TicketId } from '../contract/kiosk-api.ts';
import type { OfficeProfile, PrinterSetting } from '../contract/office-profile.ts';
import { type Result, refuse, succeed } from '../contract/result.ts';
import { FOLLOW_TOKEN_BYTES, followToken } from '../domain/follow-token.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { CoreOptions } from './arguments.ts';
import { openKioskStore } from './kiosk-store.ts';
import { prepareStationery } from './ticket-paper.ts';

export interface CoreEnvironment {
  clock: Clock;
  log: Log;
  push: (message: Push) => void;
  /** Torn's own version. */
  version: string;
  /** Asks for a new start of the program, when only that makes the two copies of the data agree. */
  startAgain: (detail: string) => void;
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
  const { clock, log, push, version, startAgain } = environment;
  if (Number(process.versions.napi) < NEEDED_NODE_API)
    return refuse({
      kind: 'wrong-node',
      detail: `Node ${process.version} offers Node-API ${process.versions.napi}`,
    });

  const loaded = loadOffice(options);
  if (!loaded.ok) return loaded;
  for (const line of loaded.value.leftOut) log.warn('nearby-office-left-out', { detail: line });
  const settings = readPrinters(options, loaded.value.profile);
  if (!settings.ok) return settings;

  const { dataDir } = options;
  const { zone, journalFolder } = loaded.value.profile;
  const journalDir = options.journalDir ?? journalFolder ?? join(dataDir, 'journal');
  const kept = openKioskStore({ dataDir, journalDir, zone, clock, log, onBroken: startAgain });
  if (!kept.ok) return kept;
  const { store, hasSlot, notice } = kept.value;
  let kiosk: Kiosk | null = null;
  let closing = false;
  const unfinished = store.unfinishedPapers();
  if (!unfinished.ok) {
    void kept.value.close();
    return refuse({ kind: 'database-damaged', detail: unfinished.error.detail });
  }

  const stationery = prepareStationery(loaded.value, log);
  const printers = settings.value.map(({ id, setting, profile }) => ({
    id,
    device: connectPrinter(setting, profile, stationery.shaper),
  }));
  const watch = watchPrinters(printers, store, log, (printer, condition) => {
    if (closing) return;
    push({ push: 'printer', value: { printer, condition } });
    kiosk?.refresh();
  });
  const office = createOffice(loaded.value, loaded.value.nearby, clock);
  const queue = createPrintQueue(
    {
      store,
      printers,
      compose: (order) => composePaper(stationery.paper(), order, office.momentOf),
      clock,
      log,
    },
    unfinished.value,
  );
  push({ push: 'ready', value: { contract: CONTRACT_VERSION, version } });
  kiosk = createKiosk({
    office,
    store,
    queue,
    printers: watch,
    hasSlot,
    storeNotice: notice,
    clock,
    log,
    newId: randomUUID,
    ticketIds: {
      newTicketId: () => TicketId.parse(randomUUID()),
      newFollowToken: () => followToken(randomBytes(FOLLOW_TOKEN_BYTES)),
    },
    show: (state) => push({ push: 'view', value: state }),
  });
  const running = kiosk;
  const heart = setInterval(() => {
    push({ push: 'heartbeat' });
    running.tick();
  }, HEARTBEAT_EVERY_MS);

  return succeed({
    kiosk: running,
    async close() {
      clearInterval(heart);
      await queue.close();
      closing = true;
      await Promise.all(printers.map(({ device }) => device.close()));
      await kept.value.close();
    },
  });
}

interface PrinterToOpen {
  id: string;
  setting: PrinterSetting;
  profile: PrinterProfile;
}

/** The printers in the order they are tried: `main`, from the command line or the office's profile, then its `second`. */
function readPrinters(options: CoreOptions, office: OfficeProfile): Result<PrinterToOpen[], StartFault> {
  const wanted = [
    { id: 'main', setting: options.printer ?? office.printer },
    { id: 'second', setting: office.secondPrinter },
  ];
  const found: PrinterToOpen[] = [];
  for (const { id, setting } of wanted) {
    if (!setting) continue;
    const { profileId } = setting;
    const profile = loadPrinterProfile({ profileId, configDir: options.configDir, schema: PrinterProfile });
    if (!profile.ok) return profile;
    found.push({ id, setting, profile: profile.value });
  }
  return succeed(found);
}

function connectPrinter({ link }: PrinterSetting, profile: PrinterProfile, shaper: TextShaper): Printer {
  return openPrinter({ link: openLink(link), profile, shaper });
}
