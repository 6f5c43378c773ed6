/** When the centre received the end of an update, because the clock of a kiosk may be wrong. Null: a row from before. */
export const receivedUpdates: readonly string[] = ['ALTER TABLE kiosk_update ADD COLUMN received_at timestamptz'];
