import { forEachLanguage, LANGUAGES, languageRow } from '../../../config/languages.ts';
import { HALL_TEXT_MOST, HALL_TITLE_MOST } from '../../contract/shared/hall-message.ts';
import { pointerTo, valueAt } from '../../contract/shared/json-pointer.ts';
import type { OfficeProfile } from '../../contract/shared/office-profile.ts';
import { Pictogram } from '../../contract/shared/services.ts';
import { Shade } from '../../contract/shared/theme.ts';
import type { OfficeField, OfficePlace, OfficeRow, OfficeValue } from '../contract/office.ts';
import type { OfferedToOffice } from '../ports/own-office.ts';

const ON = 'on';
const OFF = 'off';

type Option = { value: string; name: string | null; isUnreviewed?: boolean };

/** The editable parts of a profile: members of an object by their key, entries of a list by `item`. */
export type OfficeNode = { field: OfficeField } /** `isText`: the same text in several languages. */ & (
  | {
      kind: 'branch';
      members: Readonly<Record<string, OfficeNode>>;
      nameOf?: (thing: unknown, office: unknown) => string | null;
      isText?: true;
      own?: (profile: OfficeProfile) => unknown;
    }
  /** `isOptional`: the member is omitted while the list is empty. */
  | { kind: 'list'; item: OfficeNode; fresh: (profile: OfficeProfile) => unknown; isOptional?: true }
  | { kind: 'hours'; isOptional?: true }
  | { kind: 'span' }
  | { kind: 'text'; most: number }
  | { kind: 'choice'; options: (profile: OfficeProfile, offered: OfferedToOffice) => Option[]; isOptional?: true }
  /** `isOptional`: without a choice the member is omitted. */
  | { kind: 'choices'; options: (profile: OfficeProfile, offered: OfferedToOffice) => Option[]; isOptional?: true }
  | { kind: 'switch'; on: unknown; off?: unknown }
  | { kind: 'number'; least: number; most: number; isOptional?: true }
);

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
/** The letters for series, without I, O and Q. */
const LETTERS = [...'ABCDEFGHJKLMNPRSTUVWXYZ'];
const EVENING_HOURS = ['19:00', '20:00', '21:00', '22:00', '23:00', '00:00'];
const MORNING_HOURS = ['04:00', '05:00', '06:00', '07:00', '08:00', '09:00'];
const NAME_MOST = 60;
const SUBTITLE_MOST = 31;
const CLOSING_MOST = 200;
const DOCUMENT_MOST = 120;
const DESK_PLACE_MOST = 40;
const FOLLOW_PAGE_MOST = 34;
const POSITION_MOST = 30;
const HUB_PORT = 8_443;
const FROM_HOME = { share: 25, holdMinutes: 15, perQuarter: 3 };
/** The value of the choice that adds an omitted part of the profile. */
export const OWN = 'own';

const plain = (values: readonly string[]): Option[] => values.map((value) => ({ value, name: null }));
const named = (services: OfficeProfile['services']): Option[] =>
  services.map(({ serviceId, name }) => ({ value: serviceId, name: name.ca }));

type Kind<K extends OfficeNode['kind']> = Extract<OfficeNode, { kind: K }>;
type More<K extends OfficeNode['kind']> = Partial<Omit<Kind<K>, 'kind' | 'field'>>;

const branch = (field: OfficeField, members: Kind<'branch'>['members'], more: More<'branch'> = {}): OfficeNode => ({
  kind: 'branch',
  field,
  members,
  ...more,
});
const list = (
  field: OfficeField,
  item: OfficeNode,
  fresh: Kind<'list'>['fresh'],
  more: More<'list'> = {},
): OfficeNode => ({ kind: 'list', field, item, fresh, ...more });
const choice = (field: OfficeField, options: Kind<'choice'>['options'], more: More<'choice'> = {}): OfficeNode => ({
  kind: 'choice',
  field,
  options,
  ...more,
});
const number = (field: OfficeField, least: number, most: number): OfficeNode => ({
  kind: 'number',
  field,
  least,
  most,
});
const onOff = (field: OfficeField, on: unknown): OfficeNode => ({ kind: 'switch', field, on });

const weekOf = (isOptional: boolean): OfficeNode =>
  branch(
    'week',
    Object.fromEntries(
      DAYS.map((day) => [day, { kind: 'hours', field: day, ...(isOptional ? { isOptional: true as const } : {}) }]),
    ),
  );

const wordsOf = (field: OfficeField, most: number, nameOf?: (thing: unknown) => string | null): OfficeNode =>
  branch(
    field,
    forEachLanguage(LANGUAGES, (language) => ({ kind: 'text', field: language, most })),
    { isText: true, ...(nameOf && { nameOf }) },
  );

