import type { TicketLanguage } from '../../contract/shared/languages.ts';
import { inLanguage } from '../../contract/shared/localized.ts';
import { formatLabel } from '../../domain/numbering.ts';
import { ticketNameOf } from '../../office/rules/guidance.ts';
import type { SlipBlock, SlipDocument } from '../../tickets/ports/printer.ts';
import type { StaffPaper } from '../../tickets/ports/store.ts';
import type { Moment, SlipResources } from '../../tickets/steps/render-resources.ts';
import { heading, type Say, type Style, sayIn } from '../../tickets/view/slip-parts.ts';

type Paper<Of extends StaffPaper['of']> = Extract<StaffPaper, { of: Of }>;

const TITLE: Style = { size: 'tall', bold: true, align: 'start' };
const PLAIN: Style = { size: 'normal', bold: false, align: 'start' };

interface StaffPaperContent {
  staffPaper: StaffPaper | undefined;
  language: TicketLanguage;
  printedAt: Moment;
  duplicate: boolean;
}

/**
 * Composes staff papers for a day without a network: the list of waiting tickets, or the strip of numbers that a desk gives by hand. They
 * contain no personal data.
 * @throws Error if `staffPaper` is missing (caller's bug)
 */
export function composeStaffPaper(
  resources: SlipResources,
  { staffPaper, language, printedAt, duplicate }: StaffPaperContent,
  momentOf: (wallMs: number) => Moment,
): SlipDocument {
  if (staffPaper === undefined) throw new Error('a slip of the staff needs its content');
  const say = sayIn(resources, language);
  const mark = duplicate ? [say('duplicate', { ...TITLE, align: 'center' })] : [];
  const body =
    staffPaper.of === 'waiting'
      ? waitingBlocks(resources, staffPaper, language, say, momentOf)
      : stripBlocks(resources, staffPaper, language, say);
  return { blocks: [heading(resources.profile, printedAt), ...mark, ...body] };
}

/** The position of this paper among several, such as `2/3`; empty for a single paper. */
const countBlock = (no: number, papers: number): SlipBlock[] =>
  papers === 1 ? [] : [{ kind: 'text', ...PLAIN, bold: true, text: `${no}/${papers}` }];

const nameOf = ({ profile }: SlipResources, serviceId: string, language: TicketLanguage): string => {
  const service = profile.services.find((one) => one.serviceId === serviceId);
  return service ? inLanguage(ticketNameOf(service), language) : serviceId;
};

function waitingBlocks(
  resources: SlipResources,
  { services, left, no, papers }: Paper<'waiting'>,
  language: TicketLanguage,
  say: Say,
  momentOf: (wallMs: number) => Moment,
): SlipBlock[] {
  const { words } = resources;
  return [
    say('waiting-title', TITLE),
    ...countBlock(no, papers),
    say(services.length === 0 ? 'waiting-none' : 'waiting-note', PLAIN),
    ...(left > 0 ? [say('waiting-left', PLAIN, { more: left })] : []),
    ...services.flatMap(({ serviceId, numbers }): SlipBlock[] => [
      { kind: 'gap', lines: 1 },
      { kind: 'text', ...PLAIN, bold: true, text: nameOf(resources, serviceId, language), language },
      ...numbers.map(({ label, issuedAtMs, appointment, isParked }): SlipBlock => {
        const given = words.time(language, momentOf(issuedAtMs).time);
        const about =
          appointment &&
          words.text(language, 'appointment-at', { time: words.time(language, momentOf(appointment.startMs).time) });
        const parked = isParked ? words.text(language, 'waiting-parked') : null;
        const text = [label, given, about, parked].filter(Boolean).join(' · ');
        return { kind: 'tick', size: 'normal', text, language };
      }),
    ]),
  ];
}

function stripBlocks(
  resources: SlipResources,
  { series, serviceId, numbers, no, papers }: Paper<'strip'>,
  language: TicketLanguage,
  say: Say,
): SlipBlock[] {
  return [
    say('strip-title', TITLE),
    ...countBlock(no, papers),
    { kind: 'text', ...PLAIN, bold: true, text: nameOf(resources, serviceId, language), language },
    say('strip-note', PLAIN),
    ...numbers.flatMap((number): SlipBlock[] => [
      { kind: 'line' },
      { kind: 'text', size: 'large', bold: true, align: 'center', text: formatLabel(series, number) },
    ]),
    { kind: 'line' },
  ];
}
