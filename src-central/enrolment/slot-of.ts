/** SQL of the slot whose numbers a kiosk gives or gave; the column is higher once the slot was given again (migration 0023). */
export const slotOf = (kiosk: string): string => `${kiosk}.slot % 100`;
