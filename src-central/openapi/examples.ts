import { type ApiDocument, type JsonSchema, type Media, nameOfRef, type Schemas } from './schema.ts';

const UUID = '0197f5a0-3c1e-7c4b-9a55-6d1f0c2b7e90';
const KEY = 'NFcWBst6DXG-N35nHdzMrioWntdzNZghQSkjHNMMSjw';
const DAY = [{ from: '08:30', to: '19:00' }];

const BY_SCHEMA: Readonly<Record<string, unknown>> = {
  ChannelId: 'web',
  CityId: 'vila-exemple',
  ExternalId: 'CITA-0001',
  Instant: '2026-12-01T10:00:00.000Z',
  KeyId: KEY,
  PublicKey: 'MCowBQYDK2VwAyEAJrQLj5P_89iXES9-vFgrIy29clF9CC_oPPsw3c5D0bs',
  Slug: 'oac-placa',
  OfficeProfile: {
    officeId: 'oac-placa',
    name: 'OAC de la Plaça',
    city: 'Ajuntament de Vila Exemple',
    municipality: 'Vila Exemple',
    address: 'Plaça d’Exemple, 1',
    zone: 'Europe/Madrid',
    calendarId: 'no-holidays',
    languages: ['ca'],
    hours: { week: { mon: DAY, tue: DAY, wed: DAY, thu: DAY, fri: DAY, sat: [], sun: [] } },
    services: [{ serviceId: 'padro', series: 'A', name: { ca: 'Padró' }, pictogram: 'stamp' }],
    ticket: { privacyPage: 'exemple.cat/privadesa' },
  },
  AlarmRules: {
    zone: 'Europe/Madrid',
    recipients: [{ recipientId: 'equip', by: 'mail', address: 'quioscos@exemple.cat', language: 'ca' }],
    rules: [
      {
        ruleId: 'sense-paper',
        kinds: ['paper-out', 'printer-trouble', 'silent'],
        afterMinutes: 15,
        offices: null,
        counts: 'open-hours',
        hours: null,
        to: ['equip'],
      },
    ],
  },
  Problem: { type: 'urn:torn:problem:not-found', title: 'There is nothing here', status: 404 },
  WireEvent: {
    id: UUID,
    epoch: 0,
    seq: 1,
    type: 'ticket-print-ended',
    v: 1,
    at: { wall: '2026-12-01T10:00:00.000Z', trust: 'guess' },
    payload: { ticketId: UUID, state: 'printed', cause: null, duplicate: false },
  },
  Change: { cursor: '18', kind: 'ticket-voided', content: { ticketId: UUID } },
};

const SIGNATURE = 'uYJl1JX_6EaKybCSR4yDD2YQLN_uk2Xn9xSOc7UqEE7tjBGBIOIZDMK4EUbSUiU3H45-HlO4iTypCfK8I-eODw';

/** The first example of a member or parameter that fits the schema is used. */
const BY_MEMBER: Readonly<Record<string, readonly unknown[]>> = {
  actor: ['token'],
  address: ['Plaça d’Exemple, 1'],
  after: [`2026-12-01T10:00:00.000Z_${UUID}`],
  at: ['2026-12-01T10:00:00.000Z'],
  city: ['Ajuntament de Vila Exemple'],
  code: ['K7M2P9QX', '4712345678'],
  column: ['start'],
  cursor: ['17'],
  followToken: ['ABCDEFGHIJKLMNOPQRSTUVWX27'],
  day: ['2026-12-01'],
  detail: ['expected a future time'],
  deskId: [null],
  effectiveFrom: ['2026-12-01'],
  fingerprint: ['A0B1C2D3E4F5G6H7J8K9MANBP'],
  hold: ['JHA7K2HFJHA7K2HFJHA7K2HFXY'],
  key: [KEY],
  kioskName: ['entrada'],
  label: ['A047'],
  licence: ['https://creativecommons.org/licenses/by/4.0/'],
  link: ['https://torn.exemple.cat/invitations/vila-exemple/k3-Example'],
  locator: ['JHA7K1HF'],
  month: ['2026-11'],
  name: ['Vila Exemple'],
  next: [null],
  nonce: ['q0bHtfRrUkKXo2mHdU9Yhg'],
  office: ['OAC de la Plaça'],
  pointer: ['/body/start'],
  prefix: ['TRS-'],
  proof: [SIGNATURE],
  publicAddress: ['https://torn.exemple.cat'],
  qr: ['TORN1V3F5YZDIX5G3RCOADNKE3LCANJVRGRPQNMKJO4DPMFRS24DMMFRWD2DA'],
  reason: ['prova'],
  reference: ['CITA-0001'],
  result: ['done'],
  role: ['administrator'],
  series: ['A'],
  serviceId: ['padro'],
  signature: [SIGNATURE],
  starts: ['47'],
  subject: [null],
  to: [15],
  token: ['JHA7K2HFJHA7K2HFJHA7K2HFXY'],
  version: [1, '0.1.0', '1'],
  what: ['putChannel'],
};

