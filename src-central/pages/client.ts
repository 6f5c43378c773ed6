import type { OPERATIONS, OperationName } from '../../src-main/contract/centre/operations.ts';
import type { Problem, ProblemKind } from '../../src-main/contract/centre/problems.ts';
import { type Result, refuse, succeed } from '../../src-main/domain/result.ts';

type Operations = typeof OPERATIONS;
type Call<N extends OperationName> = readonly [Operations[N]['method'], Operations[N]['path']];

/**
 * The operations that pages call. Method and path repeat the contract, from which a page imports only types; the compiler reports any
 * difference.
 */
export const CALLS = {
  readCity: ['GET', '/v1/cities/{cityId}/admin/overview'],
  followCity: ['GET', '/v1/cities/{cityId}/admin/revisions'],
  readKiosk: ['GET', '/v1/cities/{cityId}/admin/kiosks/{kioskId}'],
  readKioskDays: ['GET', '/v1/cities/{cityId}/admin/kiosks/{kioskId}/days'],
  listOrders: ['GET', '/v1/cities/{cityId}/admin/kiosks/{kioskId}/orders'],
  orderKiosk: ['POST', '/v1/cities/{cityId}/admin/kiosks/{kioskId}/orders'],
  proposeOrder: ['POST', '/v1/cities/{cityId}/admin/kiosks/{kioskId}/order-proposals'],
  confirmOrder: ['PUT', '/v1/cities/{cityId}/admin/kiosks/{kioskId}/order-proposals/{orderId}/confirmation'],
  readDiagnostics: ['GET', '/v1/cities/{cityId}/admin/kiosks/{kioskId}/diagnostics'],
  findEnrolment: ['GET', '/v1/cities/{cityId}/admin/enrolments/{code}'],
  confirmEnrolment: ['POST', '/v1/cities/{cityId}/admin/enrolments/confirm'],
  listPeople: ['GET', '/v1/cities/{cityId}/admin/people'],
  invitePerson: ['POST', '/v1/cities/{cityId}/admin/people'],
  withdrawPerson: ['DELETE', '/v1/cities/{cityId}/admin/people/{personId}'],
  confirmPerson: ['PUT', '/v1/cities/{cityId}/admin/people/{personId}/confirmation'],
  proposeRecovery: ['POST', '/v1/cities/{cityId}/admin/people/{personId}/recoveries'],
  confirmRecovery: ['POST', '/v1/cities/{cityId}/admin/people/{personId}/recoveries/{recoveryId}/confirm'],
  listOffices: ['GET', '/v1/cities/{cityId}/admin/offices'],
  listProfiles: ['GET', '/v1/cities/{cityId}/admin/offices/{officeId}/profiles'],
  readProfile: ['GET', '/v1/cities/{cityId}/admin/offices/{officeId}/profiles/{version}'],
  publishProfile: ['POST', '/v1/cities/{cityId}/admin/offices/{officeId}/profiles'],
  countBookingsOutside: ['POST', '/v1/cities/{cityId}/admin/offices/{officeId}/bookings-outside'],
  listOfficeProposals: ['GET', '/v1/cities/{cityId}/admin/offices/{officeId}/proposals'],
  decideOfficeProposal: ['PUT', '/v1/cities/{cityId}/admin/offices/{officeId}/proposals/{proposalId}/decision'],
  pauseService: ['PUT', '/v1/cities/{cityId}/admin/offices/{officeId}/services/{serviceId}/pause'],
  resumeService: ['DELETE', '/v1/cities/{cityId}/admin/offices/{officeId}/services/{serviceId}/pause'],
  listAlarms: ['GET', '/v1/cities/{cityId}/admin/alarms'],
  acknowledgeAlarm: ['PUT', '/v1/cities/{cityId}/admin/alarms/{alarmId}/acknowledgement'],
  listAlarmRules: ['GET', '/v1/cities/{cityId}/admin/alarm-rules'],
  putAlarmRules: ['PUT', '/v1/cities/{cityId}/admin/alarm-rules'],
  testAlarmRecipient: ['POST', '/v1/cities/{cityId}/admin/alarm-recipients/{recipientId}/test'],
  readDayFigures: ['GET', '/v1/cities/{cityId}/admin/offices/{officeId}/day-figures'],
  listDayFigures: ['GET', '/v1/cities/{cityId}/admin/day-figures'],
  readDeskFigures: ['GET', '/v1/cities/{cityId}/admin/offices/{officeId}/desk-figures'],
  readTwin: ['GET', '/v1/cities/{cityId}/admin/offices/{officeId}/twin'],
  readFiguresSetting: ['GET', '/v1/cities/{cityId}/admin/figures-setting'],
  putFiguresSetting: ['PUT', '/v1/cities/{cityId}/admin/figures-setting'],
  listUpdates: ['GET', '/v1/cities/{cityId}/admin/updates'],
  allowVersion: ['PUT', '/v1/cities/{cityId}/admin/allowed-version'],
  listTokens: ['GET', '/v1/cities/{cityId}/admin/tokens'],
  makeToken: ['POST', '/v1/cities/{cityId}/admin/tokens'],
  withdrawToken: ['DELETE', '/v1/cities/{cityId}/admin/tokens/{tokenId}'],
  listChannels: ['GET', '/v1/cities/{cityId}/admin/channels'],
  putChannel: ['PUT', '/v1/cities/{cityId}/admin/channels/{channelId}'],
  listAudit: ['GET', '/v1/cities/{cityId}/admin/audit'],
  readRetention: ['GET', '/v1/cities/{cityId}/admin/retention'],
  listBookable: ['GET', '/v1/cities/{cityId}/admin/bookable'],
  publishPlan: ['POST', '/v1/cities/{cityId}/admin/offices/{officeId}/booking-plans'],
  previewPlan: ['POST', '/v1/cities/{cityId}/admin/offices/{officeId}/booking-plans/preview'],
  readPlan: ['GET', '/v1/cities/{cityId}/admin/offices/{officeId}/booking-plans'],
  listBookingHits: ['GET', '/v1/cities/{cityId}/admin/offices/{officeId}/booking-hits'],
  readFreeHours: ['GET', '/v1/cities/{cityId}/admin/offices/{officeId}/free-hours'],
  holdHour: ['POST', '/v1/cities/{cityId}/admin/offices/{officeId}/holds'],
  releaseHold: ['POST', '/v1/cities/{cityId}/admin/offices/{officeId}/holds/release'],
  confirmHour: ['POST', '/v1/cities/{cityId}/admin/offices/{officeId}/holds/confirm'],
  findBookings: ['POST', '/v1/cities/{cityId}/admin/bookings/find'],
  renewDeskCalendar: ['POST', '/v1/cities/{cityId}/admin/offices/{officeId}/desks/{deskId}/calendar'],
  endDeskCalendar: ['DELETE', '/v1/cities/{cityId}/admin/offices/{officeId}/desks/{deskId}/calendar'],
  moveBooking: ['PUT', '/v1/cities/{cityId}/admin/bookings/{appointmentId}/start'],
  cancelBooking: ['DELETE', '/v1/cities/{cityId}/admin/bookings/{appointmentId}'],
  revokeKiosk: ['PUT', '/v1/cities/{cityId}/admin/kiosks/{kioskId}/revocation'],
} as const satisfies { readonly [N in OperationName]?: Call<N> };
export type CallName = keyof typeof CALLS;

