import { z } from 'zod';
import { ServiceId, Slug } from '../shared/ids.ts';
import { Day } from '../shared/times.ts';
import {
  Alarms,
  AuditEntries,
  AuditQuery,
  CentreTickets,
  HelpList,
  KioskHealths,
  PauseOrder,
  PROFILE_BODY,
  ProfileDraft,
  ProfilePublished,
  RevocationOrder,
} from './administration.ts';
import { ALARM_RULES_BODY, AlarmRules, AlarmRulesKept } from './alarms.ts';
import { SMALL_BODY } from './body-bounds.ts';
import { CityOverview, KioskDays, KioskSheet } from './city-overview.ts';
import {
  CityDayFigures,
  DayQuery,
  DeskFigures,
  FiguresSetting,
  FiguresSettingKept,
  OfficeDayFigures,
} from './day-figures.ts';
import { FiguresQuery, OfficeFigures } from './figures.ts';
import { OFFICE_QUEUES_BODY, OfficeQueuesStated, OfficeQueuesTaken } from './office-queues.ts';
import { BookingsOutside, HoursDraft, OfficeList, PublishedProfile, PublishedVersions } from './offices.ts';
import { byToken, city, kiosk, office, seen } from './operation-parts.ts';
import { GivenOrders, KeptDiagnostics, OrderGiven, OrderToKiosk, OrderToPropose } from './orders.ts';
import { OfficeProposals, ProposalDecided, ProposalOrder } from './proposals.ts';
import { RetentionReport } from './retention-report.ts';
import { TechnicianCodeMade, TechnicianCodeOrder, TechnicianCodes } from './technician-codes.ts';
import { TokenMade, TokenOrder, Tokens } from './tokens.ts';
import { TwinAnswered, TwinQuery } from './twin.ts';
import { AllowedVersion, KioskUpdates } from './updates.ts';

const page = z.object({ serviceDay: Day, after: z.uuid().optional() });

/**
 * Operations with which a city's people and programs manage offices and kiosks. They are part of `OPERATIONS`, which checks their types.
 */
