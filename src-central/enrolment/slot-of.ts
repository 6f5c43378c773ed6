/**
 * SQL for a kiosk's slot, which decides its ticket numbers. Once the slot was given to another kiosk, the column is higher by a multiple of
 * 100 (migration 0023).
 */
export const slotOf = (kiosk: string): string => `${kiosk}.slot % 100`;
