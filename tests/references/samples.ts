import { join } from 'node:path';
import { slipFonts } from '../../config/fonts/slip-fonts.ts';
import { TICKET_LANGUAGES } from '../../config/languages.ts';
import { SLIP_WORDS } from '../../config/locales/ticket-words.ts';
import { createCanvasShaper } from '../../hardware/printer/canvas-shaper.ts';
import type { SlipDocument } from '../../hardware/printer/contract.ts';
import { PrinterProfile } from '../../hardware/printer/profile.ts';
import { composeBooking } from '../../src-main/booking/view/booking-document.ts';
import { composeAttendance } from '../../src-main/check-in/view/attendance-document.ts';
import { loadOffice, loadPrinterProfile } from '../../src-main/configuration/load.ts';
import { ServiceId } from '../../src-main/contract/shared/ids.ts';
import type { TicketLanguage } from '../../src-main/contract/shared/languages.ts';
import { OfficeProfile } from '../../src-main/contract/shared/office-profile.ts';
import { writeAppointmentToken } from '../../src-main/domain/appointment-token.ts';
import { localDateTime } from '../../src-main/domain/service-day.ts';
import { composeDirections } from '../../src-main/office/view/directions-document.ts';
import type { SlipResources } from '../../src-main/tickets/steps/render-resources.ts';
import { inLargePrint } from '../../src-main/tickets/view/large-print.ts';
import { composeDocumentList, composeTicket, type TicketContent } from '../../src-main/tickets/view/ticket-document.ts';

const configDir = join(import.meta.dirname, '../../config');

function must<T>(result: { ok: true; value: T } | { ok: false; error: { detail: string } }): T {
  if (!result.ok) throw new Error(result.error.detail);
  return result.value;
}

export const printerProfile = (profileId: string): PrinterProfile =>
  must(loadPrinterProfile({ profileId, configDir, schema: PrinterProfile }));

export const PAPERS = {
  '80mm': printerProfile('torn-virtual'),
  '58mm': PrinterProfile.parse({
    ...printerProfile('torn-virtual'),
    widthDots: 384,
    columns: { a: 32, b: 42 },
  }),
} as const;
export type PaperWidth = keyof typeof PAPERS;

export const shaper = createCanvasShaper(slipFonts());

/** The resources for an office's slips. The profile gets a page to follow turns, so every sample has its QR code. */
export function paperOf(officeId: string): SlipResources {
  const loaded = must(loadOffice({ profileFile: join(configDir, 'offices', `${officeId}.json`), configDir }));
  const profile = OfficeProfile.parse({
    ...loaded.profile,
    ticket: { ...loaded.profile.ticket, followPage: 'https://exemple.cat/T' },
  });
  return { profile, template: loaded.template, logo: null, words: SLIP_WORDS };
}

/** An appointment code as long as the codes that the centre signs. */
export const APPOINTMENT_CODE = writeAppointmentToken(
  {
    appointmentId: '0d6ab5b4-5c8b-4a8c-9a3d-0c1b6f6f1f01',
    officeId: 'oac-dido',
    startMs: Date.parse('2026-12-01T09:20:00.000Z'),
    expiresMs: Date.parse('2026-12-02T09:20:00.000Z'),
  },
  new Uint8Array(64).fill(0x5a),
);

const FOLLOW_TOKEN = 'K7Q2MZ5TAVX3WJ6RYBN4DHCE2G';
export const FOLLOW_ADDRESS = `HTTPS://EXEMPLE.CAT/T/${FOLLOW_TOKEN}`;

export const walkIn = (language: TicketLanguage, more: Partial<TicketContent> = {}): TicketContent => ({
  label: 'A047',
  serviceId: 'empadronament',
  visitType: 'walk-in',
  language,
  issuedAt: { date: '2026-11-24', time: '10:24' },
  appointmentTime: null,
  queue: { waiting: 3, minutes: { from: 10, to: 20 } },
  followToken: FOLLOW_TOKEN,
  replaces: [],
  duplicate: false,
  sample: false,
  ...more,
});

export interface Sample {
  /** The name of the picture's file, without paper width and ending. */
  name: string;
  paper: PaperWidth;
  document: SlipDocument;
}

export const REFERENCE_FOLDER = join(import.meta.dirname, 'tickets');
export const fileNameOf = ({ name, paper }: Sample): string => `${name}-${paper}.png`;

const office = paperOf('oac-dido');
const ticket = (content: TicketContent) => composeTicket(office, content);

function documentList(language: TicketLanguage): SlipDocument {
  const list = composeDocumentList(office, {
    serviceId: 'empadronament',
    language,
    printedAt: { date: '2026-11-24', time: '10:24' },
  });
  if (list === null) throw new Error('the sample service has a list of documents');
  return list;
}

