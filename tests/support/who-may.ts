import type { AdministrativeName, Role } from '../../src-main/contract/centre/authorization.ts';

/** How far a token reaches, by the office that a request is about: that office alone, another one alone, or the whole city. */
export type Reach = 'own' | 'other' | 'city';
export const REACHES: readonly Reach[] = ['own', 'other', 'city'];

/** What a request is answered: done, or the refusal. */
export type Due = 'may' | 'wrong-office' | 'wrong-role';

/**
 * Who may do what, by hand: three signs a role, one for each of `REACHES`. `+` may, `o` wrong office, `-` wrong role. A list that is filtered
 * is answered to a token of another office as well.
 */
const WHO_MAY = `
                      viewer operator technician administrator connector
listTickets             +o+      +o+        +o+           +o+       ---
readFigures             +o+      +o+        +o+           +o+       ---
listKiosks              +++      +++        +++           +++       ---
listAlarms              +++      +++        +++           +++       ---
pauseService            ---      +o+        ---           +o+       ---
resumeService           ---      +o+        ---           +o+       ---
stateOfficeQueues       ---      ---        ---           +o+       +o+
voidTicket              ---      +o+        ---           +o+       ---
acknowledgeAsked        ---      +o+        ---           +o+       ---
listHelp                +o+      +o+        +o+           +o+       ---
findEnrolment           ---      ---        +++           +++       ---
confirmEnrolment        ---      ---        +o+           +o+       ---
revokeKiosk             ---      ---        +o+           +o+       ---
orderKiosk              ---      ---        +o+           +o+       ---
listOrders              ---      ---        +o+           +o+       ---
readDiagnostics         ---      ---        +o+           +o+       ---
allowVersion            ---      ---        ---           oo+       ---
listUpdates             ---      ---        +++           +++       ---
publishProfile          ---      ---        +o+           +o+       ---
listOfficeProposals     ---      ---        +o+           +o+       ---
decideOfficeProposal    ---      ---        +o+           +o+       ---
putChannel              ---      ---        ---           oo+       ---
rotateOfficeKey         ---      ---        ---           +o+       ---
listAudit               ---      ---        ---           oo+       ---
`;
const ANSWERS: Readonly<Record<string, Due>> = { '+': 'may', o: 'wrong-office', '-': 'wrong-role' };

const [HEAD = [], ...ROWS] = WHO_MAY.trim()
  .split('\n')
  .map((line) => line.trim().split(/\s+/));

export const DUE_ROLES: readonly string[] = HEAD;
export const DUE_OPERATIONS: readonly string[] = ROWS.map(([operation = '']) => operation);

/** What `WHO_MAY` says of a token that has not ended; `null` for a cell that is missing. */
export function due(name: AdministrativeName, role: Role, reach: Reach): Due | null {
  const row = ROWS.find(([operation]) => operation === name);
  const sign = row?.[HEAD.indexOf(role) + 1]?.[REACHES.indexOf(reach)];
  return ANSWERS[sign ?? ''] ?? null;
}
