import type { FiguresSetting } from '../../src-main/contract/centre/day-figures.ts';
import { FIGURES_AFTER_DAYS } from '../../src-main/contract/centre/figures.ts';
import { addDays } from '../../src-main/domain/calendar-day.ts';
import { localDateTime } from '../../src-main/domain/service-day.ts';
import type { Queries } from '../database/database.ts';
import type { FiguredOffice } from '../figures/kept-days.ts';

export const OPEN_MONTHS = {
  first: 'SELECT min(service_day) AS day FROM ticket WHERE city_id = $1 AND office_id = $2',
} as const;

const MOST_MONTHS = 60;
const monthOf = (day: string): string => day.slice(0, 'YYYY-MM'.length);

/**
 * The published months of an office, oldest first: from its first ticket to the last month that ended at least `FIGURES_AFTER_DAYS` ago, at
 * most the last 60.
 */
export async function openMonths(
  queries: Queries,
  { cityId, officeId, details: { zone } }: FiguredOffice,
  nowMs: number,
): Promise<string[]> {
  const [row] = await queries.query<{ day: string | null }>(OPEN_MONTHS.first, [cityId, officeId]);
  if (row?.day == null) return [];
  const today = localDateTime(nowMs, zone).date;
  const months: string[] = [];
  const last = addDays(`${monthOf(addDays(today, 1 - FIGURES_AFTER_DAYS))}-01`, -1);
  for (let month = monthOf(row.day); month <= monthOf(last); month = monthOf(addDays(`${month}-01`, 31)))
    months.push(month);
  return months.slice(-MOST_MONTHS);
}

const CONTEXT = {
  dcat: 'http://www.w3.org/ns/dcat#',
  dct: 'http://purl.org/dc/terms/',
  foaf: 'http://xmlns.com/foaf/0.1/',
  xsd: 'http://www.w3.org/2001/XMLSchema#',
} as const;
const AUTHORITY = 'http://publications.europa.eu/resource/authority';
const catalan = (text: string) => ({ '@value': text, '@language': 'ca' });
const id = (iri: string) => ({ '@id': iri });

/**
 * Returns the DCAT-AP catalogue of a city: a data set for each office that has published months, with a file for each, and one data set for
 * the present queues if the city opens them.
 */
export function catalogueOf(
  cityId: string,
  { publicAddress, licence, opensLive }: FiguresSetting,
  changedAt: string | null,
  offices: readonly (FiguredOffice & { months: readonly string[] })[],
): Record<string, unknown> {
  const base = `${publicAddress?.replace(/\/$/, '') ?? ''}/open/${cityId}`;
  const publisher = {
    '@type': 'foaf:Agent',
    '@id': `${base}/catalogue.jsonld#publisher`,
    'foaf:name': catalan(offices[0]?.details.city ?? cityId),
  };
  const shared = {
    'dct:publisher': id(publisher['@id']),
    'dct:language': id(`${AUTHORITY}/language/CAT`),
    'dcat:theme': id(`${AUTHORITY}/data-theme/GOVE`),
  };
  const distribution = (url: string, title: string, type: 'csv' | 'jsonld') => ({
    '@type': 'dcat:Distribution',
    '@id': url,
    'dct:title': catalan(title),
    'dcat:accessURL': id(url),
    'dcat:downloadURL': id(url),
    'dct:license': id(licence),
    'dct:format': id(`${AUTHORITY}/file-type/${type === 'csv' ? 'CSV' : 'JSON_LD'}`),
    'dcat:mediaType': id(
      `https://www.iana.org/assignments/media-types/${type === 'csv' ? 'text/csv' : 'application/ld+json'}`,
    ),
  });
  const datasets = offices
    .filter(({ months }) => months.length > 0)
    .map(({ officeId, details, months }) => ({
      '@type': 'dcat:Dataset',
      '@id': `${base}/catalogue.jsonld#${officeId}`,
      'dct:identifier': `${cityId}/${officeId}`,
      'dct:title': catalan(`Torns i esperes: ${details.name}`),
      'dct:description': catalan(
        'Torns de cada mes per tràmit, canal i hora, com van acabar i quant van esperar. El que és de menys de cinc persones no hi surt (*).',
      ),
      'dct:accrualPeriodicity': id(`${AUTHORITY}/frequency/MONTHLY`),
      'dct:temporal': {
        '@type': 'dct:PeriodOfTime',
        'dcat:startDate': { '@value': `${months[0]}-01`, '@type': 'xsd:date' },
        'dcat:endDate': {
          '@value': addDays(`${monthOf(addDays(`${months.at(-1)}-01`, 31))}-01`, -1),
          '@type': 'xsd:date',
        },
      },
      ...shared,
      'dcat:distribution': months.map((month) => distribution(`${base}/${officeId}/${month}.csv`, month, 'csv')),
    }));
  const live = {
    '@type': 'dcat:Dataset',
    '@id': `${base}/catalogue.jsonld#queues`,
    'dct:identifier': `${cityId}/queues`,
    'dct:title': catalan('Cues de les oficines, ara'),
    'dct:description': catalan(
      'Cada cua com a QueueMonitor de NGSI-LD: si és oberta, quants esperen si en són cinc o més, i l’espera d’avui.',
    ),
    'dct:accrualPeriodicity': id(`${AUTHORITY}/frequency/UPDATE_CONT`),
    ...shared,
    'dcat:distribution': [distribution(`${base}/queues.jsonld`, 'Ara', 'jsonld')],
  };
  return {
    '@context': CONTEXT,
    '@type': 'dcat:Catalog',
    '@id': `${base}/catalogue.jsonld`,
    'dct:title': catalan('Atenció a les oficines'),
    'dct:description': catalan('Torns, esperes i cues de les oficines d’atenció.'),
    'dct:publisher': publisher,
    'dct:license': id(licence),
    ...(changedAt === null ? {} : { 'dct:modified': { '@value': changedAt, '@type': 'xsd:dateTime' } }),
    'dcat:dataset': [...datasets, ...(opensLive ? [live] : [])],
  };
}
