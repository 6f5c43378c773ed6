/** The actor and subject of an action at a kiosk, and the role of the person who gave a command. Earlier rows have none of them. */
export const asWhom: readonly string[] = [
  `ALTER TABLE technician_action ADD COLUMN actor text, ADD COLUMN subject text`,
  `ALTER TABLE kiosk_order ADD COLUMN role text`,
];
