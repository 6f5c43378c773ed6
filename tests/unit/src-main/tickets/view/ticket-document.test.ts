import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TICKET_LANGUAGES } from '../../../../../config/languages.ts';
import { SLIP_WORDS } from '../../../../../config/locales/ticket-words.ts';
import { OfficeProfile } from '../../../../../src-main/contract/shared/office-profile.ts';
import { TicketTemplate } from '../../../../../src-main/tickets/contract/ticket-template.ts';
import type { SlipBlock, SlipDocument } from '../../../../../src-main/tickets/ports/printer.ts';
import { FOLLOW_TOKEN_BYTES, followToken } from '../../../../../src-main/tickets/rules/follow-token.ts';
import type { SlipResources } from '../../../../../src-main/tickets/steps/render-resources.ts';
import {
  composeDocumentList,
  composeTicket,
  type TicketContent,
} from '../../../../../src-main/tickets/view/ticket-document.ts';

const template = TicketTemplate.parse(
  JSON.parse(readFileSync(join(import.meta.dirname, '../../../../../config/tickets/standard.json'), 'utf8')),
);
const DOCUMENTS = [
  { ca: 'DNI o passaport', ar: 'جواز السفر' },
  { ca: 'Contracte de lloguer', es: 'Contrato de alquiler' },
];
const office = {
  officeId: 'prova',
  name: 'OAC Prova',
  city: 'Ajuntament de Prova',
  municipality: 'Prova',
  address: 'Plaça de la Prova, 1',
  phone: '010',
  zone: 'Europe/Madrid',
  calendarId: 'no-holidays',
  hours: { week: { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] } },
  services: [
    {
      serviceId: 'empadronament',
      series: 'A',
      name: { ca: 'Empadronament', es: 'Empadronamiento', ar: 'التسجيل' },
      pictogram: 'house',
      documents: DOCUMENTS,
    },
    { serviceId: 'idcat', series: 'E', name: { ca: 'idCAT Mòbil', es: 'idCAT Mòbil' }, pictogram: 'phone-key' },
  ],
  ticket: { privacyPage: 'exemple.cat/dades' },
} as const;

const paperOf = (change: object = {}, ticket: object = {}): SlipResources => ({
  profile: OfficeProfile.parse({ ...office, ...change, ticket: { ...office.ticket, ...ticket } }),
  template,
  logo: null,
  words: SLIP_WORDS,
});
const content = (more: Partial<TicketContent> = {}): TicketContent => ({
  label: 'A047',
  serviceId: 'empadronament',
  visitType: 'walk-in',
  language: 'ca',
  issuedAt: { date: '2026-11-24', time: '10:24' },
  appointmentTime: null,
  replaces: [],
  queue: null,
  followToken: null,
  duplicate: false,
  sample: false,
  ...more,
});
const wordsOf = (block: SlipBlock): string[] => {
  if (block.kind === 'edges') return [block.left, block.right];
  if (block.kind === 'details') return [...block.parts];
  return 'text' in block ? [block.text] : [];
};
const texts = ({ blocks }: SlipDocument) => blocks.flatMap(wordsOf);
const ticket = (more: Partial<TicketContent> = {}, paper = paperOf()) => texts(composeTicket(paper, content(more)));

