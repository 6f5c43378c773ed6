import type { TicketLanguage } from '../../contract/shared/languages.ts';
import { formatAttendanceCode } from '../../domain/attendance-code.ts';
import type { SlipBlock, SlipDocument } from '../../tickets/ports/printer.ts';
import type { Moment, SlipResources, TicketTextKey } from '../../tickets/steps/render-resources.ts';

/** The content of a proof of attendance. It contains no name: the citizen writes it on the paper, and staff stamp the paper. */
export interface AttendanceContent {
  language: TicketLanguage;
  /** `from`: the moment when the ticket was issued. `to`: the moment when it was scanned on leaving, on the same date. */
  from: Moment;
  to: Moment;
  /** The centre confirms by this code that the paper is genuine. */
  code: string;
}

/**
 * Composes the proof for a reader of Catalan or Spanish, such as an employer or a school: in Spanish if the session is in Spanish, else in
 * Catalan, with the title in the citizen's language too. A sensitive office appears only as its city.
 */
export function composeAttendance(paper: SlipResources, { language, from, to, code }: AttendanceContent): SlipDocument {
  const { profile, words } = paper;
  const office = profile.sensitive ? profile.city : `${profile.name}, ${profile.municipality}`;
  const spoken = language === 'es' ? 'es' : 'ca';
  const [year, month, day] = from.date.split('-');
  const say = (
    key: TicketTextKey,
    style: Pick<Extract<SlipBlock, { kind: 'text' }>, 'size' | 'bold' | 'align'>,
    values?: Readonly<Record<string, string>>,
  ): SlipBlock => ({ kind: 'text', ...style, text: words.text(spoken, key, values), language: spoken });
  const plain = { size: 'normal', bold: false, align: 'start' } as const;
  const title = words.text('ca', 'attendance-title');
  return {
    blocks: [
      ...(paper.logo === null ? [] : [{ kind: 'logo' as const, bitmap: paper.logo }]),
      { kind: 'text', size: 'tall', bold: true, align: 'center', text: title, language: 'ca' },
      ...(language === 'ca'
        ? []
        : [
            {
              kind: 'text' as const,
              size: 'normal' as const,
              bold: false,
              align: 'center' as const,
              text: words.text(language, 'attendance-title'),
              language,
            },
          ]),
      { kind: 'gap', lines: 1 },
      { kind: 'text', size: 'normal', bold: true, align: 'start', text: office, language: 'ca' },
      { kind: 'text', ...plain, text: `${day}.${month}.${year}` },
      { kind: 'gap', lines: 1 },
      say('attendance-text', plain),
      say('attendance-from', { ...plain, size: 'tall' }, { time: words.time(spoken, from.time) }),
      say('attendance-to', { ...plain, size: 'tall' }, { time: words.time(spoken, to.time) }),
      { kind: 'gap', lines: 1 },
      say('attendance-name', plain),
      { kind: 'line' },
      say('attendance-stamp', plain),
      { kind: 'gap', lines: 2 },
      { kind: 'line' },
      say('attendance-code', plain, { code: formatAttendanceCode(code) }),
    ],
  };
}
