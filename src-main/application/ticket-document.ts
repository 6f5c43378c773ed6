import type { TicketRecord } from '../contract/kiosk-api.ts';
import type { Language, LocalizedText, OfficeProfile } from '../contract/office-profile.ts';
import type { PaperBlock, PaperDocument } from '../ports/printing.ts';
import { inLanguage } from './localized.ts';

/** A sentence of `config/locales`, namespace `ticket`. */
export type TicketText = (
  language: Language,
  key: 'your-turn' | 'sit-down' | 'appointment' | 'keep-it',
  values?: Record<string, string>,
) => string;

const line = (text: string, size: 'small' | 'normal' | 'tall' | 'large', bold = false): PaperBlock => ({
  kind: 'text',
  text,
  size,
  bold,
  align: 'center',
});

/**
 * What a ticket says. The body is in the citizen's language; office, service and number stand in Catalan too, so that a clerk can
 * read them. Never a name, a document, a phone or a reason. `issuedAt` is office-local, `YYYY-MM-DD` and `HH:MM`.
 */
export function composeTicket(
  profile: OfficeProfile,
  ticket: TicketRecord,
  issuedAt: { date: string; time: string },
  text: TicketText,
): PaperDocument {
  const { language } = ticket;
  const service = profile.services.find((candidate) => candidate.serviceId === ticket.serviceId);
  const name = service?.name ?? { ca: ticket.serviceId };
  const own = inLanguage(name, language);
  const closing: LocalizedText | undefined = profile.ticket.closing;
  const [year, month, day] = issuedAt.date.split('-');
  return {
    blocks: [
      {
        kind: 'edges',
        left: `${profile.name}, ${profile.municipality}`,
        right: `${day}.${month}.${year} ${issuedAt.time.replace(':', '.')}`,
      },
      { kind: 'gap', lines: 1 },
      line(text(language, 'your-turn'), 'tall'),
      { kind: 'gap', lines: 1 },
      { kind: 'number', text: ticket.label },
      { kind: 'gap', lines: 1 },
      line(own, 'large', true),
      ...(own === name.ca ? [] : [line(name.ca, 'normal')]),
      { kind: 'gap', lines: 1 },
      ...(ticket.way === 'appointment' ? [line(text(language, 'appointment'), 'tall')] : []),
      line(text(language, 'sit-down'), 'tall'),
      ...(closing ? [line(inLanguage(closing, language), 'normal')] : []),
      { kind: 'gap', lines: 1 },
      line(text(language, 'keep-it', { page: profile.ticket.privacyPage }), 'small'),
    ],
  };
}
