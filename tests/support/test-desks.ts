import { randomUUID } from 'node:crypto';
import { createDesks, type Desks, type DesksParts } from '../../src-main/calling/steps/desks.ts';
import { TICKET_IDS } from '../../src-main/tickets/machine/ticket-ids.ts';
import { helpCallsOf } from './help-calls.ts';
import type { openTicketStore } from './store.ts';

/** The desks of a kiosk that knows no sibling kiosk. Default slot: 1. */
export const createTestDesks = (
  { store, lives, officeBook }: Pick<ReturnType<typeof openTicketStore>, 'store' | 'lives' | 'officeBook'>,
  parts: Pick<DesksParts, 'office' | 'clock'> & Partial<DesksParts>,
): Desks =>
  createDesks({
    store,
    lives,
    book: officeBook,
    ticketIds: TICKET_IDS,
    log: { event: () => {} },
    slot: 1,
    help: helpCallsOf(parts.clock, parts.slot),
    logId: randomUUID(),
    otherAddresses: () => [],
    ...parts,
  });
