import { ticketText } from '../../../config/locales/ticket-words.ts';
import type { TicketRecord } from '../../../src-main/session/contract/kiosk-api.ts';
import type { Complaint } from '../../support/ledger.ts';

export type PaperPromise =
  /** A number is on two papers without a mark. */
  | 'two-papers'
  /** A paper has a number of no ticket. */
  | 'paper-without-ticket'
  /** Marked as printed, and no paper has its number. */
  | 'printed-without-paper';

export type PrintedTicket = Pick<TicketRecord, 'label' | 'print'>;

/** The papers of one printer, whoever sent them. */
export interface PaperWatch {
  sawLine(text: string): void;
  sawCut(): void;
  /** With every existing ticket. */
  close(tickets: readonly PrintedTicket[]): Complaint<PaperPromise>[];
}

export const LABEL = /^[A-HJ-NPR-Z]{1,2}\d{3,7}$/;
const MARK = ticketText('ca', 'duplicate');

export function watchPaper(name: string): PaperWatch {
  const unmarked = new Map<string, number>();
  const seen = new Set<string>();
  /** The mark is above its number. */
  let isMarked = false;

  return {
    sawLine(text) {
      const line = text.trim();
      if (line.includes(MARK)) isMarked = true;
      if (!LABEL.test(line)) return;
      seen.add(line);
      if (!isMarked) unmarked.set(line, (unmarked.get(line) ?? 0) + 1);
      isMarked = false;
    },
    sawCut() {
      isMarked = false;
    },
    close(tickets) {
      const complaints: Complaint<PaperPromise>[] = [];
      const complain = (promise: PaperPromise, detail: string) =>
        void complaints.push({ promise, detail: `${name}: ${detail}` });
      const known = new Set(tickets.map(({ label }) => label));
      for (const [label, papers] of unmarked) if (papers > 1) complain('two-papers', `${label}, ${papers} times`);
      for (const label of seen) if (!known.has(label)) complain('paper-without-ticket', label);
      for (const { label, print } of tickets)
        if (print.state === 'printed' && !seen.has(label)) complain('printed-without-paper', label);
      return complaints;
    },
  };
}