describe('a ticket', () => {
  test('has office, time, number, service, instructions and the place of the privacy notice', () => {
    expect(ticket()).toEqual([
      'OAC Prova, Prova',
      '24.11.2026 10.24',
      'El vostre torn',
      'A047',
      'Empadronament',
      'Seieu. Us cridarem per aquest número.',
      'Guardeu aquest tiquet.',
      'Protecció de dades: exemple.cat/dades',
    ]);
  });

  test('marks a technician’s sample above its number as no turn, in Catalan too', () => {
    expect(ticket({ sample: true }).indexOf('TIQUET DE MOSTRA: no és un torn')).toBeLessThan(
      ticket({ sample: true }).indexOf('A047'),
    );
    expect(ticket({ sample: true, language: 'es' })).toEqual(
      expect.arrayContaining(['TIQUE DE MUESTRA: no es un turno', 'TIQUET DE MOSTRA: no és un torn']),
    );
    expect(ticket()).not.toContain('TIQUET DE MOSTRA: no és un torn');
  });

  test('is in the citizen’s language, with the service in Catalan for the clerk', () => {
    expect(ticket({ language: 'ar' })).toEqual([
      'OAC Prova, Prova',
      '24.11.2026 10.24',
      'رقمكم',
      'A047',
      'Empadronament',
      'التسجيل',
      'تفضّلوا بالجلوس. سنناديكم بهذا الرقم.',
      'احتفظوا بهذه التذكرة. حماية البيانات:',
      'exemple.cat/dades',
    ]);
  });

  test('has the language of every line; an untranslated line is marked as Catalan', () => {
    const { blocks } = composeTicket(paperOf(), content({ language: 'ur' }));
    const languageOf = (text: string) =>
      blocks.flatMap((block) => ('language' in block && wordsOf(block).includes(text) ? [block.language] : []));
    expect(languageOf('آپ کا نمبر')).toEqual(['ur']);
    expect(languageOf('Empadronament')).toEqual(['ca']);
  });

  test('has a name once if both languages write it alike', () => {
    const said = ticket({ language: 'es', serviceId: 'idcat', label: 'E001' });
    expect(said.filter((text) => text === 'idCAT Mòbil')).toHaveLength(1);
  });

  test('of a sensitive service has only its neutral name, and announces that staff will come if desks call', () => {
    const [first] = office.services;
    const withDesks = { desks: [{ deskId: 'u', name: { ca: 'Taula 1' } }], hub: { port: 8_443 } };
    const paper = (more: object, change: object = withDesks) =>
      ticket({ language: 'es' }, paperOf({ ...change, services: [{ ...first, documents: undefined, ...more }] }));
    const named = ['Empadronament', 'Empadronamiento'];
    expect(paper({})).toEqual(expect.arrayContaining([...named, 'Siéntese. Le llamaremos por este número.']));
    const hidden = paper({ sensitive: true });
    for (const name of named) expect(hidden).not.toContain(name);
    expect(hidden).toContain('Siéntese. Iremos a buscarle: este número ni se muestra ni se dice.');
    const neutral = paper({ sensitive: true, ticketName: { ca: 'Atenció', es: 'Atención' } });
    expect(neutral).toEqual(expect.arrayContaining(['Atenció', 'Atención']));
    // The profile names no desks, so the kiosk does not know how they call.
    expect(paper({ sensitive: true }, {})).toContain('Siéntese. Le llamaremos por este número.');
  });

  test('of a service that is no longer in the profile has the service’s id', () => {
    expect(ticket({ serviceId: 'abans-hi-era' })).toContain('abans-hi-era');
  });

  test.each([
    ['ca', 0, 'Ningú davant vostre'],
    ['ca', 1, '1 persona davant vostre'],
    ['ca', 3, '3 persones davant vostre'],
    ['fr', 0, 'Personne avant vous'],
    ['ro', 19, '19 persoane înaintea dvs.'],
    ['ro', 20, '20 de persoane înaintea dvs.'],
    ['uk', 21, 'Перед вами 21 особа'],
    ['uk', 22, 'Перед вами 22 особи'],
    ['uk', 12, 'Перед вами 12 осіб'],
    ['ar', 2, 'شخصان قبلكم'],
    ['ar', 3, '3 أشخاص قبلكم'],
    ['ar', 11, '11 شخصًا قبلكم'],
    ['zh-Hans', 3, '您前面还有 3 人'],
    ['ca', 5_000, '999 persones davant vostre'],
  ] as const)('in %s counts %i people ahead by the plural rules of the language', (language, waiting, wanted) => {
    expect(ticket({ language, queue: { waiting, minutes: null } })).toContain(wanted);
  });

  test('names a turn by its ticket name if that differs from the service’s, with Catalan beside it', () => {
    const [first, ...others] = office.services;
    const ticketName = { ca: 'Orientació', fr: 'Orientation' };
    const paper = paperOf({ services: [{ ...first, ticketName, guidance: true }, ...others] });
    const said = ticket({ language: 'fr' }, paper);
    expect(said).toEqual(expect.arrayContaining(['Orientation', 'Orientació']));
    expect(said).not.toContain('Empadronament');
  });

  test('has the wait as a range, and leaves out what is unknown', () => {
    const queue = { waiting: 3, minutes: { from: 10, to: 20 } };
    expect(ticket({ queue })).toEqual(expect.arrayContaining(['3 persones davant vostre', '10-20 min']));
    expect(ticket({ language: 'ar', queue })).toContain('الانتظار بالدقائق: من 10 إلى 20');
    expect(ticket({ language: 'ur', queue })).toContain('انتظار: 10 سے 20 منٹ');
    expect(ticket().join(' ')).not.toMatch(/davant|min\b/);
  });

  test('of an appointment has its time; one taken on trust asks to state the time at the desk', () => {
    expect(ticket({ visitType: 'appointment', appointmentTime: '10:20' })).toEqual(
      expect.arrayContaining(['Cita de les 10.20', 'Seieu. Us cridarem cap a les 10.20.']),
    );
    expect(ticket({ visitType: 'appointment', appointmentTime: '10:20', language: 'fr' })).toContain(
      'Rendez-vous à 10\u00a0h\u00a020',
    );
    expect(ticket({ visitType: 'appointment' })).toContain('Quan us cridem, digueu a quina hora teníeu cita.');
  });

  test('is marked as a duplicate, or with the numbers it replaces, in Catalan and in the citizen’s language', () => {
    expect(ticket({ duplicate: true })).toContain('DUPLICAT');
    expect(ticket({ replaces: ['A041', 'A042'], language: 'fr' })).toEqual(
      expect.arrayContaining([
        'El tiquet A041 ja no val',
        'Le ticket A041 ne compte plus',
        'El tiquet A042 ja no val',
        'Le ticket A042 ne compte plus',
      ]),
    );
    expect(ticket({ duplicate: true, language: 'es' })).toEqual(expect.arrayContaining(['DUPLICAT', 'DUPLICADO']));
    expect(ticket({ duplicate: true, language: 'ro' }).filter((text) => text === 'DUPLICAT')).toHaveLength(1);
    for (const language of TICKET_LANGUAGES) expect(ticket({ language }).join()).not.toContain('DUPLIC');
  });

  test('has a QR code only in an office with a page to follow turns', () => {
    const codes = (paper: SlipResources, followTokenOrNull: string | null) =>
      composeTicket(paper, content({ followToken: followTokenOrNull })).blocks.filter(({ kind }) => kind === 'qr');
    const following = paperOf({}, { followPage: 'https://exemple.cat/T' });
    expect(codes(following, 'ABC')).toEqual([{ kind: 'qr', text: 'HTTPS://EXEMPLE.CAT/T/ABC' }]);
    expect(codes(following, null)).toEqual([]);
    expect(codes(paperOf(), 'ABC')).toEqual([]);
  });

  test('ends with the office’s closing words, in the citizen’s language if available', () => {
    const paper = paperOf({}, { closing: { ca: 'Gràcies.', es: 'Gracias.' } });
    expect(ticket({ language: 'es' }, paper)).toContain('Gracias.');
    expect(ticket({ language: 'uk' }, paper)).toContain('Gràcies.');
  });

  test('has no gap at its edges and none beside another', () => {
    for (const duplicate of [true, false])
      for (const followTokenOrNull of ['ABC', null]) {
        const paper = paperOf({}, { followPage: 'https://exemple.cat/T' });
        const { blocks } = composeTicket(paper, content({ duplicate, followToken: followTokenOrNull }));
        const gaps = blocks.map(({ kind }) => kind === 'gap');
        expect(gaps[0]).toBe(false);
        expect(gaps.at(-1)).toBe(false);
        expect(gaps.some((gap, at) => gap && gaps[at + 1])).toBe(false);
      }
  });

  test('begins with the logo if the office has one', () => {
    const logo = { widthDots: 8, heightDots: 1, bytes: Uint8Array.of(0xff) };
    expect(composeTicket({ ...paperOf(), logo }, content()).blocks[0]).toEqual({ kind: 'logo', bitmap: logo });
  });
});

