import type { TicketLanguage } from '../../contract/shared/languages.ts';
import { formatAttendanceCode } from '../../domain/attendance-code.ts';
import type { SlipDocument } from '../../tickets/ports/printer.ts';
import type { Moment, SlipResources } from '../../tickets/steps/render-resources.ts';
import { logoBlock, type Style, sayIn, writtenDate } from '../../tickets/view/slip-parts.ts';

const PLAIN: Style = { size: 'normal', bold: false, align: 'start' };

/** The content of a proof of attendance. It contains no name: the citizen writes the name on the paper, and staff stamp the paper. */
export interface AttendanceContent {
  language: TicketLanguage;
  /** `from`: the moment when the ticket was issued. `to`: the moment when it was scanned on leaving, on the same date. */
  from: Moment;
  to: Moment;
  /** The centre confirms by this code that the paper is genuine. */
  code: string;
}

/**
 * Composes the proof for a reader of Catalan or Spanish, such as an employer or a school: in Spanish if the ticket is in Spanish, else in
 * Catalan, with the title in the ticket's language too. A sensitive office appears only as its city.
 */
export function composeAttendance(paper: SlipResources, { language, from, to, code }: AttendanceContent): SlipDocument {
  const { profile, words } = paper;
  const office = profile.sensitive ? profile.city : `${profile.name}, ${profile.municipality}`;
  const spoken = language === 'es' ? 'es' : 'ca';
  const say = sayIn(paper, spoken);
  const title: Style = { size: 'normal', bold: false, align: 'center' };
  return {
    blocks: [
      ...logoBlock(paper),
      sayIn(paper, 'ca')('attendance-title', { ...title, size: 'tall', bold: true }),
      ...(language === 'ca' ? [] : [sayIn(paper, language)('attendance-title', title)]),
      { kind: 'gap', lines: 1 },
      { kind: 'text', ...PLAIN, bold: true, text: office, language: 'ca' },
      { kind: 'text', ...PLAIN, text: writtenDate(from.date) },
      { kind: 'gap', lines: 1 },
      say('attendance-text', PLAIN),
      say('attendance-from', { ...PLAIN, size: 'tall' }, { time: words.time(spoken, from.time) }),
      say('attendance-to', { ...PLAIN, size: 'tall' }, { time: words.time(spoken, to.time) }),
      { kind: 'gap', lines: 1 },
      say('attendance-name', PLAIN),
      { kind: 'line' },
      say('attendance-stamp', PLAIN),
      { kind: 'gap', lines: 2 },
      { kind: 'line' },
      say('attendance-code', PLAIN, { code: formatAttendanceCode(code) }),
    ],
  };
}