const LEAST_LENGTH = 4;

/**
 * Makes an example that fits the schema, with its required members only.
 * @param name the member's name
 */
function exampleOf(schema: JsonSchema, schemas: Schemas, name = ''): unknown {
  const { $ref, anyOf, oneOf } = schema;
  const candidates = Object.hasOwn(BY_MEMBER, name) ? (BY_MEMBER[name] ?? []) : [];
  const known = candidates.find((value) => fits(value, schema, schemas));
  if (known !== undefined) return known;
  if ($ref !== undefined) {
    const named = nameOfRef($ref);
    return BY_SCHEMA[named] ?? exampleOf(schemas[named] ?? {}, schemas, name);
  }
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  const [first] = anyOf ?? oneOf ?? [];
  if (first) return exampleOf(first, schemas, name);
  return plainExample(schema, schemas, name);
}

const typesOf = ({ type }: JsonSchema): string[] => [type ?? []].flat();

function fits(value: unknown, schema: JsonSchema, schemas: Schemas): boolean {
  if (schema.$ref !== undefined) return fits(value, schemas[nameOfRef(schema.$ref)] ?? {}, schemas);
  const one = schema.anyOf ?? schema.oneOf;
  if (one) return one.some((each) => fits(value, each, schemas));
  if (schema.const !== undefined) return schema.const === value;
  if (schema.enum) return schema.enum.includes(value);
  if (value === null) return typesOf(schema).includes('null');
  if (typeof value === 'number') return typesOf(schema).some((type) => type === 'integer' || type === 'number');
  const { pattern, minLength = 0, maxLength = Number.POSITIVE_INFINITY } = schema;
  const text = String(value);
  const ofFormat = BY_FORMAT[schema.format ?? ''];
  if (ofFormat !== undefined) return text === ofFormat;
  const isLong = text.length >= minLength && text.length <= maxLength;
  return typesOf(schema).includes('string') && isLong && (pattern === undefined || new RegExp(pattern, 'u').test(text));
}

const BY_FORMAT: Readonly<Record<string, string>> = {
  uuid: UUID,
  date: '2026-12-01',
  'date-time': '2026-12-01T10:00:00.000Z',
};

function plainExample(schema: JsonSchema, schemas: Schemas, name: string): unknown {
  const [type = 'object'] = typesOf(schema);
  switch (type) {
    case 'string':
      return BY_FORMAT[schema.format ?? ''] ?? 'text'.padEnd(schema.minLength ?? LEAST_LENGTH, '.');
    case 'integer':
    case 'number':
      return Math.max(schema.minimum ?? 1, 1);
    case 'boolean':
      return true;
    case 'null':
      return null;
    case 'array':
      return schema.maxItems === 0 || !schema.items ? [] : [exampleOf(schema.items, schemas, name)];
    default:
      return Object.fromEntries(
        Object.entries(schema.properties ?? {})
          .filter(([member]) => schema.required?.includes(member))
          .map(([member, one]) => [member, exampleOf(one, schemas, member)]),
      );
  }
}

const CSV = 'reference,officeId,serviceId,start\nCITA-0001,oac-placa,padro,2026-12-01 10:30\n';

export function addExamples({ paths, components: { schemas } }: ApiDocument): void {
  const add = (media: Media | undefined): void => {
    if (media?.schema) media.example = exampleOf(media.schema, schemas);
  };
  for (const operation of Object.values(paths).flatMap((methods) => Object.values(methods))) {
    const { parameters = [], requestBody, responses } = operation;
    for (const one of parameters) if ('name' in one) one.example = exampleOf(one.schema, schemas, one.name);
    add(requestBody?.content['application/json']);
    const csv = requestBody?.content['text/csv'];
    if (csv) csv.example = CSV;
    for (const { content } of Object.values(responses)) add(content?.['application/json']);
  }
}
