import { type ComponentChildren, h } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { languageRow, type WorkingLanguage } from '../../config/languages.ts';
import { formatDate, formatTime } from '../../config/locales/dates.ts';
import { twinWords } from '../../config/locales/twin-words.ts';
import type { Change } from '../../src-main/contract/centre/twin.ts';
import type { LocalizedText } from '../../src-main/contract/shared/localized-text.ts';
import type { OfficeProfile } from '../../src-main/contract/shared/office-profile.ts';
import { changeName } from './change-name.ts';
import type { Explained, TwinAnswer } from './compare.ts';
import type { Foretold } from './foretell.ts';
import type { Promised } from './promises.ts';
import type { Proposed } from './proposal.ts';
import { REPORT_STYLE } from './report-style.ts';

export interface OfficeReport {
  readonly profile: OfficeProfile;
  /** The results of the simulations. The first is the unchanged office's. */
  readonly answers: readonly TwinAnswer[];
  readonly days: number;
  readonly from: string;
  readonly proposed: Proposed | null;
  readonly explained: Explained | null;
  readonly foretold: { readonly date: string; readonly lines: readonly Foretold[] } | null;
  readonly promised: Promised | null;
}

export interface TwinReport {
  readonly language: WorkingLanguage;
  readonly source: LocalizedText;
  readonly isFitted: boolean;
  readonly offices: readonly OfficeReport[];
}

/** Writes the report as one HTML page without script, so that it can be sent by mail. */
export function reportPage(report: TwinReport): string {
  const writer = writerIn(report.language);
  const { say } = writer;
  const page = h(
    'html',
    { lang: report.language },
    h(
      'head',
      null,
      h('meta', { charSet: 'utf-8' }),
      h('meta', { name: 'viewport', content: 'width=device-width' }),
      h('title', null, say('title')),
      h('style', { dangerouslySetInnerHTML: { __html: REPORT_STYLE } }),
    ),
    h(
      'body',
      null,
      h('header', null, h('b', null, 'Torn')),
      h(
        'main',
        null,
        h('h1', null, say('title')),
        h('p', { class: 'lead' }, say('lead')),
        ...report.offices.map((office) => officeOf(office, writer)),
        h('h2', null, say('source')),
        h('p', null, report.source[report.language] ?? report.source.ca),
        report.isFitted ? h('p', null, say('sourceFitted')) : null,
        h('p', null, say('sure')),
      ),
    ),
  );
  return `<!doctype html>${renderToString(page)}`;
}

type Writer = ReturnType<typeof writerIn>;

function writerIn(language: WorkingLanguage) {
  const { locale } = languageRow(language);
  const [whole, tenth] = [0, 1].map(
    (digits) => new Intl.NumberFormat(locale, { maximumFractionDigits: digits, minimumFractionDigits: digits }),
  );
  return {
    language,
    say: twinWords(language),
    hour: (hour: number): string => formatTime(language, `${String(hour).padStart(2, '0')}:00`),
    whole: (value: number): string => whole?.format(value) ?? '',
    minutes: (value: number): string => (Math.abs(value) < 10 ? tenth : whole)?.format(value) ?? '',
    hours: (value: number): string => new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(value),
  };
}

function officeOf(office: OfficeReport, writer: Writer): ComponentChildren {
  const { language, say, minutes } = writer;
  const [base, ...changes] = office.answers;
  if (base === undefined) return null;
  const all = base.groups.find(({ group }) => group === 'all');
  const named = (change: Change): string => changeName(change, office.profile.services, language, say);
  return h(
    'section',
    null,
    h('h2', null, say('office', { office: office.profile.name, minutes: minutes(all?.wait.mean ?? 0) })),
    h('p', null, say('period', { count: office.days, date: formatDate(language, office.from, 'date') })),
    office.proposed === null ? null : proposalOf(office.proposed, named, writer),
    answerOf(say('asItIs'), base, null, writer),
    ...changes.map((answer) =>
      answerOf(answer.change === null ? say('asItIs') : named(answer.change), answer, base, writer),
    ),
    office.explained === null ? null : explainedOf(office.explained, writer),
    office.foretold === null ? null : foretoldOf(office.foretold, writer),
    office.promised === null || office.promised.said === 0
      ? null
      : h('p', null, say('promised', { done: office.promised.kept, of: office.promised.said })),
  );
}

