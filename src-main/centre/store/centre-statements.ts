import type Database from 'better-sqlite3';

export type CentreStatements = ReturnType<typeof prepareCentreStatements>;

export function prepareCentreStatements(database: Database.Database) {
  return { ...prepareOfficeStatements(database), ...prepareEnrolmentStatements(database), ...prepareColumns(database) };
}

function prepareOfficeStatements(database: Database.Database) {
  return {
    pauses: database.prepare<[], { service_id: string; until_ms: number }>(
      'SELECT service_id, until_ms FROM service_pause ORDER BY service_id',
    ),
    pause: database.prepare('INSERT OR REPLACE INTO service_pause (service_id, until_ms) VALUES (?, ?)'),
    resume: database.prepare('DELETE FROM service_pause WHERE service_id = ?'),
    voidTicket: database.prepare('INSERT OR IGNORE INTO voided_ticket (ticket_id) VALUES (?)'),
    clearPauses: database.prepare('DELETE FROM service_pause'),
    clearVoided: database.prepare('DELETE FROM voided_ticket'),
  };
}

function prepareEnrolmentStatements(database: Database.Database) {
  return {
    setEnrolment: database.prepare(
      `UPDATE centre SET kiosk_id = @kioskId, city_id = @cityId, office_id = @officeId, environment = @environment,
         store_epoch = @storeEpoch, centre_keys = @keys, key_since_ms = @keySinceMs, slot_to_take = @slot,
         incarnation_to_take = @incarnation,
         revoked = CASE WHEN @slot IS NULL THEN 0 ELSE revoked END, replaced = CASE WHEN @slot IS NULL THEN 0 ELSE replaced END,
         end_to_state = NULL, etag = NULL, cursor = NULL, read_count = 0, applied_version = NULL, allowed_version = NULL, clashes = NULL`,
    ),
    forgetEnrolment: database.prepare(
      `UPDATE centre SET kiosk_id = NULL, city_id = NULL, office_id = NULL, environment = NULL, centre_keys = NULL,
         key_since_ms = NULL, slot_to_take = NULL, incarnation_to_take = NULL, revoked = 1, replaced = @replaced, end_to_state = @end, etag = NULL, cursor = NULL,
         applied_version = NULL, allowed_version = NULL, clashes = NULL`,
    ),
  };
}

function prepareColumns(database: Database.Database) {
  const set = (column: string) => database.prepare(`UPDATE centre SET ${column} = ?`);
  return {
    setPin: set('tls_pin'),
    setContact: set('last_contact_ms'),
    setKeySince: set('key_since_ms'),
    setCursor: set('cursor'),
    setEtag: set('etag'),
    setKeys: set('centre_keys'),
    setEpoch: set('store_epoch'),
    setRelease: set('release'),
    setApplied: set('applied_version'),
    setAllowed: set('allowed_version'),
    setEnd: set('end_to_state'),
    setClashes: set('clashes'),
    countRead: database
      .prepare<[], number>('UPDATE centre SET read_count = read_count + 1 RETURNING read_count')
      .pluck(),
    raiseCount: database.prepare('UPDATE centre SET read_count = max(read_count, ?)'),
  };
}
