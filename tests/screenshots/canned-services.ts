import { ServiceId, TicketId } from '../../src-main/contract/shared/ids.ts';
import type { LocalizedText } from '../../src-main/domain/opening-hours.ts';
import type { ViewState } from '../../src-main/session/contract/view-state.ts';
import type { ClosureView, QueueView, ServiceChoice, TicketView } from '../../src-main/tickets/contract/ticket.ts';
import { said } from './canned-words.ts';

type Texts = LocalizedText;

const service = (
  id: string,
  pictogram: ServiceChoice['pictogram'],
  name: Texts,
  subtitle: Texts | null = null,
  closed: ClosureView | null = null,
  queue: QueueView | null = null,
) => ({ id, pictogram, name, subtitle, closed, queue });

export const SERVICES = [
  service(
    'orientacio',
    'signpost',
    { ca: 'No sé què necessito', es: 'No sé qué necesito', en: 'I am not sure' },
    { ca: 'Us orientem i us donem torn', es: 'Le orientamos y damos turno', en: 'We guide you and give a number' },
  ),
  service(
    'empadronament',
    'house',
    { ca: 'Empadronament', es: 'Empadronamiento', en: 'Residence registration' },
    { ca: 'Altes, canvis i volants', es: 'Altas, cambios y volantes', en: 'New, changes, certificates' },
  ),
  service(
    'registre',
    'stamp',
    { ca: 'Registre i tràmits', es: 'Registro y trámites', en: 'Registry and errands' },
    { ca: 'Presentar documents', es: 'Presentar documentos', en: 'Hand in documents' },
  ),
  service(
    'tributs',
    'coins',
    { ca: 'Impostos i taxes', es: 'Impuestos y tasas', en: 'Taxes and fees' },
    { ca: 'Rebuts i bonificacions', es: 'Recibos y bonificaciones', en: 'Bills and reductions' },
  ),
  service('informacio', 'chat', { ca: 'Informació', es: 'Información', en: 'Information' }),
  service(
    'idcat-mobil',
    'phone-key',
    { ca: 'idCAT Mòbil', es: 'idCAT Mòbil', en: 'idCAT Mòbil' },
    { ca: 'Alta i consultes', es: 'Alta y consultas', en: 'Sign up and questions' },
    { reason: 'breakdown', note: null, until: { date: '2026-11-24', time: '12:00' } },
  ),
];

export const LONG_SERVICES = [
  service('llicencies', 'blueprint', {
    ca: 'Llicències d’obres i comunicats d’activitats',
    es: 'Licencias de obras y comunicados de actividades',
    en: 'Building licences and notices of activities',
  }),
  service('via-publica', 'road', {
    ca: 'Via pública i mobilitat',
    es: 'Vía pública y movilidad',
    en: 'Streets and mobility',
  }),
  service(
    'animals',
    'tree',
    { ca: 'Medi ambient i animals', es: 'Medio ambiente y animales', en: 'Environment and animals' },
    { ca: 'Cens, gossos, soroll', es: 'Censo, perros, ruido', en: 'Census, dogs, noise' },
  ),
  service(
    'especialista',
    'specialist',
    {
      ca: 'Tècnic especialista en comerç i empresa',
      es: 'Técnico especialista en comercio y empresa',
      en: 'Specialist in trade and business',
    },
    null,
    { reason: 'full', note: null, until: { date: '2026-11-25', time: '08:30' } },
  ),
];

const TODAY = '2026-11-24';
const closed = (
  reason: ClosureView['reason'],
  until: ClosureView['until'],
  note: ClosureView['note'] = null,
): ClosureView => ({ reason, note, until });

/** One closure per entry of `SERVICES`, each for another reason; `null`: the service is open. */
const CLOSURES: readonly (ClosureView | null)[] = [
  null,
  closed('staff', null),
  closed('opens-later', { date: TODAY, time: '16:00' }),
  closed('full', { date: '2026-11-25', time: '08:30' }),
  closed('not-today', { date: '2026-11-26', time: '09:00' }),
  closed('closure', { date: '2026-12-09', time: '09:00' }, 'Renovem la sala.'),
];
export const CLOSED_SERVICES = SERVICES.map((one, at) => ({ ...one, closed: CLOSURES[at] ?? null }));

/** One queue per entry of `SERVICES`. `null`, or no entry: no count is shown. */
const QUEUES: readonly (QueueView | null)[] = [
  null,
  { waiting: 3, minutes: { from: 10, to: 20 } },
  { waiting: 0, minutes: null },
  { waiting: 6, minutes: { from: 25, to: 40 } },
  { waiting: 1, minutes: { from: 5, to: 10 } },
];
export const QUEUED_SERVICES = SERVICES.map((one, at) => ({ ...one, queue: QUEUES[at] ?? null }));

export function groupsIn(language: Language): ServiceChoice[] {
  const other = { ca: 'Altres gestions', es: 'Otras gestiones', en: 'Other errands' };
  const inside = {
    ca: 'Certificats i volants, Objectes perduts',
    es: 'Certificados y volantes, Objetos perdidos',
    en: 'Certificates, Lost property',
  };
  const territory = { ca: 'Territori', es: 'Territorio', en: 'Land and building' };
  return [
    ...choicesIn(QUEUED_SERVICES.slice(0, 3), language),
    {
      kind: 'group',
      groupId: 'altres-gestions',
      name: said(other, language),
      subtitle: said(inside, language),
      pictogram: 'more',
      closed: null,
    },
    {
      kind: 'group',
      groupId: 'territori',
      name: said(territory, language),
      subtitle: null,
      pictogram: 'blueprint',
      closed: closed('opens-later', { date: TODAY, time: '12:00' }),
    },
  ];
}

export type Language = ViewState['language'];

export function choicesIn(services: readonly ReturnType<typeof service>[], language: Language): ServiceChoice[] {
  return services.map((one) => ({
    kind: 'service',
    serviceId: ServiceId.parse(one.id),
    name: said(one.name, language),
    subtitle: one.subtitle && said(one.subtitle, language),
    pictogram: one.pictogram,
    closed: one.closed,
    queue: one.queue,
  }));
}

export function ticketIn(
  language: Language,
  label = 'A047',
  visitType: 'walk-in' | 'appointment' = 'walk-in',
  appointment: TicketView['appointment'] = null,
): TicketView {
  const texts = { ca: 'Empadronament', es: 'Empadronamiento', en: 'Residence registration' };
  return {
    ticketId: TicketId.parse('3f0c9a52-7f5a-4a39-9c1d-0a4f7c7b1e01'),
    label,
    serviceId: ServiceId.parse('empadronament'),
    service: { text: said(texts, language), catalan: texts.ca },
    visitType,
    queue: null,
    follow: null,
    appointment,
  };
}

export const PLACE = { ca: 'al taulell', es: 'en el mostrador', en: 'at the desk' } as const satisfies Texts;

export const REASON = {
  ca: 'Tanquem a l’agost per vacances.',
  es: 'Cerramos en agosto por vacaciones.',
  en: 'We close in August for holidays.',
} as const satisfies Texts;