describe('a list of documents', () => {
  const list = (language: 'ca' | 'ar' | 'es', paper = paperOf(), serviceId = 'empadronament') =>
    composeDocumentList(paper, { serviceId, language, printedAt: { date: '2026-11-24', time: '10:24' } });

  test('has a box for each, in the citizen’s language with the Catalan beside it', () => {
    expect(list('ar')?.blocks.filter(({ kind }) => kind === 'tick')).toEqual([
      {
        kind: 'tick',
        size: 'tall',
        text: 'جواز السفر',
        language: 'ar',
        note: { text: 'DNI o passaport', language: 'ca' },
      },
      { kind: 'tick', size: 'tall', text: 'Contracte de lloguer', language: 'ca' },
    ]);
  });

  test('has no number, because it belongs to a service, not to a person', () => {
    expect(list('ca')?.blocks.map(({ kind }) => kind)).not.toContain('number');
  });

  test('has the telephone of an office that has one', () => {
    expect(texts(list('ca') ?? { blocks: [] })).toContain('Dubtes: telèfon 010');
    const silent = list('ca', paperOf({ phone: undefined })) ?? { blocks: [] };
    expect(texts(silent).join()).not.toContain('telèfon');
  });

  test('is missing for a service without documents, and for an unknown one', () => {
    expect(list('ca', paperOf(), 'idcat')).toBeNull();
    expect(list('ca', paperOf(), 'no-hi-es')).toBeNull();
  });

  test('is never printed for a sensitive service, even if a profile escaped its checks', () => {
    const paper = paperOf();
    expect(list('ca', { ...paper, profile: { ...paper.profile, sensitive: true } })).toBeNull();
    const services = paper.profile.services.map((service) => ({ ...service, sensitive: true }));
    expect(list('ca', { ...paper, profile: { ...paper.profile, services } })).toBeNull();
  });
});

