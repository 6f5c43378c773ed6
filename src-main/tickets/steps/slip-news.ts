import { isEnded, type PrintJob } from '../../domain/print-job.ts';
import type { KioskContext } from '../../session/steps/kiosk-context.ts';
import type { SlipState } from '../contract/ticket.ts';
import type { SlipListener } from './print-queue.ts';

export const slipNews =
  ({ apply }: KioskContext): SlipListener =>
  (order, job, printer) => {
    const paper = paperOf(job);
    if (!paper) return;
    if (order.kind === 'attendance') apply({ type: 'proof-paper', jobId: order.jobId, paper, printer });
    else if (order.kind === 'directions') apply({ type: 'directions-paper', jobId: order.jobId, paper, printer });
    else if (order.kind === 'booking')
      apply({ type: 'booking-paper', jobId: order.jobId, paper, ended: isEnded(job), printer });
    else if (order.kind === 'documents' && order.serviceId !== null)
      apply({ type: 'documents', serviceId: order.serviceId, paper });
    else if (order.ticket)
      apply({ type: 'paper', ticketId: order.ticket.ticketId, paper, ended: isEnded(job), printer });
  };

/** Returns the state to show to the waiting citizen; `null` while there is nothing new. */
function paperOf({ state, cause }: PrintJob): SlipState | null {
  if (state === 'printed') return 'out';
  return state === 'sending' ? null : cause;
}
