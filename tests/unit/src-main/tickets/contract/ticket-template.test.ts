import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkDocument } from '../../../../../src-main/configuration/document.ts';
import { TicketTemplate } from '../../../../../src-main/tickets/contract/ticket-template.ts';

const folder = join(import.meta.dirname, '../../../../../config/tickets');
const read = (name: string): { ticket: { show?: string }[]; documents: { show?: string }[] } =>
  JSON.parse(readFileSync(join(folder, name), 'utf8'));
const problem = (template: unknown): string => {
  const checked = checkDocument(template, TicketTemplate);
  return checked.ok ? '' : checked.error.detail;
};

describe('the templates of the city', () => {
  test.each(readdirSync(folder))('%s is valid and has the name of its file', (name) => {
    const template = TicketTemplate.parse(read(name));
    expect(`${template.templateId}.json`).toBe(name);
  });
});

describe('a template', () => {
  const standard = read('standard.json');

  test.each(['number', 'office-and-time', 'service-in-catalan', 'privacy', 'duplicate'])(
    'without %s is refused',
    (part) => {
      const ticket = standard.ticket.filter(({ show }) => show !== part);
      expect(problem({ ...standard, ticket })).toBe(`ticket: must show ${part}`);
    },
  );

  test('that shows one part twice is refused', () => {
    expect(problem({ ...standard, ticket: [...standard.ticket, { show: 'number' }] })).toBe(
      'ticket: shows something twice',
    );
  });

  test.each(['name', 'document-number', 'phone', 'locator', 'priority'])('cannot show %s', (show) => {
    expect(problem({ ...standard, ticket: [...standard.ticket, { show }] })).toContain('ticket/');
  });

  test('without the list of documents is refused', () => {
    const documents = standard.documents.filter(({ show }) => show !== 'documents');
    expect(problem({ ...standard, documents })).toBe('documents: must show documents');
  });
});
