import type { SlipDocument } from '../ports/printing.ts';
import type { SlipResources } from './render-resources.ts';

/** For whoever asks from afar whether this printer prints: where it stands, when, and that this paper is nobody's turn. */
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
    ],
  };
}
