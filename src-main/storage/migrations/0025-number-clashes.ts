/** Numbers that two people hold, as the centre said last: JSON of `TicketNumber`s. */
export const numberClashes = `
ALTER TABLE centre ADD COLUMN clashes TEXT;
`;
