import type Database from 'better-sqlite3';

export interface AppointmentRow {
  appointment_id: string;
  service_day: string;
  sealed: Buffer;
}

export function prepareAppointmentStatements(database: Database.Database) {
  return {
    rows: database.prepare<[], AppointmentRow>('SELECT * FROM appointment'),
    addDay: database.prepare('INSERT OR IGNORE INTO appointment_day (service_day) VALUES (?)'),
    dropDay: database.prepare('DELETE FROM appointment_day WHERE service_day = ?'),
    dropDays: database.prepare('DELETE FROM appointment_day WHERE service_day <= ?'),
    allDays: database.prepare<[], string>('SELECT service_day FROM appointment_day ORDER BY service_day').pluck(),
    insert: database.prepare(
      'INSERT OR REPLACE INTO appointment (appointment_id, service_day, sealed) VALUES (?, ?, ?)',
    ),
    remove: database.prepare('DELETE FROM appointment WHERE appointment_id = ?'),
    office: database.prepare<[], { sealed: Buffer | null; over_to: string }>(
      'SELECT sealed, over_to FROM appointment_office',
    ),
    setOffice: database.prepare('UPDATE appointment_office SET sealed = ?'),
    setOver: database.prepare('UPDATE appointment_office SET over_to = max(over_to, ?)'),
    forgetOver: database.prepare(`UPDATE appointment_office SET over_to = ''`),
    /** Makes the next request to the centre ask for a full snapshot. */
    askAnew: database.prepare('UPDATE centre SET cursor = NULL, etag = NULL'),
  };
}
