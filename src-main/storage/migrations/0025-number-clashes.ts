/** The ticket numbers that two tickets share, by the centre's last report: JSON of `TicketNumber`s. */
export const numberClashes = `
ALTER TABLE centre ADD COLUMN clashes TEXT;
`;