const catalanOf = (thing: unknown): string | null => {
  const name = valueAt(thing, '/name/ca');
  return typeof name === 'string' ? name : null;
};
const catalanText = (thing: unknown): string | null => {
  const words = valueAt(thing, '/ca');
  return typeof words === 'string' ? words : null;
};
const serviceNameOf = (thing: unknown, office: unknown): string | null => {
  const serviceId = valueAt(thing, '/serviceId');
  const services = valueAt(office, '/services');
  const service = Array.isArray(services)
    ? services.find((one) => valueAt(one, '/serviceId') === serviceId)
    : undefined;
  return catalanOf(service) ?? (typeof serviceId === 'string' ? serviceId : null);
};
const daysOf = (thing: unknown): string | null => {
  const [from, to] = [valueAt(thing, '/span/from'), valueAt(thing, '/span/to')];
  return typeof from === 'string' && typeof to === 'string' ? `${from} – ${to}` : null;
};

function freeName<T>(stem: string, things: readonly T[], nameOf: (thing: T) => string): string {
  const taken = things.map(nameOf);
  let no = taken.length + 1;
  while (taken.includes(`${stem}-${no}`)) no += 1;
  return `${stem}-${no}`;
}

const freshService = ({ services }: OfficeProfile) => {
  const series = new Set(services.map((service) => service.series));
  return {
    serviceId: freeName('servei', services, ({ serviceId }) => serviceId),
    series: LETTERS.find((letter) => !series.has(letter)) ?? 'A',
    name: { ca: 'Servei nou', es: 'Servicio nuevo', en: 'New service' },
    pictogram: 'info',
    ways: ['walk-in'],
  };
};

const freshDesk = ({ desks }: OfficeProfile) => {
  const deskId = freeName('taula', desks, (desk) => desk.deskId);
  const no = deskId.slice('taula-'.length);
  return { deskId, name: { ca: `Taula ${no}`, es: `Mesa ${no}`, en: `Desk ${no}` } };
};

const givenFromHome = ({ services }: OfficeProfile) =>
  services.filter(({ ways, sensitive }) => ways.includes('walk-in') && !sensitive);

const freshFromHomeServices = (profile: OfficeProfile) => {
  const listed = profile.fromHome?.services ?? [];
  const free = givenFromHome(profile).filter(({ serviceId }) => !listed.some((one) => one.serviceId === serviceId));
  return free.slice(0, 1).map(({ serviceId }) => ({ serviceId, perQuarter: FROM_HOME.perQuarter }));
};

const freshGroup = ({ groups }: OfficeProfile) => ({
  groupId: freeName('grup', groups, ({ groupId }) => groupId),
  name: { ca: 'Grup nou', es: 'Grupo nuevo', en: 'New group' },
  pictogram: 'folder',
});

const pictograms = () => plain(Pictogram.options);
const SPAN: OfficeNode = { kind: 'span', field: 'span' };

const hours = (field: OfficeField, more?: More<'branch'>): OfficeNode =>
  branch(
    field,
    {
      week: weekOf(false),
      eveOfHoliday: { kind: 'hours', field: 'eveOfHoliday', isOptional: true },
      seasons: list('seasons', branch('season', { span: SPAN, week: weekOf(true) }, { nameOf: daysOf }), () => ({
        span: { from: '06-15', to: '09-15' },
        week: {},
      })),
      closures: list(
        'closures',
        branch('closure', { span: SPAN, reason: wordsOf('reason', NAME_MOST) }, { nameOf: daysOf }),
        () => ({ span: { from: '08-15', to: '08-15' }, reason: { ca: 'Tancat' } }),
      ),
    },
    more,
  );

const MINUTES = { early: number('early', 0, 720), late: number('late', 0, 240) };

const SERVICE = branch(
  'service',
  {
    name: wordsOf('name', NAME_MOST),
    ticketName: wordsOf('ticketName', NAME_MOST),
    hint: wordsOf('hint', SUBTITLE_MOST),
    pictogram: choice('pictogram', pictograms),
    series: choice('series', () => plain(LETTERS)),
    groupId: choice('groupId', ({ groups }) => groups.map(({ groupId, name }) => ({ value: groupId, name: name.ca })), {
      isOptional: true,
    }),
    ways: { kind: 'choices', field: 'ways', options: () => plain(['walk-in', 'appointment']) },
    hours: hours('ownHours', { own: (profile) => profile.hours }),
    checkInMinutes: branch('ownMinutes', MINUTES, { own: ({ checkIn }) => checkIn?.minutes ?? {} }),
    dailyLimit: { kind: 'number', field: 'dailyLimit', least: 1, most: 999, isOptional: true },
    documents: list(
      'documents',
      wordsOf('document', DOCUMENT_MOST, catalanText),
      () => ({ ca: 'Document nou', es: 'Documento nuevo', en: 'New document' }),
      { isOptional: true },
    ),
  },
  { nameOf: catalanOf },
);

