import type { ComponentType } from 'preact';
import type { AdministrativeName } from '../../src-main/contract/centre/authorization.ts';
import { CityPage } from './city/city.tsx';
import type { NavEntry } from './nav.ts';
import type { PageProps } from './page-context.ts';
import { PAGE_PATHS } from './paths.ts';

export interface PageRow {
  pattern: string;
  /** People who may not call this operation do not see a link to the page. */
  needs: AdministrativeName;
  entry: NavEntry['word'];
  /** The page, or a function that loads it when it is opened, so that the city's page stays small. */
  page: ComponentType<PageProps> | (() => Promise<ComponentType<PageProps>>);
  isLater?: true;
}

const later = (load: () => Promise<ComponentType<PageProps>>) => ({ page: load, isLater: true }) as const;

/** **Add a page:** a row here, its words in `city.json`, its canned answers and cases in `tests/pages`. */
export const PAGES: readonly PageRow[] = [
  { pattern: PAGE_PATHS.city, needs: 'readCity', entry: 'visits', page: CityPage },
  {
    pattern: PAGE_PATHS.kiosks,
    needs: 'readCity',
    entry: 'kiosks',
    ...later(async () => (await import('./kiosk/kiosks.tsx')).KiosksPage),
  },
  {
    pattern: PAGE_PATHS.kiosk,
    needs: 'readKiosk',
    entry: 'kiosks',
    ...later(async () => (await import('./kiosk/kiosk.tsx')).KioskPage),
  },
  {
    pattern: PAGE_PATHS.enrolment,
    needs: 'findEnrolment',
    entry: 'enrolment',
    ...later(async () => (await import('./enrolment/enrolment.tsx')).EnrolmentPage),
  },
  {
    pattern: PAGE_PATHS.people,
    needs: 'listPeople',
    entry: 'people',
    ...later(async () => (await import('./people/people.tsx')).PeoplePage),
  },
  {
    pattern: PAGE_PATHS.telephone,
    needs: 'holdHour',
    entry: 'telephone',
    ...later(async () => (await import('./booking/telephone.tsx')).TelephonePage),
  },
  {
    pattern: PAGE_PATHS.offices,
    needs: 'listOffices',
    entry: 'offices',
    ...later(async () => (await import('./office/offices.tsx')).OfficesPage),
  },
  {
    pattern: PAGE_PATHS.office,
    needs: 'readProfile',
    entry: 'offices',
    ...later(async () => (await import('./office/hours.tsx')).HoursPage),
  },
  {
    pattern: PAGE_PATHS.officeFields,
    needs: 'readProfile',
    entry: 'offices',
    ...later(async () => (await import('./office/fields.tsx')).FieldsPage),
  },
  {
    pattern: PAGE_PATHS.officePlan,
    needs: 'readProfile',
    entry: 'offices',
    ...later(async () => (await import('./booking/plan.tsx')).PlanPage),
  },
  {
    pattern: PAGE_PATHS.officeReview,
    needs: 'publishProfile',
    entry: 'offices',
    ...later(async () => (await import('./office/review.tsx')).ReviewPage),
  },
  {
    pattern: PAGE_PATHS.officeProposals,
    needs: 'listOfficeProposals',
    entry: 'offices',
    ...later(async () => (await import('./office/proposals.tsx')).ProposalsPage),
  },
  {
    pattern: PAGE_PATHS.officeVersions,
    needs: 'listProfiles',
    entry: 'offices',
    ...later(async () => (await import('./office/versions.tsx')).VersionsPage),
  },
  {
    pattern: PAGE_PATHS.figures,
    needs: 'listDayFigures',
    entry: 'figures',
    ...later(async () => (await import('./figures/city.tsx')).CityFiguresPage),
  },
  {
    pattern: PAGE_PATHS.officeFigures,
    needs: 'readDayFigures',
    entry: 'figures',
    ...later(async () => (await import('./figures/office.tsx')).OfficeFiguresPage),
  },
  {
    pattern: PAGE_PATHS.officeTwin,
    needs: 'readTwin',
    entry: 'figures',
    ...later(async () => (await import('./figures/twin.tsx')).TwinPage),
  },
  {
    pattern: PAGE_PATHS.alarms,
    needs: 'listAlarms',
    entry: 'alarms',
    ...later(async () => (await import('./alarms/alarms.tsx')).AlarmsPage),
  },
  {
    pattern: PAGE_PATHS.alarmRules,
    needs: 'listAlarmRules',
    entry: 'alarms',
    ...later(async () => (await import('./alarms/alarm-rules.tsx')).AlarmRulesPage),
  },
  {
    pattern: PAGE_PATHS.updates,
    needs: 'listUpdates',
    entry: 'centre',
    ...later(async () => (await import('./updates/updates.tsx')).UpdatesPage),
  },
  {
    pattern: PAGE_PATHS.access,
    needs: 'listTokens',
    entry: 'centre',
    ...later(async () => (await import('./access/access.tsx')).AccessPage),
  },
  {
    pattern: PAGE_PATHS.audit,
    needs: 'listAudit',
    entry: 'centre',
    ...later(async () => (await import('./audit/audit.tsx')).AuditPage),
  },
  {
    pattern: PAGE_PATHS.retention,
    needs: 'readRetention',
    entry: 'centre',
    ...later(async () => (await import('./retention/retention.tsx')).RetentionPage),
  },
];
