import type { SlipBlock, SlipDocument } from '../../../hardware/printer/contract.ts';
import { DUPLICATE_MARK } from './witness.ts';

/** Kinds of tickets: plain, with a QR code, or with a picture. If the link is cut within a picture, the printer may wait for more bytes. */
export const TICKET_KINDS = ['plain', 'qr', 'picture'] as const;
export type TicketKind = (typeof TICKET_KINDS)[number];

const PICTURE = {
  widthDots: 24,
  heightDots: 24,
  bytes: Uint8Array.from({ length: 3 * 24 }, (_, at) => (at * 37) & 0xff),
};

const line = (text: string): SlipBlock => ({ kind: 'text', text, size: 'normal', bold: false, align: 'start' });

export function kindOf(ticketNo: number): TicketKind {
  if (ticketNo % 5 === 0) return 'picture';
  return ticketNo % 5 === 3 ? 'qr' : 'plain';
}

/** Composes a ticket whose head, number and foot all contain the ticket's number, so that the witness recognises each piece. */
export function ticketPaper(ticketNo: number, duplicate: boolean): SlipDocument {
  const blocks: SlipBlock[] = duplicate ? [line(DUPLICATE_MARK)] : [];
  blocks.push(line(`T${ticketNo} cap`), { kind: 'number', text: `N${ticketNo}` });
  const kind = kindOf(ticketNo);
  if (kind === 'qr') blocks.push({ kind: 'qr', text: `HTTPS://EXEMPLE.CAT/T/${ticketNo}` });
  if (kind === 'picture') blocks.push({ kind: 'logo', bitmap: PICTURE });
  blocks.push(line('Seieu. Us cridarem per aquest número.'), line(`T${ticketNo} peu`));
  return { blocks };
}
