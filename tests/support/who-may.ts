import type { AdministrativeName, Role } from '../../src-main/contract/centre/authorization.ts';

/**
 * The offices of a caller. `own`: only the office of the request; `other`: only other offices; `several`: several offices, among them the
 * office of the request; `city`: the whole city.
 */
export type Reach = 'own' | 'other' | 'several' | 'city';
export const REACHES: readonly Reach[] = ['own', 'other', 'several', 'city'];

/** The expected answer: the request is carried out, or it is refused for this reason. */
export type Due = 'may' | 'wrong-office' | 'wrong-role';

/**
 * The expected rights, written by hand. Each role has four signs, one for each of `REACHES`: `+` allowed, `o` wrong office, `-` wrong role.
 * A call that lists only the rows of the caller's offices is allowed to callers of other offices too.
 */
const WHO_MAY = `
                      viewer  operator technician administrator connector
listTickets             +o++      +o++        +o++           +o++       ----
readFigures             +o++      +o++        +o++           +o++       ----
readDayFigures          +o++      +o++        +o++           +o++       ----
listDayFigures          ++++      ++++        ++++           ++++       ----
readDeskFigures         ----      +o++        ----           +o++       ----
readTwin                ----      +o++        ----           +o++       ----
readFiguresSetting      ----      ++++        ----           ++++       ----
putFiguresSetting       ----      ----        ----           ooo+       ----
listKiosks              ++++      ++++        ++++           ++++       ----
listAlarms              ++++      ++++        ++++           ++++       ----
acknowledgeAlarm        ----      +o++        +o++           +o++       ----
listAlarmRules          ----      ----        ooo+           ooo+       ----
putAlarmRules           ----      ----        ----           ooo+       ----
testAlarmRecipient      ----      ----      ----           ooo+       ----
readCity                ++++      ++++        ++++           ++++       ----
followCity              ++++      ++++        ++++           ++++       ----
readKiosk               +o++      +o++        +o++           +o++       ----
readKioskDays           +o++      +o++        +o++           +o++       ----
listOffices             ++++      ++++        ++++           ++++       ----
listProfiles            ----      +o++        +o++           +o++       ----
readProfile             ----      +o++        +o++           +o++       ----
pauseService            ----      +o++        ----           +o++       ----
resumeService           ----      +o++        ----           +o++       ----
stateOfficeQueues       ----      ----        ----           +o++       +o++
voidTicket              ----      +o++        ----           +o++       ----
acknowledgeAsked        ----      +o++        ----           +o++       ----
listHelp                +o++      +o++        +o++           +o++       ----
findEnrolment           ----      ----        ++++           ++++       ----
confirmEnrolment        ----      ----        +o++           +o++       ----
revokeKiosk             ----      ----        +o++           +o++       ----
orderKiosk              ----      ----        +o++           +o++       ----
proposeOrder            ----      ----        +o++           +o++       ----
confirmOrder            ----      ----        +o++           +o++       ----
listOrders              ----      ----        +o++           +o++       ----
readDiagnostics         ----      ----        +o++           +o++       ----
allowVersion            ----      ----        ----           ooo+       ----
listUpdates             ----      ----        ++++           ++++       ----
publishProfile          ----      ----        +o++           +o++       ----
countBookingsOutside    ----      ----        +o++           +o++       ----
listOfficeProposals     ----      ----        +o++           +o++       ----
decideOfficeProposal    ----      ----        +o++           +o++       ----
publishPlan             ----      ----      +o++           +o++       ----
readPlan                +o++      +o++      +o++           +o++       ----
listBookingHits         ----      +o++      +o++           +o++       ----
readFreeHours           +o++      +o++      +o++           +o++       ----
holdHour                ----      +o++      ----           +o++       ----
releaseHold             ----      +o++      ----           +o++       ----
confirmHour             ----      +o++      ----           +o++       ----
findBookings            ----      ++++      ----           ++++       ----
moveBooking             ----      +o++      ----           +o++       ----
cancelBooking           ----      +o++      ----           +o++       ----
listBookable            ----      ++++      ++++           ++++       ----
previewPlan             ----      ----      +o++           +o++       ----
renewDeskCalendar       ----      ----      +o++           +o++       ----
endDeskCalendar         ----      ----      +o++           +o++       ----
putChannel              ----      ----        ----           ooo+       ----
listChannels            ----      ----      ----           ooo+       ----
listTokens              ----      ----      ----           ooo+       ----
makeToken               ----      ----      ----           ooo+       ----
withdrawToken           ----      ----      ----           ooo+       ----
readRetention           ----      ----      ----           ooo+       ----
rotateOfficeKey         ----      ----        ----           +o++       ----
listAudit               ----      ----        ----           ooo+       ----
whoAmI                  ++++      ++++        ++++           ++++       ++++
listSessions            ++++      ++++        ++++           ++++       ++++
signOut                 ++++      ++++        ++++           ++++       ++++
signOutEverywhere       ++++      ++++        ++++           ++++       ++++
listPeople              ----      ----        ----           ooo+       ----
invitePerson            ----      ----        ----           ooo+       ----
withdrawPerson          ----      ----        ----           ooo+       ----
confirmPerson           ----      ----        ----           ooo+       ----
proposeRecovery         ----      ----        ----           ooo+       ----
confirmRecovery         ----      ----        ----           ooo+       ----
makeTechnicianCode      ----      ----        ----           +o++       ----
listTechnicianCodes     ----      ----        ----           ++++       ----
withdrawTechnicianCode  ----      ----        ----           +o++       ----
`;
const ANSWERS: Readonly<Record<string, Due>> = { '+': 'may', o: 'wrong-office', '-': 'wrong-role' };

const [HEAD = [], ...ROWS] = WHO_MAY.trim()
  .split('\n')
  .map((line) => line.trim().split(/\s+/));

export const DUE_ROLES: readonly string[] = HEAD;
export const DUE_OPERATIONS: readonly string[] = ROWS.map(([operation = '']) => operation);

/** Returns the answer that a valid token must get according to `WHO_MAY`; `null` if the table has no such cell. */
export function due(name: AdministrativeName, role: Role, reach: Reach): Due | null {
  const row = ROWS.find(([operation]) => operation === name);
  const sign = row?.[HEAD.indexOf(role) + 1]?.[REACHES.indexOf(reach)];
  return ANSWERS[sign ?? ''] ?? null;
}
