export type Fields = Record<string, unknown>;

const WORKDAY = [{ from: '09:00', to: '14:00' }];
export const WEEK = { mon: WORKDAY, tue: WORKDAY, wed: WORKDAY, thu: WORKDAY, fri: WORKDAY, sat: [], sun: [] };

/** The smallest valid profile. */
export const profileOf = (officeId: string) => ({
  officeId,
  name: 'Oficina de prova',
  city: 'Ajuntament de Prova',
  municipality: 'Prova',
  address: 'Carrer Major, 1',
  zone: 'Europe/Madrid',
  calendarId: 'prova',
  hours: { week: WEEK },
  services: [{ serviceId: 'informacio', series: 'D', name: { ca: 'Informació' }, pictogram: 'info' }],
  ticket: { privacyPage: 'exemple.cat/dades' },
});
