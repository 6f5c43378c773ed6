/** The time at which the centre received the report of an update, because a kiosk's clock may be wrong. Null: an earlier row. */
export const receivedUpdates: readonly string[] = ['ALTER TABLE kiosk_update ADD COLUMN received_at timestamptz'];
