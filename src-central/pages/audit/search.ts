import type { AuditEntry } from '../../../src-main/contract/centre/administration.ts';

/** An empty text matches everything; days are `YYYY-MM-DD`. */
export interface Search {
  name: string;
  office: string;
  what: string;
  from: string;
  until: string;
}

const MEMBERS = ['name', 'office', 'what', 'from', 'until'] as const satisfies readonly (keyof Search)[];
const isDay = (text: string): boolean => /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text));

export function searchIn(query: URLSearchParams): Search {
  const text = (member: keyof Search): string => query.get(member)?.trim() ?? '';
  const day = (member: 'from' | 'until'): string => (isDay(text(member)) ? text(member) : '');
  return { name: text('name'), office: text('office'), what: text('what'), from: day('from'), until: day('until') };
}

export function searchText(search: Search): string {
  const chosen = MEMBERS.flatMap((member): [string, string][] => {
    const value = search[member].trim();
    return value === '' ? [] : [[member, value]];
  });
  return chosen.length === 0 ? '' : `?${new URLSearchParams(chosen)}`;
}

export const ACTS = [
  'signIn',
  'signOut',
  'signOutEverywhere',
  'invitePerson',
  'withdrawPerson',
  'proposeRecovery',
  'confirmRecovery',
  'makeToken',
  'withdrawToken',
  'withdrawTokens',
  'makeTechnicianCode',
  'withdrawTechnicianCode',
  'publishProfile',
  'decideOfficeProposal',
  'pauseService',
  'resumeService',
  'voidTicket',
  'acknowledgeAsked',
  'acknowledgeAlarm',
  'putAlarmRules',
  'testAlarmRecipient',
  'confirmEnrolment',
  'revokeKiosk',
  'orderKiosk',
  'proposeOrder',
  'confirmOrder',
  'allowVersion',
  'putFiguresSetting',
  'putChannel',
  'rotateOfficeKey',
  'putAppointment',
  'cancelAppointment',
  'confirmPerson',
  'acceptInvitation',
  'renewPassword',
  'addPasskey',
  'removePasskeys',
  'publishPlan',
  'holdHour',
  'releaseHold',
  'confirmHour',
  'moveBooking',
  'cancelBooking',
  'renewDeskCalendar',
  'endDeskCalendar',
  'stateOfficeQueues',
  'exportAudit',
  'exportFigures',
  'erasePerson',
  'rebuild',
] as const;

export const isRead = (what: string): boolean => /^(list|read|find|follow|count|preview|whoAmI)/.test(what);

export function officeOf({ object }: Pick<AuditEntry, 'object'>): string | null {
  const { officeId } = object;
  return typeof officeId === 'string' ? officeId : null;
}
