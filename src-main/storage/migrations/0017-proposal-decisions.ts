/** What the centre decided of the changes that were made of the office at this kiosk's screen, by the number that they have here. */
export const proposalDecisions = `
CREATE TABLE proposal_decision (
  no INTEGER NOT NULL PRIMARY KEY,
  decision TEXT NOT NULL,
  reason TEXT,
  version INTEGER
) STRICT;
`;
