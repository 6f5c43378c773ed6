import type Database from 'better-sqlite3';

export interface AppointmentRow {
  appointment_id: string;
  service_day: string;
  sealed: Buffer;
}
interface CheckInRow {
  ticket_id: string;
  appointment_id: string;
  service_id: string;
  start_ms: number | null;
  issued_at_ms: number;
}

/** Statements on the appointments that lie on the disk, on their days, and on the check-ins made here. */
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
    checkedIn: database.prepare<[], CheckInRow>(
      `SELECT check_in.ticket_id, check_in.appointment_id, ticket.service_id, check_in.start_ms, ticket.issued_at_ms
     FROM check_in JOIN ticket ON ticket.ticket_id = check_in.ticket_id WHERE check_in.appointment_id IS NOT NULL`,
    ),
    ticketOf: database
      .prepare<[string], string>('SELECT ticket_id FROM check_in WHERE appointment_id = ? ORDER BY rowid DESC LIMIT 1')
      .pluck(),
    dropCheckIns: database.prepare('DELETE FROM check_in WHERE service_day <= ?'),
    /** The centre is asked for everything, not for what is new. */
    askAnew: database.prepare('UPDATE centre SET cursor = NULL, etag = NULL'),
  };
}
