/** The centre's decisions on changes of the office's profile made at this kiosk, by the number of the version that contains the change. */
export const proposalDecisions = `
CREATE TABLE proposal_decision (
  no INTEGER NOT NULL PRIMARY KEY,
  decision TEXT NOT NULL,
  reason TEXT,
  version INTEGER
) STRICT;
`;