/** The types that a schema reads and returns, without the schema library. */
type Schema = { readonly _input: unknown; readonly _output: unknown };
type In<N extends CallName, Part extends 'params' | 'query' | 'body'> = Part extends keyof Operations[N]
  ? Operations[N][Part] extends Schema
    ? Operations[N][Part]['_input']
    : undefined
  : undefined;
type Params<N extends CallName> = { [K in Exclude<keyof In<N, 'params'>, 'cityId'>]: string };
export type Answer<N extends CallName> = Operations[N]['answer']['body'] extends Schema
  ? Operations[N]['answer']['body']['_output']
  : null;

type Given<Name extends string, Value> = undefined extends Value ? { [K in Name]?: Value } : { [K in Name]: Value };
export type Question<N extends CallName> = { params: Params<N> } & Given<'query', In<N, 'query'>> &
  Given<'body', In<N, 'body'>> & { etag?: string | null };

export interface Answered<N extends CallName> {
  /** `null`: unchanged since `etag` (status 304), or the answer has no body. */
  body: Answer<N> | null;
  etag: string | null;
}

/** `unreachable`: there was no answer, or an answer that did not come from the centre. */
export interface Refused {
  kind: ProblemKind | 'unreachable';
  errors: NonNullable<Problem['errors']>;
}

const PROBLEM = 'urn:torn:problem:';
const SIGNED_OUT: readonly string[] = ['bad-token', 'token-expired'] satisfies ProblemKind[];
const ANSWER_MS = 20_000;

export interface Client {
  ask<N extends CallName>(name: N, question: Question<N>): Promise<Result<Answered<N>, Refused>>;
  addressOf(name: CallName, params: Readonly<Record<string, string>>): string;
}

/** Creates the client with which pages call operations. `onSignedOut` is called when a refusal says that the session is over. */
export function createClient(cityId: string, onSignedOut: () => void): Client {
  const addressOf: Client['addressOf'] = (name, params) =>
    CALLS[name][1].replace(/\{(\w+)\}/g, (_, key: string) => encodeURIComponent({ ...params, cityId }[key] ?? ''));
  return {
    addressOf,
    async ask<N extends CallName>(name: N, question: Question<N>): Promise<Result<Answered<N>, Refused>> {
      const { params, query, body, etag }: { params: object; query?: unknown; body?: unknown; etag?: string | null } =
        question;
      const search = query === undefined ? '' : `?${new URLSearchParams(query as Record<string, string>)}`;
      try {
        const answer = await fetch(`${addressOf(name, { ...params })}${search}`, {
          method: CALLS[name][0],
          headers: {
            ...(etag ? { 'if-none-match': etag } : {}),
            ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
          cache: 'no-store',
          signal: AbortSignal.timeout(ANSWER_MS),
        });
        const newest = answer.headers.get('etag');
        if (answer.status === 304) return succeed({ body: null, etag: etag ?? newest });
        const text = await answer.text();
        // The answer is not validated, because it comes from the centre that served this page.
        if (answer.ok) return succeed({ body: (text === '' ? null : JSON.parse(text)) as Answer<N>, etag: newest });
        const refused = refusedBy(JSON.parse(text) as Problem);
        if (SIGNED_OUT.includes(refused.kind)) onSignedOut();
        return refuse(refused);
      } catch {
        return refuse({ kind: 'unreachable', errors: [] });
      }
    },
  };
}

const refusedBy = ({ type, errors = [] }: Problem): Refused => ({
  kind: type.startsWith(PROBLEM) ? (type.slice(PROBLEM.length) as ProblemKind) : 'unreachable',
  errors,
});
