/** Numbers that two tickets bear, by the centre's last report: JSON of `TicketNumber`s. */
export const numberClashes = `
ALTER TABLE centre ADD COLUMN clashes TEXT;
`;
