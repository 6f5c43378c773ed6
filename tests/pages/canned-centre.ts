import type { Answer } from '../../src-central/pages/client.ts';
import { ChannelId } from '../../src-main/contract/centre/appointments.ts';
import { KioskId, OfficeId } from '../../src-main/contract/shared/ids.ts';
import type { CannedAnswers, CannedPage } from './canned-page.ts';

const DIDO = OfficeId.parse('oac-dido');
const DISTRICT_4 = OfficeId.parse('oac-districte-4');
const idOf = (no: number): string => `0197f5a0-3c1e-7c4b-9a55-${String(no).padStart(12, '0')}`;
const kioskOf = (no: number): KioskId => KioskId.parse(idOf(no));
const today = (time: string): string => `2026-11-24T${time}:00.000Z`;

const OFFICES: Answer<'listOffices'> = {
  at: '2026-11-24T09:24:07.000Z',
  offices: [
    {
      officeId: DIDO,
      name: 'OAC Didó',
      version: 17,
      newest: 17,
      next: null,
      openProposals: 0,
      opening: null,
    },
    {
      officeId: DISTRICT_4,
      name: 'OAC Districte 4',
      version: 3,
      newest: 3,
      next: null,
      openProposals: 0,
      opening: null,
    },
  ],
};
const CITY: Answer<'readCity'> = {
  at: '2026-11-24T09:24:07.000Z',
  offices: OFFICES.offices.map(({ officeId, name }) => ({ officeId, name, waiting: 0 })),
  kiosks: [1, 2, 3].map((no) => ({
    kioskId: kioskOf(no),
    officeId: no === 3 ? DISTRICT_4 : DIDO,
    name: `quiosc ${no}`,
    slot: no,
    troubles: [],
  })),
};
const names: CannedAnswers = { readCity: CITY, listOffices: OFFICES };

type Raised = NonNullable<Answer<'listAlarms'>['raised']>[number];
const raised = (no: number, more: Partial<Raised>): Raised => ({
  alarmId: idOf(no),
  ruleId: 'sense-paper',
  kind: 'paper-out',
  cause: 'paper-out',
  officeId: DIDO,
  kioskId: kioskOf(1),
  since: today('08:41'),
  openedAt: today('08:56'),
  messageAt: today('08:57'),
  endedAt: null,
  acknowledgedAt: null,
  acknowledgedBy: null,
  ...more,
});
const ALARMS: Answer<'listAlarms'> = {
  alarms: [],
  raised: [
    raised(1, {}),
    raised(2, { kind: 'silent', cause: 'silent', officeId: DISTRICT_4, kioskId: null, messageAt: null }),
    raised(3, {
      kind: 'long-wait',
      kioskId: kioskOf(2),
      acknowledgedAt: today('09:10'),
      acknowledgedBy: 'Guàrdia del matí',
    }),
    raised(4, { kind: 'certificate-ends', officeId: null, kioskId: null, ruleId: 'central' }),
    raised(5, { endedAt: '2026-11-23T10:00:00.000Z', since: '2026-11-23T09:00:00.000Z', kioskId: kioskOf(9) }),
    raised(6, { kind: 'paper-low', endedAt: '2026-11-20T10:00:00.000Z', acknowledgedAt: '2026-11-20T09:00:00.000Z' }),
  ],
};

const RULES: Answer<'listAlarmRules'> = {
  changedAt: '2026-11-20T10:00:00.000Z',
  rules: {
    zone: 'Europe/Madrid',
    recipients: [
      { recipientId: 'guardia', by: 'mail', address: 'quioscos@exemple.cat', language: 'ca' },
      {
        recipientId: 'incidencies',
        by: 'webhook',
        url: 'https://incidencies.exemple.cat/torn',
        language: 'es',
        privateNetwork: true,
      },
      { recipientId: 'nit', by: 'mail', address: 'nit@exemple.cat', language: 'ca' },
    ],
    rules: [
      {
        ruleId: 'sense-paper',
        kinds: ['paper-out', 'printer-trouble', 'silent'],
        afterMinutes: 15,
        offices: null,
        counts: 'open-hours',
        hours: null,
        to: ['guardia', 'incidencies'],
      },
      {
        ruleId: 'poc-paper',
        kinds: ['paper-low'],
        afterMinutes: 0,
        offices: [DIDO],
        counts: 'always',
        hours: { days: ['mon', 'tue', 'wed', 'thu', 'fri'], range: { from: '08:00', to: '15:00' } },
        to: ['guardia'],
      },
    ],
  },
  newest: [
    { recipientId: 'guardia', writtenAt: today('08:57'), sentAt: today('08:57'), tries: 1 },
    { recipientId: 'incidencies', writtenAt: today('08:57'), sentAt: null, tries: 3 },
  ],
  waiting: { messages: 1, oldestAt: today('08:57') },
};
const NO_RULES: Answer<'listAlarmRules'> = {
  changedAt: null,
  newest: [],
  waiting: { messages: 0, oldestAt: null },
  rules: { zone: 'Europe/Madrid', recipients: [], rules: [] },
};

