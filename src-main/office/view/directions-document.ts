import type { TicketLanguage } from '../../contract/shared/languages.ts';
import type { SlipBlock, SlipDocument } from '../../tickets/ports/printer.ts';
import type { Directions } from '../../tickets/ports/store.ts';
import type { SlipResources, TicketTextKey } from '../../tickets/steps/render-resources.ts';

type Style = Pick<Extract<SlipBlock, { kind: 'text' }>, 'size' | 'bold' | 'align'>;

const PLAIN: Style = { size: 'tall', bold: false, align: 'start' };

/**
 * Composes the slip with address, hours and directions of another office, to which a citizen goes for an appointment, or because this
 * office is closed or its wait is long. The appointment itself is not printed.
 * @throws Error if `directions` is missing (caller's bug)
 */
export function composeDirections(
  { profile, words, logo }: SlipResources,
  language: TicketLanguage,
  directions: Directions | undefined,
): SlipDocument {
  if (directions === undefined) throw new Error('the slip of directions needs directions');
  const { name, address, day, hours, directions: way } = directions;
  const say = (key: TicketTextKey, style: Style, values?: Readonly<Record<string, string>>): SlipBlock => ({
    kind: 'text',
    ...style,
    text: words.text(language, key, values),
    language,
  });
  const [year, month, date] = day.split('-');
  const blocks: (SlipBlock | null)[] = [
    logo && { kind: 'logo', bitmap: logo },
    say('directions-title', { size: 'normal', bold: true, align: 'start' }),
    { kind: 'text', size: 'large', bold: true, align: 'start', text: name, language: 'ca' },
    { kind: 'text', ...PLAIN, text: address, language: 'ca' },
    { kind: 'gap', lines: 1 },
    hours && say('directions-hours', PLAIN, { date: `${date}.${month}.${year}` }),
    ...(hours ?? []).map(({ from, to }) => {
      const range = { from: words.time(language, from), to: words.time(language, to) };
      return say('directions-range', { ...PLAIN, bold: true }, range);
    }),
    hours?.length === 0 ? say('directions-closed', { ...PLAIN, bold: true }) : null,
    hours && { kind: 'gap', lines: 1 },
    way && {
      kind: 'text',
      ...PLAIN,
      text: way[language] ?? way.ca,
      language: way[language] === undefined ? 'ca' : language,
    },
    profile.phone === undefined
      ? null
      : say('ask-by-phone', { size: 'normal', bold: false, align: 'start' }, { phone: profile.phone }),
  ];
  return { blocks: blocks.filter((block) => block !== null) };
}
