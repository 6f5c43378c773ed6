import { z } from 'zod';
import { SLUG } from '../../domain/slug.ts';

const style = {
  size: z.enum(['small', 'normal', 'tall', 'large']),
  bold: z.boolean().default(false),
  align: z.enum(['start', 'center']).default('center'),
};
const gap = z.strictObject({ gap: z.int().min(1).max(4) });

/**
 * Names of the texts that an element can show. They are in the citizen's language unless the name says otherwise. A text that is unknown or
 * not configured prints nothing.
 */
const TICKET_WORDS = [
  'duplicate',
  'appointment-time',
  'your-turn',
  'service',
  'service-in-catalan',
  'what-to-do',
  'follow',
  'closing',
  'privacy',
] as const;
/** Parts whose layout is fixed, so an element that shows one has no style. */
const TICKET_PARTS = ['logo', 'office-and-time', 'number', 'follow-code'] as const;

export const TicketElement = z.union([
  gap,
  z.strictObject({ show: z.enum(TICKET_WORDS), ...style }),
  z.strictObject({ show: z.literal('queue'), ...style }),
  z.strictObject({ show: z.enum(TICKET_PARTS) }),
]);
export type TicketElement = z.infer<typeof TicketElement>;

const LIST_WORDS = [
  'documents-title',
  'documents-title-in-catalan',
  'service',
  'service-in-catalan',
  'bring-originals',
  'ask-by-phone',
] as const;
const LIST_PARTS = ['logo', 'office-and-time', 'documents'] as const;

export const DocumentListElement = z.union([
  gap,
  z.strictObject({ show: z.enum(LIST_WORDS), ...style }),
  z.strictObject({ show: z.enum(LIST_PARTS) }),
]);
export type DocumentListElement = z.infer<typeof DocumentListElement>;

/** Elements that every layout of a ticket must show. A clerk reads the office, the number, the service and the mark of a duplicate. */
const NEVER_MISSING = ['duplicate', 'office-and-time', 'number', 'service-in-catalan', 'privacy'] as const;

export const TicketTemplate = z
  .strictObject({
    templateId: z.string().regex(SLUG),
    ticket: z.array(TicketElement).min(1).max(30),
    documents: z.array(DocumentListElement).min(1).max(20),
  })
  .superRefine((template, context) => {
    function check(path: 'ticket' | 'documents', neverMissing: readonly string[]): void {
      const complain = (message: string) => context.addIssue({ code: 'custom', path: [path], message });
      const elements: readonly (TicketElement | DocumentListElement)[] = template[path];
      const shown: string[] = elements.flatMap((element) => ('show' in element ? [element.show] : []));
      for (const part of neverMissing) if (!shown.includes(part)) complain(`must show ${part}`);
      if (new Set(shown).size < shown.length) complain('shows something twice');
    }
    check('ticket', NEVER_MISSING);
    check('documents', ['office-and-time', 'documents']);
  });
export type TicketTemplate = z.infer<typeof TicketTemplate>;
