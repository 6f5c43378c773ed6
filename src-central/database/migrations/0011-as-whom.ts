/** As whom something was done at a kiosk and to what, and in which role an order was given. Rows of before have neither. */
export const asWhom: readonly string[] = [
  `ALTER TABLE technician_action ADD COLUMN actor text, ADD COLUMN subject text`,
  `ALTER TABLE kiosk_order ADD COLUMN role text`,
];