const specialist = walkIn('es', {
  label: 'S002',
  serviceId: 'registre-i-tramits',
  visitType: 'appointment',
  appointmentTime: '12:40',
  waitAt: { ca: 'Sala 2, primer pis', es: 'Sala 2, primera planta' },
  queue: null,
});

/** The tickets that are compared with pictures: each language on both paper widths, and each optional part of a ticket. */
export const SAMPLES: readonly Sample[] = [
  ...(['80mm', '58mm'] as const).flatMap((paper) =>
    TICKET_LANGUAGES.map((language) => ({ name: `walk-in-${language}`, paper, document: ticket(walkIn(language)) })),
  ),
  ...(
    [
      ['ca', '80mm'],
      ['ar', '80mm'],
      ['ur', '58mm'],
    ] as const
  ).map(([language, paper]) => ({
    name: `large-walk-in-${language}`,
    paper,
    document: inLargePrint(ticket(walkIn(language))),
  })),
  {
    name: 'large-appointment-specialist-es',
    paper: '58mm',
    document: inLargePrint(ticket(specialist)),
  },
  {
    name: 'appointment-ca',
    paper: '80mm',
    document: ticket(
      walkIn('ca', {
        label: 'E014',
        serviceId: 'idcat-mobil',
        visitType: 'appointment',
        appointmentTime: '10:20',
        queue: null,
      }),
    ),
  },
  {
    name: 'appointment-specialist-es',
    paper: '58mm',
    document: ticket(specialist),
  },
  ...(
    [
      ['ca', '80mm'],
      ['ar', '80mm'],
      ['es', '58mm'],
    ] as const
  ).map(([language, paper]) => ({
    name: `attendance-${language}`,
    paper,
    document: composeAttendance(office, {
      language,
      from: { date: '2026-11-24', time: '10:24' },
      to: { date: '2026-11-24', time: '11:02' },
      code: 'NE4NAF7Q29KT',
    }),
  })),
  ...(
    [
      ['ca', '80mm'],
      ['ar', '80mm'],
      ['es', '58mm'],
    ] as const
  ).map(([language, paper]) => ({
    name: `directions-${language}`,
    paper,
    document: composeDirections(office, language, {
      name: 'OAC Districte 2',
      address: 'Avinguda de Barcelona, 180',
      directions: {
        ca: 'És al Centre Cívic Montserrat Roig. Pregunteu al taulell quin autobús hi va.',
        es: 'Está en el Centre Cívic Montserrat Roig. Pregunte en el mostrador qué autobús va hasta allí.',
      },
      day: '2026-11-24',
      hours: [
        { from: '09:00', to: '15:00' },
        { from: '16:00', to: '18:00' },
      ],
    }),
  })),
  {
    name: 'appointment-on-trust-ar-duplicate',
    paper: '80mm',
    document: ticket(
      walkIn('ar', {
        label: 'B120',
        serviceId: 'registre-i-tramits',
        visitType: 'appointment',
        queue: { waiting: 12, minutes: null },
        duplicate: true,
      }),
    ),
  },
  {
    name: 'duplicate-fr-unknown-queue',
    paper: '58mm',
    document: ticket(
      walkIn('fr', {
        label: 'C003',
        serviceId: 'impostos-i-taxes',
        queue: null,
        duplicate: true,
        followToken: null,
      }),
    ),
  },
  ...(['ca', 'en', 'ar', 'uk', 'zh-Hans'] as const).map((language) => ({
    name: `documents-${language}`,
    paper: '80mm' as const,
    document: documentList(language),
  })),
  ...(['ca', 'ur', 'ro'] as const).map((language) => ({
    name: `documents-${language}`,
    paper: '58mm' as const,
    document: documentList(language),
  })),
];

/** Slips of booked appointments. Their code is the longest that a kiosk prints. They are not compared with pictures. */
export const BOOKINGS: readonly Sample[] = (
  [
    ['ca', '80mm'],
    ['ur', '80mm'],
    ['es', '58mm'],
  ] as const
).map(([language, paper]) => ({
  name: `booking-${language}`,
  paper,
  document: composeBooking(office, {
    booking: { start: '2026-12-01T09:20:00.000Z', locator: 'NE4NAF7Q', qr: APPOINTMENT_CODE },
    serviceId: ServiceId.parse('empadronament'),
    language,
    askedAtMs: Date.parse('2026-11-24T10:05:00.000Z'),
    momentOf: (ms) => {
      const { date, time } = localDateTime(ms, 'Europe/Madrid');
      return { date, time };
    },
  }),
}));
