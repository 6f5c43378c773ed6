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
/** The value of the row that adds an omitted part. */
export const OWN = 'own';

const plain = (values: readonly string[]): Option[] => values.map((value) => ({ value, name: null }));

const weekOf = (isOptional: boolean): OfficeNode => ({
  kind: 'branch',
  field: 'week',
  members: Object.fromEntries(
    DAYS.map((day) => [day, { kind: 'hours', field: day, ...(isOptional ? { isOptional: true as const } : {}) }]),
  ),
});

const wordsOf = (field: OfficeField, most: number, nameOf?: (thing: unknown) => string | null): OfficeNode => ({
  kind: 'branch',
  field,
  ...(nameOf && { nameOf }),
  isText: true,
  members: forEachLanguage(LANGUAGES, (language) => ({ kind: 'text', field: language, most })),
});

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

function freeName(stem: string, taken: readonly string[]): string {
  let no = taken.length + 1;
  while (taken.includes(`${stem}-${no}`)) no += 1;
  return `${stem}-${no}`;
}

const freshService = ({ services }: OfficeProfile) => {
  const series = new Set(services.map((service) => service.series));
  return {
    serviceId: freeName(
      'servei',
      services.map(({ serviceId }) => serviceId),
    ),
    series: LETTERS.find((letter) => !series.has(letter)) ?? 'A',
    name: { ca: 'Servei nou', es: 'Servicio nuevo', en: 'New service' },
    pictogram: 'info',
    ways: ['walk-in'],
  };
};

const freshDesk = ({ desks }: OfficeProfile) => {
  const deskId = freeName(
    'taula',
    desks.map((desk) => desk.deskId),
  );
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
  groupId: freeName(
    'grup',
    groups.map(({ groupId }) => groupId),
  ),
  name: { ca: 'Grup nou', es: 'Grupo nuevo', en: 'New group' },
  pictogram: 'folder',
});

const PICTOGRAM = {
  kind: 'choice',
  field: 'pictogram',
  options: () => plain(Pictogram.options),
} as const satisfies OfficeNode;

const HOURS: OfficeNode = {
  kind: 'branch',
  field: 'hours',
  members: {
    week: weekOf(false),
    eveOfHoliday: { kind: 'hours', field: 'eveOfHoliday', isOptional: true },
    seasons: {
      kind: 'list',
      field: 'seasons',
      fresh: () => ({ span: { from: '06-15', to: '09-15' }, week: {} }),
      item: {
        kind: 'branch',
        field: 'season',
        nameOf: daysOf,
        members: { span: { kind: 'span', field: 'span' }, week: weekOf(true) },
      },
    },
    closures: {
      kind: 'list',
      field: 'closures',
      fresh: () => ({ span: { from: '08-15', to: '08-15' }, reason: { ca: 'Tancat' } }),
      item: {
        kind: 'branch',
        field: 'closure',
        nameOf: daysOf,
        members: { span: { kind: 'span', field: 'span' }, reason: wordsOf('reason', NAME_MOST) },
      },
    },
  },
};

const MINUTES = {
  early: { kind: 'number', field: 'early', least: 0, most: 720 },
  late: { kind: 'number', field: 'late', least: 0, most: 240 },
} as const satisfies Record<string, OfficeNode>;

const SERVICE: OfficeNode = {
  kind: 'branch',
  field: 'service',
  nameOf: catalanOf,
  members: {
    name: wordsOf('name', NAME_MOST),
    ticketName: wordsOf('ticketName', NAME_MOST),
    hint: wordsOf('hint', SUBTITLE_MOST),
    pictogram: PICTOGRAM,
    series: { kind: 'choice', field: 'series', options: () => plain(LETTERS) },
    groupId: {
      kind: 'choice',
      field: 'groupId',
      isOptional: true,
      options: ({ groups }) => groups.map(({ groupId, name }) => ({ value: groupId, name: name.ca })),
    },
    ways: { kind: 'choices', field: 'ways', options: () => plain(['walk-in', 'appointment']) },
    hours: { ...HOURS, field: 'ownHours', own: ({ hours }) => hours },
    checkInMinutes: {
      kind: 'branch',
      field: 'ownMinutes',
      own: ({ checkIn }) => checkIn?.minutes ?? {},
      members: MINUTES,
    },
    dailyLimit: { kind: 'number', field: 'dailyLimit', least: 1, most: 999, isOptional: true },
    documents: {
      kind: 'list',
      field: 'documents',
      isOptional: true,
      fresh: () => ({ ca: 'Document nou', es: 'Documento nuevo', en: 'New document' }),
      item: wordsOf('document', DOCUMENT_MOST, catalanText),
    },
  },
};

