import type { ComponentType } from 'preact';
import type { AdministrativeName } from '../../src-main/contract/centre/authorization.ts';
import { CityPage } from './city/city.tsx';
import type { NavEntry } from './nav.ts';
import type { PageProps } from './page-context.ts';
import { PAGE_PATHS } from './paths.ts';

export interface PageRow {
  pattern: string;
  /** People who may not call this operation do not see the page. */
  needs: AdministrativeName;
  entry: NavEntry['word'];
  /** `null`: the page is loaded (`load`) when it is opened, so that the first page, of the city, stays small. */
  page: ComponentType<PageProps> | null;
  load: (() => Promise<ComponentType<PageProps>>) | null;
}

const later = (
  path: keyof typeof PAGE_PATHS,
  needs: PageRow['needs'],
  entry: PageRow['entry'],
  load: PageRow['load'],
) => ({
  pattern: PAGE_PATHS[path],
  needs,
  entry,
  page: null,
  load,
});

/** **Add a page:** a row here and in `PAGE_PATHS`, its words in `city.json`, its canned answers and cases in `tests/pages`. */
export const PAGES: readonly PageRow[] = [
  { pattern: PAGE_PATHS.city, needs: 'readCity', entry: 'visits', page: CityPage, load: null },
  later('kiosks', 'readCity', 'kiosks', async () => (await import('./kiosk/kiosks.tsx')).KiosksPage),
  later('kiosk', 'readKiosk', 'kiosks', async () => (await import('./kiosk/kiosk.tsx')).KioskPage),
  later(
    'enrolment',
    'findEnrolment',
    'enrolment',
    async () => (await import('./enrolment/enrolment.tsx')).EnrolmentPage,
  ),
  later('people', 'listPeople', 'people', async () => (await import('./people/people.tsx')).PeoplePage),
  later('telephone', 'holdHour', 'telephone', async () => (await import('./booking/telephone.tsx')).TelephonePage),
  later('offices', 'listOffices', 'offices', async () => (await import('./office/offices.tsx')).OfficesPage),
  later('office', 'readProfile', 'offices', async () => (await import('./office/hours.tsx')).HoursPage),
  later('officeFields', 'readProfile', 'offices', async () => (await import('./office/fields.tsx')).FieldsPage),
  later('officePlan', 'readProfile', 'offices', async () => (await import('./booking/plan.tsx')).PlanPage),
  later('officeReview', 'publishProfile', 'offices', async () => (await import('./office/review.tsx')).ReviewPage),
  later(
    'officeProposals',
    'listOfficeProposals',
    'offices',
    async () => (await import('./office/proposals.tsx')).ProposalsPage,
  ),
  later('officeVersions', 'listProfiles', 'offices', async () => (await import('./office/versions.tsx')).VersionsPage),
  later('figures', 'listDayFigures', 'figures', async () => (await import('./figures/city.tsx')).CityFiguresPage),
  later(
    'officeFigures',
    'readDayFigures',
    'figures',
    async () => (await import('./figures/office.tsx')).OfficeFiguresPage,
  ),
  later('officeTwin', 'readTwin', 'figures', async () => (await import('./figures/twin.tsx')).TwinPage),
  later('alarms', 'listAlarms', 'alarms', async () => (await import('./alarms/alarms.tsx')).AlarmsPage),
  later(
    'alarmRules',
    'listAlarmRules',
    'alarms',
    async () => (await import('./alarms/alarm-rules.tsx')).AlarmRulesPage,
  ),
  later('updates', 'listUpdates', 'centre', async () => (await import('./updates/updates.tsx')).UpdatesPage),
  later('access', 'listTokens', 'centre', async () => (await import('./access/access.tsx')).AccessPage),
  later('audit', 'listAudit', 'centre', async () => (await import('./audit/audit.tsx')).AuditPage),
  later('retention', 'readRetention', 'centre', async () => (await import('./retention/retention.tsx')).RetentionPage),
];