const GROUP = branch(
  'group',
  {
    name: wordsOf('name', NAME_MOST),
    hint: wordsOf('hint', SUBTITLE_MOST),
    pictogram: choice('pictogram', pictograms),
  },
  { nameOf: catalanOf },
);

const DESK = branch(
  'desk',
  {
    name: wordsOf('name', NAME_MOST),
    services: { kind: 'choices', field: 'deskServices', isOptional: true, options: ({ services }) => named(services) },
  },
  { nameOf: catalanOf },
);

const SERVICE_FROM_HOME = branch(
  'fromHomeService',
  {
    serviceId: choice('fromHomeService', (profile) => named(givenFromHome(profile))),
    perQuarter: number('perQuarter', 1, 60),
  },
  { nameOf: serviceNameOf },
);

/** The root of the editable parts. A part of the profile that is not listed here, such as the centre, cannot be edited at the screen. */
const OFFICE = branch('office', {
  hours: hours('hours'),
  services: list('services', SERVICE, freshService),
  groups: list('groups', GROUP, freshGroup),
  checkIn: branch('checkIn', { minutes: branch('checkIn', MINUTES) }),
  desks: list('desks', DESK, freshDesk),
  hub: onOff('hub', { port: HUB_PORT }),
  fromHome: branch(
    'fromHome',
    {
      share: number('share', 0, 100),
      holdMinutes: number('holdMinutes', 5, 60),
      services: list(
        'fromHomeServices',
        SERVICE_FROM_HOME,
        (profile) => freshFromHomeServices(profile)[0] ?? { serviceId: '', perQuarter: FROM_HOME.perQuarter },
      ),
    },
    {
      own: (profile) => ({
        share: FROM_HOME.share,
        holdMinutes: FROM_HOME.holdMinutes,
        services: freshFromHomeServices(profile),
      }),
    },
  ),
  wordAfter: onOff('wordAfter', true),
  wordAtKiosk: onOff('wordAtKiosk', true),
  staffView: onOff('staffView', true),
  help: branch('help', { desk: wordsOf('deskPlace', DESK_PLACE_MOST) }),
  position: { kind: 'text', field: 'position', most: POSITION_MOST },
  hallMessage: branch(
    'hallMessage',
    {
      title: wordsOf('messageTitle', HALL_TITLE_MOST),
      text: wordsOf('messageText', HALL_TEXT_MOST),
      pictogram: choice('pictogram', pictograms, { isOptional: true }),
    },
    { own: () => ({ title: { ca: 'Missatge nou', es: 'Mensaje nuevo', en: 'New message' } }) },
  ),
  waitingTimes: branch('waitingTimes', {
    quietSeconds: branch('quietSeconds', {
      step: number('stepSeconds', 20, 300),
      typing: number('typingSeconds', 20, 300),
      ticket: number('ticketSeconds', 30, 300),
    }),
    warningSeconds: number('warningSeconds', 20, 120),
  }),
  screen: branch('screen', {
    shade: choice('shade', () => plain(Shade.options)),
    darkFrom: choice('darkFrom', () => plain([...EVENING_HOURS, 'never'])),
    darkTo: choice('darkTo', () => plain(MORNING_HOURS)),
    theme: choice('theme', (_profile, { themes }) => plain(themes)),
  }),
  languages: {
    kind: 'choices',
    field: 'languages',
    options: (_profile, { unreviewed }) =>
      LANGUAGES.map((language) => ({
        value: language,
        name: languageRow(language).name,
        ...(unreviewed.includes(language) && { isUnreviewed: true }),
      })),
  },
  unreviewedLanguages: { kind: 'switch', field: 'unreviewedLanguages', on: true, off: false },
  ticket: branch('ticket', {
    logo: choice('logo', (_profile, { logos }) => plain(logos), { isOptional: true }),
    closing: wordsOf('closing', CLOSING_MOST),
    followPage: { kind: 'text', field: 'followPage', most: FOLLOW_PAGE_MOST },
  }),
});

/** The node at a pointer and the path to it; if the pointer goes deeper than the editable parts, the nearest node above it. */
export function nodeAt(document: unknown, pointer: string): { node: OfficeNode; path: string; where: OfficePlace[] } {
  let node = OFFICE;
  let path = '';
  const where: OfficePlace[] = [];
  for (const token of pointer.split('/').slice(1)) {
    const next = node.kind === 'branch' ? node.members[token] : node.kind === 'list' ? node.item : undefined;
    if (next === undefined) break;
    path = `${path}/${token}`;
    node = next;
    where.push({ field: next.field, of: nameOf(next, valueAt(document, path), document) });
  }
  return { node, path, where };
}

