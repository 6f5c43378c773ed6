/** Scripts with fonts in Torn: `Aran` is Arabic in Nastaliq, `Hans` simplified Chinese. */
type Script = 'Latn' | 'Cyrl' | 'Arab' | 'Aran' | 'Hans';

interface LanguageRow {
  /** The BCP 47 tag and the folder's name in `config/locales`. */
  readonly tag: string;
  readonly name: string;
  readonly locale: string;
  readonly direction: 'ltr' | 'rtl';
  readonly script: Script;
  /**
   * `everywhere`: all screens and paper, also for staff and technicians and on the centre's pages. `citizens`: citizens' screens and paper;
   * staff then read Catalan. `paper`: tickets, lists, messages and the citizens' pages of the centre, but no kiosk screen.
   */
  readonly offered: 'everywhere' | 'citizens' | 'paper';
  /** Separates hours and minutes. */
  readonly hourMark: string;
  /** The hours at which the greetings of the afternoon and of the evening begin. */
  readonly afternoon: number;
  readonly evening: number;
}

/** Every language of Torn, Catalan first. Other lists of languages are made from this table or checked against it. */
const LANGUAGE_TABLE = [
  {
    tag: 'ca',
    name: 'Català',
    locale: 'ca-ES',
    direction: 'ltr',
    script: 'Latn',
    offered: 'everywhere',
    // The point is the norm of the Institut d'Estudis Catalans.
    hourMark: '.',
    afternoon: 14,
    evening: 20,
  },
  {
    tag: 'es',
    name: 'Español',
    locale: 'es-ES',
    direction: 'ltr',
    script: 'Latn',
    offered: 'everywhere',
    hourMark: ':',
    afternoon: 14,
    evening: 20,
  },
  {
    tag: 'en',
    name: 'English',
    // English dates and hours in the European form: day before month, 24 hours.
    locale: 'en-GB',
    direction: 'ltr',
    script: 'Latn',
    offered: 'everywhere',
    hourMark: ':',
    afternoon: 12,
    evening: 18,
  },
  {
    tag: 'fr',
    name: 'Français',
    locale: 'fr-FR',
    direction: 'ltr',
    script: 'Latn',
    offered: 'citizens',
    hourMark: '\u00a0h\u00a0',
    afternoon: 12,
    evening: 18,
  },
  {
    tag: 'ar',
    name: 'العربية',
    // Morocco's Arabic uses the digits 0 to 9, as Torn's tickets do.
    locale: 'ar-MA',
    direction: 'rtl',
    script: 'Arab',
    offered: 'citizens',
    hourMark: ':',
    afternoon: 12,
    evening: 18,
  },
  {
    tag: 'ur',
    name: 'اردو',
    locale: 'ur-PK',
    direction: 'rtl',
    script: 'Aran',
    offered: 'citizens',
    hourMark: ':',
    afternoon: 12,
    evening: 18,
  },
  {
    tag: 'ro',
    name: 'Română',
    locale: 'ro-RO',
    direction: 'ltr',
    script: 'Latn',
    offered: 'citizens',
    hourMark: ':',
    afternoon: 12,
    evening: 18,
  },
  {
    tag: 'uk',
    name: 'Українська',
    locale: 'uk-UA',
    direction: 'ltr',
    script: 'Cyrl',
    offered: 'citizens',
    hourMark: ':',
    afternoon: 12,
    evening: 18,
  },
  {
    tag: 'zh-Hans',
    name: '简体中文',
    locale: 'zh-Hans-CN',
    direction: 'ltr',
    script: 'Hans',
    offered: 'citizens',
    hourMark: ':',
    afternoon: 12,
    evening: 18,
  },
] as const satisfies readonly LanguageRow[];

type Row = (typeof LANGUAGE_TABLE)[number];

export type TicketLanguage = Row['tag'];
export const TICKET_LANGUAGES: readonly TicketLanguage[] = LANGUAGE_TABLE.map(({ tag }) => tag);

type ScreenRow = Exclude<Row, { offered: 'paper' }>;
export type Language = ScreenRow['tag'];
const offeredOf = ({ offered }: LanguageRow): LanguageRow['offered'] => offered;
const isOnScreens = (row: Row): row is ScreenRow => offeredOf(row) !== 'paper';
export const LANGUAGES: readonly Language[] = LANGUAGE_TABLE.filter(isOnScreens).map(({ tag }) => tag);

/** Languages in which every text of Torn exists. */
export type WorkingLanguage = Extract<Row, { offered: 'everywhere' }>['tag'];
export const WORKING_LANGUAGES: readonly WorkingLanguage[] = LANGUAGE_TABLE.flatMap((row) =>
  row.offered === 'everywhere' ? row.tag : [],
);

export type ScreenScript = ScreenRow['script'];

const ROWS: ReadonlyMap<TicketLanguage, LanguageRow> = new Map(LANGUAGE_TABLE.map((row) => [row.tag, row]));

export function languageRow(language: TicketLanguage): LanguageRow {
  const row = ROWS.get(language);
  if (row === undefined) throw new Error(`no language ${language}`);
  return row;
}

const LIST_MARKS: Readonly<Partial<Record<Script, string>>> = { Arab: '، ', Aran: '، ', Hans: '、' };

/** Returns the text between two items of a list that is written without "and". */
export const listMarkOf = (language: Language): string => LIST_MARKS[languageRow(language).script] ?? ', ';

/** Returns the language of the staff's texts while citizens read `language`. */
export const workingLanguageOf = (language: Language): WorkingLanguage =>
  WORKING_LANGUAGES.find((one) => one === language) ?? 'ca';

export function forEachLanguage<L extends TicketLanguage, T>(
  languages: readonly L[],
  make: (language: L) => T,
): Record<L, T> {
  // The cast is needed because TypeScript types the keys of `Object.fromEntries` as any string.
  return Object.fromEntries(languages.map((language) => [language, make(language)])) as Record<L, T>;
}