export const OFFICE_OPERATIONS = {
  publishProfile: {
    method: 'POST',
    path: '/v1/cities/{cityId}/admin/offices/{officeId}/profiles',
    summary:
      'Publishes a new version of an office’s profile, or an older version again; creates the office if it is new',
    ...byToken(office, 'invalid-profile', 'not-found', 'does-not-apply'),
    body: ProfileDraft,
    bounds: PROFILE_BODY,
    answer: { status: 201, body: ProfilePublished },
  },
  listOffices: {
    method: 'GET',
    path: '/v1/cities/{cityId}/admin/offices',
    summary:
      'The offices: whether each is open now, its profile versions in effect and to come, and its open proposals',
    ...byToken(city),
    answer: { status: 200, body: OfficeList },
    conditional: true,
  },
  listProfiles: {
    method: 'GET',
    path: '/v1/cities/{cityId}/admin/offices/{officeId}/profiles',
    summary:
      'The versions of an office’s profile: who published each, when and from which day; newest first, 200 at most',
    ...byToken(office, 'not-found'),
    answer: { status: 200, body: PublishedVersions },
  },
  readProfile: {
    method: 'GET',
    path: '/v1/cities/{cityId}/admin/offices/{officeId}/profiles/{version}',
    summary: 'One version of an office’s profile, and the holidays of its calendar',
    ...byToken(office.extend({ version: z.string().regex(/^[1-9]\d{0,8}$/) }), 'not-found'),
    answer: { status: 200, body: PublishedProfile },
  },
  countBookingsOutside: {
    method: 'POST',
    path: '/v1/cities/{cityId}/admin/offices/{officeId}/bookings-outside',
    summary: 'How many appointments would be outside the hours of a profile, by day; changes nothing',
    ...byToken(office, 'invalid-profile'),
    body: HoursDraft,
    bounds: PROFILE_BODY,
    answer: { status: 200, body: BookingsOutside },
  },
  listOfficeProposals: {
    method: 'GET',
    path: '/v1/cities/{cityId}/admin/offices/{officeId}/proposals',
    summary:
      'Changes of an office’s profile that were made at the screens of its kiosks, and the decision on each; newest first, 100 at most',
    ...byToken(office, 'not-found'),
    answer: { status: 200, body: OfficeProposals },
  },
  decideOfficeProposal: {
    method: 'PUT',
    path: '/v1/cities/{cityId}/admin/offices/{officeId}/proposals/{proposalId}/decision',
    summary:
      'Accepts a change made at a kiosk as the next version of its office’s profile, or refuses it with a reason; the kiosk is informed',
    ...byToken(
      office.extend({ proposalId: z.uuid() }),
      'not-found',
      'already-decided',
      'does-not-apply',
      'invalid-profile',
    ),
    body: ProposalOrder,
    bounds: SMALL_BODY,
    answer: { status: 200, body: ProposalDecided },
  },
  pauseService: {
    method: 'PUT',
    path: '/v1/cities/{cityId}/admin/offices/{officeId}/services/{serviceId}/pause',
    summary: 'Pauses a service: no turns are given for it until a time',
    ...byToken(office.extend({ serviceId: ServiceId }), 'not-found'),
    body: PauseOrder,
    bounds: SMALL_BODY,
    answer: { status: 204, body: null },
  },
  resumeService: {
    method: 'DELETE',
    path: '/v1/cities/{cityId}/admin/offices/{officeId}/services/{serviceId}/pause',
    summary: 'Resumes a paused service: turns are given for it again',
    ...byToken(office.extend({ serviceId: ServiceId }), 'not-found'),
    answer: { status: 204, body: null },
  },
  stateOfficeQueues: {
    method: 'PUT',
    path: '/v1/cities/{cityId}/admin/offices/{officeId}/queues',
    summary:
      'Stores the state of queues that another system manages for the office; its kiosks show it for 90 s. Only the newest state of each service is kept',
    ...byToken(office, 'not-found', 'too-many-tries'),
    body: OfficeQueuesStated,
    bounds: OFFICE_QUEUES_BODY,
    answer: { status: 200, body: OfficeQueuesTaken },
  },
  voidTicket: {
    method: 'PUT',
    path: '/v1/cities/{cityId}/admin/tickets/{ticketId}/void',
    summary: 'Voids a ticket, so that it is not called; what its kiosk reports about it later is kept as history',
    ...byToken(city.extend({ ticketId: z.uuid() }), 'not-found'),
    answer: { status: 204, body: null },
  },
  listTickets: {
    method: 'GET',
    path: '/v1/cities/{cityId}/admin/offices/{officeId}/tickets',
    summary: 'The tickets of an office on a service day, 500 per page',
    ...byToken(office, 'not-found'),
    query: page,
    answer: { status: 200, body: CentreTickets },
  },
  acknowledgeAsked: {
    method: 'PUT',
    path: '/v1/cities/{cityId}/admin/asked/{subjectId}/acknowledgement',
    summary:
      'Records that a clerk is coming to a citizen who asked for one; `subjectId` is the id of the citizen’s ticket, or the `helpId` of a call for help',
    ...byToken(city.extend({ subjectId: z.uuid() }), 'not-found'),
    answer: { status: 204, body: null },
  },
  listHelp: {
    method: 'GET',
    path: '/v1/cities/{cityId}/admin/offices/{officeId}/help',
    summary: 'The calls for help at the office’s kiosks in the last day, newest first, 100 at most',
    ...byToken(office, 'not-found'),
    answer: { status: 200, body: HelpList },
  },
  readCity: {
    method: 'GET',
    path: '/v1/cities/{cityId}/admin/overview',
    summary: 'The offices with the number of people who wait, and the kiosks with their troubles, worst first',
    ...byToken(city),
    answer: { status: 200, body: CityOverview },
    conditional: true,
  },
  followCity: {
    method: 'GET',
    path: '/v1/cities/{cityId}/admin/revisions',
    summary:
      'A stream of the ETag of `readCity`: sent at once, whenever it changes, and every few seconds while it is valid. Call `readCity` again when it differs',
    ...byToken(city),
    answer: { status: 200, body: null },
    stream: true,
  },
  readKiosk: {
    method: 'GET',
    path: '/v1/cities/{cityId}/admin/kiosks/{kioskId}',
    summary: 'One kiosk: its troubles, printers, versions and last contact',
    ...byToken(kiosk, 'not-found'),
    answer: { status: 200, body: KioskSheet },
    conditional: true,
  },
  readKioskDays: {
    method: 'GET',
    path: '/v1/cities/{cityId}/admin/kiosks/{kioskId}/days',
    summary: 'The last 30 days of a kiosk: tickets, minutes without printing, faults, minutes without contact, starts',
    ...byToken(kiosk, 'not-found'),
    answer: { status: 200, body: KioskDays },
  },
  listKiosks: {
    method: 'GET',
    path: '/v1/cities/{cityId}/admin/kiosks',
    summary: 'The city’s kiosks: last contact, last event and condition of the printers of each',
    ...byToken(city),
    answer: { status: 200, body: KioskHealths },
  },
  readFigures: {
    method: 'GET',
    path: '/v1/cities/{cityId}/admin/offices/{officeId}/figures',
    summary:
      'The tickets of an office in one month by service, channel and hour, with outcomes and waiting times. Figures about fewer than five people are hidden. Available from 15 days after the month’s end, because a kiosk may be offline for 14 days',
    ...byToken(office, 'not-found'),
    query: FiguresQuery,
    answer: { status: 200, body: OfficeFigures },
  },
  readDayFigures: {
    method: 'GET',
    path: '/v1/cities/{cityId}/admin/offices/{officeId}/day-figures',
    summary:
      'One day of an office, today by default: people who wait, arrivals, waiting times and times at desks by service, hour and class, with the usual values for comparison. Small numbers are shown, because only the office’s own people read them',
    ...byToken(office, 'not-found'),
    query: DayQuery,
    answer: { status: 200, body: OfficeDayFigures },
  },
  listDayFigures: {
    method: 'GET',
    path: '/v1/cities/{cityId}/admin/day-figures',
    summary: 'One day of every office that the token reaches, today by default, to compare the offices',
    ...byToken(city),
    query: DayQuery,
    answer: { status: 200, body: CityDayFigures },
  },
  readDeskFigures: {
    method: 'GET',
    path: '/v1/cities/{cityId}/admin/offices/{officeId}/desk-figures',
    summary:
      'One day of an office by desk; only days since the staff were informed, which the city must have recorded (`putFiguresSetting`), and never a specialist’s own desk',
    ...byToken(office, 'not-found'),
    query: DayQuery,
    answer: { status: 200, body: DeskFigures },
  },
  readTwin: {
    method: 'GET',
    path: '/v1/cities/{cityId}/admin/offices/{officeId}/twin',
    summary:
      'Simulates an office from its own measured figures: which change shortens the wait in next week’s worst hour most, or the effect of the change in the request. The answer is `working` until it is computed, and is kept for the day',
    ...byToken(office, 'not-found', 'too-many-tries'),
    query: TwinQuery,
    answer: { status: 200, body: TwinAnswered },
  },
  readFiguresSetting: {
    method: 'GET',
    path: '/v1/cities/{cityId}/admin/figures-setting',
    summary: 'Whether staff were informed of figures by desk, and which figures the city publishes',
    ...byToken(city),
    answer: { status: 200, body: FiguresSettingKept },
  },
  putFiguresSetting: {
    method: 'PUT',
    path: '/v1/cities/{cityId}/admin/figures-setting',
    summary: 'Records that staff were informed of figures by desk, and opens or closes the public addresses of figures',
    ...byToken(city, 'changed-meanwhile'),
    query: seen,
    body: FiguresSetting,
    bounds: SMALL_BODY,
    answer: { status: 204, body: null },
  },
  listAlarms: {
    method: 'GET',
    path: '/v1/cities/{cityId}/admin/alarms',
    summary:
      'Alarms that a person should look into: two machines that send as one kiosk (a fork), numbers given twice, a revoked kiosk that still sends, contradictory check-ins, emergency sign-ins, and the alarms of the city’s rules',
    ...byToken(city),
    answer: { status: 200, body: Alarms },
  },
  acknowledgeAlarm: {
    method: 'PUT',
    path: '/v1/cities/{cityId}/admin/alarms/{alarmId}/acknowledgement',
    summary: 'Records that the caller takes care of an alarm of a rule; only the first caller is recorded',
    ...byToken(city.extend({ alarmId: z.uuid() }), 'not-found'),
    answer: { status: 204, body: null },
  },
  listAlarmRules: {
    method: 'GET',
    path: '/v1/cities/{cityId}/admin/alarm-rules',
    summary: 'Which troubles become alarms, after how long, who receives them, and how many messages wait to be sent',
    ...byToken(city),
    answer: { status: 200, body: AlarmRulesKept },
  },
  putAlarmRules: {
    method: 'PUT',
    path: '/v1/cities/{cityId}/admin/alarm-rules',
    summary: 'Replaces all alarm rules of the city; alarms of a removed rule end without a message',
    ...byToken(city, 'changed-meanwhile'),
    query: seen,
    body: AlarmRules,
    bounds: ALARM_RULES_BODY,
    answer: { status: 204, body: null },
  },
  testAlarmRecipient: {
    method: 'POST',
    path: '/v1/cities/{cityId}/admin/alarm-recipients/{recipientId}/test',
    summary: 'Sends a test message to one recipient; `listAlarmRules` shows whether it was accepted',
    ...byToken(city.extend({ recipientId: Slug.max(40) }), 'not-found'),
    answer: { status: 202, body: null },
  },
  readRetention: {
    method: 'GET',
    path: '/v1/cities/{cityId}/admin/retention',
    summary:
      'The classes of stored data and how long each is kept, what the last retention run removed, and what the next run will remove',
    ...byToken(city),
    answer: { status: 200, body: RetentionReport },
  },
  listTokens: {
    method: 'GET',
    path: '/v1/cities/{cityId}/admin/tokens',
    summary:
      'The tokens of people, programs and channels: what each may do, until when, and its last use; never the token itself',
    ...byToken(city),
    answer: { status: 200, body: Tokens },
  },
  makeToken: {
    method: 'POST',
    path: '/v1/cities/{cityId}/admin/tokens',
    summary: 'Makes a token for a person, a program or a channel; only this answer contains it',
    ...byToken(city, 'not-found', 'name-taken'),
    body: TokenOrder,
    bounds: SMALL_BODY,
    answer: { status: 201, body: TokenMade },
  },
  withdrawToken: {
    method: 'DELETE',
    path: '/v1/cities/{cityId}/admin/tokens/{tokenId}',
    summary: 'Withdraws a token: every replica refuses it at once',
    ...byToken(city.extend({ tokenId: z.uuid() }), 'not-found'),
    answer: { status: 204, body: null },
  },
  listAudit: {
    method: 'GET',
    path: '/v1/cities/{cityId}/admin/audit',
    summary:
      'The audit, newest first, 200 entries per page: operations with a token, including refused ones, and the actions of technicians and staff that kiosks report',
    ...byToken(city),
    query: AuditQuery,
    answer: { status: 200, body: AuditEntries },
  },
  revokeKiosk: {
    method: 'PUT',
    path: '/v1/cities/{cityId}/admin/kiosks/{kioskId}/revocation',
    summary: 'Revokes a kiosk: it is told to forget its key, and its slot is never given again',
    ...byToken(kiosk, 'not-found'),
    body: RevocationOrder,
    bounds: SMALL_BODY,
    answer: { status: 204, body: null },
  },
  orderKiosk: {
    method: 'POST',
    path: '/v1/cities/{cityId}/admin/kiosks/{kioskId}/orders',
    summary: 'Orders a kiosk to do something, once and before a deadline; `listOrders` and the audit show the result',
    ...byToken(kiosk, 'not-found'),
    body: OrderToKiosk,
    bounds: SMALL_BODY,
    answer: { status: 201, body: OrderGiven },
  },
  listOrders: {
    method: 'GET',
    path: '/v1/cities/{cityId}/admin/kiosks/{kioskId}/orders',
    summary:
      'The orders to a kiosk with their authors and results, and the orders that wait for a second person; newest first, 100 at most',
    ...byToken(kiosk, 'not-found'),
    answer: { status: 200, body: GivenOrders },
  },
  proposeOrder: {
    method: 'POST',
    path: '/v1/cities/{cityId}/admin/kiosks/{kioskId}/order-proposals',
    summary:
      'Proposes an order that needs two people: the kiosk receives it once another person has confirmed it before its deadline',
    ...byToken(kiosk, 'not-found'),
    body: OrderToPropose,
    bounds: SMALL_BODY,
    answer: { status: 201, body: OrderGiven },
  },
  confirmOrder: {
    method: 'PUT',
    path: '/v1/cities/{cityId}/admin/kiosks/{kioskId}/order-proposals/{orderId}/confirmation',
    summary: 'Confirms a proposed order; the person who proposed it cannot confirm it',
    ...byToken(
      kiosk.extend({ orderId: z.uuid() }),
      'not-found',
      'already-decided',
      'needs-another-person',
      'order-expired',
    ),
    answer: { status: 200, body: OrderGiven },
  },
  readDiagnostics: {
    method: 'GET',
    path: '/v1/cities/{cityId}/admin/kiosks/{kioskId}/diagnostics',
    summary: 'The newest diagnostics that a kiosk has sent, as lines of JSON',
    ...byToken(kiosk, 'not-found'),
    answer: { status: 200, body: KeptDiagnostics },
  },
  allowVersion: {
    method: 'PUT',
    path: '/v1/cities/{cityId}/admin/allowed-version',
    summary:
      'Sets which version of the program a kiosk, an office or the whole city may install; the kiosks are informed',
    ...byToken(city, 'not-found'),
    body: AllowedVersion,
    bounds: SMALL_BODY,
    answer: { status: 204, body: null },
  },
  listUpdates: {
    method: 'GET',
    path: '/v1/cities/{cityId}/admin/updates',
    summary: 'The version that each kiosk may install, and how its last update ended',
    ...byToken(city),
    answer: { status: 200, body: KioskUpdates },
  },
  makeTechnicianCode: {
    method: 'POST',
    path: '/v1/cities/{cityId}/admin/technician-codes',
    summary:
      'Makes a code of ten digits for one person at the kiosks of some offices, for 30 days at most. Only this answer contains the code; the audit names the person who uses it',
    ...byToken(city, 'not-found', 'too-many-codes'),
    body: TechnicianCodeOrder,
    bounds: SMALL_BODY,
    answer: { status: 201, body: TechnicianCodeMade },
  },
  listTechnicianCodes: {
    method: 'GET',
    path: '/v1/cities/{cityId}/admin/technician-codes',
    summary:
      'The codes of named people, newest first, 500 at most: person, offices and end of each, and its first two digits; never the whole code',
    ...byToken(city),
    answer: { status: 200, body: TechnicianCodes },
  },
  withdrawTechnicianCode: {
    method: 'DELETE',
    path: '/v1/cities/{cityId}/admin/technician-codes/{codeId}',
    summary: 'Withdraws a code: each kiosk refuses it from its next contact with the centre on',
    ...byToken(city.extend({ codeId: z.uuid() }), 'not-found'),
    answer: { status: 204, body: null },
  },
} as const;
