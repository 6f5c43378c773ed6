import { z } from 'zod';
import { FiguresMonth } from '../../src-main/contract/centre/figures.ts';
import { type CityId, OfficeId } from '../../src-main/contract/shared/ids.ts';
import { City } from '../citizens/choice.ts';
import { figuresCsv } from '../figures/figures-csv.ts';
import type { DayReader } from '../figures/kept-days.ts';
import { officeFigures } from '../figures/office-figures.ts';
import { figuresSetting } from '../figures/operations.ts';
import type { Centre } from '../replica-context.ts';
import type { CentreServer } from '../server/server.ts';
import type { Page, Visit } from '../server/visits.ts';
import { catalogueOf, openMonths } from './catalogue.ts';
import { queueMonitors } from './queue-monitors.ts';

const MonthFile = z
  .string()
  .regex(/\.csv$/)
  .transform((file) => file.slice(0, -'.csv'.length))
  .pipe(FiguresMonth);

const OfficeFile = z.object({ officeId: OfficeId, file: MonthFile });

/** Proxies and browsers may reuse a page for this long, so open data that a city closes may be readable until then. */
const CATALOGUE_HOLDS_MS = 300_000;
const LIVE_HOLDS_MS = 20_000;
const MOST_KEPT = 200;

const text = (status: number, mediaType: string, body: string, holdsMs = 0): Page => ({
  status,
  mediaType,
  text: body,
  headers: {
    'cache-control': status === 200 ? `public, max-age=${holdsMs / 1_000}` : 'no-store',
    'x-content-type-options': 'nosniff',
    // Scripts of any site may read open data.
    'access-control-allow-origin': '*',
  },
});
const none = (): Page => text(404, 'text/plain; charset=utf-8', '');
const closed = (): Page => text(503, 'text/plain; charset=utf-8', '');
const JSON_LD = 'application/ld+json; charset=utf-8';

/**
 * Registers a city's open data, if the city has opened it: `/open/CITY/catalogue.jsonld`, the months that it names, and
 * `/open/CITY/queues.jsonld`. Closed data are answered like an unknown city. Many readers share one reading.
 */
export function registerOpenData(server: CentreServer, centre: Centre, reader: DayReader): void {
  const { database, clock } = centre;
  const kept = new Map<string, { page: Page; untilMs: number }>();
  const making = new Map<string, Promise<Page>>();

  /**
   * Returns the last page of a path while it is recent enough, else makes it. A 404 is not stored, so that invented paths displace no page.
   */
  async function share(path: string, holdsMs: number, make: () => Promise<Page>): Promise<Page> {
    const nowMs = clock.nowMs();
    const known = kept.get(path);
    if (known !== undefined && nowMs < known.untilMs && known.untilMs - nowMs <= holdsMs) return known.page;
    const made = making.get(path) ?? make().finally(() => making.delete(path));
    making.set(path, made);
    const page = await made;
    kept.delete(path);
    if (page.status === 200) kept.set(path, { page, untilMs: nowMs + holdsMs });
    const [oldest] = kept.keys();
    if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
    return page;
  }

  const register = (
    path: string,
    opens: 'opensMonths' | 'opensLive',
    holdsMs: number,
    answer: (cityId: CityId, params: Visit['params']) => Promise<Page>,
  ): void =>
    server.registerVisits(
      `/open/:cityId/${path}`,
      async ({ method, params }) => {
        const cityId = City.safeParse(params.cityId);
        if (method !== 'GET' || !cityId.success) return none();
        if (params.file !== undefined && !OfficeFile.safeParse(params).success) return none();
        const { setting } = await figuresSetting(database, cityId.data);
        if (!setting[opens]) return none();
        return share(JSON.stringify([path, cityId.data, params.officeId, params.file]), holdsMs, () =>
          answer(cityId.data, params),
        );
      },
      closed,
    );

  register('catalogue.jsonld', 'opensMonths', CATALOGUE_HOLDS_MS, async (cityId) => {
    const { setting, changedAt } = await figuresSetting(database, cityId);
    const offices = (await reader.officesOf(cityId, null)).filter(({ details }) => !details.sensitive);
    const months = await Promise.all(
      offices.map(async (office) => ({ ...office, months: await openMonths(database, office, clock.nowMs()) })),
    );
    return text(200, JSON_LD, JSON.stringify(catalogueOf(cityId, setting, changedAt, months)), CATALOGUE_HOLDS_MS);
  });
  register(':officeId/:file', 'opensMonths', CATALOGUE_HOLDS_MS, async (cityId, params) => {
    const asked = OfficeFile.safeParse(params);
    if (!asked.success) return none();
    const { officeId, file: month } = asked.data;
    const office = await reader.officeOf(cityId, officeId);
    // Only published months are counted, so a stranger cannot make the centre count a month of their choice.
    if (office === null || office.details.sensitive) return none();
    if (!(await openMonths(database, office, clock.nowMs())).includes(month)) return none();
    const figures = await officeFigures(database, { cityId, officeId, month }, clock.nowMs());
    return figures.ok ? text(200, 'text/csv; charset=utf-8', figuresCsv(figures.value), CATALOGUE_HOLDS_MS) : none();
  });
  register('queues.jsonld', 'opensLive', LIVE_HOLDS_MS, async (cityId) => {
    const offices = (await reader.officesOf(cityId, null)).filter(({ details }) => !details.sensitive);
    const monitors = await queueMonitors(database, reader, offices, clock.nowMs());
    return text(200, JSON_LD, JSON.stringify(monitors), LIVE_HOLDS_MS);
  });
}