function proposalOf(proposed: Proposed, named: (change: Change) => string, writer: Writer) {
  const { language, say, minutes, hours, hour } = writer;
  const { worst, proposal, cheaper, tried } = proposed;
  if (worst === null) return null;
  const when = say('proposal.when', {
    day: formatDate(language, worst.date, 'day'),
    from: hour(worst.hour),
    to: hour(worst.hour + 1),
  });
  if (proposal === null)
    return h(
      'aside',
      null,
      h('h3', null, say('proposal.none')),
      h('p', null, when),
      h('p', null, say('proposal.noneWhy')),
    );
  const { change, gain, gainOfWeek, deskHours } = proposal;
  const after = (one: { mean: number }): string => minutes(Math.max(0, worst.wait.mean - one.mean));
  return h(
    'aside',
    null,
    h('h3', null, say('proposal.title')),
    h('p', { class: 'big' }, named(change)),
    h(
      'dl',
      null,
      h('dt', null, say('proposal.costs')),
      h('dd', null, deskHours === 0 ? say('proposal.nothing') : say('proposal.hours', { deskHours: hours(deskHours) })),
      h('dt', null, say('proposal.inReturn')),
      h('dd', null, say('proposal.gain', { before: minutes(worst.wait.mean), after: after(gain) })),
    ),
    h('p', null, when),
    h('p', null, say('proposal.why', { from: minutes(gain.from), to: minutes(gain.to), tried })),
    h('p', null, say('proposal.week', { minutes: minutes(gainOfWeek.mean) })),
    cheaper === null
      ? null
      : h('p', null, say('proposal.cheaper', { name: named(cheaper.change), minutes: after(cheaper.gain) })),
  );
}

function answerOf(title: string, answer: TwinAnswer, base: TwinAnswer | null, writer: Writer) {
  const { say, minutes, whole } = writer;
  const lines = [
    [say('minutes', { minutes: answer.half }), say('facts.half')],
    [say('minutes', { minutes: answer.nineOfTen }), say('facts.nine')],
    [`${whole(answer.used * 100)} %`, say('facts.used')],
    [say('minutes', { minutes: whole(answer.overMinutesADay) }), say('facts.over')],
    [minutes(answer.unservedADay), say('facts.unserved')],
    [minutes(answer.leftADay), say('facts.left')],
  ] as const;
  const heads = ['group', 'people', 'wait', 'between', ...(base === null ? [] : ['gain', 'between'])] as const;
  return h(
    'section',
    { class: 'answer' },
    h('h3', null, title),
    tableOf(
      heads.map((head) => say(`column.${head as 'group'}`)),
      answer.groups.map(({ group, people, wait, gain }) =>
        rowOf(say(`group.${group}`), [
          minutes(people),
          say('minutes', { minutes: minutes(wait.mean) }),
          rangeOf(writer, wait),
          ...(base === null
            ? []
            : gain === null
              ? ['', '']
              : [say('minutes', { minutes: minutes(gain.mean) }), rangeOf(writer, gain)]),
        ]),
      ),
    ),
    barsOf(answer, base, writer),
    h('ul', { class: 'facts' }, ...lines.map(([value, words]) => h('li', null, h('b', null, value), ' ', words))),
  );
}

const rangeOf = ({ say, minutes }: Writer, { from, to }: { from: number; to: number }): string =>
  Number.isFinite(from) ? say('range', { from: minutes(from), to: minutes(to) }) : '';

const tableOf = (heads: readonly string[], rows: readonly ComponentChildren[]): ComponentChildren =>
  h(
    'table',
    null,
    h('thead', null, h('tr', null, ...heads.map((cell) => h('th', { scope: 'col' }, cell)))),
    h('tbody', null, ...rows),
  );

const rowOf = (name: string, cells: readonly string[]): ComponentChildren =>
  h('tr', null, h('th', { scope: 'row' }, name), ...cells.map((cell) => h('td', null, cell)));

const BAR = { width: 56, gap: 24, height: 140, top: 28, foot: 28 };

