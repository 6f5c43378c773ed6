import { ChannelId } from '../../src-main/contract/centre/appointments.ts';
import { CityId, OfficeId } from '../../src-main/contract/shared/ids.ts';

export const SANDBOX_CITY: CityId = CityId.parse('vila-exemple');
export const ZONE = 'Europe/Madrid';

export const CHANNELS = [
  { channelId: ChannelId.parse('web'), name: 'Web municipal', formats: [] },
  { channelId: ChannelId.parse('010'), name: 'Telèfon 010', formats: [] },
  {
    channelId: ChannelId.parse('seu'),
    name: 'Seu electrònica',
    formats: [{ prefix: 'SE-', length: 10, characters: 'digits' }],
  },
] as const;

const SERVICES = [
  { serviceId: 'padro', externalId: 'PADRO', series: 'A', name: { ca: 'Padró' }, pictogram: 'stamp' },
  { serviceId: 'registre', externalId: 'REGISTRE', series: 'B', name: { ca: 'Registre' }, pictogram: 'stamp' },
  { serviceId: 'informacio', externalId: 'INFO', series: 'C', name: { ca: 'Informació' }, pictogram: 'info' },
] as const;

export interface SandboxOffice {
  officeId: OfficeId;
  name: string;
  services: readonly { serviceId: string; series: string }[];
}

const office = (officeId: string, name: string, count: number): SandboxOffice => ({
  officeId: OfficeId.parse(officeId),
  name,
  services: SERVICES.slice(0, count),
});

export const OFFICES: readonly SandboxOffice[] = [
  office('oac-placa', 'OAC de la Plaça', 3),
  office('oac-estacio', 'OAC de l’Estació', 2),
];

const DAY = [{ from: '08:30', to: '19:00' }];

export function profileOf({ officeId, name, services }: SandboxOffice): Record<string, unknown> {
  return {
    officeId,
    externalId: officeId.toUpperCase(),
    name,
    services,
    city: 'Ajuntament de Vila Exemple',
    municipality: 'Vila Exemple',
    address: 'Plaça d’Exemple, 1',
    zone: ZONE,
    calendarId: 'no-holidays',
    languages: ['ca'],
    hours: { week: { mon: DAY, tue: DAY, wed: DAY, thu: DAY, fri: DAY, sat: [], sun: [] } },
    ticket: { privacyPage: 'exemple.cat/privadesa' },
  };
}
