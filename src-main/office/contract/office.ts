import { z } from 'zod';
import { LANGUAGES } from '../../../config/languages.ts';
import { IsoDate } from '../../contract/shared/times.ts';
import { LocalMoment } from '../../session/contract/parts.ts';
import { OfficeTravelView } from './office-travel.ts';

const OFFICE_FIELDS = [
  'office',
  'hours',
  'week',
  'mon',
  'tue',
  'wed',
  'thu',
  'fri',
  'sat',
  'sun',
  'eveOfHoliday',
  'seasons',
  'season',
  'closures',
  'closure',
  'span',
  'reason',
  'services',
  'service',
  'groups',
  'group',
  'name',
  'hint',
  ...LANGUAGES,
  'pictogram',
  'series',
  'groupId',
  'ways',
  'dailyLimit',
  'checkIn',
  'early',
  'late',
  'languages',
  'unreviewedLanguages',
  'hub',
  'staffView',
  'followPage',
  'theme',
  'logo',
  'ticket',
  'closing',
  'ticketName',
  'ownHours',
  'ownMinutes',
  'documents',
  'document',
  'desks',
  'desk',
  'help',
  'deskPlace',
  'position',
  'deskServices',
  'fromHome',
  'share',
  'holdMinutes',
  'fromHomeServices',
  'fromHomeService',
  'perQuarter',
  'wordAfter',
  'wordAtKiosk',
  'hallMessage',
  'messageTitle',
  'messageText',
  'waitingTimes',
  'quietSeconds',
  'stepSeconds',
  'typingSeconds',
  'ticketSeconds',
  'warningSeconds',
  'screen',
  'shade',
  'darkFrom',
  'darkTo',
  /** A change of a field that no row of the page can edit; it comes with an imported office. */
  'other',
] as const;
export type OfficeField = (typeof OFFICE_FIELDS)[number];
const Field = z.enum(OFFICE_FIELDS);

/** Why a changed profile is invalid. `field`: the value of one field breaks the schema of that field. */
export const OFFICE_RULES = [
  'field',
  'in-use',
  'group-size',
  'unknown-group',
  'guidance',
  'needs-walk-in',
  'first-list-full',
  'uncalled',
  'unknown-service',
  'from-home-desks',
  'from-home-page',
  'from-home-code',
  'from-home-sensitive',
  'from-home-service',
  'other',
] as const;
export type OfficeRule = (typeof OFFICE_RULES)[number];

/** Opening hours as typed; the schema of the office's profile checks that the ranges of a day follow each other. */
const Hours = z.array(z.strictObject({ from: z.string().max(5), to: z.string().max(5) })).max(4);
const Span = z.strictObject({ from: z.string().max(10), to: z.string().max(10) });

/** The value of a field; `null` if an optional field is missing. */
export const OfficeValue = z.union([
  z.null(),
  z.int(),
  z.string().max(200),
  z.array(z.string().max(200)).max(36),
  Hours,
  Span,
]);
export type OfficeValue = z.infer<typeof OfficeValue>;

/** One part of the path to a field. `of`: the name of the list entry, as in `{ field: 'service', of: 'Padró' }`. */
const Place = z.strictObject({ field: Field, of: z.string().nullable() });
export type OfficePlace = z.infer<typeof Place>;

export const ShownChange = z.strictObject({
  pointer: z.string(),
  where: z.array(Place),
  kind: z.enum(['changed', 'added', 'removed']),
  before: OfficeValue,
  after: OfficeValue,
});
export type ShownChange = z.infer<typeof ShownChange>;

const row = { pointer: z.string(), ...Place.shape, isChanged: z.boolean() };
/** `isUnreviewed`: a language whose sentences no speaker has reviewed. */
const Options = z.array(
  z.strictObject({ value: z.string(), name: z.string().nullable(), isUnreviewed: z.boolean().optional() }),
);

