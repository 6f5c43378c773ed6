import { ticketText } from '../../../config/locales/ticket-words.ts';
import type { TicketRecord } from '../../../src-main/session/contract/kiosk-api.ts';
import type { Complaint } from '../../support/ledger.ts';

export type PaperPromise =
  /** Two papers have the same number, neither of them marked as a duplicate. */
  | 'two-papers'
  /** A paper's number belongs to no ticket. */
  | 'paper-without-ticket'
  /** A ticket is marked as printed, but no paper has its number. */
  | 'printed-without-paper';

export type PrintedTicket = Pick<TicketRecord, 'label' | 'print'>;

/** Collects the papers of one printer, from all runs of the core. */
export interface PaperWatch {
  sawLine(text: string): void;
  sawCut(): void;
  close(tickets: readonly PrintedTicket[]): Complaint<PaperPromise>[];
}

export const LABEL = /^[A-HJ-NPR-Z]{1,2}\d{3,7}$/;
const MARK = ticketText('ca', 'duplicate');

export function watchPaper(name: string): PaperWatch {
  const unmarked = new Map<string, number>();
  const seen = new Set<string>();
  /** Whether the current paper has the duplicate mark. The printer prints the mark above the number. */
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
