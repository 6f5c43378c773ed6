import { randomUUID } from 'node:crypto';
import { loadOffice, loadPrinterProfile } from '../../config/load.ts';
import { translate } from '../../config/locales/index.ts';
import { openTcpLink } from '../../hardware/link/tcp.ts';
import type { Printer } from '../../hardware/printer/contract.ts';
import { openPrinter } from '../../hardware/printer/driver.ts';
import { PrinterProfile } from '../../hardware/printer/profile.ts';
import { createKiosk, type Kiosk } from '../application/kiosk.ts';
import { createOffice } from '../application/office.ts';
import { createPrintQueue } from '../application/print-queue.ts';
import { composeTicket, type TicketText } from '../application/ticket-document.ts';
import { CONTRACT_VERSION, HEARTBEAT_EVERY_MS, type Push, type StartFault, TicketId } from '../contract/kiosk-api.ts';
import type { PrinterSetting } from '../contract/office-profile.ts';
import { type Result, refuse, succeed } from '../contract/result.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import { claimDataFolder } from '../storage/data-folder.ts';
import { openDatabase } from '../storage/database.ts';
import { createTicketStore } from '../storage/ticket-store.ts';
import type { CoreOptions } from './arguments.ts';

export interface CoreEnvironment {
  clock: Clock;
  log: Log;
  push: (message: Push) => void;
  /** Torn's own version. */
  version: string;
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
  const { clock, log, push, version } = environment;
  if (Number(process.versions.napi) < NEEDED_NODE_API)
    return refuse({
      kind: 'wrong-node',
      detail: `Node ${process.version} offers Node-API ${process.versions.napi}`,
    });

  const loaded = loadOffice(options);
  if (!loaded.ok) return loaded;
  for (const line of loaded.value.leftOut) log.warn('nearby-office-left-out', { detail: line });
  const setting = options.printer ?? loaded.value.profile.printer;
  const printerProfile = setting
    ? loadPrinterProfile({ profileId: setting.profileId, configDir: options.configDir, schema: PrinterProfile })
    : null;
  if (printerProfile && !printerProfile.ok) return printerProfile;

  const folder = claimDataFolder(options.dataDir);
  if (!folder.ok) return folder;
  const database = openDatabase(folder.value.databaseFile);
  if (!database.ok) {
    folder.value.release();
    return database;
  }
  const store = createTicketStore(database.value, clock);
  const unfinished = store.unfinishedPrints();
  if (!unfinished.ok) {
    database.value.close();
    folder.value.release();
    return refuse({ kind: 'database-damaged', detail: unfinished.error.detail });
  }

  const printer = setting && printerProfile ? connectPrinter(setting, printerProfile.value) : null;
  const stopWatching = printer?.onCondition((condition) => {
    log.info('printer-condition', { condition });
    push({ push: 'printer', value: { condition } });
  });
  const office = createOffice(loaded.value, loaded.value.nearby, clock);
  const queue = createPrintQueue(
    {
      store,
      printer,
      compose: (ticket) => composeTicket(office.profile, ticket, office.momentOf(ticket.issuedAtMs), ticketText),
      clock,
      log,
    },
    unfinished.value,
  );
  push({ push: 'ready', value: { contract: CONTRACT_VERSION, version } });
  const kiosk = createKiosk({
    office,
    store,
    queue,
    printer,
    clock,
    log,
    newId: randomUUID,
    newTicketId: () => TicketId.parse(randomUUID()),
    show: (state) => push({ push: 'view', value: state }),
  });
  const heart = setInterval(() => {
    push({ push: 'heartbeat' });
    kiosk.tick();
  }, HEARTBEAT_EVERY_MS);

  return succeed({
    kiosk,
    async close() {
      clearInterval(heart);
      stopWatching?.();
      await queue.close();
      await printer?.close();
      database.value.close();
      folder.value.release();
    },
  });
}

function connectPrinter({ link }: PrinterSetting, profile: PrinterProfile): Printer {
  return openPrinter({ link: openTcpLink(link), profile });
}

const ticketText: TicketText = (language, key, values) => translate(language, `ticket:${key}`, values);