describe('a token to follow a turn', () => {
  test('is 26 capitals and digits of base 32', () => {
    expect(followToken(new Uint8Array(FOLLOW_TOKEN_BYTES))).toBe('A'.repeat(26));
    expect(followToken(new Uint8Array(FOLLOW_TOKEN_BYTES).fill(0xff))).toBe('7'.repeat(26));
    expect(followToken(Uint8Array.from({ length: FOLLOW_TOKEN_BYTES }, (_, at) => at * 15))).toBe(
      'AAHR4LJ4JNNGS6EHS2S3JQ6S4H',
    );
  });

  test('differs whenever the first 130 bits differ', () => {
    const bytes = fc.uint8Array({ minLength: FOLLOW_TOKEN_BYTES, maxLength: FOLLOW_TOKEN_BYTES });
    const bits = (value: Uint8Array) =>
      Array.from(value, (byte) => byte.toString(2).padStart(8, '0'))
        .join('')
        .slice(0, 130);
    fc.assert(
      fc.property(bytes, bytes, (one, other) => {
        expect(followToken(one) === followToken(other)).toBe(bits(one) === bits(other));
        expect(followToken(one)).toMatch(/^[A-Z2-7]{26}$/);
      }),
    );
  });

  test.each([16, 18])('refuses %i bytes', (length) => {
    expect(() => followToken(new Uint8Array(length))).toThrow(RangeError);
  });
});
