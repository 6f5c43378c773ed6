import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { loadOffice } from '../../src-main/configuration/load.ts';
import { TicketId } from '../../src-main/contract/shared/ids.ts';
import { initKioskStore, openKioskStore } from '../../src-main/core/kiosk-store.ts';
import { createSystemClock } from '../../src-main/core/system-clock.ts';
import { type Result, refuse, succeed } from '../../src-main/domain/result.ts';
import { createOffice } from '../../src-main/office/steps/office.ts';
import type { Clock } from '../../src-main/ports/clock.ts';
import type { Log } from '../../src-main/ports/log.ts';
import type { StartFault } from '../../src-main/session/contract/kiosk-api.ts';
import { takeTicket } from '../../src-main/tickets/steps/take-ticket.ts';
import { demonstrationOffice, service } from './core-process.ts';
import type { TicketOffice } from './ticket-office.ts';

export interface InProcessOptions {
  data: string;
  /** Default: in the data folder. */
  journal?: string;
  clock?: Clock;
  onLog?: Log['event'];
  /** Called when only a restart can repair the database. */
  onDamaged?: (detail: string) => void;
}

export interface InProcessOffice extends TicketOffice {
  close(): Promise<void>;
}

const demonstration = loadOffice({
  profileFile: demonstrationOffice,
  configDir: join(import.meta.dirname, '../../config'),
});

/** The core's store in this process: it finds, repairs and issues tickets, without fonts, printers and a session. */
export function openInProcess(options: InProcessOptions): Result<InProcessOffice, StartFault> {
  const {
    data,
    journal = join(data, 'journal'),
    clock = createSystemClock(),
    onLog = () => {},
    onDamaged = () => {},
  } = options;
  if (!demonstration.ok) throw new Error(demonstration.error.detail);
  const kept = openKioskStore({
    dataDir: data,
    journalDir: journal,
    zone: demonstration.value.profile.zone,
    clock,
    log: { event: onLog },
    onBroken: () => {},
    onDamaged,
  });
  if (!kept.ok) return kept;
  const { store, close } = kept.value;
  const office = createOffice(demonstration.value, [], clock);
  const ids = { newTicketId: () => TicketId.parse(randomUUID()), newFollowToken: () => randomUUID() };
  return succeed({
    async take({ requestId, serviceId, language = 'ca' }) {
      const taken = takeTicket(store, office, ids, {
        requestId,
        serviceId: service(serviceId),
        visitType: 'walk-in',
        language,
      });
      return taken.ok ? succeed(taken.value.ticket) : taken;
    },
    async find(requestId) {
      const found = store.findByRequest(requestId);
      if (!found.ok) return found;
      return found.value ? succeed(found.value) : refuse({ kind: 'unknown-request' });
    },
    close,
  });
}

/** Prepares a data folder from which tickets can be issued. Its journal begins on the clock's day. */
export function initInProcess(data: string, clock: Clock): void {
  const given = initKioskStore({ dataDir: data, journalDir: join(data, 'journal'), slot: 1 }, clock);
  if (!given.ok) throw new Error(`${given.error.kind}: ${given.error.detail}`);
}
