/** The centre's decisions on changes of the office made at this kiosk's screen, by the number of the version here. */
export const proposalDecisions = `
CREATE TABLE proposal_decision (
  no INTEGER NOT NULL PRIMARY KEY,
  decision TEXT NOT NULL,
  reason TEXT,
  version INTEGER
) STRICT;
`;
