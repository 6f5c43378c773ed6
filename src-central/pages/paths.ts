/** The addresses of the staff's pages. The server for staff answers each address with the same HTML file (`people/city-pages.ts`). */
export const PAGE_PATHS = {
  city: '/',
  kiosks: '/kiosks',
  kiosk: '/kiosks/:kioskId',
  enrolment: '/enrolment',
  people: '/people',
  telephone: '/010',
  offices: '/offices',
  office: '/offices/:officeId',
  officeFields: '/offices/:officeId/fields',
  officePlan: '/offices/:officeId/plan',
  officeReview: '/offices/:officeId/review',
  officeProposals: '/offices/:officeId/proposals',
  officeVersions: '/offices/:officeId/versions',
  figures: '/figures',
  officeFigures: '/figures/:officeId',
  officeTwin: '/figures/:officeId/twin',
  alarms: '/alarms',
  alarmRules: '/alarms/rules',
  updates: '/updates',
  access: '/access',
  audit: '/audit',
  retention: '/retention',
} as const;

/** The address of the kiosk's renderer (its screen), which an office's page shows in a frame. */
export const PREVIEW_PATH = '/preview/index.html';
