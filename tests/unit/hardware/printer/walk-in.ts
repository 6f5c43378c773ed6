import type { SlipDocument } from '../../../../hardware/printer/contract.ts';

export const WALK_IN: SlipDocument = {
  blocks: [
    { kind: 'edges', left: 'OAC Didó, Terrassa', right: '24.11.2026 10.24' },
    { kind: 'text', text: 'El vostre torn', size: 'tall', bold: false, align: 'center' },
    { kind: 'number', text: 'A047' },
    { kind: 'text', text: 'Empadronament', size: 'large', bold: true, align: 'center' },
    { kind: 'text', text: 'Seieu. Us cridarem per aquest número.', size: 'tall', bold: false, align: 'center' },
    {
      kind: 'text',
      text: 'Guardeu aquest tiquet. Dades: terrassa.cat/protecciodades',
      size: 'small',
      bold: false,
      align: 'center',
    },
  ],
};