const nameOf = (node: OfficeNode, thing: unknown, office: unknown): string | null =>
  node.kind === 'branch' ? (node.nameOf?.(thing, office) ?? null) : null;

export const parentOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));

export function mayBeRemoved(document: unknown, path: string): boolean {
  if (path === '') return false;
  const { node } = nodeAt(document, path);
  if (nodeAt(document, parentOf(path)).node.kind === 'list') return true;
  return node.kind === 'branch' && node.own !== undefined && valueAt(document, path) !== undefined;
}

export function rowsAt(
  profile: unknown,
  pointer: string,
  isChanged: (pointer: string) => boolean,
  offered: OfferedToOffice,
): OfficeRow[] {
  const { node, path } = nodeAt(profile, pointer);
  const inside = valueAt(profile, path);
  if (node.kind === 'list')
    return (Array.isArray(inside) ? inside : []).map((thing, index) => {
      const at = `${path}${pointerTo([index])}`;
      return rowOf(node.item, at, thing, { profile, offered, isChanged: isChanged(at) });
    });
  if (node.kind !== 'branch') return [];
  return Object.entries(node.members).flatMap(([key, member]) => {
    const at = `${path}${pointerTo([key])}`;
    const value = valueAt(profile, at);
    if (node.isText && value === undefined && !isOffered(profile, key)) return [];
    return rowOf(member, at, value, { profile, offered, isChanged: isChanged(at) });
  });
}

function isOffered(profile: unknown, language: string): boolean {
  const languages = valueAt(profile, '/languages');
  return Array.isArray(languages) && languages.includes(language);
}

type RowPlace = { profile: unknown; offered: OfferedToOffice; isChanged: boolean };

function rowOf(
  node: OfficeNode,
  pointer: string,
  value: unknown,
  { profile, offered, isChanged }: RowPlace,
): OfficeRow {
  const row = { pointer, field: node.field, of: nameOf(node, value, profile), isChanged };
  // A draft may break the profile's rules, but `options` only reads lists of names from it.
  const office = profile as OfficeProfile;
  switch (node.kind) {
    case 'branch':
      return node.own !== undefined && value === undefined
        ? { ...row, kind: 'choice', value: null, options: plain([OWN]), isOptional: false }
        : { ...row, kind: 'open', count: null };
    case 'list':
      return { ...row, kind: 'open', count: Array.isArray(value) ? value.length : 0 };
    case 'hours':
      return { ...row, kind: 'hours', value: orNull(value), isOptional: node.isOptional ?? false };
    case 'span':
      return { ...row, kind: 'span', value: orNull(value) };
    case 'text':
      return { ...row, kind: 'text', value: orNull(value), most: node.most };
    case 'choice': {
      const { options, isOptional = false } = node;
      return { ...row, kind: 'choice', value: orNull(value), options: options(office, offered), isOptional };
    }
    case 'choices':
      return {
        ...row,
        kind: 'choices',
        value: Array.isArray(value) ? value : [],
        options: node.options(office, offered),
      };
    case 'switch':
      return { ...row, kind: 'choice', value: shownSwitch(node, value), options: plain([ON, OFF]), isOptional: false };
    case 'number': {
      const { least, most, isOptional = false } = node;
      return { ...row, kind: 'number', value: orNull(value), least, most, isOptional };
    }
  }
}

const shownSwitch = ({ off }: Extract<OfficeNode, { kind: 'switch' }>, value: unknown): string =>
  value === undefined || value === off ? OFF : ON;

export const switched = ({ on, off }: Extract<OfficeNode, { kind: 'switch' }>, value: OfficeValue): unknown =>
  value === ON ? on : off;

// The cast is safe, because a draft's values come from a row, whose schema has checked them, or from a profile that was valid.
const orNull = <T>(value: unknown): T | null => (value === undefined ? null : (value as T));

/** The value shown in a difference: the name of a list entry, else the field's value. `office`: the profile that contains the value. */
export function shownOf(node: OfficeNode, value: unknown, office: unknown): OfficeValue {
  if (node.kind === 'switch') return shownSwitch(node, value);
  if (value === undefined) return null;
  if (node.kind === 'branch' && node.own !== undefined) return OWN;
  if (node.kind === 'branch' && node.isText)
    return shownOf({ kind: 'text', field: node.field, most: 0 }, valueAt(value, '/ca'), office);
  if (node.kind === 'branch' || node.kind === 'list') return nameOf(node, value, office);
  return value as OfficeValue;
}