/** Draws the waits by hour as bars. Screen readers read the same values from `aria-label`. */
function barsOf(answer: TwinAnswer, base: TwinAnswer | null, { say, whole }: Writer): ComponentChildren {
  const waitIn = (one: TwinAnswer, hour: number): number => one.hours.find((row) => row.hour === hour)?.wait ?? 0;
  const most = Math.max(
    1,
    ...[answer, ...(base === null ? [] : [base])].flatMap(({ hours }) => hours.map(({ wait }) => wait)),
  );
  const high = (minutes: number): number => (minutes / most) * BAR.height;
  const { hours } = answer;
  const width = hours.length * (BAR.width + BAR.gap);
  const floor = BAR.top + BAR.height;
  const describe = hours.map(({ hour, wait }) => `${hour}: ${whole(wait)}`).join('; ');
  return h(
    'figure',
    null,
    h('figcaption', null, say('hours'), base === null ? null : h('span', null, ` (${say('tick')})`)),
    h(
      'svg',
      {
        viewBox: `0 0 ${width} ${floor + BAR.foot}`,
        role: 'img',
        'aria-label': describe,
        style: `max-width:${width}px`,
      },
      ...hours.flatMap(({ hour, wait }, at) => {
        const x = at * (BAR.width + BAR.gap) + BAR.gap / 2;
        const middle = x + BAR.width / 2;
        const usual = base === null ? null : waitIn(base, hour);
        const y = floor - high(wait);
        return [
          h('rect', { x, y, width: BAR.width, height: high(wait) }),
          usual === null ? null : h('path', { class: 'tick', d: `M${x - 8} ${floor - high(usual)}h${BAR.width + 16}` }),
          h(
            'text',
            { x: middle, y: labelOf(y, usual === null ? y : floor - high(usual)), class: 'value' },
            whole(wait),
          ),
          h('text', { x: middle, y: floor + 22 }, `${hour}-${hour + 1} h`),
        ];
      }),
      h('path', { class: 'floor', d: `M0 ${floor}h${width}` }),
    ),
  );
}

const labelOf = (bar: number, line: number): number => (line > bar || bar - line > 28 ? bar : line) - 8;

const STEPS = ['steady', 'peaks', 'breaks', 'variation'] as const;

function explainedOf({ formula, steps }: Explained, writer: Writer): ComponentChildren {
  const { say, minutes } = writer;
  return h(
    'section',
    { class: 'answer' },
    h('h3', null, say('explained.title')),
    h('p', null, say('explained.estimate')),
    tableOf(
      [say('column.what'), say('column.wait'), say('column.between')],
      [
        formula === null ? null : rowOf(say('explained.formula'), [say('minutes', { minutes: minutes(formula) }), '']),
        ...steps.map(({ wait }, at) =>
          rowOf(say(`explained.${STEPS[at] ?? 'variation'}`), [
            say('minutes', { minutes: minutes(wait.mean) }),
            rangeOf(writer, wait),
          ]),
        ),
      ],
    ),
  );
}

function foretoldOf({ date, lines }: NonNullable<OfficeReport['foretold']>, writer: Writer) {
  const { language, say, minutes, hour } = writer;
  const known = lines.filter(({ came }) => came !== null);
  const inside = known.filter(isInside);
  const nameIn = ({ what, hour: at }: Foretold): string =>
    at === null
      ? say(`foretold.${what === 'people' ? 'people' : 'wait'}`)
      : say(`foretold.${what === 'people-of-hour' ? 'peopleAt' : 'waitAt'}`, { from: hour(at), to: hour(at + 1) });
  return h(
    'section',
    { class: 'answer' },
    h('h3', null, say('foretold.title', { day: formatDate(language, date, 'long') })),
    tableOf(
      (['what', 'foretold', 'between', 'came', 'inside'] as const).map((head) => say(`column.${head}`)),
      lines.map((line) =>
        rowOf(nameIn(line), [
          minutes(line.mean),
          say('plainRange', { from: minutes(line.from), to: minutes(line.to) }),
          line.came === null ? say('foretold.unknown') : minutes(line.came),
          line.came === null ? '' : say(isInside(line) ? 'foretold.yes' : 'foretold.no'),
        ]),
      ),
    ),
    h('p', null, say('foretold.score', { done: inside.length, of: known.length })),
  );
}

const isInside = ({ came, from, to }: Foretold): boolean => came !== null && from <= came && came <= to;
