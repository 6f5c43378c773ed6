import type { ComponentType } from 'preact';
import type { AdministrativeName } from '../../src-main/contract/centre/authorization.ts';
import { CityPage } from './city/city.tsx';
import type { NavEntry } from './nav.ts';
import type { PageProps } from './page-context.ts';
import type { PAGE_PATHS } from './paths.ts';

export type PageName = keyof typeof PAGE_PATHS;

export interface PageRow {
  /** People who may not call this operation do not see the page. */
  needs: AdministrativeName;
  entry: NavEntry['word'];
  /** `null`: the page is loaded (`load`) when it is opened, so that the first page, of the city, stays small. */
  page: ComponentType<PageProps> | null;
  load: (() => Promise<ComponentType<PageProps>>) | null;
}

const later = (needs: PageRow['needs'], entry: PageRow['entry'], load: PageRow['load']): PageRow => ({
  needs,
  entry,
  page: null,
  load,
});

export const PAGES: Readonly<Record<PageName, PageRow>> = {
  city: { needs: 'readCity', entry: 'visits', page: CityPage, load: null },
  kiosks: later('readCity', 'kiosks', async () => (await import('./kiosk/kiosks.tsx')).KiosksPage),
  kiosk: later('readKiosk', 'kiosks', async () => (await import('./kiosk/kiosk.tsx')).KioskPage),
  enrolment: later('findEnrolment', 'enrolment', async () => (await import('./enrolment/enrolment.tsx')).EnrolmentPage),
  people: later('listPeople', 'people', async () => (await import('./people/people.tsx')).PeoplePage),
  telephone: later('holdHour', 'telephone', async () => (await import('./booking/telephone.tsx')).TelephonePage),
  offices: later('listOffices', 'offices', async () => (await import('./office/offices.tsx')).OfficesPage),
  office: later('readProfile', 'offices', async () => (await import('./office/hours.tsx')).HoursPage),
  officeFields: later('readProfile', 'offices', async () => (await import('./office/fields.tsx')).FieldsPage),
  officePlan: later('readProfile', 'offices', async () => (await import('./booking/plan.tsx')).PlanPage),
  officeReview: later('publishProfile', 'offices', async () => (await import('./office/review.tsx')).ReviewPage),
  officeProposals: later(
    'listOfficeProposals',
    'offices',
    async () => (await import('./office/proposals.tsx')).ProposalsPage,
  ),
  officeVersions: later('listProfiles', 'offices', async () => (await import('./office/versions.tsx')).VersionsPage),
  figures: later('listDayFigures', 'figures', async () => (await import('./figures/city.tsx')).CityFiguresPage),
  officeFigures: later(
    'readDayFigures',
    'figures',
    async () => (await import('./figures/office.tsx')).OfficeFiguresPage,
  ),
  officeTwin: later('readTwin', 'figures', async () => (await import('./figures/twin.tsx')).TwinPage),
  alarms: later('listAlarms', 'alarms', async () => (await import('./alarms/alarms.tsx')).AlarmsPage),
  alarmRules: later('listAlarmRules', 'alarms', async () => (await import('./alarms/alarm-rules.tsx')).AlarmRulesPage),
  updates: later('listUpdates', 'centre', async () => (await import('./updates/updates.tsx')).UpdatesPage),
  access: later('listTokens', 'centre', async () => (await import('./access/access.tsx')).AccessPage),
  audit: later('listAudit', 'centre', async () => (await import('./audit/audit.tsx')).AuditPage),
  retention: later('readRetention', 'centre', async () => (await import('./retention/retention.tsx')).RetentionPage),
};
