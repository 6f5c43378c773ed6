import type { OfficeScreen, ShownChange } from '../../src-main/office/contract/office.ts';
import type { Screen } from '../../src-main/session/contract/view-state.ts';
import { NOT_TRAVELLING, SAVED, STICK_FOUND } from './canned-travel.ts';

const at = (...where: OfficeScreen['where']) => where;
const of = (name: string) => ({ field: 'service', of: name }) as const;
const field = (name: OfficeScreen['where'][number]['field']) => ({ field: name, of: null });
const open = (pointer: string, name: OfficeScreen['where'][number]['field'], count: number | null = null) => ({
  kind: 'open' as const,
  pointer,
  ...field(name),
  isChanged: false,
  count,
});

const MONDAY: ShownChange = {
  pointer: '/hours/week/mon',
  where: at(field('hours'), field('week'), field('mon')),
  kind: 'changed',
  before: [{ from: '09:00', to: '14:00' }],
  after: [
    { from: '09:00', to: '13:30' },
    { from: '16:00', to: '18:00' },
  ],
};
const GONE: ShownChange = {
  pointer: '/services/2',
  where: at(field('services'), of('Tràmits en línia')),
  kind: 'removed',
  before: 'Tràmits en línia',
  after: null,
};

const OFFICE: OfficeScreen = {
  screen: 'technician-office',
  slot: 2,
  closesInMinutes: 5,
  master: 'centre',
  part: 'fields',
  where: [],
  path: '',
  rows: [
    open('/hours', 'hours'),
    open('/services', 'services', 6),
    open('/groups', 'groups', 1),
    open('/checkIn', 'checkIn'),
    {
      kind: 'choices',
      pointer: '/languages',
      ...field('languages'),
      isChanged: false,
      value: ['ca', 'es', 'en'],
      options: [
        { value: 'ca', name: 'català' },
        { value: 'es', name: 'castellano' },
        { value: 'en', name: 'English' },
      ],
    },
    open('/ticket', 'ticket'),
  ],
  canAdd: false,
  canRemove: false,
  changes: [MONDAY],
  problems: [],
  hanging: [],
  today: '2026-11-24',
  history: [],
  decided: null,
  overtaken: null,
  paper: null,
  travel: null,
};

const hours = (pointer: string, name: OfficeScreen['where'][number]['field'], isChanged = false) => ({
  kind: 'hours' as const,
  pointer,
  ...field(name),
  isChanged,
  isOptional: false,
  value: isChanged
    ? [
        { from: '09:00', to: '13:30' },
        { from: '16:00', to: '18:00' },
      ]
    : [{ from: '09:00', to: '14:00' }],
});

export const OFFICE_SCREENS: Readonly<Record<string, Screen>> = {
  'technician-office': OFFICE,
  'technician-office-week': {
    ...OFFICE,
    path: '/hours/week',
    where: at(field('hours'), field('week')),
    rows: [
      hours('/hours/week/mon', 'mon', true),
      ...(['tue', 'wed', 'thu', 'fri'] as const).map((day) => hours(`/hours/week/${day}`, day)),
    ],
  },
  'technician-office-wrong': {
    ...OFFICE,
    path: '/services/2',
    where: at(field('services'), of('Tràmits en línia')),
    canRemove: true,
    rows: [
      open('/services/2/name', 'name'),
      open('/services/2/hint', 'hint'),
      {
        kind: 'choice',
        pointer: '/services/2/series',
        ...field('series'),
        isChanged: true,
        isOptional: false,
        value: 'C',
        options: [{ value: 'C', name: null }],
      },
    ],
    problems: [
      {
        pointer: '/services/2/name/ca',
        where: at(field('services'), of('Tràmits en línia'), field('name'), field('ca')),
        rule: 'field',
        detail: 'expected a text',
      },
    ],
  },
  'technician-office-review': {
    ...OFFICE,
    part: 'review',
    changes: [MONDAY, GONE],
    hanging: [{ of: 'Tràmits en línia', tickets: 3 }],
  },
  'technician-office-history': {
    ...OFFICE,
    part: 'history',
    changes: [],
    overtaken: { no: 1, changes: [MONDAY] },
    history: [
      {
        no: 2,
        made: { date: '2026-11-24', time: '08:10' },
        from: '2026-11-24',
        changes: [MONDAY],
        returnsTo: null,
        isNow: true,
        decided: { decision: 'refused', reason: 'Els dilluns obrim a les nou a tota la ciutat.', version: null },
      },
      { no: 0, made: null, from: null, changes: [], returnsTo: null, isNow: false, decided: null },
    ],
  },
  'technician-office-travel': { ...OFFICE, part: 'travel', changes: [], travel: STICK_FOUND },
  'technician-office-saved': { ...OFFICE, part: 'travel', changes: [], travel: SAVED },
  'technician-office-no-stick': {
    ...OFFICE,
    part: 'travel',
    changes: [],
    travel: { ...NOT_TRAVELLING, saving: { stage: 'stick-read-only', file: null, check: null } },
  },
  'technician-office-refused': {
    ...OFFICE,
    changes: [],
    decided: {
      no: 2,
      decision: 'refused',
      version: null,
      reason: 'Els dilluns obrim a les nou a tota la ciutat.',
    },
  },
  'technician-office-accepted': {
    ...OFFICE,
    changes: [],
    decided: { no: 2, decision: 'accepted', reason: null, version: 18 },
  },
  'technician-office-paper': {
    ...OFFICE,
    part: 'paper',
    paper: {
      widthDots: 576,
      lines: [
        { kind: 'text', text: 'OAC Exemple', wide: 12, high: 24, bold: false, align: 'left' },
        { kind: 'feed', dots: 60 },
        { kind: 'text', text: 'A001', wide: 96, high: 192, bold: true, align: 'center' },
        { kind: 'text', text: 'Padró', wide: 24, high: 48, bold: true, align: 'center' },
        { kind: 'feed', dots: 60 },
        { kind: 'text', text: 'Seieu: us cridarem per pantalla', wide: 12, high: 48, bold: false, align: 'center' },
      ],
    },
  },
};
