import type { SlipDocument } from '../printer/contract.ts';
import type { PrinterProfile } from '../printer/profile.ts';

export interface TestPageWords {
  title: string;
  left: string;
  right: string;
}

/** Builds a page on which a person sees at a glance whether the profile's width and code page fit this printer. */
export function testPage(profile: PrinterProfile, words: TestPageWords): SlipDocument {
  const line = (text: string, size: 'small' | 'normal' | 'tall' | 'large', align: 'start' | 'center' = 'start') =>
    ({ kind: 'text', text, size, bold: false, align }) as const;
  return {
    blocks: [
      line(words.title, 'large', 'center'),
      line(`${profile.maker} ${profile.model}`, 'normal', 'center'),
      { kind: 'gap', lines: 1 },
      line('àèéíòóúïüç·ñ€¿¡ªº l·l', 'normal'),
      line('ÀÈÉÍÒÓÚÏÜÇ·Ñ L·L ’ “ ” –', 'normal'),
      line('àèéíòóúïüç·ñ€¿¡ªº l·l', 'small'),
      line('àèéíòóúïüç·ñ€¿¡ªº', 'tall'),
      { kind: 'gap', lines: 1 },
      line(ruler(profile.columns.a), 'normal'),
      { kind: 'edges', left: words.left, right: words.right },
      { kind: 'gap', lines: 1 },
      { kind: 'number', text: 'A001' },
      { kind: 'qr', text: 'TORN' },
    ],
  };
}

/** The end of the line `1234567890123…` shows whether a whole line fits. */
const ruler = (columns: number): string => Array.from({ length: columns }, (_, index) => (index + 1) % 10).join('');