/** The root of the editable parts. A part of the profile that is not listed here, such as the centre, cannot be edited at the screen. */
const OFFICE: OfficeNode = {
  kind: 'branch',
  field: 'office',
  members: {
    hours: HOURS,
    services: { kind: 'list', field: 'services', fresh: freshService, item: SERVICE },
    groups: {
      kind: 'list',
      field: 'groups',
      fresh: freshGroup,
      item: {
        kind: 'branch',
        field: 'group',
        nameOf: catalanOf,
        members: { name: wordsOf('name', NAME_MOST), hint: wordsOf('hint', SUBTITLE_MOST), pictogram: PICTOGRAM },
      },
    },
    checkIn: {
      kind: 'branch',
      field: 'checkIn',
      members: {
        minutes: { kind: 'branch', field: 'checkIn', members: MINUTES },
      },
    },
    desks: {
      kind: 'list',
      field: 'desks',
      fresh: freshDesk,
      item: {
        kind: 'branch',
        field: 'desk',
        nameOf: catalanOf,
        members: {
          name: wordsOf('name', NAME_MOST),
          services: {
            kind: 'choices',
            field: 'deskServices',
            isOptional: true,
            options: ({ services }) => services.map(({ serviceId, name }) => ({ value: serviceId, name: name.ca })),
          },
        },
      },
    },
    hub: { kind: 'switch', field: 'hub', on: { port: HUB_PORT } },
    fromHome: {
      kind: 'branch',
      field: 'fromHome',
      own: (profile) => ({
        ...{ share: FROM_HOME.share, holdMinutes: FROM_HOME.holdMinutes },
        services: freshFromHomeServices(profile),
      }),
      members: {
        share: { kind: 'number', field: 'share', least: 0, most: 100 },
        holdMinutes: { kind: 'number', field: 'holdMinutes', least: 5, most: 60 },
        services: {
          kind: 'list',
          field: 'fromHomeServices',
          fresh: (profile) => freshFromHomeServices(profile)[0] ?? { serviceId: '', perQuarter: FROM_HOME.perQuarter },
          item: {
            kind: 'branch',
            field: 'fromHomeService',
            nameOf: serviceNameOf,
            members: {
              serviceId: {
                kind: 'choice',
                field: 'fromHomeService',
                options: (profile) =>
                  givenFromHome(profile).map(({ serviceId, name }) => ({ value: serviceId, name: name.ca })),
              },
              perQuarter: { kind: 'number', field: 'perQuarter', least: 1, most: 60 },
            },
          },
        },
      },
    },
    wordAfter: { kind: 'switch', field: 'wordAfter', on: true },
    wordAtKiosk: { kind: 'switch', field: 'wordAtKiosk', on: true },
    staffView: { kind: 'switch', field: 'staffView', on: true },
    help: { kind: 'branch', field: 'help', members: { desk: wordsOf('deskPlace', DESK_PLACE_MOST) } },
    position: { kind: 'text', field: 'position', most: POSITION_MOST },
    hallMessage: {
      kind: 'branch',
      field: 'hallMessage',
      own: () => ({ title: { ca: 'Missatge nou', es: 'Mensaje nuevo', en: 'New message' } }),
      members: {
        title: wordsOf('messageTitle', HALL_TITLE_MOST),
        text: wordsOf('messageText', HALL_TEXT_MOST),
        pictogram: { ...PICTOGRAM, isOptional: true },
      },
    },
    waitingTimes: {
      kind: 'branch',
      field: 'waitingTimes',
      members: {
        quietSeconds: {
          kind: 'branch',
          field: 'quietSeconds',
          members: {
            step: { kind: 'number', field: 'stepSeconds', least: 20, most: 300 },
            typing: { kind: 'number', field: 'typingSeconds', least: 20, most: 300 },
            ticket: { kind: 'number', field: 'ticketSeconds', least: 30, most: 300 },
          },
        },
        warningSeconds: { kind: 'number', field: 'warningSeconds', least: 20, most: 120 },
      },
    },
    screen: {
      kind: 'branch',
      field: 'screen',
      members: {
        shade: { kind: 'choice', field: 'shade', options: () => plain(Shade.options) },
        darkFrom: { kind: 'choice', field: 'darkFrom', options: () => plain([...EVENING_HOURS, 'never']) },
        darkTo: { kind: 'choice', field: 'darkTo', options: () => plain(MORNING_HOURS) },
        theme: { kind: 'choice', field: 'theme', options: (_profile, { themes }) => plain(themes) },
      },
    },
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
    ticket: {
      kind: 'branch',
      field: 'ticket',
      members: {
        logo: { kind: 'choice', field: 'logo', isOptional: true, options: (_profile, { logos }) => plain(logos) },
        closing: wordsOf('closing', CLOSING_MOST),
        followPage: { kind: 'text', field: 'followPage', most: FOLLOW_PAGE_MOST },
      },
    },
  },
};

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
    case 'choice':
      return {
        ...row,
        kind: 'choice',
        value: orNull(value),
        options: node.options(office, offered),
        isOptional: node.isOptional ?? false,
      };
    case 'choices':
      return {
        ...row,
        kind: 'choices',
        value: Array.isArray(value) ? value : [],
        options: node.options(office, offered),
      };
    case 'switch':
      return { ...row, kind: 'choice', value: shownSwitch(node, value), options: plain([ON, OFF]), isOptional: false };
    case 'number':
      return {
        ...row,
        kind: 'number',
        value: orNull(value),
        least: node.least,
        most: node.most,
        isOptional: node.isOptional ?? false,
      };
  }
}

const shownSwitch = ({ off }: Extract<OfficeNode, { kind: 'switch' }>, value: unknown): string =>
  value === undefined || value === off ? OFF : ON;

export const switched = ({ on, off }: Extract<OfficeNode, { kind: 'switch' }>, value: OfficeValue): unknown =>
  value === ON ? on : off;

// The row's schema has checked the value already, because every change of a draft comes through a row.
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