export const OfficeRow = z.discriminatedUnion('kind', [
  /** A row that opens further rows. `count`: the number of entries, if the row opens a list; otherwise `null`. */
  z.strictObject({ kind: z.literal('open'), ...row, count: z.int().nonnegative().nullable() }),
  z.strictObject({ kind: z.literal('hours'), ...row, value: Hours.nullable(), isOptional: z.boolean() }),
  z.strictObject({ kind: z.literal('span'), ...row, value: Span.nullable() }),
  z.strictObject({ kind: z.literal('text'), ...row, value: z.string().nullable(), most: z.int().positive() }),
  z.strictObject({
    kind: z.literal('choice'),
    ...row,
    value: z.string().nullable(),
    options: Options,
    isOptional: z.boolean(),
  }),
  z.strictObject({ kind: z.literal('choices'), ...row, value: z.array(z.string()), options: Options }),
  z.strictObject({
    kind: z.literal('number'),
    ...row,
    value: z.int().nullable(),
    least: z.int(),
    most: z.int(),
    isOptional: z.boolean(),
  }),
]);
export type OfficeRow = z.infer<typeof OfficeRow>;

const align = z.enum(['left', 'center', 'right']);

/** A ticket as the printer lays it out, from the top; lengths in the printer's dots. */
export const PaperView = z.strictObject({
  widthDots: z.int().positive(),
  lines: z.array(
    z.discriminatedUnion('kind', [
      /** A text whose characters are `wide` by `high` dots. */
      z.strictObject({
        kind: z.literal('text'),
        text: z.string(),
        wide: z.int().positive(),
        high: z.int().positive(),
        bold: z.boolean(),
        align,
      }),
      /** A two-dimensional code, such as a QR code: a text of `0` and `1` for each row of modules. */
      z.strictObject({ kind: z.literal('code'), rows: z.array(z.string()), moduleDots: z.int().positive() }),
      z.strictObject({ kind: z.literal('picture'), wide: z.int().positive(), high: z.int().positive(), align }),
      z.strictObject({ kind: z.literal('feed'), dots: z.int().nonnegative() }),
    ]),
  ),
});
export type PaperView = z.infer<typeof PaperView>;

/** The centre's decision on a change proposed by this kiosk; `reason` in the words of the centre's operator. */
const Decided = z.strictObject({
  decision: z.enum(['accepted', 'refused']),
  reason: z.string().nullable(),
  version: z.int().positive().nullable(),
});

export const OfficeScreen = z.strictObject({
  screen: z.literal('technician-office'),
  slot: z.int().positive().nullable(),
  closesInMinutes: z.int().nonnegative(),
  /** The source of the office's profile: the centre, which gets each change made here as a proposal, or this machine's own profile file. */
  master: z.enum(['centre', 'profile']),
  part: z.enum(['fields', 'review', 'history', 'paper', 'travel']),
  where: z.array(Place),
  path: z.string(),
  rows: z.array(OfficeRow),
  /** `canAdd`: an entry can be added to the visible list. `canRemove`: the visible entry can be removed. */
  canAdd: z.boolean(),
  canRemove: z.boolean(),
  changes: z.array(ShownChange),
  problems: z.array(
    z.strictObject({ pointer: z.string(), where: z.array(Place), rule: z.enum(OFFICE_RULES), detail: z.string() }),
  ),
  /**
   * Services that the draft removes, although tickets of today for them may still be waiting. `tickets`: how many walk-in tickets were
   * issued today.
   */
  hanging: z.array(z.strictObject({ of: z.string(), tickets: z.int().positive() })),
  today: IsoDate,
  history: z.array(
    z.strictObject({
      /** Number of the version; 0 is the profile without a technician's changes, from the centre or this machine. */
      no: z.int().nonnegative(),
      made: LocalMoment.nullable(),
      from: IsoDate.nullable(),
      changes: z.array(ShownChange),
      returnsTo: z.int().nonnegative().nullable(),
      isNow: z.boolean(),
      decided: Decided.nullable(),
    }),
  ),
  decided: Decided.extend({ no: z.int().positive() }).nullable(),
  overtaken: z.strictObject({ no: z.int().positive(), changes: z.array(ShownChange) }).nullable(),
  /**
   * A ticket of the draft; `null` while another part is visible or the draft is invalid, without a printer, and if no service has walk-ins.
   */
  paper: PaperView.nullable(),
  /** State of the part `travel`; `null` while another part is visible. */
  travel: OfficeTravelView.nullable(),
});
export type OfficeScreen = z.infer<typeof OfficeScreen>;