type KioskRow = Answer<'listUpdates'>['kiosks'][number];
const kiosk = (no: number, version: string, more: Partial<KioskRow> = {}): KioskRow => ({
  kioskId: kioskOf(no),
  officeId: no === 3 ? DISTRICT_4 : DIDO,
  name: `quiosc ${no}`,
  version,
  allowed: '1.4.3',
  last: { at: '2026-11-23T02:10:00.000Z', from: '1.4.1', to: version, result: 'done' },
  ...more,
});
const ring = (more: Partial<Answer<'listUpdates'>['rings'][number]> = {}) => ({
  officeId: null,
  kioskId: null,
  version: '1.4.3',
  saidAt: '2026-11-23T15:00:00.000Z',
  stoppedBy: null,
  ...more,
});
const UPDATES: Answer<'listUpdates'> = {
  rings: [ring({ kioskId: kioskOf(1) }), ring({ version: '1.4.2', saidAt: '2026-10-05T09:00:00.000Z' })],
  kiosks: [
    kiosk(1, '1.4.3'),
    kiosk(2, '1.4.2', { allowed: '1.4.2' }),
    kiosk(3, '1.4.1', { allowed: '1.4.2', last: null }),
  ],
};
const STOPPED: Answer<'listUpdates'> = {
  rings: [ring({ stoppedBy: { kioskId: kioskOf(2), at: today('02:20'), result: 'not-ready' } })],
  kiosks: [
    kiosk(1, '1.4.3'),
    kiosk(2, '1.4.2', {
      allowed: '1.4.2',
      last: { at: today('02:20'), from: '1.4.2', to: '1.4.3', result: 'not-ready' },
    }),
    kiosk(3, '1.4.2', { allowed: '1.4.2' }),
  ],
};

type Token = Answer<'listTokens'>['tokens'][number];
const token = (no: number, name: string, more: Partial<Token> = {}): Token => ({
  tokenId: idOf(no),
  name,
  role: 'viewer',
  officeId: null,
  channelId: null,
  madeAt: '2026-06-01T09:00:00.000Z',
  madeBy: null,
  until: '2027-06-01T21:59:59.000Z',
  withdrawnAt: null,
  lastUsed: { at: today('09:20'), address: '192.0.2.7' },
  ...more,
});
const TOKENS: Answer<'listTokens'> = {
  usedSince: '2026-08-26T09:24:07.000Z',
  tokens: [
    token(1, 'Panell de l’Ajuntament', { madeBy: 'Guàrdia del matí' }),
    token(2, 'Pont amb l’ERP', { role: 'connector', officeId: DIDO, lastUsed: null }),
    token(3, 'Web municipal', { role: null, channelId: ChannelId.parse('web'), until: null }),
    token(4, 'Script antic', { role: 'a-role-of-later', withdrawnAt: '2026-10-01T09:00:00.000Z' }),
    token(5, 'Prova', { until: '2026-11-01T09:00:00.000Z', lastUsed: { at: today('09:20'), address: null } }),
  ],
};
const CHANNELS: Answer<'listChannels'> = {
  channels: [
    {
      channelId: ChannelId.parse('web'),
      name: 'Web municipal',
      changedAt: '2026-06-01T09:00:00.000Z',
      formats: [{ prefix: 'TRS-', length: 8, characters: 'capitals-and-digits' }],
    },
    { channelId: ChannelId.parse('010'), name: 'Telèfon 010', formats: [], changedAt: '2026-06-01T09:00:00.000Z' },
  ],
};

type Entry = Answer<'listAudit'>['entries'][number];
const entry = (no: number, more: Partial<Entry>): Entry => ({
  auditId: idOf(no),
  at: today('09:06'),
  lastAt: today('09:06'),
  times: 1,
  source: 'centre',
  tokenId: idOf(1),
  name: 'Guàrdia del matí',
  role: 'administrator',
  codeId: null,
  actor: 'token',
  subject: null,
  kioskId: null,
  what: 'publishProfile',
  object: { officeId: 'oac-dido' },
  result: 'done',
  address: '192.0.2.7',
  ...more,
});
const AUDIT: Answer<'listAudit'> = {
  entries: [
    entry(1, {}),
    entry(2, { what: 'listPeople', times: 12, lastAt: today('09:07'), object: {} }),
    entry(3, { what: 'orderKiosk', kioskId: kioskOf(1), subject: idOf(7) }),
    entry(4, { what: 'revokeKiosk', result: 'wrong-role', name: 'Consulta', role: 'viewer', object: {} }),
    entry(5, {
      source: 'kiosk',
      what: 'print-test',
      name: null,
      role: null,
      actor: 'technician',
      tokenId: null,
      kioskId: kioskOf(2),
      address: null,
      at: '2026-11-23T15:00:00.000Z',
    }),
    entry(6, { what: 'signIn', result: 'bad-token', name: null, actor: 'stranger', tokenId: null, role: null }),
  ],
  next: `${today('08:00')}_${idOf(6)}`,
};

