/** SQL for the slot from which a kiosk's numbers follow. The column is higher once the slot was given to another kiosk (migration 0023). */
export const slotOf = (kiosk: string): string => `${kiosk}.slot % 100`;
