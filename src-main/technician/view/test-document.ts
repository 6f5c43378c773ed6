import type { SlipDocument } from '../../tickets/ports/printer.ts';
import type { SlipResources } from '../../tickets/steps/render-resources.ts';

export function composeTest(
  { profile, words }: SlipResources,
  { date, time }: { date: string; time: string },
): SlipDocument {
  const text = words.text('ca', 'test-title');
  return {
    blocks: [
      { kind: 'text', size: 'large', bold: true, align: 'start', text, language: 'ca' },
      {
        kind: 'text',
        size: 'tall',
        bold: false,
        align: 'start',
        text: `${profile.name}, ${profile.municipality}`,
        language: 'ca',
      },
      { kind: 'text', size: 'tall', bold: false, align: 'start', text: `${date} ${time}` },
      ...words
        .text('ca', 'test-measure')
        .split('\n')
        .map((line) => ({ kind: 'tick' as const, size: 'normal' as const, text: line, language: 'ca' })),
    ],
  };
}