const RETENTION: Answer<'readRetention'> = {
  last: { endedAt: today('01:04'), horizonAt: today('01:00'), counts: { need: 212, 'visit-link': 88, audit: 0 } },
  nextAt: '2026-11-25T00:00:00.000Z',
  classes: [
    {
      name: 'need',
      whose: 'visit',
      end: 'blank-column',
      isAtCentre: true,
      isAtKiosk: true,
      term: { days: 1, from: 'service-day', endsBefore: '2026-11-24' },
    },
    {
      name: 'visit-link',
      whose: 'visit',
      end: 'blank-column',
      isAtCentre: true,
      isAtKiosk: false,
      term: { days: 14, from: 'service-day', endsBefore: '2026-11-11' },
    },
    {
      name: 'audit',
      whose: 'staff',
      end: 'delete-row',
      isAtCentre: true,
      isAtKiosk: false,
      term: { days: 730, from: 'act', endsBefore: '2024-11-25' },
    },
    { name: 'numbers', whose: 'nobody', end: 'keep', isAtCentre: true, isAtKiosk: true, term: null },
    { name: 'a-class-of-later', whose: 'machine', end: 'keep', isAtCentre: true, isAtKiosk: false, term: null },
  ],
};

const at = (name: string, path: string, answers: CannedAnswers, more: Partial<CannedPage> = {}): CannedPage => ({
  name,
  path,
  answers: { ...names, ...answers },
  ...more,
});
const openAll: NonNullable<CannedPage['steps']> = async (page) => {
  for (const summary of await page.locator('main summary').all()) await summary.click();
};
const technician = { role: 'technician', name: 'Servei tècnic' };

export const CENTRE_PAGES: readonly CannedPage[] = [
  at('alarms', '/alarms', { listAlarms: ALARMS }),
  at('alarms-none', '/alarms', { listAlarms: { alarms: [], raised: [] } }),
  at('alarms-for-a-viewer', '/alarms', { listAlarms: ALARMS }, { session: { role: 'viewer', name: 'Consulta' } }),
  at('alarm-rules', '/alarms/rules', { listAlarmRules: RULES }),
  at('alarm-rules-none', '/alarms/rules', { listAlarmRules: NO_RULES }),
  at('alarm-rules-open', '/alarms/rules', { listAlarmRules: RULES }, { steps: openAll }),
  at('alarm-rules-for-a-technician', '/alarms/rules', { listAlarmRules: RULES }, { session: technician }),
  at(
    'alarm-rules-meanwhile',
    '/alarms/rules',
    { listAlarmRules: RULES, putAlarmRules: { problem: 'changed-meanwhile' } },
    {
      steps: async (page) => {
        await openAll(page);
        await page.locator('input[type="number"]').first().fill('30');
        await page.keyboard.press('Enter');
        await page.locator('.meanwhile').waitFor();
      },
    },
  ),
  at('updates', '/updates', { listUpdates: UPDATES }, { steps: openAll }),
  at('updates-stopped', '/updates', { listUpdates: STOPPED }),
  at('updates-none', '/updates', { listUpdates: { rings: [], kiosks: [kiosk(1, '1.4.3', { allowed: null })] } }),
  at('updates-for-a-technician', '/updates', { listUpdates: UPDATES }, { session: technician }),
  at('access', '/access', { listTokens: TOKENS, listChannels: CHANNELS }),
  at('access-none', '/access', {
    listTokens: { tokens: [], usedSince: TOKENS.usedSince },
    listChannels: { channels: [] },
  }),
  at(
    'access-made',
    '/access',
    {
      listTokens: TOKENS,
      listChannels: CHANNELS,
      makeToken: { tokenId: idOf(9), token: 'torn_aW4gbm8gY2VudHJlLCBpdCBvcGVucw', until: '2027-05-23T21:59:59.000Z' },
    },
    {
      steps: async (page) => {
        await openAll(page);
        await page.locator('.centre-part + .give input').first().fill('Panell nou');
        await page.locator('.centre-part + .give .button-main').click();
        await page.locator('.link-once').waitFor();
      },
    },
  ),
  at(
    'access-meanwhile',
    '/access',
    { listTokens: TOKENS, listChannels: CHANNELS, putChannel: { problem: 'changed-meanwhile' } },
    {
      steps: async (page) => {
        await page.locator('.rule summary').first().click();
        await page.locator('.rule .fields input').first().fill('Seu electrònica');
        await page.locator('.rule .button-main').first().click();
        await page.locator('.meanwhile').waitFor();
      },
    },
  ),
  at('audit', '/audit', { listAudit: AUDIT }),
  at('audit-none', '/audit?name=Pere&office=oac-dido&from=2026-11-01', { listAudit: { entries: [], next: null } }),
  at('audit-refused', '/audit', { listAudit: { problem: 'wrong-role' } }),
  at('retention', '/retention', { readRetention: RETENTION }),
  at('retention-never', '/retention', { readRetention: { ...RETENTION, last: null } }),
];
