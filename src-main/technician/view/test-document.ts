import type { SlipDocument } from '../../tickets/ports/printer.ts';
import type { SlipResources } from '../../tickets/steps/render-resources.ts';

export function composeTest(
  { profile, words }: SlipResources,
  { date, time }: { date: string; time: string },
): SlipDocument {
  const tall = { kind: 'text', size: 'tall', bold: false, align: 'start' } as const;
  const measure = words.text('ca', 'test-measure').split('\n');
  return {
    blocks: [
      { ...tall, size: 'large', bold: true, text: words.text('ca', 'test-title'), language: 'ca' },
      { ...tall, text: `${profile.name}, ${profile.municipality}`, language: 'ca' },
      { ...tall, text: `${date} ${time}` },
      ...measure.map((text) => ({ kind: 'tick', size: 'normal', text, language: 'ca' }) as const),
    ],
  };
}
