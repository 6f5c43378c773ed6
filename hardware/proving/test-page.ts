import type { SlipDocument } from '../printer/contract.ts';
import type { PrinterProfile } from '../printer/profile.ts';

export interface TestPageWords {
  title: string;
  /** `left` and `right`: texts at the two edges of one line. */
  left: string;
  right: string;
}

/** A page that shows at a glance whether width and code page of a profile fit this printer. */
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

/** `1234567890123…`: the widest line; its end shows whether the whole line fits. */
const ruler = (columns: number): string => Array.from({ length: columns }, (_, index) => (index + 1) % 10).join('');
