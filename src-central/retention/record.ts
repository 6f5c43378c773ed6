import type { WorkingLanguage } from '../../config/languages.ts';
import { RETENTION_SENTENCES, retentionTerm } from '../../config/locales/retention-words.ts';
import { classesOf, RETENTION, type RetentionClass, type Terms } from '../../src-main/contract/shared/retention.ts';
import { PROJECTED_COLUMNS } from '../projections/projection.ts';

/**
 * Every column of every table of the centre with its retention classes, from `retention.json` and, for tables made from events, from their
 * projections.
 */
export const CENTRE_COLUMNS: Readonly<Record<string, RetentionClass | readonly RetentionClass[]>> = {
  ...RETENTION.centre,
  ...PROJECTED_COLUMNS,
};

export const RECORD_FORMATS = ['markdown', 'text'] as const;
export type RecordFormat = (typeof RECORD_FORMATS)[number];

const WRITTEN: Readonly<
  Record<
    RecordFormat,
    { title(text: string): string; heading(text: string): string; item(name: string, text: string): string }
  >
> = {
  markdown: {
    title: (text) => `# ${text}\n`,
    heading: (text) => `\n## ${text}\n`,
    item: (name, text) => `- **${name}:** ${text}`,
  },
  text: {
    title: (text) => `${text.toUpperCase()}\n`,
    heading: (text) => `\n${text}\n`,
    item: (name, text) => `  ${name}: ${text}`,
  },
};

export interface RecordedClass {
  name: RetentionClass;
  what: string;
  purpose: string;
  whose: string;
  basis: string;
  term: string;
  end: string;
  /** Tables at the centre, tables at the kiosk and the kiosk's files, each list with its heading. Empty lists are left out. */
  places: (readonly [place: string, list: string])[];
}

export function recordedClasses(language: WorkingLanguage, terms: Terms): RecordedClass[] {
  const words = RETENTION_SENTENCES[language];
  return Object.entries(RETENTION.classes).map(([key, kept]) => {
    const name = key as RetentionClass;
    const where = (list: Readonly<Record<string, RetentionClass | readonly RetentionClass[]>>): string =>
      byTable(Object.entries(list).flatMap(([place, entry]) => (classesOf(entry).includes(name) ? [place] : [])));
    const places = [
      [words.atCentre, where(CENTRE_COLUMNS)],
      [words.atKiosk, where(RETENTION.kiosk)],
      [words.files, filesOf(name)],
    ] as const;
    return {
      name,
      what: words.classes[name].what.replace(/\.$/, ''),
      purpose: words.classes[name].purpose,
      whose: words.of[kept.whose],
      basis: words.bases[kept.basis],
      term: 'days' in kept ? retentionTerm(language, kept.from, terms[name]) : words.terms.none,
      end: words.ends[kept.end],
      places: places.filter(([, list]) => list !== ''),
    };
  });
}

/** Returns the city's record of processing with the terms in effect, from the same file as the jobs that enforce them. */
export function recordOfProcessing(language: WorkingLanguage, format: RecordFormat, terms: Terms): string {
  const words = RETENTION_SENTENCES[language];
  const write = WRITTEN[format];
  const sections = recordedClasses(language, terms).flatMap((one) => [
    write.heading(one.what),
    write.item(words.purpose, one.purpose),
    write.item(words.whose, one.whose),
    write.item(words.basis, one.basis),
    write.item(words.term, one.term),
    write.item(words.end, one.end),
    ...one.places.map(([place, list]) => write.item(place, list)),
  ]);
  return `${[write.title(words.title), words.intro, ...sections].join('\n')}\n`;
}

/** Such as `ticket (number, series)`. */
const byTable = (columns: readonly string[]): string =>
  [...Map.groupBy(columns, (column) => column.split('.')[0])]
    .map(([table, own]) => `${table} (${own.map((column) => column.split('.')[1]).join(', ')})`)
    .join('; ');

const filesOf = (name: RetentionClass): string =>
  Object.entries(RETENTION.kioskFiles)
    .filter(([, one]) => one === name)
    .map(([file]) => file)
    .join(', ');
